"""Addresses that are mailed to somebody, work once and not for long.

The token of an address is signed, so that nobody who can merely write to the table can make one,
and the table holds its hash alone, so that nobody who can read it can use one.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError
from forecasts.domain.permissions import Actor, Role
from forecasts.store.models import LinkPurpose, MailedLink

LASTS: Mapping[LinkPurpose, timedelta] = MappingProxyType(
    {
        LinkPurpose.INVITATION: timedelta(days=7),
        LinkPurpose.REGISTRATION: timedelta(hours=24),
        LinkPurpose.RESET: timedelta(hours=1),
        LinkPurpose.EMAIL: timedelta(hours=24),
    }
)
"""For how long each kind of address works."""

LONGEST_TOKEN = 200
_NONCE_BYTES = 32

SPENT = "This address was used already, is too old, or was cut off when it was copied."


@dataclass(frozen=True, slots=True)
class LinkMaker:
    """Makes the addresses that are mailed.

    Attributes:
        site: what each of our addresses begins with.
        secret: the secret of the installation.
    """

    site: str
    secret: str = field(repr=False)

    def address_of(self, purpose: LinkPurpose, token: str) -> str:
        """The whole address, as it is mailed."""
        return f"{self.site}/{purpose}/{token}"

    def sign(self, purpose: LinkPurpose) -> str:
        """A new token for an address of that kind."""
        return str(self._signer(purpose).dumps(secrets.token_urlsafe(_NONCE_BYTES)))

    def is_ours(self, purpose: LinkPurpose, token: str) -> bool:
        """Whether we signed this token, for an address of that kind."""
        try:
            self._signer(purpose).loads(token)
        except BadSignature:
            return False
        return len(token) <= LONGEST_TOKEN

    def _signer(self, purpose: LinkPurpose) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret,
            salt=f"mailed link: {purpose}",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )


def make_link(
    session: Session,
    purpose: LinkPurpose,
    links: LinkMaker,
    *,
    email: str,
    actor: Actor,
    now: datetime,
    role: Role | None = None,
    account_id: int | None = None,
) -> str:
    """A new address to be mailed there."""
    token = links.sign(purpose)
    session.add(
        MailedLink(
            token_sha256=_sha256(token),
            purpose=purpose,
            email=email,
            role=role,
            account_id=account_id,
            made_by=actor.name,
            made_at=now,
            expires_at=now + LASTS[purpose],
            used_at=None,
        )
    )
    return links.address_of(purpose, token)


def find_link(
    session: Session, purpose: LinkPurpose, token: str, links: LinkMaker, *, now: datetime
) -> MailedLink:
    """What the address is about; it still works afterwards.

    Raises:
        NotAllowedError: it does not work, or no more.
    """
    query = sa.select(MailedLink).where(*_works(purpose, token, now))
    link = session.scalar(query) if links.is_ours(purpose, token) else None
    if link is None:
        raise NotAllowedError(SPENT)
    return link


def use_up(
    session: Session, purpose: LinkPurpose, token: str, links: LinkMaker, *, now: datetime
) -> MailedLink:
    """What the address is about; of many who use it at once, one gets through.

    Raises:
        NotAllowedError: it does not work, or no more.
    """
    link = find_link(session, purpose, token, links, now=now)
    used = session.scalar(
        sa.update(MailedLink)
        .where(*_works(purpose, token, now))
        .values(used_at=now)
        .returning(MailedLink.token_sha256)
        .execution_options(synchronize_session=False)
    )
    if used is None:
        raise NotAllowedError(SPENT)
    return link


def spend_others(session: Session, purpose: LinkPurpose, *, account_id: int, now: datetime) -> None:
    """Let no earlier address of that kind work for this account any more."""
    session.execute(
        sa.update(MailedLink)
        .where(
            MailedLink.purpose == purpose,
            MailedLink.account_id == account_id,
            MailedLink.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def _works(purpose: LinkPurpose, token: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        MailedLink.token_sha256 == _sha256(token),
        MailedLink.purpose == purpose,
        MailedLink.used_at.is_(None),
        MailedLink.expires_at > now,
    )


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
