"""T25 and T28: whatever people do, in whatever order, the record stays whole.

Each sequence draws its acts by a seed, many of them late, stale or forbidden; after every act, and
after the last one, what must always hold is asked of the rows and of the ledger.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import ForecastsError
from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.domain.visibility import Visibility
from forecasts.services.confirming import confirm, reject
from forecasts.services.disputes import dispute
from forecasts.services.due import flag_due
from forecasts.services.erasure import ErasureReason, erase_account, erase_author
from forecasts.services.estimates import tell_estimates
from forecasts.services.rebuilding import rebuild
from forecasts.services.recording import withdraw
from forecasts.services.resolution import decide
from forecasts.services.revising import Change, log_changed, revise
from forecasts.services.scorecards import AuthorCard, author_card
from forecasts.services.showing import set_default, show_forecast
from forecasts.services.verification import read_entries, verify_record
from forecasts.store.engine import Database, open_database
from forecasts.store.models import (
    Author,
    Estimate,
    Forecast,
    LedgerEntry,
    Proposal,
    ProposalStatus,
    Resolution,
)
from forecasts.store.queries.authors import count_by_status
from forecasts.store.schema import migrate
from tests.making import a_decision, make_account, make_forecast, stated_chance

BEGINS = datetime(2026, 1, 5, 12, tzinfo=UTC)
LONGEST = 25
POLICIES = (Policy.SOLO, Policy.INDEPENDENT, Policy.TWO_PERSON)
AUTHORS = ("Ada Author", "Ben Author")
NOTHING_DISAPPEARS = (Forecast, Estimate, Resolution, LedgerEntry, Author)


class Life:
    """Some people before one record, and what they do at random."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session = session
        self.draw = random.Random(seed)  # noqa: S311 - chances, not secrets
        self.now = BEGINS
        self.policy = self.draw.choice(POLICIES)
        self.people = [
            make_account(session, "operator", Role.ADMIN),
            make_account(session, "ada", Role.AUTHOR, authors=AUTHORS[:1]),
            make_account(session, "ben", Role.AUTHOR, authors=AUTHORS[1:]),
            make_account(session, "rita", Role.REVIEWER),
            make_account(session, "rob", Role.REVIEWER),
        ]
        self.done = 0
        self.kept = self.numbers()
        for _ in AUTHORS:
            self.log()

    # --- what people do ----------------------------------------------------

    def act(self) -> None:
        """Do one thing; what is refused leaves nothing behind."""
        acts: list[Callable[[], object]] = [
            *(self.log, self.log, self.revise, self.withdraw, self.change, self.show),
            *(self.decide, self.decide, self.decide, self.dispute, self.close, self.close),
            *(self.wait, self.wait),
        ]
        if self.draw.random() < 0.02:
            acts = [self.erase]
        act = self.draw.choice(acts)
        try:
            with self.session.begin_nested():
                act()
            self.done += 1
        except ForecastsError:
            self.session.expire_all()

    def log(self) -> None:
        days = self.draw.choice([None, 0, 3, 20, 60])
        make_forecast(
            self.session,
            author=self.draw.choice(AUTHORS),
            deadline=self.today + timedelta(days=days) if days is not None else None,
            said_on=self.today - timedelta(days=self.draw.choice([0, 0, 2, 30])),
            stated=self.draw.choice([None, 0.2, 0.7, 0.9]),
            visibility=self.draw.choice([None, None, None, *Visibility]),
            now=self.now,
        )

    def revise(self) -> None:
        forecast = self.a_forecast(Status.OPEN, Status.DUE)
        revise(
            self.session,
            forecast.id,
            stated_chance(self.draw.choice([0.1, 0.5, 0.95])),
            said_on=self.today - timedelta(days=self.draw.choice([0, 0, 1])),
            version=self.version_of(forecast),
            **self.by_owner(forecast),
        )

    def withdraw(self) -> None:
        forecast = self.a_forecast(Status.OPEN)
        version = self.version_of(forecast)
        withdraw(self.session, forecast.id, version=version, **self.by_owner(forecast))

    def change(self) -> None:
        forecast = self.a_forecast(Status.OPEN)
        moved = self.today + timedelta(days=self.draw.choice([1, 30]))
        change = Change(
            claim="It will be otherwise",
            deadline=Deadline(moved, None, "", 0, 0, "set by a person"),
            chance=stated_chance(0.4),
            said_on=self.today,
        )
        version = self.version_of(forecast)
        how = self.by_owner(forecast)
        log_changed(self.session, forecast.id, change, version=version, **how)

    def show(self) -> None:
        goal = self.draw.choice(list(Visibility))
        if self.draw.random() < 0.2:
            author = self.draw.choice(list(self.session.scalars(sa.select(Author))))
            set_default(self.session, author.id, goal, version=author.version, **self.by())
            return
        forecast = self.a_forecast(*Status)
        version = self.version_of(forecast)
        show_forecast(self.session, forecast.id, goal, version=version, **self.by_owner(forecast))

    def decide(self) -> None:
        decidable = [each for each in Status if each is not Status.WITHDRAWN]
        forecast = self.a_forecast(*self.draw.choice((decidable, [Status.DISPUTED])))
        outcome = self.draw.choice(list(Outcome))
        decision = a_decision(
            outcome,
            known_on=self.today - timedelta(days=self.draw.choice([0, 1, 10])),
            void_reason=VoidReason.DUPLICATE if outcome is Outcome.VOID else None,
            note=self.draw.choice(["", "It turned out so."]),
        )
        version = self.version_of(forecast)
        how = self.by(Role.REVIEWER) | {"policy": self.policy}
        decide(self.session, forecast.id, decision, version=version, share=50, **how)

    def dispute(self) -> None:
        forecast = self.a_forecast(Status.RESOLVED)
        last = sa.select(sa.func.max(Resolution.number)).filter_by(forecast_id=forecast.id)
        number = self.session.scalar(last) or 1
        told = {"reason": "It did not.", "evidence_url": None}
        dispute(self.session, forecast.id, number=number, **told, **self.by())

    def close(self) -> None:
        """Confirm or reject what stands proposed."""
        standing = sa.select(Proposal).where(Proposal.status == ProposalStatus.STANDING)
        proposals = list(self.session.scalars(standing))
        if not proposals:
            return
        proposal = self.draw.choice(proposals)
        if self.draw.random() < 0.7:
            how = self.by(Role.REVIEWER) | {"policy": self.policy, "share": 50}
            confirm(self.session, proposal.id, version=proposal.version, **how)
        else:
            how = self.by(Role.REVIEWER)
            reject(self.session, proposal.id, version=proposal.version, note="No.", **how)

    def erase(self) -> None:
        reason = ErasureReason.ASKED
        if self.draw.random() < 0.5:
            author = self.draw.choice(list(self.session.scalars(sa.select(Author))))
            erase_author(self.session, author.id, reason=reason, **self.by())
        else:
            account_id = self.draw.choice(self.people).account_id
            erase_account(self.session, account_id, reason=reason, **self.by())

    def wait(self) -> None:
        self.now += timedelta(hours=self.draw.choice([1, 30, 30, 200, 800]))
        if self.draw.random() < 0.8:
            flag_due(self.session, now=self.now)

    def by(self, least: Role = Role.READER) -> dict[str, Any]:
        """Somebody who may do it, as a rule."""
        able = [each for each in self.people if each.role.rank >= least.rank]
        people = able if self.draw.random() < 0.9 else self.people
        return {"actor": self.draw.choice(people), "now": self.now}

    def by_owner(self, forecast: Forecast) -> dict[str, Any]:
        """Whose it is, as a rule."""
        own = [each for each in self.people if forecast.author_id in each.authors]
        people = own if own and self.draw.random() < 0.9 else self.people
        return {"actor": self.draw.choice(people), "now": self.now}

    def a_forecast(self, *statuses: Status) -> Forecast:
        """One where this may be done, as a rule."""
        forecasts = list(self.session.scalars(sa.select(Forecast)))
        able = [each for each in forecasts if each.status in statuses]
        return self.draw.choice(able if able and self.draw.random() < 0.9 else forecasts)

    def version_of(self, forecast: Forecast) -> int:
        stale = self.draw.random() < 0.1
        return forecast.version - 1 if stale else forecast.version

    @property
    def today(self) -> date:
        return self.now.date()

    # --- what must always hold -----------------------------------------------

    def numbers(self) -> dict[str, int]:
        tables = {table.__tablename__: table for table in NOTHING_DISAPPEARS}
        return {
            name: self.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in tables.items()
        }

    def check(self) -> None:
        """What must hold after every act."""
        numbers = self.numbers()
        assert all(numbers[name] >= self.kept[name] for name in numbers), "something disappeared"
        self.kept = numbers
        self.session.expire_all()
        forecasts = list(self.session.scalars(sa.select(Forecast).options(*EVERYTHING)))
        for forecast in forecasts:
            check_outcomes(forecast)
            check_estimates(forecast)
        check_counts(self.session, forecasts)


