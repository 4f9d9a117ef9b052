"""Puts a backup in place of the record, and does again what must not be undone by that."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ForecastsError
from forecasts.domain.permissions import COMMAND, account_name
from forecasts.ledger import ERASED
from forecasts.services.archives import Manifest
from forecasts.services.backups import Held, copier_of, unpacked
from forecasts.services.erasure import ErasureReason, erase_account, erase_author, read_reason
from forecasts.services.verification import read_facts
from forecasts.store.engine import Database
from forecasts.store.models import (
    Account,
    Author,
    Backup,
    Erasure,
    LedgerEntry,
    LedgerHead,
    MailedLink,
    SignInLink,
    WebSession,
)
from forecasts.store.wiping import wipe

RESTORED = "it is the one that was restored here"
"""What is noted of a backup in the copy that it holds: that was taken before it was finished."""

Kind = type[Author] | type[Account]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Somebody who was erased in the database that was there.

    Attributes:
        kind: author or account.
        number: theirs.
        created_at: when their row was made; with the number it says that they are the same.
        reason: why they were erased.
    """

    kind: Kind
    number: int
    created_at: datetime
    reason: ErasureReason

    @property
    def name(self) -> str:
        """As the ledger tells of them, such as "author:5"."""
        return account_name(self.number) if self.kind is Account else f"author:{self.number}"


@dataclass(slots=True, kw_only=True)
class Restored:
    """What a restore did.

    Attributes:
        manifest: what was put in place.
        kept: where the database that was there is now; None: there was none.
        lost: entries of the ledger in it that the backup does not have; None: it was not readable.
        unreadable: why it could not be read; None: it was, or there was none.
        erased: who was erased again.
        not_erased: who could not be, and why.
    """

    manifest: Manifest
    kept: str | None = None
    lost: int | None = None
    unreadable: str | None = None
    erased: list[str] = field(default_factory=list)
    not_erased: dict[str, str] = field(default_factory=dict)


def restore(path: Path, url: sa.URL, *, now: datetime) -> Restored:
    """Put the backup in place of the database at that address; what that did.

    Nothing is touched before the backup was restored to a database of its own and found to hold
    what its manifest says. Who was erased since it was made is erased again, all sessions and
    addresses that sign in end, and the database that was there is kept aside.

    Raises:
        BackupRefusedError: the backup is not whole, or cannot be put there; nothing has changed.
    """
    copier = copier_of(url)
    with (
        tempfile.TemporaryDirectory(dir=_room_beside(url)) as room,
        unpacked(path, url, folder=Path(room)) as (manifest, scratch),
        copier.Place(url) as place,
    ):
        restored = Restored(manifest=manifest)
        _learn_from(place, scratch, restored, now=now)
        _end_sessions(scratch, now=now)
        if restored.erased:
            wipe(scratch.engine)
        restored.kept = place.put(scratch, aside=f"replaced_{now:%Y%m%d_%H%M%S}")
    return restored


def _room_beside(url: sa.URL) -> Path | None:
    """Where copies of the database find room; None: wherever temporary files are."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    folder = Path(url.database).absolute().parent
    return folder if folder.is_dir() else None


def _learn_from(place: Held, scratch: Database, restored: Restored, *, now: datetime) -> None:
    """Erase again whom the database that is there has erased, if it can be read."""
    if place.old is None:
        restored.unreadable = place.why or None
        return
    try:
        with Session(place.old, autoflush=False) as old:
            sequence = old.scalar(sa.select(LedgerHead.sequence)) or 0
            gone = list(_erased_in(old))
    except sa.exc.SQLAlchemyError as error:
        restored.unreadable = str(getattr(error, "orig", error))
        return
    restored.lost = max(sequence - restored.manifest.contents.sequence, 0)
    for person in gone:
        _erase_again(scratch, person, restored, now=now)


def _erased_in(old: Session) -> Iterator[Gone]:
    """Everybody who was erased there, in that order."""
    query = (
        sa.select(
            Erasure.author_id,
            Erasure.account_id,
            sa.func.coalesce(Author.created_at, Account.created_at, type_=Author.created_at.type),
        )
        .outerjoin(Author, Author.id == Erasure.author_id)
        .outerjoin(Account, Account.id == Erasure.account_id)
        .order_by(Erasure.id)
    )
    for author_id, account_id, created_at in old.execute(query).all():
        kind: Kind = Author if author_id is not None else Account
        number = author_id or account_id or 0
        gone = Gone(kind=kind, number=number, created_at=created_at, reason=ErasureReason.ASKED)
        yield Gone(
            kind=kind, number=number, created_at=created_at, reason=_reason_of(old, gone.name)
        )


def _reason_of(old: Session, name: str) -> ErasureReason:
    """Why they were erased, as the ledger tells."""
    entries = sa.select(LedgerEntry).where(LedgerEntry.kind == ERASED, LedgerEntry.subject == name)
    entry = old.scalar(entries.order_by(LedgerEntry.sequence).limit(1))
    return read_reason(str(read_facts(entry)["reason"])) if entry else ErasureReason.ASKED


def _erase_again(scratch: Database, person: Gone, restored: Restored, *, now: datetime) -> None:
    row: Any
    with scratch.reading() as reading:
        row = reading.get(person.kind, person.number)
    if row is None or row.created_at != person.created_at or row.erased_at is not None:
        return
    erase = erase_account if person.kind is Account else erase_author
    try:
        with scratch.writing.begin() as writing:
            erase(writing, person.number, reason=person.reason, actor=COMMAND, now=now)
    except ForecastsError as error:
        restored.not_erased[person.name] = str(error)
    else:
        restored.erased.append(person.name)


def _end_sessions(scratch: Database, *, now: datetime) -> None:
    """End what may have been ended since, so that nobody comes in by what no longer counts."""
    ends = (
        (WebSession, "ended_at"),
        (SignInLink, "used_at"),
        (MailedLink, "used_at"),
    )
    with scratch.writing.begin() as writing:
        for table, column in ends:
            still = getattr(table, column).is_(None)
            writing.execute(sa.update(table).where(still).values({column: now}))
        unfinished = sa.update(Backup).where(Backup.made_at.is_(None), Backup.error.is_(None))
        writing.execute(unfinished.values(error=RESTORED))
