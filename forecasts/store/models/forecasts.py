"""Forecasts, what their authors gave them, and what reviewers decided."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.domain.visibility import Visibility
from forecasts.store.base import Base, Keyed, Versioned
from forecasts.store.models.posts import CHANCE_IN_RANGE, Author, Chanced, Dated, Post


class Origin(StrEnum):
    """How a forecast came to be logged."""

    POST = "post"
    """From a span of a captured post."""
    LINE = "line"
    """From one typed line."""


class Forecast(Keyed, Dated, Versioned, Base):
    """A claim with a deadline, to be resolved once.

    Claim, criteria and deadline are frozen: the database refuses to change them. ``due_at`` is
    the instant at which the deadline's day, or where there is none the review-by day, is over.
    """

    __tablename__ = "forecast"
    __table_args__ = (
        sa.CheckConstraint("(deadline IS NULL) <> (review_by IS NULL)", name="deadline_or_review"),
        sa.CheckConstraint(
            'post_id IS NULL OR (start IS NOT NULL AND "end" IS NOT NULL)', name="span"
        ),
        sa.Index("ix_forecast_status_due_at", "status", "due_at"),
        sa.Index("ix_forecast_author_id_status", "author_id", "status"),
    )

    author_id: Mapped[int] = mapped_column(sa.ForeignKey("author.id"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"), index=True)
    candidate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidate.id"), unique=True)
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str] = mapped_column(sa.Text)
    claim: Mapped[str] = mapped_column(sa.Text)
    criteria: Mapped[str] = mapped_column(sa.Text)
    zone: Mapped[str | None] = mapped_column(sa.String(64))
    review_by: Mapped[date | None]
    due_at: Mapped[datetime]
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    said_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    recorded_by: Mapped[str] = mapped_column(sa.String(40))
    origin: Mapped[Origin]
    negated: Mapped[bool] = mapped_column(default=False)
    conditional: Mapped[bool] = mapped_column(default=False)
    attributed: Mapped[bool] = mapped_column(default=False)
    request_key: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    visibility: Mapped[Visibility] = mapped_column(
        default=Visibility.PUBLIC, server_default=Visibility.PUBLIC.value
    )
    erased_at: Mapped[datetime | None]

    author: Mapped[Author] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")
    estimates: Mapped[list["Estimate"]] = relationship(
        back_populates="forecast", order_by="Estimate.id", lazy="raise"
    )
    resolutions: Mapped[list["Resolution"]] = relationship(
        back_populates="forecast", order_by="Resolution.number", lazy="raise"
    )


class Succession(Base):
    """A forecast that was logged in place of an earlier one, which is kept and still resolved."""

    __tablename__ = "succession"

    forecast_id: Mapped[int] = mapped_column(
        sa.ForeignKey("forecast.id"), primary_key=True, autoincrement=False
    )
    follows_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"), index=True)


class Estimate(Keyed, Chanced, Base):
    """What one author gave a forecast at a moment. Append-only; the first is their opening one."""

    __tablename__ = "estimate"
    __table_args__ = (
        sa.CheckConstraint(CHANCE_IN_RANGE, name="chance_in_range"),
        sa.Index(None, "author_id", "forecast_id"),
    )

    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("author.id"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    start: Mapped[int | None]
    end: Mapped[int | None]
    said_on: Mapped[date]
    recorded_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    forecast: Mapped[Forecast] = relationship(back_populates="estimates", lazy="raise")


class Resolution(Keyed, Base):
    """A reviewer's decision. Append-only; the one with the highest number counts."""

    __tablename__ = "resolution"
    __table_args__ = (
        sa.UniqueConstraint("forecast_id", "number"),
        sa.CheckConstraint("(outcome = 'void') = (void_reason IS NOT NULL)", name="void_reason"),
        sa.CheckConstraint(
            "outcome = 'void' OR evidence_url IS NOT NULL", name="evidence_for_yes_and_no"
        ),
        sa.CheckConstraint("number = 1 OR note <> ''", name="reversal_reason"),
    )

    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"))
    number: Mapped[int]
    outcome: Mapped[Outcome]
    void_reason: Mapped[VoidReason | None]
    evidence_url: Mapped[str | None] = mapped_column(sa.String(2000))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    known_on: Mapped[date]
    decided_at: Mapped[datetime] = mapped_column(index=True)
    decided_by: Mapped[str] = mapped_column(sa.String(40))
    self_resolved: Mapped[bool]
    confirmed_by: Mapped[str | None] = mapped_column(sa.String(40))
    erased_at: Mapped[datetime | None]

    forecast: Mapped[Forecast] = relationship(back_populates="resolutions", lazy="raise")
