"""Fetches the posts that somebody named by an address, and has them read."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from forecasts.domain.clock import Clock
from forecasts.domain.errors import FetchFailedError
from forecasts.domain.found import FoundPost
from forecasts.domain.hosts import read_web_address
from forecasts.services.arrivals import (
    MAIL,
    Errand,
    claim_arrival,
    forget_arrivals,
    keep_found,
    note_failure,
)
from forecasts.store.engine import Database
from scheduler.fetching import Client
from scheduler.reading import Reader
from scheduler.robots import Robots

log = logging.getLogger(__name__)

MOST_ARRIVALS = 20
"""Posts that one run of the pass sees to, so that it comes to an end."""

LEASE = timedelta(minutes=2)
"""What fetching and reading one post may take."""

_ACCEPT = {"Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, text/markdown;q=0.8"}


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages, and has them read.

    Attributes:
        client: connects.
        robots: knows what sites let us fetch when no person asks for it.
        reader: reads what came.
    """

    client: Client
    robots: Robots
    reader: Reader

    def fetch(self, address: str) -> FoundPost:
        """The post at that address.

        Raises:
            FetchFailedError: there is none, or it may not be asked for.
        """
        answer = self.client.get(address, _ACCEPT)
        if answer.status != HTTPStatus.OK:
            gone = answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
            told = "there is nothing at this address" if gone else f"it says {answer.status}"
            raise FetchFailedError(f"The server does not give the page: {told}.", lasting=gone)
        kind = answer.headers.get("content-type", "")
        return self.reader.read_page(answer.body, kind=kind, address=answer.address)


def open_fetcher(client: Client, reader: Reader) -> Fetcher:
    """A fetcher that connects through that client."""
    return Fetcher(client, Robots(client), reader)


def run_arrival_pass(database: Database, clock: Clock, *, fetcher: Fetcher) -> str:
    """See to the posts that are on their way, and say what came of it."""
    read, failed = 0, 0
    for _ in range(MOST_ARRIVALS):
        with database.writing.begin() as session:
            errand = claim_arrival(session, now=clock(), lease=LEASE)
        if errand is None:
            break
        worked = _see_to(database, clock, errand, fetcher)
        read += worked
        failed += not worked
    with database.writing.begin() as session:
        forgotten = forget_arrivals(session, now=clock())
    return f"{read} posts read, {failed} failed, {forgotten} forgotten"


def _see_to(database: Database, clock: Clock, errand: Errand, fetcher: Fetcher) -> bool:
    try:
        found = _find(errand, fetcher, clock)
        with database.writing.begin() as session:
            return keep_found(session, errand, found, now=clock())
    except FetchFailedError as error:
        failure = error
    except Exception as error:
        log.exception("arrival %s", errand.arrival_id)
        failure = FetchFailedError(f"It could not be kept ({type(error).__name__}).")
    with database.writing.begin() as session:
        note_failure(session, errand, failure, now=clock())
    return False


def _find(errand: Errand, fetcher: Fetcher, clock: Clock) -> FoundPost:
    if errand.address is not None:
        if errand.by_itself:
            where = read_web_address(errand.address, reach=fetcher.client.reach)
            fetcher.robots.check(where, now=clock())
        return fetcher.fetch(errand.address)
    if errand.content_type == MAIL:
        return fetcher.reader.read_mail(errand.raw or b"")
    return fetcher.reader.read_page(errand.raw or b"", kind=errand.content_type, address="")
