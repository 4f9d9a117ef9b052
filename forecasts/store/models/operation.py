"""Whether the clock ticks, what was sent, what was asked twice, and what was made known."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.store.base import Base, Keyed


class Heartbeat(Base):
    """When a loop last did its work, and what came of it."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    beat_at: Mapped[datetime]
    report: Mapped[str] = mapped_column(sa.String(300))


class Mail(Keyed, Base):
    """A mail to be sent, written with the change it tells of; its key makes sure it is said once.

    Leased while somebody sends it, tried again with growing delay, parked in the end. ``leads_to``
    is the path of the page that it is about: whoever sends it knows where our addresses begin.
    """

    __tablename__ = "mail"
    __table_args__ = (sa.Index("ix_mail_waiting", "sent_at", "parked_at", "next_try_at"),)

    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    address: Mapped[str] = mapped_column(sa.String(254))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(300))
    body: Mapped[str] = mapped_column(sa.Text)
    leads_to: Mapped[str | None] = mapped_column(sa.String(200))
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(300))


class RequestKey(Base):
    """A request that made something, so that the same request again makes nothing more."""

    __tablename__ = "request_key"

    scope: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    endpoint: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    location: Mapped[str] = mapped_column(sa.String(300))
    made_at: Mapped[datetime] = mapped_column(index=True)


class PublishedHead(Base):
    """The head of the ledger as it was made known on a day, where nobody can rewrite it."""

    __tablename__ = "published_head"

    day: Mapped[date] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[str] = mapped_column(sa.String(64))
    published_at: Mapped[datetime]


class Erasure(Keyed, Base):
    """Somebody's texts were erased; done again on every copy that is restored."""

    __tablename__ = "erasure"

    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("author.id"))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    erased_at: Mapped[datetime]
    erased_by: Mapped[str] = mapped_column(sa.String(40))
