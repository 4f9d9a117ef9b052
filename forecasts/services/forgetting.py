"""Takes a person out of the mails that were written, sent or not."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.services.emptying import Numbers
from forecasts.store.models import Account, Mail

_LINK = re.compile(r"/(forecasts|posts)/([0-9]{1,19})")


def forget_mails(
    session: Session,
    forecasts: Numbers,
    posts: Numbers,
    *,
    names: Sequence[str],
    account: Account | None = None,
) -> None:
    """Delete the account's own mails, empty those that were sent, and drop those that tell of it.

    A mail that was sent has done its work: of every one the words go, so that none has to be
    searched for them; its key stays, so that nothing is said twice. One that still waits is
    dropped where it names the person or leads to what is theirs.
    """
    if account is not None:
        mine = Mail.account_id == account.id
        addressed = mine | (Mail.address == account.email) if account.email else mine
        session.execute(sa.delete(Mail).where(addressed))
    sent = sa.update(Mail).where(Mail.sent_at.is_not(None)).values(subject="", body="")
    session.execute(sent.execution_options(synchronize_session=False))
    dropped = _telling_of(session, forecasts, posts, names)
    session.execute(sa.delete(Mail).where(Mail.id.in_(dropped)))


def _telling_of(
    session: Session, forecasts: Numbers, posts: Numbers, names: Sequence[str]
) -> list[int]:
    waiting = session.execute(
        sa.select(Mail.id, Mail.subject, Mail.body).where(Mail.sent_at.is_(None))
    ).all()
    if not waiting:
        return []
    theirs = {("forecasts", str(number)) for number in session.scalars(forecasts)}
    theirs |= {("posts", str(number)) for number in session.scalars(posts)}
    return [
        row.id
        for row in waiting
        if any(name in f"{row.subject}\n{row.body}" for name in names)
        or theirs.intersection(_LINK.findall(row.body))
    ]
