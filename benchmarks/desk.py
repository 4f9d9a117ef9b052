"""How long the server takes over the pages of the desk, before 100,000 open forecasts."""

import json
import re
import tempfile
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from flask.testing import FlaskClient

from benchmarks.crowd import CONFLICTED, SNOOZED_EVERY, add_crowd
from config import Config
from forecasts.domain.clock import system_clock
from forecasts.domain.lifecycle import Status
from forecasts.domain.policies import Policy
from forecasts.services.accounts import issue_sign_in_link
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Forecast
from forecasts.store.schema import migrate
from forecasts.web.app import create_app

OPEN, DUE, RESOLVED = 100_000, 5_000, 20_000
LONGEST = 1.0
"""Seconds that a page may take."""

LONGEST_OF_MANY = 5.0
"""Seconds that a hundred decisions at once may take."""

ROUNDS = 7
PAGES = {
    "first": "/review",
    "lane": "/review?lane=due",
    "page 200": "/review?lane=overdue&page=200",
    "words": "/review?words=harbour",
    "author": "/review?author=Author+7",
    "second look": "/review?lane=second+look",
    "due soon": "/review?lane=due+soon",
    "another page": "/ledger",
}

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Took(NamedTuple):
    """Seconds of this process, and seconds on the wall, which grow where others work too."""

    cpu: float
    wall: float


def measure(database: Database, home: Path) -> dict[str, Took]:
    """What each page takes, and a decision with the page after it, and voiding a hundred."""
    now = system_clock()
    reviewer = add_crowd(database, open_=OPEN, due=DUE, resolved=RESOLVED, now=now)
    browser = sign_in(database, home, reviewer)
    seconds = {name: _measure(partial(browser.get, address)) for name, address in PAGES.items()}
    token = _TOKEN.search(browser.get("/review").text)
    assert token
    numbers = iter(_next_due(database, ROUNDS + 1))
    seconds["decision and next"] = _measure(lambda: _decide(browser, token[1], next(numbers)))
    seconds["100 voided"] = _time(lambda: _void(browser, token[1], _next_due(database, 100)))
    return seconds


def sign_in(database: Database, home: Path, account_id: int) -> FlaskClient:
    """A browser in which that account is signed in, where nobody decides their own."""
    config = Config(home=home, database_url="sqlite://", secret_key="k", policy=Policy.INDEPENDENT)  # noqa: S106 - signs nothing real
    browser = create_app(config, database=database, clock=system_clock).test_client()
    with database.writing.begin() as session:
        token = issue_sign_in_link(session, account_id, now=system_clock())
    browser.get(f"/sign-in/{token}")
    return browser


def _next_due(database: Database, number: int) -> list[int]:
    """Due forecasts of authors with whom the reviewer has no conflict, the last due first."""
    query = (
        sa.select(Forecast.id)
        .where(
            Forecast.status == Status.DUE,
            Forecast.author_id.not_in(CONFLICTED),
            Forecast.id % SNOOZED_EVERY != 0,
        )
        .order_by(Forecast.due_at.desc())
        .limit(number)
    )
    with database.reading() as session:
        return list(session.scalars(query))


def _decide(browser: FlaskClient, token: str, number: int) -> None:
    form = {
        "csrf_token": token,
        "version": 2,
        "outcome": "yes",
        "known_on": "2020-01-01",
        "evidence_url": "https://example.org/",
    }
    answer = browser.post(f"/forecasts/{number}/resolutions?lane=due", data=form)
    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.text
    assert browser.get(answer.location).status_code == HTTPStatus.OK


def _void(browser: FlaskClient, token: str, numbers: list[int]) -> None:
    items = [f"{number}:2" for number in numbers]
    form = {"csrf_token": token, "items": items, "act": "void", "void_reason": "duplicate"}
    answer = browser.post("/review/many", data=form)
    assert "100 forecasts voided" in answer.text, answer.text


def _measure(work: Callable[[], object]) -> Took:
    """The slowest round by CPU, the quickest by the wall."""
    work()
    rounds = [_time(work) for _ in range(ROUNDS)]
    return Took(max(each.cpu for each in rounds), min(each.wall for each in rounds))


def _time(work: Callable[[], object]) -> Took:
    began, cpu_began = time.perf_counter(), time.process_time()
    work()
    cpu, wall = time.process_time() - cpu_began, time.perf_counter() - began
    return Took(round(cpu, 3), round(wall, 3))


def main() -> None:
    """On SQLite, in a file."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/forecasts.sqlite3")
        migrate(database.engine)
        seconds = measure(database, Path(folder))
        database.close()
    size = {"open": OPEN, "due": DUE, "decided": RESOLVED}
    print(json.dumps({"measure": "desk", **size, "cpu_and_wall": seconds}))
    many = seconds.pop("100 voided")
    assert max(max(took) for took in seconds.values()) < LONGEST
    assert many.cpu < LONGEST_OF_MANY


if __name__ == "__main__":
    main()