EVERYTHING = (
    sa.orm.selectinload(Forecast.estimates),
    sa.orm.selectinload(Forecast.resolutions),
)


def check_outcomes(forecast: Forecast) -> None:
    """One outcome counts, and it is there exactly where a forecast is decided."""
    numbers = [each.number for each in forecast.resolutions]
    assert numbers == list(range(1, len(numbers) + 1))
    decided = forecast.status in {Status.RESOLVED, Status.DISPUTED}
    assert decided is bool(numbers), f"{forecast.status} with {len(numbers)} decisions"


def check_estimates(forecast: Forecast) -> None:
    """What counts came before the outcome was known."""
    known_on = forecast.resolutions[-1].known_on if forecast.resolutions else None
    told = tell_estimates(forecast)
    assert told[0].opening
    for each in told:
        assert known_on is None or each.too_late or each.estimate.said_on < known_on
        assert not (each.closing and each.too_late)


def check_counts(session: Session, forecasts: list[Forecast]) -> None:
    """Every forecast that is not private is in exactly one part of its author's sum."""
    authors = list(session.scalars(sa.select(Author.id)))
    counts = count_by_status(session, authors)
    for author_id in authors:
        theirs = [
            each
            for each in forecasts
            if each.author_id == author_id and each.visibility is not Visibility.PRIVATE
        ]
        assert counts[author_id].logged == len(theirs)
        assert counts[author_id].erased == sum(each.erased_at is not None for each in theirs)


