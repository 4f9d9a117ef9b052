"""What the clock tells, what it holds back, what it could not do, and which clocks tick."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.store.base import Base, Keyed


class NoticeKind(StrEnum):
    """What a notice tells."""

    DUE_SOON = "due soon"
    DUE = "due"
    OVERDUE = "overdue"
    """Due for long, and still not decided; said again and again."""
    ESCALATED = "escalated"
    """Overdue for so long that it goes to the admins."""
    DECIDED = "decided"
    DISPUTED = "disputed"


class Brake(Keyed, Base):
    """The clock had more to tell at once than people should get before somebody looked.

    ``standing`` is true until an admin lets go and null from then on, so that one stands at most.
    """

    __tablename__ = "brake"

    standing: Mapped[bool | None] = mapped_column(unique=True)
    pulled_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(300))
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(sa.String(40))


class Notice(Keyed, Base):
    """Something to be seen in the product; its key makes sure it is said once.

    The key names the forecast, its due instant, the kind, the number and the audience: another due
    instant begins another series. What a brake holds is seen by nobody while it stands.
    """

    __tablename__ = "notice"

    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"), index=True)
    kind: Mapped[NoticeKind]
    audience: Mapped[str] = mapped_column(sa.String(40))
    due_at: Mapped[datetime | None]
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(index=True)
    brake_id: Mapped[int | None] = mapped_column(sa.ForeignKey("brake.id"), index=True)


class SeenNotice(Base):
    """Somebody has read a notice."""

    __tablename__ = "seen_notice"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime]


class PoisonRow(Base):
    """A forecast that a loop could not deal with; tried again later and later, by itself."""

    __tablename__ = "poison_row"

    loop: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    forecast_id: Mapped[int] = mapped_column(
        sa.ForeignKey("forecast.id"), primary_key=True, autoincrement=False
    )
    tries: Mapped[int]
    first_failed_at: Mapped[datetime]
    failed_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(sa.String(300))


class ClockLoop(Base):
    """A process in which the clock ticks; its row goes when it ends as it should."""

    __tablename__ = "clock_loop"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime] = mapped_column(index=True)
    seconds: Mapped[int]
