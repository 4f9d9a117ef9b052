"""Notices inside the product: each has a key, so that each is said once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.reminders import OWNERS, REVIEWERS
from forecasts.store.inserts import Insert, insert_into
from forecasts.store.models import Dispute, Forecast, Notice, NoticeKind, Resolution
from forecasts.store.queries.brake import find_standing_brake


@dataclass(frozen=True, slots=True)
class News:
    """Something to be told once.

    Attributes:
        forecast_id: the forecast that it is about.
        due_at: its due instant; another one begins another series.
        kind: what is told.
        audience: whom; one of the groups of `domain.reminders`, or the pseudonym of an account.
        number: which one of its series.
    """

    forecast_id: int
    due_at: datetime
    kind: NoticeKind
    audience: str
    number: int = 0

    @property
    def key(self) -> str:
        """What makes sure that it is said once."""
        series = f"forecast:{self.forecast_id}:{self.kind}:{self.due_at.isoformat()}"
        number = f"{self.number}:" if self.number else ""
        return f"{series}:{number}{self.audience}"


def tell(session: Session, news: Iterable[News], *, now: datetime, held: bool = False) -> int:
    """Write down what was not told yet; how many notices that makes.

    Args:
        held: whether a standing brake keeps it back. What people did is told at once.
    """
    brake = find_standing_brake(session) if held else None
    rows = [
        {
            "key": each.key,
            "forecast_id": each.forecast_id,
            "kind": each.kind,
            "audience": each.audience,
            "due_at": each.due_at,
            "number": each.number,
            "created_at": now,
            "brake_id": brake.id if brake else None,
        }
        for each in news
    ]
    if not rows:
        return 0
    inserted = session.execute(_insert_unless_there(session).returning(Notice.id), rows)
    return len(inserted.all())


def notify_due(session: Session, flagged: Sequence[tuple[int, datetime]], *, now: datetime) -> None:
    """Tell reviewers once, for each forecast and due instant, that it is due."""
    news = [News(number, due_at, NoticeKind.DUE, REVIEWERS) for number, due_at in flagged]
    tell(session, news, now=now, held=True)


def notify_decided(
    session: Session, resolution: Resolution, dispute: Dispute | None, *, now: datetime
) -> None:
    """Tell who owns the forecast what was decided, and who disputed it."""
    due_at = _due_instant(session, resolution.forecast_id)
    audiences = {OWNERS, *([dispute.raised_by] if dispute else [])}  # a second look is nobody
    news = [
        News(resolution.forecast_id, due_at, NoticeKind.DECIDED, audience, resolution.number)
        for audience in sorted(audiences)
    ]
    tell(session, news, now=now)


def notify_disputed(session: Session, dispute: Dispute, *, now: datetime) -> None:
    """Tell reviewers that a decision is disputed; its owners see that too."""
    due_at = _due_instant(session, dispute.forecast_id)
    told = News(dispute.forecast_id, due_at, NoticeKind.DISPUTED, REVIEWERS, dispute.id)
    tell(session, [told], now=now)


def _due_instant(session: Session, forecast_id: int) -> datetime:
    return session.execute(
        sa.select(Forecast.due_at).where(Forecast.id == forecast_id)
    ).scalar_one()


def _insert_unless_there(session: Session) -> Insert:
    """An insert that passes over keys that are there already."""
    insert = insert_into(session, Notice)
    return insert.on_conflict_do_nothing(index_elements=["key"])