def cards_of(session: Session, now: datetime) -> dict[int, AuthorCard]:
    """The card of each author who has forecasts that are not private, without name."""
    counted = sa.select(Forecast.author_id).where(Forecast.visibility != Visibility.PRIVATE)
    return {
        author_id: without_name(author_card(session, author_id, now=now))
        for author_id in sorted(set(session.scalars(counted)))
    }


def without_name(card: AuthorCard) -> AuthorCard:
    return replace(card, scorecard=replace(card.scorecard, author=""), private=0)


def check_against_the_ledger(session: Session, empty: Database, now: datetime) -> None:
    """T28: statuses and cards are the same when they are made from the ledger alone."""
    verdict = verify_record(session)
    assert verdict.fault is None, verdict.fault
    entries = read_entries(session, limit=10_000)
    with empty.writing() as other:
        replayed = rebuild(other, entries)
        cards = cards_of(other, now)
        other.rollback()
    statuses = dict(session.execute(sa.select(Forecast.id, Forecast.status)).all())
    assert {number: each.status for number, each in replayed.items()} == statuses
    assert cards == cards_of(session, now)


@pytest.fixture
def empty(sqlite_template: bytes, tmp_path: Path) -> Iterator[Database]:
    """Another database, empty."""
    file = tmp_path / "empty.sqlite3"
    file.write_bytes(sqlite_template)
    database = open_database(f"sqlite:///{file}")
    migrate(database.engine)
    yield database
    database.close()


def live(session: Session, seed: int, empty: Database) -> Life:
    life = Life(session, seed)
    for _ in range(life.draw.randint(5, LONGEST)):
        life.act()
        life.check()
    check_against_the_ledger(session, empty, life.now + timedelta(days=400))
    return life


def run_sequences(database: Database, empty: Database, seeds: range) -> int:
    done = 0
    for seed in seeds:
        with database.writing() as session:
            try:
                done += live(session, seed, empty).done
            except AssertionError as error:
                error.add_note(f"seed {seed}")
                raise
            session.rollback()
    return done


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("part", range(2))
def test_whatever_people_do_the_record_stays_whole(database, empty, part):
    assert run_sequences(database, empty, range(part * 15, part * 15 + 15)) > 80


@pytest.mark.nightly
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("part", range(20))
def test_of_two_thousand_sequences_none_breaks_the_record(database, empty, part):
    assert run_sequences(database, empty, range(1000 + part * 100, 1100 + part * 100)) > 600


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_it_stays_whole_on_the_other_database_too(database, empty):
    assert run_sequences(database, empty, range(500, 505)) > 20


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_sequences_reach_every_act(session, empty):
    """What is drawn for a second look hangs on hashes with salts, so no seed fixes a sequence."""
    wanted = {"logged", "revised", "withdrawn", "linked", "due", "resolved", "reversed", "shown"}
    wanted |= {"proposed", "rejected", "disputed", "answered", "hidden", "erased"}
    kinds: set[str] = set()
    for seed in range(60, 160):
        with session.begin_nested() as nested:
            live(session, seed, empty)
            kinds |= set(session.scalars(sa.select(LedgerEntry.kind)))
            nested.rollback()
        if wanted <= kinds:
            break

    assert wanted <= kinds


def test_the_checks_would_see_an_outcome_without_a_decision(session):
    life = Life(session, 1)
    life.log()
    session.execute(sa.update(Forecast).values(status=Status.RESOLVED))

    with pytest.raises(AssertionError, match="with 0 decisions"):
        life.check()


def test_the_checks_would_see_a_status_that_the_ledger_does_not_tell(session, empty):
    life = Life(session, 1)
    life.log()
    session.execute(sa.update(Forecast).values(status=Status.WITHDRAWN))

    with pytest.raises(AssertionError):
        check_against_the_ledger(session, empty, life.now)
