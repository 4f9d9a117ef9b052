"""Sends digests, each claimed first, then written from what holds at that moment."""

from typing import Protocol

from forecasts.domain.clock import Clock
from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.errors import ChannelFailedError, MailFailedError
from forecasts.domain.mails import Letter
from forecasts.services.digest_contents import compose_digest, tell_channels
from forecasts.services.digests import (
    Claimed,
    claim_digest,
    claim_for_channels,
    forget_digests,
    note_empty,
    note_failure,
    note_sent,
)
from forecasts.store.engine import Database
from forecasts.store.queries.brake import find_standing_brake
from forecasts.store.queries.digests import count_failed_digests
from scheduler.mailing import Sender

MOST_DIGESTS = 200
"""Digests that one run of the pass looks after, so that it comes to an end."""


HELD = "held back by the brake"


class Speaker(Protocol):
    """Whoever tells something to the channels that the operator set up."""

    def __call__(self, text: str) -> None:
        """Return when all of them have it.

        Raises:
            ChannelFailedError: one of them has not.
        """


def run_digest_pass(
    database: Database, clock: Clock, *, sender: Sender | None, settings: DeliverySettings | None
) -> str:
    """Send everybody the digest of their day or week, and say what came of it.

    After a failure the others are left for the next run: whoever did not take one mail will hardly
    take another. Without a mail server nothing is claimed, nor while the brake stands.
    """
    if sender is None or settings is None:
        return "no mail server is set up"
    if _is_held(database):
        return HELD
    sent = looked_at = 0
    failure: MailFailedError | None = None
    while looked_at < MOST_DIGESTS and (failure is None or failure.lasting):
        with database.writing.begin() as session:
            claimed = claim_digest(session, now=clock())
        if claimed is None:
            break
        looked_at += 1
        done = _send(database, clock, claimed, sender=sender, settings=settings)
        failure = done if isinstance(done, MailFailedError) else failure
        sent += done is True
    if looked_at:
        _forget(database, clock)
    return _tell(database, clock, f"{sent} sent, {looked_at - sent} not", failure)


def _tell(database: Database, clock: Clock, done: str, failure: MailFailedError | None) -> str:
    with database.reading() as session:
        failed = count_failed_digests(session, now=clock())
    told = f"{done}, {failed} of the last day did not get through" if failed else done
    return f"{told}; the last failed: {failure}" if failure else told


def _send(
    database: Database,
    clock: Clock,
    claimed: Claimed,
    *,
    sender: Sender,
    settings: DeliverySettings,
) -> bool | MailFailedError:
    """Whether one was sent, or why not; it is written and handed over outside of any write."""
    with database.reading() as session:
        composed = compose_digest(session, claimed, settings)
    if composed is None:
        with database.writing.begin() as session:
            note_empty(session, claimed)
        return False
    letter, items = composed
    failure = _hand_over(sender, letter)
    with database.writing.begin() as session:
        if failure:
            note_failure(session, claimed, failure, now=clock())
        else:
            note_sent(session, claimed, items, now=clock())
    return failure or True


def _hand_over(sender: Sender, letter: Letter) -> MailFailedError | None:
    try:
        sender(letter)
    except MailFailedError as error:
        return error
    return None


def _is_held(database: Database) -> bool:
    with database.reading() as session:
        return find_standing_brake(session) is not None


def _forget(database: Database, clock: Clock) -> None:
    with database.writing.begin() as session:
        forget_digests(session, now=clock())


def run_channel_pass(
    database: Database, clock: Clock, *, speaker: Speaker, settings: DeliverySettings
) -> str:
    """Tell the channels once a day what waits for reviewers, and say what came of it."""
    if _is_held(database):
        return HELD
    with database.writing.begin() as session:
        claimed = claim_for_channels(session, now=clock())
    if claimed is None:
        return "told today already"
    with database.reading() as session:
        text = tell_channels(session, settings, now=clock())
    failure: ChannelFailedError | None = None
    if text is not None:
        try:
            speaker(text)
        except ChannelFailedError as error:
            failure = error
    with database.writing.begin() as session:
        if failure:
            note_failure(session, claimed, failure, now=clock())
        elif text:
            note_sent(session, claimed, 0, now=clock())
        else:
            note_empty(session, claimed)
    if failure:
        return f"not all of them have it: {failure}"
    return "told what waits" if text else "nothing waits"
