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

from tests.making import PASSWORD

NEW_PASSWORD = "brisk lantern meadow quilt"  # noqa: S105 - opens nothing real
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
GET account.show                      401     200    200   200   200      200        200   401   401
GET admin_accounts.index              401     403    403   403   403      403        200   401   401
GET admin_accounts.show               401     403    403   403   403      403        200   401   401
GET admin_backups.index               401     403    403   403   403      403        200   401   401
GET admin_claims.index                401     403    403   403   403      403        200   401   401
GET admin_clock.show                  401     403    403   403   403      403        200   401   401
GET admin_feeds.index                 401     403    403   403   403      403        200   401   401
GET admin_feeds.show                  401     403    403   403   403      403        200   401   401
GET agreement.show                    200     200    200   200   200      200        200   200   200
GET arrivals.index                    401     403    200   200   200      200        200   401   401
GET arrivals.new                      401     403    200   200   200      200        200   401   401
GET arrivals.show                     401     403    200   403   403      403        200   401   401
GET authors.index                     200     200    200   200   200      200        200   200   200
GET authors.show                      200     200    200   200   200      200        200   200   200
GET cards.author                      200     200    200   200   200      200        200   200   200
GET calendars.subscribe               200      200    200   200   200      200        200   200   200
GET candidates.edit                   401     403    200   403   403      403        200   401   401
GET conflicts.index                   401     403    403   403   200      200        200   401   401
GET conflicts.new                     401     403    403   403   200      200        200   401   401
GET digests.ask_stop                  200     200    200   200   200      200        200   200   200
GET disputes.new                      401     200    200   200   200      200        200   401   401
GET erasing.ask_account               401     403    403   403   403      403        200   401   401
GET erasing.ask_author                401     403    403   403   403      403        200   401   401
GET following.author                  200      200    200   200   200      200        200   200   200
GET following.everybody               200      200    200   200   200      200        200   200   200
GET forecasts.index                   200     200    200   200   200      200        200   200   200
GET forecasts.show                    200     200    200   200   200      200        200   200   200
GET health.alive                      200     200    200   200   200      200        200   200   200
GET health.ready                      200     200    200   200   200      200        200   200   200
GET home.show                         200     200    200   200   200      200        200   200   200
GET hooks.index                       401     403    403   403   403      403        200   401   401
GET hooks.show                        401     403    403   403   403      403        200   401   401
GET leaving.archive                   401     200    200   200   200      200        200   401   401
GET leaving.ask                       401     200    200   200   200      200        200   401   401
GET ledger.export                     200     200    200   200   200      200        200   200   200
GET ledger.heads                      200     200    200   200   200      200        200   200   200
GET ledger.show                       200     200    200   200   200      200        200   200   200
GET lines.new                         401     403    200   200   200      200        200   401   401
GET links.ask_registration            200     200    200   200   200      200        200   200   200
GET links.ask_reset                   200     200    200   200   200      200        200   200   200
GET links.show_email                  200     200    200   200   200      200        200   200   200
GET links.show_invitation             200     200    200   200   200      200        200   200   200
GET links.show_registration           200     200    200   200   200      200        200   200   200
GET links.show_reset                  200     200    200   200   200      200        200   200   200
GET metrics.show                      401     403    403   403   403      403        200   401   401
GET moderation.index                  401     403    403   403   403      403        200   401   401
GET notices.index                     401     200    200   200   200      200        200   401   401
GET passed_over.show                  401     403    200   403   403      403        200   401   401
GET posts.changes                     200     200    200   200   200      200        200   200   200
GET posts.index                       200     200    200   200   200      200        200   200   200
GET posts.new                         401     403    200   200   200      200        200   401   401
GET posts.show                        200     200    200   200   200      200        200   200   200
GET providers.come_back               404     404    404   404   404      404        404   404   404
GET providers.leave                   404     404    404   404   404      404        404   404   404
GET review.desk                       401     403    403   403   200      200        200   401   401
GET revising.new_estimate             401     403    200   403   403      403        200   401   401
GET revising.new_successor            401     403    200   403   403      403        200   401   401
GET second_factor.show                401     200    200   200   200      200        200   401   401
GET sessions.ask_code                 403     403    403   403   403      403        403   403   403
GET sessions.explain                  200     200    200   200   200      200        200   200   200
GET sessions.sign_in                  303     303    303   303   303      303        303   303   303
GET static                            200     200    200   200   200      200        200   200   200
GET tags.index                        200     200    200   200   200      200        200   200   200
GET tags.show                         200     200    200   200   200      200        200   200   200
GET tables.forecasts                  200      200    200   200   200      200        200   200   200
GET tables.scorecard                  200      200    200   200   200      200        200   200   200
POST account.change_email             401     303    303   303   303      303        200   401   401
POST account.change_password          401     303    303   303   303      303        303   401   401
POST account.claim                    401     303    303   409   303      303        303   401   401
POST account.end                      401     404    303   404   404      404        404   401   401
POST account.end_others               401     303    303   303   303      303        303   401   401
POST account.rename                   401     303    303   303   303      303        303   401   401
POST admin_accounts.appoint           401     403    403   403   403      403        303   401   401
POST admin_accounts.invite            401     403    403   403   403      403        200   401   401
POST admin_accounts.lift              401     403    403   403   403      403        303   401   401
POST admin_accounts.link              401     403    403   403   403      403        303   401   401
POST admin_accounts.make_reset        401     403    403   403   403      403        200   401   401
POST admin_accounts.suspend           401     403    403   403   403      403        303   401   401
POST admin_accounts.take_factor_away  401     403    403   403   403      403        303   401   401
POST admin_claims.confirm             401     403    403   403   403      403        303   401   401
POST admin_claims.refuse              401     403    403   403   403      403        303   401   401
POST admin_clock.let_go               401     403    403   403   403      403        303   401   401
POST admin_clock.retry                401     403    403   403   403      403        303   401   401
POST admin_clock.send_again           401     403    403   403   403      403        303   401   401
POST calendars.make                   401      200    200   200   200      200        200   401   401
POST calendars.revoke                 401      303    303   303   303      303        303   401   401
POST admin_feeds.add                  401     403    403   403   403      403        303   401   401
POST admin_feeds.change               401     403    403   403   403      403        303   401   401
POST admin_feeds.pause                401     403    403   403   403      403        303   401   401
POST admin_feeds.poll                 401     403    403   403   403      403        303   401   401
POST admin_feeds.resume               401     403    403   403   403      403        303   401   401
POST arrivals.add                     401     403    303   303   303      303        303   401   401
POST arrivals.answer                  401     403    303   403   403      403        303   401   401
POST arrivals.drop                    401     403    303   403   403      403        303   401   401
POST candidates.accept                401     403    303   403   403      403        303   401   401
POST candidates.correct               401     403    303   403   403      403        303   401   401
POST candidates.dismiss               401     403    303   403   403      403        303   401   401
POST candidates.reconsider            401     403    303   403   403      403        303   401   401
POST confirming.confirm               401     403    403   403   303      403        303   401   401
POST confirming.look_again            401     403    403   403   303      403        303   401   401
POST confirming.reject                401     403    403   403   303      403        303   401   401
POST conflicts.declare                401     403    403   403   303      409        303   401   401
POST conflicts.end                    401     403    403   403   403      303        303   401   401
POST digests.choose                   401     303    303   303   303      303        303   401   401
POST digests.stop                     200     200    200   200   200      200        200   200   200
POST disputes.raise_one               401     303    303   303   303      303        303   401   401
POST erasing.erase_account            401     403    403   403   403      403        303   401   401
POST erasing.erase_author             401     403    403   403   403      403        303   401   401
POST forecasts.withdraw               401     403    303   403   403      403        303   401   401
POST hints.dismiss                    401     403    403   403   303      403        303   401   401
POST hints.give                       401     303    303   303   303      303        303   401   401
POST hooks.add                        401     403    403   403   403      403        200   401   401
POST hooks.remove                     401     403    403   403   403      403        303   401   401
POST hooks.rotate                     401     403    403   403   403      403        200   401   401
POST hooks.try_out                    401     403    403   403   403      403        303   401   401
POST hooks.turn_off                   401     403    403   403   403      403        303   401   401
POST hooks.turn_on                    401     403    403   403   403      403        303   401   401
POST items.act_on_many                401     403    403   403   200      200        200   401   401
POST items.bring_back                 401     403    403   403   303      403        303   401   401
POST items.keep                       401     403    403   403   204      403        204   401   401
POST items.let_go                     401     403    403   403   303      303        303   401   401
POST items.put_off                    401     403    403   403   303      403        303   401   401
POST leaving.leave                    401     303    303   303   303      303        303   401   401
POST lines.log                        401     403    303   303   303      303        303   401   401
POST links.confirm_email              303     303    303   303   303      303        303   303   303
POST links.join                       303     303    303   303   303      303        303   303   303
POST links.mail_reset                 200     200    200   200   200      200        200   200   200
POST links.register                   200     200    200   200   200      200        200   200   200
POST links.register_with              303     303    303   303   303      303        303   303   303
POST links.reset                      303     303    303   303   303      303        303   303   303
POST moderation.bring_back            401     403    403   403   403      403        303   401   401
POST moderation.hide                  401     403    403   403   403      403        303   401   401
POST notices.read                     401     404    303   404   303      404        303   401   401
POST notices.read_all                 401     303    303   303   303      303        303   401   401
POST posts.capture                    401     403    303   303   303      303        303   401   401
POST posts.quote                      401     403    303   403   403      403        303   401   401
POST providers.begin_link             401     404    404   404   404      404        404   401   401
POST providers.unlink                 401     409    409   409   409      409        409   401   401
POST review.decide                    401     403    403   403   303      403        303   401   401
POST revising.add_estimate            401     403    303   403   403      403        303   401   401
POST revising.add_successor           401     403    303   403   403      403        303   401   401
POST second_factor.begin              401     303    303   303   303      303        303   401   401
POST second_factor.confirm            401     409    409   409   409      409        409   401   401
POST second_factor.prove              401     422    422   422   422      422        422   401   401
POST second_factor.remove             401     409    409   409   409      409        409   401   401
POST second_factor.renew_codes        401     409    409   409   409      409        409   401   401
POST sessions.give_code               403     403    403   403   403      403        403   403   403
POST sessions.give_password           303     303    303   303   303      303        303   303   303
POST sessions.sign_out                303     303    303   303   303      303        303   303   303
POST showing.author                   401     403    303   403   403      403        303   401   401
POST showing.forecast                 401     403    303   403   403      403        303   401   401
POST showing.post                     401     403    303   403   403      403        303   401   401
POST tags.change                      401     403    303   403   303      303        303   401   401
"""  # noqa: E501 - a table is read line by line


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
    "account.change_email": Good({"email": "new@example.org"}),
    "account.change_password": Good({"new_password": NEW_PASSWORD}),
    "account.claim": Good({"author": "Otto Other", "reason": "It is me."}),
    "account.end": Good({}, "session of owner"),
    "account.rename": Good({"name": "Another Name"}),
    "admin_accounts.appoint": Good({"role": "author", "version": 1}, "somebody"),
    "admin_accounts.invite": Good({"email": "new@example.org", "role": "author"}),
    "admin_accounts.lift": Good({"version": 1}, "locked out"),
    "admin_accounts.link": Good({"other": 1, "reason": "They are one."}, "somebody"),
    "admin_accounts.make_reset": Good({}, "somebody"),
    "admin_accounts.show": Good({}, "somebody"),
    "admin_accounts.suspend": Good({"reason": "Spam.", "version": 1}, "somebody"),
    "admin_accounts.take_factor_away": Good({"version": 1}, "with factor"),
    "admin_clock.let_go": Good({}, "brake"),
    "notices.read": Good({}, "notice"),
    "notices.read_all": Good({"newest": 1}),
    "admin_claims.confirm": Good({"version": 1}, "claim"),
    "admin_claims.refuse": Good({"version": 1}, "claim"),
    "admin_feeds.add": Good({"address": "https://example.org/feed", "author": "Ada Author"}),
    "admin_feeds.change": Good({"version": 1, "author": "Ada Author", "minutes": 30}, "feed"),
    "admin_feeds.pause": Good({"version": 1}, "feed"),
    "admin_feeds.poll": Good({"version": 1}, "feed"),
    "admin_feeds.resume": Good({"version": 1}, "paused feed"),
    "arrivals.add": Good({"address": "https://example.org/a-post"}),
    "arrivals.answer": Good(
        {"version": 1, "author": "Ada Author", "published": "2026-01-05"}, "arrival"
    ),
    "arrivals.drop": Good({"version": 1}, "arrival"),
    "arrivals.show": Good({}, "arrival", from_script=204),
    "links.confirm_email": Good({}, "email"),
    "links.join": Good({"name": "New", "new_password": NEW_PASSWORD}, "invitation"),
    "links.mail_reset": Good({"email": "somebody@example.org"}),
    "links.register": Good({"email": "new@example.org"}),
    "links.register_with": Good({"name": "New", "new_password": NEW_PASSWORD}, "registration"),
    "links.reset": Good({"new_password": NEW_PASSWORD}, "reset"),
    "links.show_email": Good({}, "email"),
    "links.show_invitation": Good({}, "invitation"),
    "links.show_registration": Good({}, "registration"),
    "links.show_reset": Good({}, "reset"),
    "second_factor.confirm": Good({"code": "000000"}),
    "second_factor.prove": Good({"code": "000000"}),
    "sessions.give_code": Good({"code": "000000"}),
    "sessions.give_password": Good({"email": "somebody@example.org", "password": PASSWORD}),
    "calendars.make": Good({"scope": "own"}),
    "calendars.subscribe": Good({}, "calendar"),
    "candidates.accept": Good({"version": 1}, "proposed", from_script=200),
    "candidates.correct": Good({"version": 1, "claim": "It will be open"}, "proposed"),
    "candidates.dismiss": Good({"version": 1}, "proposed", from_script=200),
    "candidates.edit": Good({}, "proposed"),
    "candidates.reconsider": Good({"version": 2}, "dismissed", from_script=200),
    "confirming.confirm": Good({"version": 1}, "proposal"),
    "confirming.look_again": Good({"outcome": "yes"}, "look"),
    "confirming.reject": Good({"version": 1, "note": "The link is dead."}, "proposal"),
    "conflicts.declare": Good({"about": "author", "reason": "We are friends."}, "open"),
    "conflicts.end": Good({"reason": "No more."}, "conflict"),
    "digests.ask_stop": Good({}, "stop"),
    "digests.choose": Good({"rhythm": "never"}),
    "digests.stop": Good({}, "stop"),
    "disputes.new": Good({}, "resolved"),
    "disputes.raise_one": Good({"number": 1, "reason": "It was closed again."}, "resolved"),
    "erasing.ask_account": Good({}, "somebody"),
    "erasing.erase_account": Good({"word": "erase", "reason": "the person asked"}, "somebody"),
    "erasing.erase_author": Good({"word": "erase", "reason": "the person asked"}),
    "hints.dismiss": Good({}, "hint"),
    "hints.give": Good({"evidence_url": "https://example.org/", "known_on": "2026-11-20"}, "open"),
    "hooks.add": Good({"address": "https://example.org/new", "forecast.due": "yes"}),
    "hooks.remove": Good({"version": 1}, "hook"),
    "hooks.rotate": Good({"version": 1}, "hook"),
    "hooks.show": Good({}, "hook"),
    "hooks.try_out": Good({}, "hook"),
    "hooks.turn_off": Good({"version": 1}, "hook"),
    "hooks.turn_on": Good({"version": 1}, "hook"),
    "items.act_on_many": Good(
        {"act": "snooze", "until": "2026-12-01", "reason": "Wait.", "items": "3:2"}
    ),
    "items.bring_back": Good({}, "asleep"),
    "items.keep": Good({}, "due"),
    "items.let_go": Good({}, "due"),
    "items.put_off": Good({"version": 2, "until": "2026-12-01", "reason": "Wait."}, "due"),
    "leaving.leave": Good({"word": "erase"}),
    "moderation.bring_back": Good({}, "somebody"),
    "moderation.hide": Good({}, "somebody"),
    "revising.add_estimate": Good(
        {"version": 1, "chance": "70 %", "said_on": "2026-11-22"}, "open"
    ),
    "revising.add_successor": Good(
        {"version": 1, "claim": "The bridge opens", "said_on": "2026-11-22"}, "open"
    ),
    "showing.author": Good({"version": 1, "visibility": "unlisted"}),
    "showing.forecast": Good({"version": 1, "visibility": "unlisted"}, "open"),
    "showing.post": Good({"seen_as": "public", "visibility": "unlisted"}),
    "forecasts.show": Good({}, "open"),
    "tags.change": Good({"tags": "Bridges, rivers"}, "open"),
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
