"""T32: a form writes what its schema names; whoever, when, how it stands, is not for the form."""

import pytest
import sqlalchemy as sa

from tests.web.access_table import GOOD, Good, read_table
from tests.web.world import World

pytestmark = pytest.mark.slow

PROTECTED = {
    "id": "4711",
    "number": "7",
    "role": "admin",
    "status": "resolved",
    "visibility": "private",
    "version": "77",
    "recorded_by": "account:666",
    "captured_by": "account:666",
    "decided_by": "account:666",
    "actor": "account:666",
    "account_id": "3",
    "author_id": "2",
    "forecast_id": "3",
    "post_id": "1",
    "candidate_id": "2",
    "outcome": "yes",
    "self_resolved": "",
    "origin": "import",
    "date_origin": "the author",
    "said_on": "1999-09-09",
    "published": "1999-09-09",
    "recorded_at": "1999-09-09T00:00:00+00:00",
    "captured_at": "1999-09-09T00:00:00+00:00",
    "decided_at": "1999-09-09T00:00:00+00:00",
    "created_at": "1999-09-09T00:00:00+00:00",
    "due_at": "1999-09-09T00:00:00+00:00",
    "erased_at": "1999-09-09T00:00:00+00:00",
    "suspended_at": "1999-09-09T00:00:00+00:00",
    "start": "3",
    "end": "5",
    "negated": "true",
    "score": "1",
    "found_by": '["somebody"]',
    "extractor_version": "99",
    "raw_sha256": "0" * 64,
    "slug": "root",
    "password_hash": "x",
    "lexicon_version": "99",
    "probability_high": "1000000",
}
"""Names of columns that no form may set, each with something that would fit."""

BY_CHANCE = {
    "calendar_address": {"token_sha256"},
    "ledger_entry": {"commitment", "previous", "hash"},
    "ledger_head": {"hash"},
    "sealed_text": {"salt"},
    "account": {"password_hash", "totp_secret"},
    "hook": {"secret"},
    "mail": {"key", "body"},
    "mailed_link": {"token_sha256"},
    "recovery_code": {"code_sha256"},
    "web_session": {"token_sha256", "handle"},
}
"""Columns that differ each time, because salts, tokens and secrets are drawn."""

OFFERED = {
    "POST admin_feeds.add": {"visibility"},
    "POST admin_feeds.change": {"visibility"},
    "POST arrivals.add": {"visibility", "published"},
    "POST lines.log": {"visibility"},
    "POST posts.capture": {"visibility"},
}
"""Protected fields that a form offers all the same: who records something chooses who sees it, and
says when it was published.
"""

TABLE = read_table()
WRITES = [route for route in TABLE if route.startswith("POST")]


@pytest.fixture(autouse=True)
def from_the_beginning(world):
    world.begin_anew()


def someone_who_may(route: str) -> str:
    """Whoever gets furthest with it."""
    return min(("owner", "reviewer", "admin"), key=lambda person: TABLE[route][person])


def send(world: World, route: str, **more: str) -> tuple[int, dict[str, list[tuple[object, ...]]]]:
    """The status of a form with these fields besides, and all rows afterwards."""
    endpoint = route.split()[1]
    good = GOOD.get(endpoint, Good())
    person, address = someone_who_may(route), world.address(endpoint, good.row)
    answer = world.send(person, address, {**good.form, **more})
    rows = read_rows(world)
    world.begin_anew()
    return answer.status_code, rows


def read_rows(world: World) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, without what differs each time."""
    tables = sa.MetaData()
    tables.reflect(world.database.engine)
    with world.database.reading() as session:
        return {
            table.name: sorted(
                (_without_hashes(row) for row in session.execute(sa.select(*_kept(table)))),
                key=repr,
            )
            for table in tables.tables.values()
        }


def _without_hashes(row: sa.Row[*tuple[object, ...]]) -> tuple[object, ...]:
    """An invitation is named by the hash of its address, which is drawn."""
    return tuple("invitation" if str(each).startswith("invitation:") else each for each in row)


def _kept(table: sa.Table) -> list[sa.Column[object]]:
    return [each for each in table.c if each.name not in BY_CHANCE.get(table.name, ())]


@pytest.mark.parametrize("route", WRITES)
def test_all_protected_fields_together_change_nothing(world, route):
    named = GOOD.get(route.split()[1], Good()).form.keys() | OFFERED.get(route, set())
    more = {name: value for name, value in PROTECTED.items() if name not in named}

    assert send(world, route, **more) == send(world, route)


@pytest.mark.nightly
@pytest.mark.parametrize("route", WRITES)
def test_a_protected_field_changes_nothing(world, route):
    named = GOOD.get(route.split()[1], Good()).form.keys() | OFFERED.get(route, set())
    expected = send(world, route)

    taken = [
        name
        for name, value in PROTECTED.items()
        if name not in named and send(world, route, **{name: value}) != expected
    ]

    assert expected[0] == TABLE[route][someone_who_may(route)]
    assert taken == []


@pytest.mark.parametrize(
    "version",
    [
        "99",
        *(
            pytest.param(version, marks=pytest.mark.nightly)
            for version in ("0", "-1", "2147483648", "9" * 30, "1.0", "one", "", "1e0", "0x1")
        ),
    ],
)
def test_a_version_that_was_not_shown_is_refused(world, version):
    versioned = [route for route in WRITES if "version" in GOOD.get(route.split()[1], Good()).form]
    before = read_rows(world)

    answers = {route: send(world, route, version=version) for route in versioned}

    assert len(versioned) >= 6
    assert {status for status, _ in answers.values()} <= {409, 422}
    changed = {
        table for _, rows in answers.values() for table in rows if rows[table] != before[table]
    }
    assert changed <= {"item_claim"}  # the desk is shown again, and so the item is kept
