"""Copies of a database file: taken while others write, and put in place of what is there."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from forecasts.domain.errors import BackupRefusedError
from forecasts.store.engine import BUSY_SECONDS, Database, open_database

FILE_NAME = "forecasts.sqlite3"
"""What the copy is called in a backup."""

_BESIDE = ("-journal", "-wal", "-shm")
"""Endings of what SQLite keeps beside a file, and would apply to another one in its place."""


@contextmanager
def copy_out(engine: sa.Engine, file: Path) -> Iterator[sa.Connection]:
    """Copy the database into a file; meanwhile, a connection that sees what is in the copy.

    The copy is made in one step, by SQLite itself: whoever writes waits for as long as it takes.

    Raises:
        BackupRefusedError: there is no such database, or no room for the copy.
    """
    source = _file_of(engine.url)
    if not source.is_file():
        raise BackupRefusedError(f"there is no database at {source}")
    try:
        with closing(_connect(source)) as old, closing(_connect(file)) as new:
            old.backup(new)
    except sqlite3.Error as error:
        raise BackupRefusedError(f"the database cannot be copied: {error}") from None
    database = open_database(f"sqlite:///{file}")
    with database.engine.execution_options(read_only=True).connect() as connection:
        _refuse_damaged(connection)
        yield connection
    database.close()


@contextmanager
def scratch_of(_url: sa.URL, file: Path) -> Iterator[Database]:
    """A database of its own with what is in the copy, beside the one at that address."""
    database = open_database(f"sqlite:///{file}")
    try:
        with database.engine.connect() as connection:
            _refuse_damaged(connection)
        yield database
    except sa.exc.DatabaseError as error:
        raise BackupRefusedError(f"the copy in the backup cannot be read: {error.orig}") from None
    finally:
        database.close()


class Place:
    """Where a database is, held so that nobody else reads or writes until it is let go.

    Attributes:
        old: what is there now; None where nothing is, or nothing that can be read.
        why: why it cannot be read; empty where nothing is there.
    """

    def __init__(self, url: sa.URL) -> None:
        """Keep the address; nothing is held yet."""
        self._file = _file_of(url)
        self._held: sqlite3.Connection | None = None
        self._stack = ExitStack()
        self.old: sa.Engine | None = None
        self.why = ""

    def __enter__(self) -> Self:
        """Hold it.

        Raises:
            BackupRefusedError: somebody else is at work on it.
        """
        if self._file.is_file():
            with self._stack:
                self._hold()
                self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        """Let it go."""
        self._stack.close()

    def _hold(self) -> None:
        try:
            held = self._stack.enter_context(closing(_connect(self._file)))
            held.execute("PRAGMA locking_mode = EXCLUSIVE")
            held.execute("BEGIN EXCLUSIVE")
            held.execute("COMMIT")
            held.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            raise BackupRefusedError(
                f"somebody is at work on {self._file} ({error}); stop the server and its clock"
                " first"
            ) from None
        except sqlite3.DatabaseError as error:
            self.why = str(error)
            return
        self._held = held
        self.old = sa.create_engine("sqlite://", creator=lambda: held, poolclass=StaticPool)

    def put(self, scratch: Database, *, aside: str) -> str | None:
        """Put what is in the scratch database here; where the one that was here is kept now.

        Args:
            aside: what the name of that one ends with from now on.
        """
        new = _file_of(scratch.engine.url)
        scratch.close()
        kept = self._file.with_name(f"{self._file.name}.{aside}")
        if self._held is not None:
            self._overwrite(self._held, new, kept)
        elif self._file.exists():
            self._move_aside(kept)
            _move(new, self._file)
        else:
            _move(new, self._file)
            return None
        return str(kept)

    def _overwrite(self, held: sqlite3.Connection, new: Path, kept: Path) -> None:
        """Through SQLite, so that processes that have the file open see the new one, or wait.

        It is one transaction of SQLite: where it fails, what was there still is.
        """
        try:
            with closing(_connect(kept)) as copy:
                held.backup(copy)
            kept.chmod(0o600)
            with closing(_connect(new)) as restored:
                restored.backup(held)
        except (sqlite3.Error, OSError) as error:
            kept.unlink(missing_ok=True)
            raise BackupRefusedError(f"{self._file} is as it was: {error}") from None

    def _move_aside(self, kept: Path) -> None:
        self._stack.close()
        for ending in ("", *_BESIDE):
            beside = self._file.with_name(f"{self._file.name}{ending}")
            if beside.exists():
                beside.rename(kept.with_name(f"{kept.name}{ending}"))


def _move(new: Path, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    for ending in _BESIDE:
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
    part = file.with_name(f".{file.name}.part")
    shutil.move(new, part)
    with part.open("rb") as moved:
        os.fsync(moved.fileno())
    part.replace(file)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _refuse_damaged(connection: sa.Connection) -> None:
    """Raise where SQLite itself finds the file damaged."""
    found = connection.scalar(sa.text("PRAGMA integrity_check(1)"))
    if found != "ok":
        raise BackupRefusedError(f"the database is damaged: {found}")


def _file_of(url: sa.URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise BackupRefusedError("the database is in no file, so there is nothing to back up")
    return Path(url.database).absolute()
