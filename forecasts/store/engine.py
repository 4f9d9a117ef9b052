"""The one place that makes engines: how SQLite and PostgreSQL are spoken to (rules R9 and R10)."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from forecasts.domain.errors import DatabaseRefusedError

BUSY_SECONDS = 10
"""How long a SQLite writer waits for another one before it gives up."""

FIRST_FAULTY_WAL = (3, 7, 0)
FIRST_MENDED_WAL = (3, 51, 3)
"""Between these, a WAL reset may corrupt the file under two writing processes."""


@dataclass(frozen=True, slots=True)
class Database:
    """How a process talks to its database.

    Attributes:
        engine: writes through it begin immediate on SQLite.
        writing: makes a session whose transaction may write; use ``with writing.begin()``.
        reading: makes a session whose transaction the database itself keeps from writing.
    """

    engine: sa.Engine
    writing: sessionmaker[Session]
    reading: sessionmaker[Session]

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at that address; nothing is connected yet.

    Raises:
        DatabaseRefusedError: the address is malformed or names a database we do not speak to.
    """
    engine = _make_engine(url)
    readers = engine.execution_options(read_only=True)
    return Database(
        engine=engine,
        writing=sessionmaker(engine, expire_on_commit=False),
        reading=sessionmaker(readers, expire_on_commit=False, autoflush=False),
    )


def wal_is_safe(library: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite library may use a write-ahead log with several processes.

    >>> wal_is_safe((3, 40, 1)), wal_is_safe((3, 51, 3))
    (False, True)
    """
    return not FIRST_FAULTY_WAL <= library < FIRST_MENDED_WAL


def refuse_unsafe_settings(connection: sa.Connection) -> None:
    """Return when SQLite has the settings without which it would lose or change what it keeps.

    Raises:
        DatabaseRefusedError: it has not; a library may be built without them.
    """
    if connection.dialect.name != "sqlite":
        return
    for setting in ("foreign_keys", "recursive_triggers"):
        if connection.scalar(sa.text(f"PRAGMA {setting}")) != 1:
            raise DatabaseRefusedError(
                f"this SQLite library does not switch {setting} on, which keeps the record from"
                " being changed; use another one, or PostgreSQL"
            )
    if connection.scalar(sa.text("PRAGMA journal_mode")) == "wal" and not wal_is_safe():
        raise DatabaseRefusedError(
            f"SQLite {sqlite3.sqlite_version} may corrupt a database with a write-ahead log, and"
            " this one has it; stop all processes, and run: sqlite3 FILE 'PRAGMA journal_mode ="
            " truncate'"
        )


def _make_engine(url: str) -> sa.Engine:
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise DatabaseRefusedError(
            "DATABASE_URL is not a database address; use sqlite:///file or postgresql://host/name"
        ) from None
    prepare = _PREPARE.get(address.get_backend_name())
    if prepare is None:
        raise DatabaseRefusedError(
            f"{address.get_backend_name()} is not supported; use sqlite or postgresql"
        )
    try:
        return prepare(address)
    except ModuleNotFoundError:
        raise DatabaseRefusedError(
            "PostgreSQL needs one more package: pip install 'forecasts[postgres]'"
        ) from None


def _make_sqlite_engine(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS},
        hide_parameters=True,  # a log that tells what the database refused holds no secret
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _make_postgresql_engine(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(address, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "begin", _begin_on_postgresql)
    return engine


_PREPARE: dict[str, Callable[[sa.URL], sa.Engine]] = {
    "sqlite": _make_sqlite_engine,
    "postgresql": _make_postgresql_engine,
}


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's object
    """Set what SQLite forgets between connections; transactions are begun by us, not the driver."""
    connection.isolation_level = None
    journal = "WAL" if wal_is_safe() else "TRUNCATE"
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_on_sqlite(connection: sa.Connection) -> None:
    """Begin immediate, so that a writer waits at the door and never fails half-way."""
    reads = bool(connection.get_execution_options().get("read_only"))
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_on_postgresql(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("read_only"):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
