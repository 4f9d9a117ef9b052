"""The brake: whether it stands, what it holds, and how it came to that."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.store.models import Brake, Notice


def find_standing_brake(session: Session) -> Brake | None:
    """The brake that stands; None where nothing is held back."""
    return session.scalar(sa.select(Brake).where(Brake.standing.is_(True)))


def count_held(session: Session) -> int:
    """How many notices the standing brake holds."""
    return session.scalar(sa.select(sa.func.count(Notice.id)).where(is_held())) or 0


def is_held(notice: type[Notice] = Notice) -> sa.ColumnElement[bool]:
    """Whether a notice, or an alias of it, is held back."""
    standing = sa.select(Brake.id).where(Brake.standing.is_(True))
    return sa.and_(notice.brake_id.is_not(None), notice.brake_id.in_(standing))


def list_brakes(session: Session, limit: int) -> list[Brake]:
    """The brakes that were pulled last, the newest first."""
    return list(session.scalars(sa.select(Brake).order_by(Brake.id.desc()).limit(limit)))
