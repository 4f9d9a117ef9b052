"""Hands over the mails that are in line, each outside of any transaction."""

from datetime import timedelta
from typing import Protocol

from forecasts.domain.clock import Clock
from forecasts.domain.errors import MailFailedError
from forecasts.domain.mails import Letter
from forecasts.services.outbox import Parcel, lease_mail, mark_sent, note_failure
from forecasts.store.engine import Database
from forecasts.store.queries.mails import count_mails

MOST_MAILS = 100
"""Mails that one run of the pass sends, so that it comes to an end."""

_STEPS = 10
"""How often a server may be slow while it takes one mail."""

_SPARE = timedelta(seconds=60)
"""Beside the time that sending may take: what it may take to note it."""


class Sender(Protocol):
    """Whoever hands letters over."""

    seconds: float

    def __call__(self, letter: Letter) -> None:
        """Return when it is handed over.

        Raises:
            MailFailedError: it could not be.
        """


def run_mail_pass(
    database: Database, clock: Clock, *, sender: Sender | None, site: str = ""
) -> str:
    """Send what is in line, one mail after another, and say what came of it.

    After a failure the others are left for the next run: whoever did not take one mail will hardly
    take another. Without a sender everything waits.

    Args:
        site: what each of our addresses begins with.
    """
    if sender is None:
        return _tell(database, "no mail server is set up")
    sent = 0
    failure: MailFailedError | None = None
    for _ in range(MOST_MAILS):
        parcel = _lease(database, clock, sender, site)
        if parcel is None:
            break
        failure = _send(database, clock, sender, parcel)
        sent += failure is None
        if failure and not failure.lasting:
            break
    return _tell(database, f"{sent} sent", failure)


def _lease(database: Database, clock: Clock, sender: Sender, site: str) -> Parcel | None:
    lease = timedelta(seconds=sender.seconds * _STEPS) + _SPARE
    with database.writing.begin() as session:
        return lease_mail(session, now=clock(), lease=lease, site=site)


def _send(
    database: Database, clock: Clock, sender: Sender, parcel: Parcel
) -> MailFailedError | None:
    """Hand it over and note what came of it; None where it was taken."""
    try:
        sender(parcel.letter)
    except MailFailedError as error:
        with database.writing.begin() as session:
            note_failure(session, parcel, error, now=clock())
        return error
    with database.writing.begin() as session:
        mark_sent(session, parcel, now=clock())
    return None


def _tell(database: Database, done: str, failure: MailFailedError | None = None) -> str:
    with database.reading() as session:
        counts = count_mails(session)
    told = f"{done}, {counts.waiting} waiting, {counts.parked} parked"
    return f"{told}; the last failed: {failure}" if failure else told
