"""The backups that the clock made."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.store.models import Backup


def list_backups(session: Session, limit: int) -> list[Backup]:
    """The last backups that were made or tried, the newest first."""
    return list(session.scalars(sa.select(Backup).order_by(Backup.number.desc()).limit(limit)))
