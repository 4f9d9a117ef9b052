"""Whether there are backups, and whether they can be restored: for admins."""

from datetime import datetime

from flask import Blueprint, render_template

from forecasts.domain.backups import BackupSettings
from forecasts.store.models import Backup
from forecasts.store.queries.backups import list_backups
from forecasts.web.context import context

bp = Blueprint("admin_backups", __name__, url_prefix="/admin/backups")

SHOWN = 60
LATE = 2
"""After how many times the usual distance a backup is late."""


@bp.get("")
def index() -> str:
    """The last backups, the newest first, and what is the matter with them."""
    here = context()
    with here.database.reading() as reading:
        backups = list_backups(reading, SHOWN)
    settings, now = here.config.backups, here.clock()
    return render_template(
        "admin/backups.html",
        backups=backups,
        settings=settings,
        alarms=_alarms(backups, settings, now) if settings else [],
        good=next((each for each in backups if each.made_at), None),
        proven=next((each for each in backups if each.checked_at and not each.check_error), None),
    )


def _alarms(backups: list[Backup], settings: BackupSettings, now: datetime) -> list[str]:
    """What somebody should see to, in words."""
    made = [each for each in backups if each.made_at]
    checked = [each for each in backups if each.checked_at]
    alarms = []
    if backups and not made:
        alarms.append("No backup was made yet.")
    elif made and now - made[0].began_at > LATE * settings.every:
        alarms.append("The last backup is older than it should be: does the clock run?")
    if backups and backups[0].error:
        alarms.append(f"The last one could not be made: {backups[0].error}")
    last = max(checked, key=_when_checked, default=None)
    if last is not None and last.check_error:
        alarms.append(f"The last drill failed, {last.file} cannot be restored: {last.check_error}")
    return alarms


def _when_checked(backup: Backup) -> datetime:
    return backup.checked_at or backup.began_at
