"""What somebody else was asked about a post, and what they answered."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.store.base import Base, Keyed


class OpinionStatus(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    """To be asked, or asked at this moment."""
    ANSWERED = "answered"
    PARKED = "parked"
    """Given up after some tries; the reason stands beside it."""


class Opinion(Keyed, Base):
    """A second opinion that is wanted about a post; one a post.

    ``next_try_at`` is when it may be asked next. Whoever asks puts it off until they must have an
    answer and counts ``tries`` up; an answer is kept only from whoever made the last try.
    ``proposals`` is what was pointed at, as it was told; an answer to the same document by the
    same model is used again. Whom: ``name``, ``model`` and ``prompt_version``.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        sa.CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="answered"),
        sa.Index("ix_opinion_status_next_try_at", "status", "next_try_at"),
    )

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id"), unique=True)
    document_sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    status: Mapped[OpinionStatus] = mapped_column(default=OpinionStatus.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    name: Mapped[str | None] = mapped_column(sa.String(40))
    model: Mapped[str | None] = mapped_column(sa.String(200))
    prompt_version: Mapped[str | None] = mapped_column(sa.String(20))
    reason: Mapped[str | None] = mapped_column(sa.String(300))
    proposals: Mapped[list[Any]] = mapped_column(default=list)
    rejected: Mapped[list[Any]] = mapped_column(default=list)
    answered_at: Mapped[datetime | None]
