"""The address in each digest that ends them, without signing in."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from forecasts.domain.digests import Rhythm
from forecasts.domain.errors import NotAllowedError
from forecasts.services.digests import find_recipient, keep_rhythm
from forecasts.store.models import Account

LONGEST_TOKEN = 200
SPENT = "This address was cut off when it was copied. Your account has the same switch."


@dataclass(frozen=True, slots=True)
class StopLinks:
    """Makes and reads addresses that end the digests of one account.

    They are signed and can do nothing else, so that they may work for good: whoever finds an old
    mail can still end them.

    Attributes:
        site: what each of our addresses begins with.
        secret: the secret of the installation.
    """

    site: str
    secret: str = field(repr=False)

    def address_of(self, account_id: int) -> str:
        """The whole address, as it is mailed."""
        return f"{self.site}/digests/stop/{self._signer().dumps(account_id)}"

    def account_of(self, token: str) -> int:
        """The account whose digests it ends.

        Raises:
            NotAllowedError: we have not signed it.
        """
        try:
            account_id = self._signer().loads(token[: LONGEST_TOKEN + 1])
        except BadSignature:
            raise NotAllowedError(SPENT) from None
        return int(account_id)

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret,
            salt="end digests",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )


def find_stopped(session: Session, token: str, links: StopLinks) -> Account | None:
    """Whose digests this address would end; None where they get none.

    Raises:
        NotAllowedError: we have not signed it.
    """
    return find_recipient(session, links.account_of(token))


def stop_digests(session: Session, token: str, links: StopLinks, *, now: datetime) -> None:
    """Send no more digests to whom this address was mailed; the same again changes nothing.

    Raises:
        NotAllowedError: we have not signed it.
    """
    account_id = links.account_of(token)
    if find_recipient(session, account_id) is not None:
        keep_rhythm(session, account_id, Rhythm.NEVER, now=now)
