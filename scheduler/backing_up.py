"""Makes backups while the clock ticks, restores one now and then as a drill, and clears away."""

from forecasts.domain.backups import BackupSettings
from forecasts.domain.clock import Clock
from forecasts.domain.errors import ForecastsError
from forecasts.services.backup_rounds import (
    claim_backup,
    claim_drill,
    list_surplus,
    note_drill,
    note_made,
    note_not_made,
    note_removed,
)
from forecasts.services.backups import make_backup, name_of, unpacked
from forecasts.store.engine import Database


def run_backup_pass(database: Database, clock: Clock, *, settings: BackupSettings) -> str:
    """Make a backup where one is wanted by now, outside of any transaction of ours."""
    with database.writing.begin() as session:
        backup_id = claim_backup(session, now=clock(), every=settings.every)
    if backup_id is None:
        return f"none is wanted yet; {_clear_away(database, clock, settings)} cleared away"
    try:
        now = clock()
        file = settings.folder / name_of(now)  # named, so that a folder that is gone is noticed
        path, manifest = make_backup(database.engine, file, now=now)
    except ForecastsError as error:
        with database.writing.begin() as session:
            note_not_made(session, backup_id, str(error))
        return f"failed: {error}"
    with database.writing.begin() as session:
        note_made(session, backup_id, path, manifest)
    return f"made {path.name} with {manifest.contents.sequence} entries of the ledger"


def run_drill_pass(database: Database, clock: Clock, *, settings: BackupSettings) -> str:
    """Restore a backup to a database of its own where that is wanted by now, and drop it again."""
    with database.writing.begin() as session:
        backup = claim_drill(session, now=clock(), every=settings.every)
    if backup is None:
        return "none is wanted yet"
    error = _drill(database, settings, str(backup.file))
    with database.writing.begin() as session:
        note_drill(session, backup.id, error)
    return f"{backup.file} cannot be restored: {error}" if error else f"{backup.file} restores"


def _drill(database: Database, settings: BackupSettings, name: str) -> str | None:
    """Why the backup cannot be restored; None: it can."""
    try:
        with unpacked(settings.folder / name, database.engine.url, folder=settings.folder):
            return None
    except (ForecastsError, OSError) as error:
        return str(error)


def _clear_away(database: Database, clock: Clock, settings: BackupSettings) -> int:
    """Remove the files of backups that are kept no longer; how many."""
    with database.reading() as session:
        surplus = list_surplus(session, kept=settings.kept)
    for backup in surplus:
        (settings.folder / str(backup.file)).unlink(missing_ok=True)
        with database.writing.begin() as session:
            note_removed(session, backup.id, now=clock())
    return len(surplus)
