"""Copies of a PostgreSQL database: by pg_dump while others write, and back by pg_restore."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from forecasts.domain.errors import BackupRefusedError
from forecasts.store.engine import Database, open_database

FILE_NAME = "forecasts.dump"
"""What the copy is called in a backup; pg_restore reads it."""

_MAINTENANCE = "postgres"
"""The database from which others are made, renamed and dropped."""

_LONGEST_NAME = 63


@contextmanager
def copy_out(engine: sa.Engine, file: Path) -> Iterator[sa.Connection]:
    """Copy the database into a file; meanwhile, a connection that sees what is in the copy.

    Both look at one and the same moment (an exported snapshot), whatever others write meanwhile.

    Raises:
        BackupRefusedError: pg_dump is missing, or cannot do it.
    """
    with engine.execution_options(isolation_level="REPEATABLE READ").connect() as connection:
        snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        _run(
            "pg_dump", engine.url, "--format=custom", "--compress=0", "--no-owner",
            f"--snapshot={snapshot}", f"--file={file}",
        )  # fmt: skip
        yield connection


@contextmanager
def scratch_of(url: sa.URL, file: Path) -> Iterator[Database]:
    """A database of its own with what is in the copy, on the server of that address.

    Raises:
        BackupRefusedError: the account may make no database, or pg_restore cannot do it.
    """
    name = f"{(url.database or '')[: _LONGEST_NAME - 9]}_restored"
    with _maintaining(url) as server:
        _run_on(server, f"DROP DATABASE IF EXISTS {_quoted(name)}")
        _run_on(server, f"CREATE DATABASE {_quoted(name)} TEMPLATE template0 ENCODING 'UTF8'")
    here = url.set(database=name)
    database = open_database(here.render_as_string(hide_password=False))
    try:
        _run("pg_restore", here, "--no-owner", "--exit-on-error", "--single-transaction", str(file))
        yield database
    finally:
        database.close()
        with _maintaining(url) as server:
            _run_on(server, f"DROP DATABASE IF EXISTS {_quoted(name)}")


class Place:
    """Where a database is, held so that nobody else comes in until it is let go.

    Attributes:
        old: what is there now; None where nothing is.
        why: why it cannot be read; empty where nothing is there.
    """

    def __init__(self, url: sa.URL) -> None:
        """Keep the address; nothing is held yet."""
        self._url = url
        self._name = url.database or ""
        self._database: Database | None = None
        self.old: sa.Engine | None = None
        self.why = ""

    def __enter__(self) -> Self:
        """Hold it: from now on nobody else may connect, and who was connected is no more."""
        with _maintaining(self._url) as server:
            if not _exists(server, self._name):
                return self
            _allow_connections(server, self._name, allow=True)  # where a restore was killed
            self._database = open_database(self._url.render_as_string(hide_password=False))
            self.old = self._database.engine
            with self.old.connect() as inside:
                _allow_connections(server, self._name, allow=False)
                _send_away_all_but(server, self._name, inside.scalar(sa.func.pg_backend_pid()))
        return self

    def __exit__(self, *_error: object) -> None:
        """Let in whoever comes."""
        if self._database is not None:
            self._database.close()
        with _maintaining(self._url) as server:
            if _exists(server, self._name):
                _allow_connections(server, self._name, allow=True)

    def put(self, scratch: Database, *, aside: str) -> str | None:
        """Put the scratch database here; the name under which the one that was here is kept.

        Both are renamed in one transaction.
        """
        new = str(scratch.engine.url.database)
        scratch.close()
        kept = f"{self._name[: _LONGEST_NAME - len(aside) - 1]}_{aside}" if self.old else None
        if self._database is not None:
            self._database.close()
        with _maintaining(self._url, at_once=True) as server:
            if kept:
                _run_on(server, f"ALTER DATABASE {_quoted(self._name)} RENAME TO {_quoted(kept)}")
                _allow_connections(server, kept, allow=True)
            _run_on(server, f"ALTER DATABASE {_quoted(new)} RENAME TO {_quoted(self._name)}")
        return kept


def _exists(server: sa.Connection, name: str) -> bool:
    query = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
    return server.scalar(query, {"name": name}) is not None


def _allow_connections(server: sa.Connection, name: str, *, allow: bool) -> None:
    told = "true" if allow else "false"
    _run_on(server, f"ALTER DATABASE {_quoted(name)} WITH ALLOW_CONNECTIONS {told}")


def _send_away_all_but(server: sa.Connection, name: str, ours: int | None) -> None:
    query = sa.text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = :name AND pid <> :ours"
    )
    server.execute(query, {"name": name, "ours": ours})


@contextmanager
def _maintaining(url: sa.URL, *, at_once: bool = False) -> Iterator[sa.Connection]:
    """A connection to the server from which databases are made and renamed.

    Args:
        at_once: whether all that is done is one transaction.
    """
    engine = sa.create_engine(
        url.set(database=_MAINTENANCE), poolclass=sa.NullPool, hide_parameters=True
    )
    if not at_once:
        engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.begin() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        raise BackupRefusedError(
            f"the server does not let us make and rename databases: {_first_line(error.orig)};"
            " run this as the account that owns the database, with the right to CREATEDB"
        ) from None


def _run_on(server: sa.Connection, statement: str) -> None:
    server.exec_driver_sql(statement)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _run(program: str, url: sa.URL, *arguments: str) -> None:
    """Run a program of PostgreSQL on that database; the password goes by a file, seen by nobody.

    Raises:
        BackupRefusedError: it is not installed, or fails; the message is its own.
    """
    found = shutil.which(program)
    if found is None:
        raise BackupRefusedError(
            f"{program} is not installed here; it comes with PostgreSQL's client programs"
            " (Debian: apt-get install postgresql-client)"
        )
    with _pass_file(url) as password:
        where = f"--dbname={_conninfo(url, password)}"
        done = subprocess.run(  # noqa: S603 - our own arguments, no shell
            [found, where, *arguments], capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        lines = [re.sub(rf"^{program}: (\w+: )?", "", line) for line in done.stderr.splitlines()]
        raise BackupRefusedError(f"{program} failed: {'; '.join(lines[:2])}")


@contextmanager
def _pass_file(url: sa.URL) -> Iterator[str | None]:
    if not url.password:
        yield None
        return
    escaped = re.sub(r"([:\\])", r"\\\1", str(url.password))
    with tempfile.NamedTemporaryFile("w", prefix="forecasts-", suffix=".pass") as file:
        file.write(f"*:*:*:*:{escaped}\n")
        file.flush()
        os.fsync(file.fileno())
        yield file.name


def _conninfo(url: sa.URL, pass_file: str | None) -> str:
    dialect = url.get_dialect()()
    _, told = dialect.create_connect_args(url)
    options: Mapping[str, Any] = {**told, "password": None, "passfile": pass_file}
    return " ".join(
        f"{name}='{_escaped(str(value))}'" for name, value in options.items() if value is not None
    )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _first_line(error: object) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else "it does not say why"
