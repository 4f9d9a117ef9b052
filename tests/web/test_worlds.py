"""T31: two private worlds, and nobody else finds a word of either, wherever they look."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.services.due import flag_due
from forecasts.services.heartbeats import beat
from forecasts.services.intake import capture_post
from forecasts.services.recording import log_forecast, withdraw
from forecasts.services.resolution import resolve
from forecasts.services.triage import Correction, accept, add_quoted
from forecasts.store.engine import Database
from forecasts.store.models import Author
from forecasts.store.queries import visibility
from forecasts.store.queries.posts import list_candidates
from tests.making import (
    NOW,
    OPERATOR,
    SOLO,
    a_decision,
    a_draft,
    a_submission,
    make_account,
    make_forecast,
    stated_chance,
)
from tests.web.conftest import csrf_token

pytestmark = pytest.mark.slow

DAYS = {"alice": date(2031, 7, 13), "bob": date(2033, 5, 17)}
CHANCES = {"alice": 0.7319, "bob": 0.6173}
SEARCHES = ("?words=zeppelin", "?status=resolved&outcome=yes", "?kind=stated&level=0-100")


@dataclass(frozen=True)
class World:
    """What one author keeps private, and how it can be recognised."""

    actor: Actor
    slug: str
    numbers: range

    @property
    def markers(self) -> tuple[str, ...]:
        """Whatever of it may turn up nowhere; in small letters."""
        name = self.slug.split("-")[0].removeprefix("xqz").removesuffix("name")
        day, chance = DAYS[name], CHANCES[name]
        written = f"{day.day} {day:%b %Y}".lower()
        return f"xqz{name}", str(day), written, str(round(chance * 1_000_000)), f"{chance:.2%}"[:-1]


def make_world(session: Session, owner: str) -> World:
    """A post, what was found in it, and forecasts in every state, all private."""
    name = f"xqz{owner}name Person"
    private = {"visibility": Visibility.PRIVATE}
    seed = a_submission(
        f"A zeppelin xqz{owner}text will fly here by the end of 2031. It is xqz{owner}odd.",
        author=name,
        title=f"xqz{owner}title",
        source_url=f"https://example.org/xqz{owner}source",
        **private,
    )
    operator = capture_post(session, seed, actor=OPERATOR, now=NOW)
    actor = make_account(session, owner, Role.AUTHOR, authors=[name])
    candidate = list_candidates(session, operator.id)[0]
    correction = Correction(
        claim=f"A zeppelin xqz{owner}claim", deadline=DAYS[owner], chance=stated_chance(0.5)
    )
    first = accept(session, candidate.id, version=1, actor=actor, now=NOW, correction=correction).id
    add_quoted(session, operator.id, f"It is xqz{owner}odd.", actor=actor, now=NOW)
    for deadline in (DAYS[owner], date(2026, 11, 20), date(2026, 11, 19)):
        draft = a_draft(
            session,
            author=name,
            claim=f"The zeppelin xqz{owner}line lands",
            criteria=f"xqz{owner}criteria",
            stated=CHANCES[owner],
            deadline=deadline,
            tags=(f"xqz{owner}tag",),
            **private,
        )
        last = log_forecast(session, draft, actor=actor, now=NOW).id
    withdraw(session, last - 2, version=1, actor=actor, now=NOW)
    flag_due(session, now=NOW)
    decision = a_decision(
        Outcome.YES, note=f"xqz{owner}note", evidence_url=f"https://example.org/xqz{owner}evidence"
    )
    resolve(session, last, decision, version=2, actor=OPERATOR, now=NOW, policy=SOLO)
    slug = session.get_one(Author, candidate.post.author_id).slug
    return World(actor, slug, range(first, last + 1))


@pytest.fixture
def worlds(web_database: Database) -> dict[str, World]:
    with web_database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        made = {owner: make_world(session, owner) for owner in ("alice", "bob")}
        make_forecast(session, claim="Everybody may read this")
        beat(session, "due", "0 flagged as due", now=NOW)
    return made


@pytest.fixture
def askers(app: Flask, web_database: Database, worlds, browser_of) -> dict[str, FlaskClient]:
    from forecasts.services.accounts import issue_sign_in_link  # noqa: PLC0415 - for this alone

    def browser(actor: Actor) -> FlaskClient:
        with web_database.writing.begin() as session:
            token = issue_sign_in_link(session, actor.account_id, now=NOW)
        client = app.test_client()
        client.get(f"/sign-in/{token}")
        return client

    return {
        "visitor": app.test_client(),
        "reader": browser_of("rea", Role.READER),
        "other author": browser_of("otto", Role.AUTHOR, authors=["Otto Other"]),
        "alice": browser(worlds["alice"].actor),
        "bob": browser(worlds["bob"].actor),
    }


def addresses(app: Flask, worlds: dict[str, World], method: str) -> Iterator[str]:
    """Every address of the route map, with every number and name that the worlds have."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in {"static", "sessions.sign_out"}:
            yield from _filled(app, rule, worlds)


