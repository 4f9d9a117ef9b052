"""Asks for the second opinions that are wanted, and takes what comes of it."""

from datetime import timedelta

from forecasts.domain.clock import Clock
from forecasts.domain.errors import OpinionFailedError
from forecasts.opinions import AskedApart
from forecasts.services.second_opinions import (
    Errand,
    claim_errand,
    count_by_status,
    keep_answer,
    note_failure,
)
from forecasts.store.engine import Database
from forecasts.store.models import OpinionStatus

MOST_ERRANDS = 10
"""Posts that one run of the pass asks about, so that it comes to an end."""

_SPARE = timedelta(seconds=60)
"""Beside the time that an answer may take: what it may take to keep it."""


def run_opinion_pass(database: Database, clock: Clock, *, opinion: AskedApart) -> str:
    """Ask about the posts that wait for a second opinion, each outside of any transaction.

    After a failure the others are left for the next run: whoever did not answer about one post
    will hardly answer about another.
    """
    answered = 0
    failure: OpinionFailedError | None = None
    while failure is None and answered < MOST_ERRANDS:
        errand = _claim(database, clock, opinion)
        if errand is None:
            break
        try:
            answered += _run_errand(database, clock, errand, opinion)
        except OpinionFailedError as error:
            failure = error
            with database.writing.begin() as session:
                note_failure(session, errand, error, now=clock())
    return _tell(database, answered, failure)


def _claim(database: Database, clock: Clock, opinion: AskedApart) -> Errand | None:
    lease = timedelta(seconds=opinion.seconds) + _SPARE
    with database.writing.begin() as session:
        return claim_errand(session, opinion.source, now=clock(), lease=lease)


def _run_errand(database: Database, clock: Clock, errand: Errand, opinion: AskedApart) -> bool:
    """Whether there is an answer, and it came in time to be kept."""
    proposals = errand.answer
    if proposals is None:
        proposals = tuple(opinion.propose(errand.document))
    with database.writing.begin() as session:
        return keep_answer(session, errand, proposals, now=clock()) is not None


def _tell(database: Database, answered: int, failure: OpinionFailedError | None) -> str:
    with database.reading() as session:
        counts = count_by_status(session)
    waiting = counts.get(OpinionStatus.WAITING, 0)
    parked = counts.get(OpinionStatus.PARKED, 0)
    told = f"{answered} answered, {waiting} waiting, {parked} parked"
    return f"{told}; the last failed: {failure}" if failure else told
