"""Who may act here, and whether the clock ticks."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.store.base import Base, Keyed, Versioned


class Account(Keyed, Versioned, Base):
    """Somebody who may sign in."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime]


class SignInLink(Base):
    """An address that signs somebody in once; only a hash of its token is kept."""

    __tablename__ = "sign_in_link"

    token_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """A signed-in browser; ended here, it is ended everywhere."""

    __tablename__ = "web_session"

    token_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Heartbeat(Base):
    """When a loop last did its work, and what came of it."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    beat_at: Mapped[datetime]
    report: Mapped[str] = mapped_column(sa.String(300))
