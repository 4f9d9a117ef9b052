"""Looks at the pages that posts were captured from: unchanged, changed, or gone."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from forecasts.domain.clock import Clock
from forecasts.domain.errors import FetchFailedError
from forecasts.domain.hosts import read_web_address
from forecasts.services.sources import Look, Seen, claim_check, keep_check, want_checks
from forecasts.store.engine import Database
from scheduler.fetching import Client
from scheduler.reading import Reader
from scheduler.robots import Robots

log = logging.getLogger(__name__)

MOST_LOOKS = 20
"""Pages that one run of the pass looks at, so that it comes to an end."""

LEASE = timedelta(minutes=5)

_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Looks at pages, and has their words read.

    Attributes:
        client: connects.
        robots: knows what sites let us look at.
        reader: reads what came.
    """

    client: Client
    robots: Robots
    reader: Reader


def open_onlooker(client: Client, reader: Reader) -> Onlooker:
    """An onlooker that connects through that client."""
    return Onlooker(client, Robots(client), reader)


def run_source_pass(database: Database, clock: Clock, *, onlooker: Onlooker) -> str:
    """Look at the pages whose time has come, and say how they stand."""
    with database.writing.begin() as session:
        want_checks(session, now=clock())
    states: Counter[str] = Counter()
    for _ in range(MOST_LOOKS):
        with database.writing.begin() as session:
            look = claim_check(session, now=clock(), lease=LEASE)
        if look is None:
            break
        seen = _look(look, onlooker, clock)
        with database.writing.begin() as session:
            states[keep_check(session, look, seen, now=clock()) or "overtaken"] += 1
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    return told or "no source to look at"


def _look(look: Look, onlooker: Onlooker, clock: Clock) -> Seen:
    try:
        where = read_web_address(look.address, reach=onlooker.client.reach)
        onlooker.robots.check(where, now=clock())
    except FetchFailedError as error:
        return Seen(told=str(error), is_forbidden=True)
    try:
        return _ask(look.address, onlooker)
    except FetchFailedError as error:
        return Seen(told=str(error))
    except Exception as error:
        log.exception("source of post %s", look.post_id)
        return Seen(told=f"It could not be read ({type(error).__name__}).")


def _ask(address: str, onlooker: Onlooker) -> Seen:
    answer = onlooker.client.get(address)
    if answer.status != HTTPStatus.OK:
        told = f"Its server says {answer.status}."
        return Seen(told=told, is_gone=answer.status in _GONE)
    kind = answer.headers.get("content-type", "")
    return Seen(words=onlooker.reader.read_words(answer.body, kind=kind))
