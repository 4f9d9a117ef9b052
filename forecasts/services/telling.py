"""Tells people by mail what was changed about their account, so that they notice a stranger."""

from datetime import datetime

from sqlalchemy.orm import Session

from forecasts.services.outbox import post_mail
from forecasts.store.models import Account

_UNEXPECTED = (
    "If this was not you, ask for a new password on the page where one signs in, and tell whoever"
    " runs this installation."
)


def tell_owner(
    session: Session, account: Account, what: str, *, now: datetime, address: str | None = None
) -> None:
    """Put a mail in line that tells in a sentence what happened; nothing where there is no address.

    Args:
        address: where to; the address of the account where it is not given.
    """
    where = address or account.email
    if where is None:
        return
    post_mail(
        session,
        key=f"account:{account.id}:{what}:{now.isoformat()}"[:200],
        address=where,
        subject=f"Forecast ledger: {what[0].lower()}{what[1:].rstrip('.')}",
        body=f"{what}\n\n{_UNEXPECTED}\n",
        now=now,
        account_id=account.id,
    )