def _filled(app: Flask, rule: Rule, worlds: dict[str, World]) -> list[str]:
    values = {
        "slug": [world.slug for world in worlds.values()],
        "token": ["no-such-token"],
        "kind": ["new", "due", "resolved"],
    }
    numbers = [*range(1, 12)]
    names = sorted(rule.arguments)
    with app.test_request_context():
        built = [
            rule.build(dict(zip(names, chosen, strict=True)))
            for chosen in product(*(values.get(name, numbers) for name in names))
        ]
    assert None not in built, f"say what to put into {rule}"
    return [each[1] for each in built if each]


def text_of(answer: TestResponse) -> str:
    """All that an answer says, archives unpacked."""
    if answer.mimetype != "application/zip":
        return f"{answer.text} {answer.headers}"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    answer.close()
    return " ".join(archive.read(name).decode() for name in archive.namelist())


def leaks(browser: FlaskClient, address: str, foreign: list[World], **rest: object) -> list[str]:
    answer = browser.open(address, **rest)
    told = text_of(answer).lower()
    assert answer.status_code < 500, f"{address} broke"
    return [f"{address}: {mark}" for world in foreign for mark in world.markers if mark in told]


def foreign_to(asker: str, worlds: dict[str, World]) -> list[World]:
    return [world for owner, world in worlds.items() if owner != asker]


def crawl(app: Flask, asker: str, browser: FlaskClient, worlds: dict[str, World]) -> list[str]:
    """Everything that this browser is shown of worlds that are not its own."""
    found = []
    foreign = foreign_to(asker, worlds)
    for address in addresses(app, worlds, "GET"):
        found += leaks(browser, address, foreign)
    for search in SEARCHES:
        found += leaks(browser, f"/forecasts{search}", foreign)
    return found


@pytest.mark.parametrize("asker", ["visitor", "reader", "other author", "alice", "bob"])
def test_nobody_reads_a_word_of_a_private_world(app, askers, worlds, asker):
    assert crawl(app, asker, askers[asker], worlds) == []


@pytest.mark.parametrize("asker", ["reader", "other author", "bob"])
def test_no_act_tells_a_word_of_a_private_world(app, askers, worlds, asker):
    browser = askers[asker]
    form = {"csrf_token": csrf_token(browser), "version": 1, "visibility": "public", "quote": "x"}

    found = []
    for address in addresses(app, worlds, "POST"):
        found += leaks(browser, address, foreign_to(asker, worlds), method="POST", data=form)

    assert found == []


@pytest.mark.parametrize("asker", ["visitor", "reader", "other author", "bob"])
def test_what_is_private_is_not_there_for_others(askers, worlds, asker):
    for number in worlds["alice"].numbers:
        assert askers[asker].get(f"/forecasts/{number}").status_code == 404
    assert askers[asker].get(f"/authors/{worlds['alice'].slug}").status_code == 404


def test_whose_it_is_reads_all_of_it(app, askers, worlds):
    pages = " ".join(
        text_of(askers["alice"].get(address)) for address in addresses(app, worlds, "GET")
    )

    marks = set(re.findall(r"xqzalice[a-z]+", pages))
    assert marks == {
        f"xqzalice{field}"
        for field in ("name", "text", "odd", "title", "source", "claim", "line", "criteria", "tag")
    } | {"xqzalicenote", "xqzaliceevidence"}


def test_the_crawl_would_find_a_leak(app, askers, worlds, monkeypatch):
    monkeypatch.setattr(visibility, "LISTED", frozenset(Visibility))
    monkeypatch.setattr(visibility, "OPEN_BY_ADDRESS", frozenset(Visibility))

    assert len(crawl(app, "visitor", askers["visitor"], worlds)) > 10
