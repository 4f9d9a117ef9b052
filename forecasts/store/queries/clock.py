"""How the clock is doing: its loops and passes, what waits, what failed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Status
from forecasts.store.models import (
    ClockLoop,
    Forecast,
    Heartbeat,
    LedgerHead,
    Mail,
    Notice,
    Opinion,
    OpinionStatus,
    PoisonRow,
)
from forecasts.store.queries.brake import is_held
from forecasts.store.queries.desk import OVERDUE_AFTER


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits, for the clock or for people.

    Attributes:
        late: forecasts whose due instant has passed and that are not flagged yet.
        oldest_late: due instant of the oldest of them.
        due: forecasts that wait for a decision.
        overdue: those that have for long.
        disputed: forecasts whose decision is disputed.
        mails: mails in line, or put off after a failure.
        oldest_mail: since when the oldest of them waits.
        parked_mails: mails that were given up.
        opinions: posts that wait for a second opinion.
        poison: forecasts on which a loop has failed.
        held: notices that the brake holds.
        entries: entries of the ledger.
    """

    late: int
    oldest_late: datetime | None
    due: int
    overdue: int
    disputed: int
    mails: int
    oldest_mail: datetime | None
    parked_mails: int
    opinions: int
    poison: int
    held: int
    entries: int


def find_backlog(session: Session, *, now: datetime) -> Backlog:
    """What waits now, in one question."""
    late = Forecast.status == Status.OPEN, Forecast.due_at <= now
    due = Forecast.status.in_((Status.DUE, Status.PROPOSED))
    waiting = Mail.sent_at.is_(None), Mail.parked_at.is_(None)
    parked = Mail.sent_at.is_(None), Mail.parked_at.is_not(None)
    asked = Opinion.status == OpinionStatus.WAITING
    parts = (
        _count(Forecast.id, *late),
        sa.select(sa.func.min(Forecast.due_at)).where(*late),
        _count(Forecast.id, due),
        _count(Forecast.id, due, Forecast.due_at <= now - OVERDUE_AFTER),
        _count(Forecast.id, Forecast.status == Status.DISPUTED),
        _count(Mail.id, *waiting),
        sa.select(sa.func.min(Mail.created_at)).where(*waiting),
        _count(Mail.id, *parked),
        _count(Opinion.post_id, asked),
        _count(PoisonRow.forecast_id),
        _count(Notice.id, is_held()),
        sa.select(LedgerHead.sequence),
    )
    return Backlog(*session.execute(sa.select(*(part.scalar_subquery() for part in parts))).one())


def _count(
    column: sa.orm.InstrumentedAttribute[int], *conditions: sa.ColumnElement[bool]
) -> sa.Select[int]:
    return sa.select(sa.func.count(column)).where(*conditions)


def list_beats(session: Session) -> list[Heartbeat]:
    """When each pass last ran, and what came of it."""
    return list(session.scalars(sa.select(Heartbeat).order_by(Heartbeat.name)))


def list_loops(session: Session) -> list[ClockLoop]:
    """The processes in which the clock ticks, or ticked until it stopped without a word."""
    return list(session.scalars(sa.select(ClockLoop).order_by(ClockLoop.beat_at.desc())))


def last_sign(session: Session, loop: str) -> datetime | None:
    """When the clock last gave a sign of life: any process, or that pass."""
    beats = sa.union_all(
        sa.select(sa.func.max(ClockLoop.beat_at).label("beat_at")),
        sa.select(Heartbeat.beat_at).where(Heartbeat.name == loop),
    ).subquery()
    newest = sa.type_coerce(sa.func.max(beats.c.beat_at), Heartbeat.beat_at.type)
    sign: datetime | None = session.scalar(sa.select(newest))
    return sign


def list_poison(session: Session, limit: int) -> list[PoisonRow]:
    """The forecasts on which a loop has failed, those that failed most often first."""
    order = PoisonRow.tries.desc(), PoisonRow.forecast_id
    return list(session.scalars(sa.select(PoisonRow).order_by(*order).limit(limit)))
