"""T34: hostile forms, bodies and addresses on every route: refused alike on both databases."""

import os
import re
from itertools import product
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from forecasts.store.engine import open_database
from forecasts.store.schema import migrate
from tests.web.access_table import GOOD, Good, read_table
from tests.web.world import World, fill_world

pytestmark = pytest.mark.nightly

TABLE = read_table()
WRITES = [route.split()[1] for route in TABLE if route.startswith("POST")]

VALUES = [
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "\ufffe\uffff",
    "\u202egnp.exe",
    "\u200b" * 50,
    "a\u0301" * 500,
    "🏳️‍🌈" * 300,
    "x" * 100_000,
    "-1",
    "0",
    "1.5",
    "1e400",
    "-0",
    "NaN",
    "Infinity",
    "9" * 400,
    str(2**31),
    str(2**63),
    str(2**64),
    "0x10",
    "true",
    "null",
    "[]",
    "{}",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "2026-13-01",
    "2026-W01-1",
    "0000-00-00",
    "2026-01-05T00:00:00+14:00",
    "' OR 1=1 --",
    "'; DROP TABLE forecast; --",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}{% for x in y %}",
    "%s%n%x%d",
    "../../../../etc/passwd",
    "C:\\Windows\\system32",
    "javascript:alert(1)",
    "http://[::1",
    "http://user:pass@127.0.0.1:99999/",
    "\r\nSet-Cookie: a=b",
    "=cmd|' /C calc'!A0",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "(" * 5000,
    "Etc/Unknown",
]
"""What is put into one field after the other, and into all."""

BODIES = [
    (b"", "application/json"),
    (b"{", "application/json"),
    (b"[" * 50_000, "application/json"),
    (b'{"version": NaN}', "application/json"),
    (b"\xff\xfe\xfa", "application/x-www-form-urlencoded"),
    (b"a=%ff%fe&version=%00", "application/x-www-form-urlencoded"),
    (b"&".join(b"a%d=1" % number for number in range(5000)), "application/x-www-form-urlencoded"),
    (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    (b"--x--", "multipart/form-data"),
    (b"\x1f\x8b\x08\x00", "application/gzip"),
    (b"<a/>", "text/xml; charset=utf-42"),
]

KEYS = [
    "0",
    "-1",
    "00",
    "+1",
    "1.0",
    "1e3",
    "0x1",
    "%00",
    "1%00",
    "%F0%9F%98%80",
    "%ff",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 400,
    "'",
    "1;DROP TABLE post",
    "..%2f..%2fetc%2fpasswd",
    "<script>",
    "{{7*7}}",
]
"""What stands in an address where the number or name of a row should."""


@pytest.fixture(scope="module")
def worlds(sqlite_template, postgresql_url, tmp_path_factory):
    """The same world on SQLite and on PostgreSQL."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "hostile.sqlite3"
    file.write_bytes(sqlite_template)
    name = f"forecasts_hostile_{os.getpid()}"
    server = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    own = sa.make_url(postgresql_url).set(database=name)
    urls = (f"sqlite:///{file}", own.render_as_string(hide_password=False))
    databases = [open_database(url) for url in urls]
    migrate(databases[1].engine)
    worlds = [fill_world(database, folder) for database in databases]
    yield worlds
    for world in worlds:
        world.database.close()
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def ask_all(worlds: list[World], method: str, place: str, query: str = "", **rest: object) -> None:
    """Ask as an admin on both databases: the statuses are the same, and no error of ours.

    Args:
        place: an endpoint, or a path.
        rest: what is sent.
    """
    statuses = []
    for world in worlds:
        row = GOOD.get(place, Good()).row
        path = place if place.startswith("/") else world.address(place, row)
        headers = {"X-CSRFToken": world.tokens["admin"]}
        answer = world.browser("admin").open(
            f"{path}?{query}", method=method, headers=headers, **rest
        )
        statuses.append(answer.status_code)
        answer.close()
    assert max(statuses) < 500, (place, query, rest, statuses)
    assert len(set(statuses)) == 1, (place, query, rest, statuses)


@pytest.mark.parametrize("endpoint", [each for each in WRITES if each != "sessions.sign_out"])
def test_hostile_fields_are_refused(worlds, endpoint):
    form = GOOD.get(endpoint, Good()).form
    fields = [*form, "request_key"]
    for number, value in enumerate(VALUES):
        one, text = fields[number % len(fields)], value.encode("utf-8", "surrogatepass")
        ask_all(worlds, "POST", endpoint, data={**form, one: text})
        if number % 5 == 0:
            ask_all(worlds, "POST", endpoint, data=dict.fromkeys(fields, text))


@pytest.mark.parametrize("endpoint", WRITES)
def test_hostile_bodies_are_refused(worlds, endpoint):
    for body, kind in BODIES:
        ask_all(worlds, "POST", endpoint, data=body, content_type=kind)


def test_hostile_addresses_lead_nowhere(worlds):
    rules = [rule for rule in worlds[0].app.url_map.iter_rules() if rule.arguments]
    for rule, key in product(rules, KEYS):
        path = re.sub(r"<[^<>]{1,50}>", key.replace("\\", ""), rule.rule)
        ask_all(worlds, min(rule.methods - {"HEAD", "OPTIONS"}), path)


@pytest.mark.parametrize("number", range(len(VALUES)))
def test_hostile_questions_are_answered(worlds, number):
    """Each value on every sixth page, so that each page gets each kind."""
    value = VALUES[number]
    asked = quote(value.encode("utf-8", "surrogatepass")[:2000])
    names = ("page", "status", "author", "words", "level", "line", "said_on", "item", "lane")
    pages = [route.split()[1] for route in TABLE if route.startswith("GET")]
    for endpoint in sorted(set(pages) - {"sessions.sign_in", "static"})[number % 6 :: 6]:
        ask_all(worlds, "GET", endpoint, "&".join(f"{name}={asked}" for name in names))
