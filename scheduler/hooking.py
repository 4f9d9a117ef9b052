"""Posts to web hooks, one delivery after another, each outside of any transaction."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from forecasts.domain.clock import Clock
from forecasts.domain.errors import FetchFailedError
from forecasts.domain.hooks import Answer, Message
from forecasts.services.hook_deliveries import (
    Leased,
    forget_deliveries,
    lease_delivery,
    note_answer,
    note_withheld,
    park_exhausted,
)
from forecasts.services.hook_messages import write_message
from forecasts.store.engine import Database
from forecasts.store.queries.hooks import count_deliveries

MOST_DELIVERIES = 200
"""Deliveries that one run of the pass looks after, so that it comes to an end."""

_LEASE = timedelta(seconds=90)
"""Longer than one delivery may take, with what it takes to note it."""

Poster = Callable[[Message], Answer]
"""Posts a message and tells what the receiver said; never raises for what went wrong there."""


class Said(Protocol):
    """What a client brings back."""

    @property
    def status(self) -> int:
        """The status of HTTP."""


class Posting(Protocol):
    """A client that connects to judged addresses only."""

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Said:
        """What the receiver says.

        Raises:
            FetchFailedError: it could not or must not be sent.
        """


def posts_by(client: Posting) -> Poster:
    """What posts through this client."""

    def post(message: Message) -> Answer:
        try:
            return Answer(client.post(message.address, message.body, message.headers).status)
        except FetchFailedError as error:
            return Answer(None, str(error))

    return post


def run_hook_pass(database: Database, clock: Clock, *, post: Poster, site: str) -> str:
    """Post what is in line, and say what came of it.

    A web hook that fails is left alone for the rest of the run; the others are not kept waiting.
    """
    taken = 0
    failing: frozenset[int] = frozenset()
    with database.writing.begin() as session:
        park_exhausted(session, now=clock())
    for _ in range(MOST_DELIVERIES):
        with database.writing.begin() as session:
            leased = lease_delivery(session, now=clock(), lease=_LEASE, without=failing)
        if leased is None:
            break
        if _send(database, clock, leased, post=post, site=site):
            taken += 1
        else:
            failing |= {leased.hook_id}
    return _tell(database, clock, taken)


def _send(database: Database, clock: Clock, leased: Leased, *, post: Poster, site: str) -> bool:
    """Whether it is done with: taken by the receiver, or not to be told any more."""
    with database.reading() as session:
        message = write_message(session, leased, site=site, now=clock())
    if message is None:
        with database.writing.begin() as session:
            note_withheld(session, leased, now=clock())
        return True
    answer = post(message)
    with database.writing.begin() as session:
        note_answer(session, leased, answer, now=clock())
    return answer.is_taken


def _tell(database: Database, clock: Clock, taken: int) -> str:
    if taken:
        with database.writing.begin() as session:
            forget_deliveries(session, now=clock())
    with database.reading() as session:
        counts = count_deliveries(session)
    told = f"{taken} delivered, {counts.waiting} waiting, {counts.parked} parked"
    return f"{told}, {counts.hooks_off} web hooks turned off" if counts.hooks_off else told
