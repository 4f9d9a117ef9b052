"""Whose turn it is to make a backup, to restore one as a drill, and which have had their day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.services.archives import Manifest
from forecasts.store.inserts import insert_into
from forecasts.store.models import Backup

LONGEST_RUN = timedelta(hours=6)
"""After this a backup that somebody began is taken for lost."""

RETRY = timedelta(minutes=30)
"""How long after a failure the next one is tried."""

UNFINISHED = "the drill was not finished"
_LONGEST_ERROR = 300


def claim_backup(session: Session, *, now: datetime, every: timedelta) -> int | None:
    """The row of a backup that the caller is to make now; None where none is wanted yet.

    Of several clocks that ask at once, one gets it: whoever adds the next number first.
    """
    last = session.scalar(sa.select(Backup).order_by(Backup.number.desc()).limit(1))
    if last is not None and not _is_over(last, now=now, every=every):
        return None
    insert = insert_into(session, Backup)
    values = {"number": last.number + 1 if last else 1, "began_at": now}
    unless_there = insert.values(**values).on_conflict_do_nothing(index_elements=["number"])
    return session.scalar(unless_there.returning(Backup.id))


def _is_over(last: Backup, *, now: datetime, every: timedelta) -> bool:
    """Whether another is wanted after the last one."""
    if last.made_at is not None:
        return now - last.began_at >= every
    return now - last.began_at >= (RETRY if last.error else LONGEST_RUN)


def note_made(session: Session, backup_id: int, path: Path, manifest: Manifest) -> None:
    """Note what was made."""
    values = {
        "made_at": manifest.made_at,
        "file": path.name,
        "size": path.stat().st_size,
        "sequence": manifest.contents.sequence,
        "head": manifest.contents.head,
    }
    session.execute(sa.update(Backup).where(Backup.id == backup_id).values(**values))


def note_not_made(session: Session, backup_id: int, error: str) -> None:
    """Note why it could not be made."""
    told = error[:_LONGEST_ERROR]
    session.execute(sa.update(Backup).where(Backup.id == backup_id).values(error=told))


def claim_drill(session: Session, *, now: datetime, every: timedelta) -> Backup | None:
    """A backup that the caller is to restore as a drill; None where that is not wanted yet.

    The newest one that was never restored; else, so that none decays unseen, the one whose drill
    lies back farthest, once in a while.
    """
    query = (
        sa.select(Backup)
        .where(Backup.made_at.is_not(None), Backup.removed_at.is_(None))
        .where(sa.or_(Backup.checked_at.is_(None), ~_drilled_since(now - every)))
        .order_by(Backup.checked_at.is_not(None), Backup.checked_at, Backup.number.desc())
        .limit(1)
    )
    backup = session.scalar(query)
    if backup is None:
        return None
    unchanged = Backup.checked_at.is_not_distinct_from(backup.checked_at)
    claimed = session.execute(
        sa.update(Backup)
        .where(Backup.id == backup.id, unchanged)
        .values(checked_at=now, check_error=UNFINISHED)
        .returning(Backup.id)
        .execution_options(synchronize_session=False)
    ).first()
    return backup if claimed else None


def _drilled_since(moment: datetime) -> sa.ColumnElement[bool]:
    other = sa.orm.aliased(Backup)
    return sa.exists(sa.select(other.id).where(other.checked_at > moment))


def note_drill(session: Session, backup_id: int, error: str | None) -> None:
    """Note whether it could be restored; None: it could."""
    told = error[:_LONGEST_ERROR] if error else None
    session.execute(sa.update(Backup).where(Backup.id == backup_id).values(check_error=told))


def list_surplus(session: Session, *, kept: int) -> Sequence[Backup]:
    """The backups beyond those that are kept, the oldest first; the last proven one stays."""
    there = (
        sa.select(Backup)
        .where(Backup.made_at.is_not(None), Backup.removed_at.is_(None))
        .order_by(Backup.number.desc())
    )
    found = session.scalars(there).all()
    proven = next((each for each in found if each.checked_at and not each.check_error), None)
    return [each for each in reversed(found[kept:]) if each is not proven]


def note_removed(session: Session, backup_id: int, *, now: datetime) -> None:
    """Note that its file is gone."""
    session.execute(sa.update(Backup).where(Backup.id == backup_id).values(removed_at=now))
