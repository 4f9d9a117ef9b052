"""The ledger: its entries as a page, and all of it as a file that anybody can verify."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template

from forecasts.ledger import to_line
from forecasts.services.verification import read_entries
from forecasts.store.engine import Database
from forecasts.store.queries.operation import hidden_subjects, list_heads, list_ledger, take_pulse
from forecasts.web.context import context
from forecasts.web.frame import CLOCK_LOOP
from forecasts.web.paging import read_paging
from forecasts.web.sessions import actor

bp = Blueprint("ledger", __name__)


HEADS_ON_THE_PAGE = 7
HEADS_IN_THE_FEED = 90

ROWS_AT_ONCE = 1000
"""Entries read at a time, each time in a transaction of its own."""


@bp.get("/ledger")
def show() -> str:
    """A page of the ledger, the last entry first."""
    with context().database.reading() as reading:
        page = list_ledger(reading, read_paging())
        hidden = hidden_subjects(reading, (row.subject for row in page.rows), actor=actor())
        pulse = take_pulse(reading, CLOCK_LOOP)
        heads = list_heads(reading, HEADS_ON_THE_PAGE)
    return render_template("ledger/show.html", page=page, pulse=pulse, hidden=hidden, heads=heads)


@bp.get("/ledger/heads.atom")
def heads() -> Response:
    """The heads as they were made known, day by day, as a feed."""
    with context().database.reading() as reading:
        published = list_heads(reading, HEADS_IN_THE_FEED)
    feed = render_template("ledger/heads.xml", heads=published, since=context().clock())
    return Response(feed, mimetype="application/atom+xml")


@bp.get("/ledger.jsonl")
def export() -> Response:
    """The whole ledger, one entry a line, in order."""
    return Response(
        _lines(context().database),
        mimetype="application/x-ndjson",
        headers={"Content-Disposition": "inline; filename=ledger.jsonl"},
    )


def _lines(database: Database) -> Iterator[str]:
    """Each read is a transaction of its own: whoever downloads slowly holds nobody up."""
    last = 0
    while True:
        with database.reading() as reading:
            entries = read_entries(reading, after=last, limit=ROWS_AT_ONCE)
        if not entries:
            return
        yield "".join(f"{to_line(entry)}\n" for entry in entries)
        last = entries[-1].sequence
