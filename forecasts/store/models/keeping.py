"""Backups that the clock made, and the secret addresses under which calendars are read."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.store.base import Base, Keyed


class Backup(Keyed, Base):
    """A backup that the clock made or tried to make, what came of it, and of restoring it.

    ``number`` counts them: whoever adds the next one first makes it. ``error`` says why there is
    none, ``check_error`` why it could not be restored when that was last tried.
    """

    __tablename__ = "backup"

    number: Mapped[int] = mapped_column(unique=True)
    began_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    file: Mapped[str | None] = mapped_column(sa.String(300))
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    sequence: Mapped[int | None] = mapped_column(sa.BigInteger)
    head: Mapped[str | None] = mapped_column(sa.String(64))
    error: Mapped[str | None] = mapped_column(sa.String(300))
    checked_at: Mapped[datetime | None]
    check_error: Mapped[str | None] = mapped_column(sa.String(300))
    removed_at: Mapped[datetime | None]


class CalendarScope(StrEnum):
    """Whose deadlines stand in a calendar."""

    OWN = "own"
    """What the account recorded, and what its authors said."""
    PUBLIC = "public"
    """Those, and all that stands in everybody's lists."""


class CalendarAddress(Base):
    """The secret end of an address under which an account's calendar is read; only its hash."""

    __tablename__ = "calendar_address"

    token_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    scope: Mapped[CalendarScope]
    made_at: Mapped[datetime]
