"""What admins set going again: mails that were given up."""

from datetime import datetime

from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor, Permission, require
from forecasts.services.outbox import send_again


def send_mails_again(session: Session, *, actor: Actor, now: datetime) -> int:
    """Put every mail that was given up in line again; how many.

    Raises:
        NotAllowedError: the actor does not run this installation.
    """
    require(actor, Permission.OPERATE)
    return send_again(session, now=now)
