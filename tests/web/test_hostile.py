"""T34: hostile forms, bodies and addresses on every route: refused alike on both databases."""

import pytest

from forecasts.store.engine import open_database
from tests.web.access_table import GOOD, Good, read_table
from tests.web.world import CSRF_FIELD, World, fill_world

pytestmark = pytest.mark.slow

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
    "٣",
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
    "٣",
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
def worlds(sqlite_template, postgresql_url, postgresql_template, tmp_path_factory):
    """The same world on SQLite and on PostgreSQL."""
    import sqlalchemy as sa  # noqa: PLC0415 - it makes a database of its own

    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "hostile.sqlite3"
    file.write_bytes(sqlite_template)
    name = "forecasts_hostile"
    server = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}"))
    own = sa.make_url(postgresql_url).set(database=name)
    urls = (f"sqlite:///{file}", own.render_as_string(hide_password=False))
    worlds = [fill_world(database, folder) for database in map(open_database, urls)]
    yield worlds
    for world in worlds:
        world.database.close()
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def ask_all(worlds: list[World], send) -> set[int]:
    """The statuses on both databases; they are the same, and no error of ours."""
    statuses = []
    for world in worlds:
        answer = send(world)
        statuses.append(answer.status_code)
        answer.close()
    assert max(statuses) < 500, statuses
    assert len(set(statuses)) == 1, statuses
    return set(statuses)


@pytest.mark.parametrize("endpoint", [each for each in WRITES if each != "sessions.sign_out"])
def test_hostile_fields_are_refused(worlds, endpoint):
    good = GOOD.get(endpoint, Good())
    fields = [*good.form, "request_key"]
    forms = [
        {**good.form, field: value}
        for number, value in enumerate(VALUES)
        for field in [fields[number % len(fields)]]
    ]
    forms += [dict.fromkeys(fields, value) for value in VALUES]

    for form in forms:
        ask_all(worlds, lambda world: _post(world, endpoint, good, form))


def _post(world: World, endpoint: str, good: Good, form: dict[str, object]):
    sent = {
        name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        for name, value in form.items()
    }
    token = {CSRF_FIELD: world.tokens["admin"]}
    address = world.address(endpoint, good.row)
    return world.browser("admin").post(address, data=token | sent)


@pytest.mark.parametrize("endpoint", WRITES)
def test_hostile_bodies_are_refused(worlds, endpoint):
    good = GOOD.get(endpoint, Good())
    for body, kind in BODIES:
        statuses = ask_all(
            worlds,
            lambda world: world.browser("admin").post(
                world.address(endpoint, good.row),
                data=body,
                content_type=kind,
                headers={"X-CSRFToken": world.tokens["admin"]},
            ),
        )
        assert statuses


def test_hostile_addresses_lead_nowhere(worlds):
    rules = [rule for rule in worlds[0].app.url_map.iter_rules() if rule.arguments]
    for rule in rules:
        method = min(rule.methods - {"HEAD", "OPTIONS"})
        for key in KEYS:
            address = "".join(key if part.startswith("<") else part for part in _parts(rule.rule))
            ask_all(
                worlds,
                lambda world: world.browser("admin").open(
                    address, method=method, headers={"X-CSRFToken": world.tokens["admin"]}
                ),
            )


def _parts(rule: str) -> list[str]:
    return rule.replace("<", "\n<").replace(">", ">\n").split("\n")


@pytest.mark.parametrize("value", VALUES)
def test_hostile_questions_are_answered(worlds, value):
    from urllib.parse import quote  # noqa: PLC0415 - for this alone

    asked = quote(value.encode("utf-8", "surrogatepass")[:2000])
    names = (
        "page",
        "status",
        "author",
        "words",
        "level",
        "line",
        "said_on",
        "item",
        "lane",
        "role",
    )
    query = "&".join(f"{name}={asked}" for name in names)
    for route in TABLE:
        if route.startswith("GET") and route.split()[1] not in {"sessions.sign_in", "static"}:
            endpoint = route.split()[1]
            ask_all(
                worlds,
                lambda world: world.browser("admin").get(
                    f"{world.address(endpoint, GOOD.get(endpoint, Good()).row)}?{query}"
                ),
            )
