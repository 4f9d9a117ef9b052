"""Who may act here, how they prove it, and which authors they are."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forecasts.domain.permissions import Role
from forecasts.store.base import Base, Keyed, Versioned
from forecasts.store.models.posts import Author


class Account(Keyed, Versioned, Base):
    """Somebody who may sign in.

    ``email`` is kept in small letters. ``totp_step`` is the last time step whose code was used, so
    that no code is taken twice.
    """

    __tablename__ = "account"
    __table_args__ = (sa.Index("uq_account_email", "email", unique=True),)

    name: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime]
    email: Mapped[str | None] = mapped_column(sa.String(254))
    role: Mapped[Role] = mapped_column(default=Role.READER, server_default=Role.READER.value)
    password_hash: Mapped[str | None] = mapped_column(sa.String(300))
    totp_secret: Mapped[str | None] = mapped_column(sa.String(64))
    totp_confirmed_at: Mapped[datetime | None]
    totp_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    suspended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in for the second factor, once; only its hash is kept."""

    __tablename__ = "recovery_code"

    code_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    used_at: Mapped[datetime | None]


class SignInLink(Base):
    """An address that signs somebody in once; only a hash of its token is kept."""

    __tablename__ = "sign_in_link"

    token_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LinkPurpose(StrEnum):
    """What an address that was mailed is for."""

    INVITATION = "invitation"
    """To open an account in the role that an admin chose."""
    REGISTRATION = "registration"
    """To open an account as a reader, where anybody may."""
    RESET = "reset"
    """To choose a new password."""
    EMAIL = "email"
    """To show that a new address of an account is one's own."""


class MailedLink(Base):
    """An address that was mailed to somebody and works once; only a hash of its token is kept."""

    __tablename__ = "mailed_link"

    token_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    purpose: Mapped[LinkPurpose]
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    role: Mapped[Role | None]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    made_by: Mapped[str] = mapped_column(sa.String(40))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """A signed-in browser; ended here, it is ended everywhere.

    ``handle`` names it on pages, where the hash of its token has no place. ``verified_at`` is when
    a second factor, or an address printed on the server, proved who it is; None: neither did.
    """

    __tablename__ = "web_session"

    token_sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    handle: Mapped[str] = mapped_column(sa.String(32), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    browser: Mapped[str] = mapped_column(sa.String(200), server_default="")
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Attempts(Base):
    """How often something was tried of late, such as signing in to one account.

    ``began_at`` is when the last of these tries was, from which the next must wait.
    """

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    count: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(index=True)


class OutsideIdentity(Base):
    """Who an account is at a provider of sign-in."""

    __tablename__ = "outside_identity"

    issuer: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]


class ClaimStatus(StrEnum):
    """What became of the claim to be an author."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class AuthorClaim(Keyed, Versioned, Base):
    """An account that says it is an author; it is once an admin has confirmed it."""

    __tablename__ = "author_claim"
    __table_args__ = (sa.UniqueConstraint("account_id", "author_id"),)

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("author.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    status: Mapped[ClaimStatus] = mapped_column(default=ClaimStatus.ASKED)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(40))

    account: Mapped[Account] = relationship(lazy="raise")
    author: Mapped[Author] = relationship(lazy="raise")


class AccountLink(Keyed, Base):
    """Two accounts that an admin holds for one person; the smaller number stands first."""

    __tablename__ = "account_link"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "other_id"),
        sa.CheckConstraint("account_id < other_id", name="order"),
    )

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    linked_at: Mapped[datetime]
    linked_by: Mapped[str] = mapped_column(sa.String(40))


class Conflict(Keyed, Base):
    """A reviewer who declared that they cannot judge an author, or one forecast, fairly."""

    __tablename__ = "conflict"
    __table_args__ = (
        sa.CheckConstraint("(author_id IS NULL) <> (forecast_id IS NULL)", name="about_one"),
    )

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("author.id"))
    forecast_id: Mapped[int | None] = mapped_column(sa.ForeignKey("forecast.id"))
    reason: Mapped[str] = mapped_column(sa.Text)
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
