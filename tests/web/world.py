"""A small world in one SQLite file: people signed in, and what one of them recorded.

The file is written back after each request that may have changed it, so that every check starts
from the same state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from config import Config
from forecasts.domain.hooks import HookEvent
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.policies import Policy
from forecasts.services.accounts import issue_sign_in_link
from forecasts.services.arrivals import Wanted, announce
from forecasts.services.brake import pull_brake
from forecasts.services.calendars import make_address
from forecasts.services.due import flag_due
from forecasts.services.feeds import FeedSettings, add_feed, pause_feed
from forecasts.services.heartbeats import beat
from forecasts.services.hints import Pointer, point_out
from forecasts.services.hooks import add_hook
from forecasts.services.intake import capture_post
from forecasts.services.mailed_links import LinkMaker, make_link
from forecasts.services.passwords import choose
from forecasts.services.recording import log_forecast
from forecasts.services.resolution import decide
from forecasts.services.snoozing import Postponement, snooze
from forecasts.services.stopping import StopLinks
from forecasts.services.triage import accept, dismiss
from forecasts.store.engine import Database, open_database
from forecasts.store.models import (
    Account,
    ArrivalStatus,
    AuthorClaim,
    Brake,
    CalendarScope,
    ClaimStatus,
    Conflict,
    LinkPurpose,
    Notice,
    SecondLook,
    WebSession,
)
from forecasts.store.queries.posts import list_candidates
from forecasts.web.app import create_app
from tests.making import CHEAP, NOW, PASSWORD, a_decision, a_draft, a_submission, make_account
from tests.web.making_posts import TEXT

SITE = "http://localhost"
SECRET = "for tests alone"  # noqa: S105 - signs nothing real
CSRF_FIELD = "csrf_token"
INDEPENDENT = Policy.INDEPENDENT
ROLES = {
    "reader": Role.READER,
    "owner": Role.AUTHOR,
    "other": Role.AUTHOR,
    "reviewer": Role.REVIEWER,
    "conflicted": Role.REVIEWER,
    "admin": Role.ADMIN,
    "ended": Role.ADMIN,
    "suspended": Role.ADMIN,
}
AUTHORS = {"owner": ["Ada Author"], "other": ["Otto Other"]}


@dataclass
class World:
    """The application with its rows.

    Attributes:
        app: the application.
        database: behind it.
        file: the file of the database.
        people: as whom each acts.
        rows: what stands in an address for a row, by its name.
        cookies: for each person the cookie of their browser.
        tokens: for each person the token that their forms carry.
        link: what signs the admin in, once.
        start: the file as it was in the beginning.
    """

    app: Flask
    database: Database
    file: Path
    people: dict[str, Actor] = field(default_factory=dict)
    rows: dict[str, int | str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    link: str = ""
    start: bytes = b""

    @property
    def cookie_name(self) -> str:
        """What the cookie of a session is called."""
        return str(self.app.config["SESSION_COOKIE_NAME"])

    def browser(self, person: str) -> FlaskClient:
        """A browser of that person, as it was in the beginning."""
        client = self.app.test_client()
        client.set_cookie(self.cookie_name, self.cookies[person])
        return client

    def send(
        self, person: str, address: str, form: Mapping[str, object] | None = None, **rest: object
    ) -> TestResponse:
        """The answer to a form of that person, with the token that it carries."""
        token = {CSRF_FIELD: self.tokens[person]}
        return self.browser(person).post(address, data={**token, **(form or {})}, **rest)

    def address(self, endpoint: str, row: str = "") -> str:
        """An address of the endpoint that leads to what the owner recorded.

        Args:
            row: the row that it names, where it is not the ordinary one.
        """
        wanted = {name for rule in self.app.url_map.iter_rules(endpoint) for name in rule.arguments}
        if row:
            values = dict.fromkeys(wanted, self.rows[row])
        else:
            values = {name: self._ordinary(name) for name in wanted}
        return self.app.url_map.bind("localhost").build(endpoint, values)

    def _ordinary(self, name: str) -> int | str:
        """What stands in an address for that part of it."""
        ordinary = {
            "kind": "new",
            "account_id": self.rows["somebody"],
            "arrival_id": self.rows["arrival"],
            "feed_id": self.rows["feed"],
            "candidate_id": self.rows["proposed"],
            "filename": "icon.svg",
            "name": "bridges",
            "other_id": self.rows["post"],
            "forecast_id": self.rows["open"],
            "post_id": self.rows["post"],
            "slug": "ada-author",
            "token": self.link,
        }
        assert name in ordinary, f"say in World._ordinary what stands for {name}"
        return ordinary[name]

    def is_untouched(self) -> bool:
        """Whether the database is, to the last byte, as it was in the beginning."""
        return self.file.read_bytes() == self.start

    def begin_anew(self) -> None:
        """Put the database back to the beginning."""
        if not self.is_untouched():
            self.database.close()
            self.file.write_bytes(self.start)


def build_world(template: bytes, folder: Path, **settings: object) -> World:
    """The world in a file of its own, ready to be asked."""
    file = folder / "world.sqlite3"
    file.write_bytes(template)
    world = fill_world(open_database(f"sqlite:///{file}"), folder, **settings)
    world.database.close()
    world.file, world.start = file, file.read_bytes()
    return world


def fill_world(database: Database, folder: Path, **settings: object) -> World:
    """The world in this database, which nothing puts back."""
    config = Config(
        policy=INDEPENDENT,
        second_looks=0,  # a draw would make answers differ by chance
        home=folder,
        database_url="sqlite://",
        secret_key=SECRET,
        registration=True,
        password_cost=CHEAP,
        site=SITE,
        **settings,
    )
    world = World(create_app(config, database=database, clock=lambda: NOW), database, folder)
    if config.secure_cookies:
        world.app.config["PREFERRED_URL_SCHEME"] = "https"  # that of the browsers of tests
    with database.writing.begin() as writing:
        _add_people(writing, world)
        _add_rows(writing, world)
    for person in ("visitor", *ROLES):
        _sign_in(world, person)
    with database.writing.begin() as writing:
        _add_accounts(writing, world)
        _add_calendar(writing, world)
    world.link = _new_link(world, "admin")
    with database.writing.begin() as writing:
        _shut_out(writing, world)
    return world


def _add_people(writing: Session, world: World) -> None:
    for person, role in ROLES.items():
        authors = AUTHORS.get(person, [])
        world.people[person] = make_account(writing, person, role, authors=authors)
    (ada,) = world.people["owner"].authors
    conflict = Conflict(
        account_id=world.people["conflicted"].account_id,
        author_id=ada,
        reason="They are friends.",
        declared_at=NOW,
    )
    writing.add(conflict)
    writing.flush()
    world.rows["conflict"] = conflict.id


def _add_rows(writing: Session, world: World) -> None:
    by = {"actor": world.people["owner"], "now": NOW}
    post = capture_post(writing, a_submission(TEXT), **by)
    first, second, third = list_candidates(writing, post.id)
    accept(writing, first.id, version=1, **by)
    dismiss(writing, second.id, version=1, **by)
    past = date(2026, 11, 20)
    logged = {
        name: log_forecast(writing, a_draft(writing, deadline=deadline), **by).id
        for name, deadline in {
            "open": None,
            "pointed at": None,
            "due": past,
            "resolved": past,
            "to confirm": past,
            "asleep": past,
        }.items()
    }
    flag_due(writing, now=NOW)
    _add_clock(writing, world, logged["due"])
    world.rows |= logged | {"post": post.id, "dismissed": second.id, "proposed": third.id}
    _add_reviews(writing, world)
    _add_what_comes_in(writing, world)


def _add_what_comes_in(writing: Session, world: World) -> None:
    """Two feeds, one of them paused, and a post that the owner is asked about."""
    by = {"actor": world.people["admin"], "now": NOW}
    settings = FeedSettings(author="Ada Author")
    feed = add_feed(writing, "https://ada.example/feed", settings, **by)
    paused = add_feed(writing, "https://ada.example/comments", settings, **by)
    pause_feed(writing, paused.id, version=1, **by)
    paused.version = 1
    arrival = announce(
        writing,
        Wanted(address="https://ada.example/a-post", author="Ada Author"),
        actor=world.people["owner"],
        now=NOW,
    )
    arrival.status, arrival.text, arrival.text_format = ArrivalStatus.ASKING, "Snow.", "text"
    arrival.raw = b"Snow."
    writing.flush()
    world.rows |= {"feed": feed.id, "paused feed": paused.id, "arrival": arrival.id}


def _add_clock(writing: Session, world: World, due: int) -> None:
    """A clock that ticks, what it told, and a brake that was pulled just after."""
    beat(writing, "due", "6 flagged as due", now=NOW)
    pull_brake(writing, "There was an outage.", now=NOW)
    notice = sa.select(Notice.id).where(Notice.forecast_id == due)
    world.rows["notice"] = writing.scalars(notice).one()
    world.rows["brake"] = writing.scalars(sa.select(Brake.id)).one()


def _add_reviews(writing: Session, world: World) -> None:
    """What another reviewer decided, proposed and put off, and what a reader pointed out."""
    another = make_account(writing, "another.reviewer", Role.REVIEWER)
    by, yes = {"actor": another, "now": NOW}, a_decision(Outcome.YES)
    decide(writing, world.rows["resolved"], yes, version=2, policy=INDEPENDENT, share=100, **by)
    proposal = decide(
        writing, world.rows["to confirm"], yes, version=2, policy=Policy.TWO_PERSON, **by
    )
    later = Postponement(until=date(2026, 12, 1), reason="The figures come out then.")
    snooze(writing, world.rows["asleep"], later, version=2, policy=INDEPENDENT, **by)
    pointer = Pointer(evidence_url="https://example.org/", known_on=date(2026, 11, 20))
    hint = point_out(
        writing, world.rows["pointed at"], pointer, actor=world.people["reader"], now=NOW
    )
    look = writing.scalars(sa.select(SecondLook.id)).one()
    world.rows |= {"proposal": proposal.id, "hint": hint.id, "look": look}


def _add_accounts(writing: Session, world: World) -> None:
    """Accounts for an admin to decide about, what they ask for, and addresses that were mailed."""
    numbers = {
        name: make_account(writing, name.replace(" ", "."), Role.READER).account_id
        for name in ("somebody", "locked out", "with factor")
    }
    accounts = {name: writing.get_one(Account, number) for name, number in numbers.items()}
    accounts["somebody"].password_hash = choose(PASSWORD, about=(), cost=CHEAP)
    accounts["locked out"].suspended_at = NOW
    accounts["with factor"].totp_secret = "JBSWY3DPEHPK3PXP"  # noqa: S105 - opens nothing real
    accounts["with factor"].totp_confirmed_at = NOW
    claim = AuthorClaim(
        account_id=numbers["somebody"],
        author_id=min(world.people["owner"].authors),
        reason="It is me.",
        status=ClaimStatus.ASKED,
        asked_at=NOW,
        version=1,
    )
    writing.add(claim)
    writing.flush()
    of_owner = WebSession.account_id == world.people["owner"].account_id
    handle = writing.scalars(sa.select(WebSession.handle).where(of_owner)).one()
    world.rows |= numbers | {"claim": claim.id, "session of owner": handle}
    stop = StopLinks(SITE, SECRET).address_of(numbers["somebody"])
    world.rows["stop"] = stop.rpartition("/")[2]
    hook = add_hook(
        writing,
        "https://example.org/hook",
        list(HookEvent),
        actor=world.people["admin"],
        now=NOW,
    )
    world.rows["hook"] = hook.id
    for purpose in LinkPurpose:
        address = make_link(
            writing,
            purpose,
            LinkMaker(SITE, SECRET),
            email="somebody@example.org" if purpose is LinkPurpose.RESET else f"{purpose}@new.org",
            actor=world.people["admin"],
            now=NOW,
            role=Role.READER,
            account_id=numbers["somebody"],
        )
        world.rows[purpose] = address.rpartition("/")[2]


def _add_calendar(writing: Session, world: World) -> None:
    owner = world.people["owner"]
    world.rows["calendar"] = make_address(writing, CalendarScope.OWN, actor=owner, now=NOW)


def _sign_in(world: World, person: str) -> None:
    client = world.app.test_client()
    if person != "visitor":
        client.get(f"/sign-in/{_new_link(world, person)}")
    with world.app.test_request_context():
        world.tokens[person] = generate_csrf()
        secret = session[CSRF_FIELD]
    with client.session_transaction() as carried:
        carried[CSRF_FIELD] = secret
    world.cookies[person] = client.get_cookie(world.cookie_name).value


def _new_link(world: World, person: str) -> str:
    with world.database.writing.begin() as writing:
        return issue_sign_in_link(writing, world.people[person].account_id, now=NOW)


def _shut_out(writing: Session, world: World) -> None:
    """End one session and suspend one account."""
    ended, suspended = (world.people[name].account_id for name in ("ended", "suspended"))
    gone = sa.update(WebSession).where(WebSession.account_id == ended)
    writing.execute(gone.values(ended_at=NOW))
    shut = sa.update(Account).where(Account.id == suspended)
    writing.execute(shut.values(suspended_at=NOW))
