"""Makes backups while the record is in use, and proves that what is in them can be restored."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import BackupRefusedError
from forecasts.ledger import Verdict
from forecasts.services.archives import Manifest, hash_of, read_manifest, unpack, write_archive
from forecasts.services.verification import verify_record
from forecasts.store import postgresql_copies, sqlite_copies
from forecasts.store.counting import Contents, take_stock
from forecasts.store.engine import Database
from forecasts.store.schema import check_schema, migrate

PREFIX, ENDING = "forecasts-", ".zip"
"""What the name of a backup begins and ends with, where it is named by its time."""


class Held(Protocol):
    """Where a database is, held while another one is put in its place."""

    old: sa.Engine | None
    why: str

    def put(self, scratch: Database, *, aside: str) -> str | None:
        """Put it there; where the one that was there is kept."""


class Copier(Protocol):
    """How one kind of database is copied, and put back."""

    FILE_NAME: str

    def copy_out(self, engine: sa.Engine, file: Path, /) -> AbstractContextManager[sa.Connection]:
        """Copy it into a file; meanwhile, a connection that sees what is in the copy."""

    def scratch_of(self, url: sa.URL, file: Path, /) -> AbstractContextManager[Database]:
        """A database of its own with what is in the copy."""

    def Place(self, url: sa.URL, /) -> AbstractContextManager[Held]:  # noqa: N802 - it is a class
        """The place of the database, held."""


_COPIERS: dict[str, Copier] = {"sqlite": sqlite_copies, "postgresql": postgresql_copies}


def copier_of(url: sa.URL) -> Copier:
    """How the database at that address is copied."""
    return _COPIERS[url.get_backend_name()]


def make_backup(engine: sa.Engine, path: Path, *, now: datetime) -> tuple[Path, Manifest]:
    """Write a backup to that file, or into that folder under a name of its own; where it is now.

    It is checked before it gets its name: a backup that has one is whole.

    Raises:
        BackupRefusedError: there is such a file already, no room, or the record is not sound.
    """
    target = path / name_of(now) if path.is_dir() else path
    if target.exists():
        raise BackupRefusedError(f"{target} is there already, and is left as it is")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".forecasts-") as folder:
            manifest = _make(engine, Path(folder), now=now)
            (Path(folder) / "part").rename(target)
    except OSError as error:
        raise BackupRefusedError(f"{target} cannot be written: {error.strerror}") from None
    return target, manifest


def name_of(now: datetime) -> str:
    """What a backup of that moment is called; the order of names is that of time."""
    return f"{PREFIX}{now:%Y%m%dT%H%M%SZ}{ENDING}"


def newest_in(path: Path) -> Path:
    """The newest backup in a folder; a path that is no folder is taken as it is.

    Raises:
        BackupRefusedError: there is none in the folder.
    """
    if not path.is_dir():
        return path
    found = sorted(path.glob(f"{PREFIX}*{ENDING}"))
    if not found:
        raise BackupRefusedError(f"there is no backup in {path}")
    return found[-1]


def _make(engine: sa.Engine, folder: Path, *, now: datetime) -> Manifest:
    copier = copier_of(engine.url)
    copy = folder / copier.FILE_NAME
    with copier.copy_out(engine, copy) as connection:
        contents = _take_sound_stock(connection)
    size, sha256 = hash_of(copy)
    manifest = Manifest(
        made_at=now,
        database=engine.dialect.name,
        contents=contents,
        file=copier.FILE_NAME,
        size=size,
        sha256=sha256,
    )
    write_archive(folder / "part", copy, manifest)
    return manifest


def _take_sound_stock(connection: sa.Connection) -> Contents:
    """What is in the database, whose ledger verifies."""
    try:
        contents = take_stock(connection)
        verdict = _verify(connection)
    except sa.exc.SQLAlchemyError as error:
        raise BackupRefusedError(f"there is no record to back up: {_told(error)}") from None
    if verdict.fault is not None:
        fault = verdict.fault
        raise BackupRefusedError(
            f"the ledger is not sound: entry {fault.sequence} is bad, {fault.what};"
            " keep the backups you have"
        )
    return contents


def _verify(connection: sa.Connection) -> Verdict:
    with Session(connection, autoflush=False) as session:
        return verify_record(session)


def _told(error: sa.exc.SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or type(error).__name__)


@contextmanager
def unpacked(path: Path, url: sa.URL, *, folder: Path) -> Iterator[tuple[Manifest, Database]]:
    """The backup, restored to a database of its own, in which everything is as its manifest says.

    What is at that address is not touched. The copy has the schema that this program knows.

    Args:
        path: the backup.
        url: where the record is: says of which kind it is, and on which server.
        folder: where there is room for the copy.

    Raises:
        BackupRefusedError: the backup is not whole, is of another kind of database, or was made
            by a newer program.
    """
    manifest = read_manifest(path)
    copier = copier_of(url)
    if manifest.file != copier.FILE_NAME:
        raise BackupRefusedError(
            f"this is a backup of {manifest.database}, and DATABASE_URL names"
            f" {url.get_backend_name()}"
        )
    with tempfile.TemporaryDirectory(dir=folder, prefix=".forecasts-") as room:
        copy = Path(room) / manifest.file
        unpack(path, manifest, copy)
        with copier.scratch_of(url, copy) as scratch:
            _compare(scratch, manifest.contents)
            migrate(scratch.engine)
            check_schema(scratch.engine)
            yield manifest, scratch


def _compare(scratch: Database, told: Contents) -> None:
    """Return when the database holds what the manifest tells, and its ledger verifies."""
    with scratch.engine.connect() as connection:
        found = _take_sound_stock(connection)
    if found == told:
        return
    if (found.sequence, found.head) != (told.sequence, told.head):
        raise BackupRefusedError("the ledger in the backup does not end as its manifest says")
    odd = sorted(
        name
        for name in found.rows.keys() | told.rows.keys()
        if found.rows.get(name) != told.rows.get(name)
    )
    raise BackupRefusedError(
        f"the backup does not hold what its manifest says: {', '.join(odd) or 'another revision'}"
    )
