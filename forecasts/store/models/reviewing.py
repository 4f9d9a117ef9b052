"""The work of reviewers before and after a decision."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.store.base import Base, Keyed, Versioned

VOID_HAS_REASON = "(outcome = 'void') = (void_reason IS NOT NULL)"


class Decided:
    """What somebody holds for the outcome, with evidence."""

    outcome: Mapped[Outcome]
    void_reason: Mapped[VoidReason | None]
    evidence_url: Mapped[str | None] = mapped_column(sa.String(2000))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    known_on: Mapped[date]


class ItemClaim(Base):
    """A reviewer at work on a forecast of the desk; others leave it alone until it expires."""

    __tablename__ = "item_claim"

    forecast_id: Mapped[int] = mapped_column(
        sa.ForeignKey("forecast.id"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    claimed_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Snooze(Base):
    """A forecast of the desk that is put off until a day, with the reason."""

    __tablename__ = "snooze"

    forecast_id: Mapped[int] = mapped_column(
        sa.ForeignKey("forecast.id"), primary_key=True, autoincrement=False
    )
    until: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(sa.String(300))
    snoozed_by: Mapped[str] = mapped_column(sa.String(40))
    snoozed_at: Mapped[datetime]


class Hint(Keyed, Base):
    """Somebody pointed out that an open forecast may be decided already.

    ``closed_at`` is when a reviewer dismissed it, or the desk decided the forecast.
    """

    __tablename__ = "hint"
    __table_args__ = (
        sa.UniqueConstraint("forecast_id", "given_by"),
        sa.Index("ix_hint_closed_at", "closed_at"),
    )

    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"))
    evidence_url: Mapped[str] = mapped_column(sa.String(2000))
    known_on: Mapped[date]
    """The first day on which the outcome could be known, as they say."""
    note: Mapped[str] = mapped_column(sa.Text, default="")
    given_by: Mapped[str] = mapped_column(sa.String(40))
    given_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ProposalStatus(StrEnum):
    """What became of a proposed decision."""

    STANDING = "standing"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Proposal(Keyed, Decided, Versioned, Base):
    """A decision that takes effect once a second reviewer has confirmed it."""

    __tablename__ = "proposal"
    __table_args__ = (
        sa.CheckConstraint(VOID_HAS_REASON, name="void_reason"),
        sa.Index(
            "uq_proposal_standing",
            "forecast_id",
            unique=True,
            sqlite_where=sa.text("status = 'standing'"),
            postgresql_where=sa.text("status = 'standing'"),
        ),
    )

    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"), index=True)
    status: Mapped[ProposalStatus] = mapped_column(default=ProposalStatus.STANDING)
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str] = mapped_column(sa.String(40))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(sa.String(40))
    closing_note: Mapped[str] = mapped_column(sa.Text, default="")


class DisputeStatus(StrEnum):
    """What became of a dispute."""

    OPEN = "open"
    UPHELD = "upheld"
    """The decision was changed."""
    REJECTED = "rejected"
    """The decision stands, after another look by two people."""


class Dispute(Keyed, Base):
    """Somebody holds a decision for wrong; two reviewers look at it again."""

    __tablename__ = "dispute"
    __table_args__ = (
        sa.Index(
            "uq_dispute_open",
            "forecast_id",
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        ),
    )

    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"), index=True)
    number: Mapped[int]
    """Number of the decision that is disputed."""
    reason: Mapped[str] = mapped_column(sa.Text)
    evidence_url: Mapped[str | None] = mapped_column(sa.String(2000))
    status: Mapped[DisputeStatus] = mapped_column(default=DisputeStatus.OPEN)
    raised_at: Mapped[datetime]
    raised_by: Mapped[str] = mapped_column(sa.String(40))
    answer_by: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]


class SecondLook(Keyed, Base):
    """A decision drawn to be made once more by somebody who does not see how it was made."""

    __tablename__ = "second_look"
    __table_args__ = (sa.UniqueConstraint("forecast_id", "number"),)

    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"))
    number: Mapped[int]
    """Number of the decision that was drawn."""
    drawn_at: Mapped[datetime]
    outcome: Mapped[Outcome | None]
    void_reason: Mapped[VoidReason | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    agrees: Mapped[bool | None]
    looked_at: Mapped[datetime | None] = mapped_column(index=True)
    looked_by: Mapped[str | None] = mapped_column(sa.String(40))
