"""T30: who gets which answer to what. Written by hand; the tests hold it against the application.

A line for each route: its method and endpoint, and for each person the status of the answer when
they ask for it on what *owner* recorded, with a form that is all right. A route without a line
fails the tests, and so does a line without a route.

People: nobody signed in; a reader; the author who recorded it and whose it is; another author; a
reviewer; a reviewer who declared a conflict with that author; an admin; a browser whose session
was ended; a browser whose account was suspended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PEOPLE = (
    "visitor",
    "reader",
    "owner",
    "other",
    "reviewer",
    "conflicted",
    "admin",
    "ended",
    "suspended",
)

TABLE = """
                            visitor reader owner other reviewer conflicted admin ended suspended
GET  authors.index          200     200    200   200   200      200        200   200   200
GET  authors.show           200     200    200   200   200      200        200   200   200
GET  candidates.edit        401     403    200   200   200      200        200   401   401
GET  forecasts.index        200     200    200   200   200      200        200   200   200
GET  forecasts.show         200     200    200   200   200      200        200   200   200
GET  home.show              200     200    200   200   200      200        200   200   200
GET  ledger.export          200     200    200   200   200      200        200   200   200
GET  ledger.show            200     200    200   200   200      200        200   200   200
GET  lines.new              401     403    200   200   200      200        200   401   401
GET  passed_over.show       401     403    200   200   200      200        200   401   401
GET  posts.index            200     200    200   200   200      200        200   200   200
GET  posts.new              401     403    200   200   200      200        200   401   401
GET  posts.show             200     200    200   200   200      200        200   200   200
GET  review.desk            401     403    403   403   200      200        200   401   401
GET  sessions.explain       200     200    200   200   200      200        200   200   200
GET  sessions.sign_in       303     303    303   303   303      303        303   303   303
GET  static                 200     200    200   200   200      200        200   200   200
POST candidates.accept      401     403    303   403   403      403        303   401   401
POST candidates.correct     401     403    303   403   403      403        303   401   401
POST candidates.dismiss     401     403    303   403   403      403        303   401   401
POST candidates.reconsider  401     403    303   403   403      403        303   401   401
POST forecasts.withdraw     401     403    303   403   403      403        303   401   401
POST lines.log              401     403    303   303   303      303        303   401   401
POST posts.capture          401     403    303   303   303      303        303   401   401
POST posts.quote            401     403    303   403   403      403        303   401   401
POST review.decide          401     403    403   403   303      303        303   401   401
POST sessions.sign_out      303     303    303   303   303      303        303   303   303
"""


@dataclass(frozen=True, slots=True)
class Good:
    """A request that is all right.

    Attributes:
        form: what is sent; the token comes by itself.
        row: the row that the address names, by its name in the world of these tests.
        from_script: the status when the page's script asks, where it is another one.
    """

    form: Mapping[str, Any] = field(default_factory=dict)
    row: str = ""
    from_script: int | None = None


GOOD: Mapping[str, Good] = {
    "candidates.accept": Good({"version": 1}, "proposed", from_script=200),
    "candidates.correct": Good({"version": 1, "claim": "It will be open"}, "proposed"),
    "candidates.dismiss": Good({"version": 1}, "proposed", from_script=200),
    "candidates.edit": Good({}, "proposed"),
    "candidates.reconsider": Good({"version": 2}, "dismissed", from_script=200),
    "forecasts.show": Good({}, "open"),
    "forecasts.withdraw": Good({"version": 1}, "open"),
    "lines.log": Good(
        {
            "line": "It rains",
            "read_on": "2026-11-22",
            "said_on": "2026-11-22",
            "claim": "It rains",
            "author": "Somebody Else",
        }
    ),
    "posts.capture": Good({"author": "Somebody", "published": "2026-01-05", "text": "Rain."}),
    "posts.quote": Good({"quote": "A look at the year."}),
    "review.decide": Good(
        {
            "version": 2,
            "outcome": "yes",
            "known_on": "2026-11-20",
            "evidence_url": "https://example.org/",
        },
        "due",
    ),
}
"""What is sent where more than the address is needed; for all other routes the bare address."""


def read_table() -> dict[str, dict[str, int]]:
    """For each route, such as "GET home.show", the status that each person gets."""
    heading, *lines = TABLE.strip().splitlines()
    if tuple(heading.split()) != PEOPLE:
        raise ValueError("the heading of the table does not name the people")
    table = {}
    for line in lines:
        method, endpoint, *statuses = line.split()
        named = zip(PEOPLE, map(int, statuses), strict=True)
        table[f"{method} {endpoint}"] = dict(named)
    return table
