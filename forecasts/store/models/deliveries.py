"""What leaves the house by itself: digests by mail, and web hooks."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forecasts.domain.digests import Rhythm
from forecasts.domain.hooks import HookEvent
from forecasts.store.base import Base, Keyed, Versioned


class DigestChoice(Base):
    """How often somebody wants a digest; without a row it is as their role has it."""

    __tablename__ = "digest_choice"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    rhythm: Mapped[Rhythm]
    chosen_at: Mapped[datetime]


class Digest(Keyed, Base):
    """The one digest of somebody in a day or a week, claimed before it is sent.

    Whoever claims it sends it, so that nobody gets two. Only where it surely was not handed over
    is it tried again, at ``retry_at``; what a crash leaves half-way comes in the next one.
    ``person`` is a pseudonym, or names what the operator set up.
    """

    __tablename__ = "digest"
    __table_args__ = (
        sa.UniqueConstraint("person", "began_at"),
        sa.Index("ix_digest_account_id_began_at", "account_id", "began_at"),
    )

    person: Mapped[str] = mapped_column(sa.String(40))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    claimed_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=1)
    retry_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    items: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.String(300))


class Hook(Keyed, Versioned, Base):
    """An address to which we post what happens to public forecasts.

    ``former_secret`` signs too until ``former_until``, so that a receiver can change over.
    ``failing_since`` is when the first try failed since the last one that got through.
    """

    __tablename__ = "hook"

    address: Mapped[str] = mapped_column(sa.String(1000), unique=True)
    events: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(sa.String(100))
    former_secret: Mapped[str | None] = mapped_column(sa.String(100))
    former_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(sa.String(40))
    failing_since: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_why: Mapped[str | None] = mapped_column(sa.String(300))


class HookDelivery(Keyed, Base):
    """One event on its way to one web hook, written with the change that it tells of.

    It holds no words: the message is written when it is sent, from the rows as they are then.
    ``message`` is the same whenever it is tried, so that a receiver can tell a repeat.
    """

    __tablename__ = "hook_delivery"
    __table_args__ = (
        sa.UniqueConstraint("hook_id", "message"),
        sa.Index("ix_hook_delivery_waiting", "settled_at", "parked_at", "next_try_at"),
    )

    hook_id: Mapped[int] = mapped_column(sa.ForeignKey("hook.id"))
    message: Mapped[str] = mapped_column(sa.String(64))
    event: Mapped[HookEvent]
    forecast_id: Mapped[int | None] = mapped_column(sa.ForeignKey("forecast.id"), index=True)
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(sa.String(300))

    hook: Mapped[Hook] = relationship(lazy="raise")
