"""T24 and what surrounds it: a person's words go, what counts stays, and the chain holds."""

import random
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, GoneError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.scoring.scorecard import Counts
from forecasts.services.accounts import find_signed_in, open_session
from forecasts.services.due import flag_due
from forecasts.services.erasure import ErasureReason, erase_account, erase_author
from forecasts.services.intake import capture_post
from forecasts.services.recording import Line, log_forecast, log_line, withdraw
from forecasts.services.resolution import resolve
from forecasts.services.revising import revise
from forecasts.services.triage import accept, add_quoted
from forecasts.services.verification import verify_record
from forecasts.store.engine import Database
from forecasts.store.models import (
    Account,
    Author,
    Erasure,
    Estimate,
    Forecast,
    LedgerEntry,
    Mail,
    Post,
    Resolution,
    SealedText,
)
from forecasts.store.queries.authors import count_by_status
from forecasts.store.queries.forecasts import find_forecast
from forecasts.store.queries.posts import find_post, list_candidates
from scheduler.passes import WIPING, run_pass
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

ASKED = ErasureReason.ASKED
FIELDS = ("name", "mail", "line", "text", "note")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, a post, and forecasts in several states."""

    number: int
    author_id: int
    account_id: int

    @property
    def markers(self) -> list[bytes]:
        return [mark(self.number, field).encode() for field in FIELDS]


def mark(number: int, field: str) -> str:
    return f"zq{field}{number:04d}qz"


def make_person(session: Session, number: int) -> Person:
    name = f"{mark(number, 'name')} Person"
    actor = make_account(session, mark(number, "mail"), Role.AUTHOR, authors=[name])
    words = mark(number, "text")
    text = f"My guess is that the {words} bridge opens by the end of this year. It is {words}."
    post = capture_post(session, a_submission(text, author=name), actor=actor, now=NOW)
    candidate, *_ = list_candidates(session, post.id)
    accept(session, candidate.id, version=1, actor=actor, now=NOW)
    add_quoted(session, post.id, f"It is {words}.", actor=actor, now=NOW)
    lines = [type_line(session, actor, name, number, each) for each in range(3)]
    withdraw(session, lines[0].id, version=1, actor=actor, now=NOW)
    chance = stated_chance(0.8)
    revise(session, lines[1].id, chance, said_on=NOW.date(), version=1, actor=actor, now=NOW)
    decision = a_decision(Outcome.NO, note=f"It never did, {mark(number, 'note')}.")
    resolve(session, lines[2].id, decision, version=1, actor=OPERATOR, now=NOW, policy=SOLO)
    open_session(session, actor.account_id, now=NOW, verified=False, browser=name)
    session.add(a_mail(number, actor, name))
    return Person(number, lines[0].author_id, actor.account_id)


def type_line(session: Session, actor: Actor, name: str, number: int, each: int) -> Forecast:
    line = Line(
        author=name,
        line=f"{mark(number, 'line')} number {each} by 2027",
        claim=f"{mark(number, 'line')} number {each}",
        chance=stated_chance(0.7),
        said_on=date(2026, 11, 1),
        deadline=None,
        criteria=f"As {mark(number, 'line')} says.",
    )
    return log_line(session, line, actor=actor, now=NOW)


def a_mail(number: int, actor: Actor, name: str) -> Mail:
    return Mail(
        key=f"test:{number}",
        address=f"{mark(number, 'mail')}@example.org",
        account_id=actor.account_id,
        subject="Welcome",
        body=f"Hello {name}",
        created_at=NOW,
        next_try_at=NOW,
        tries=1,
        sent_at=NOW,
    )


def found_in(file: Path, markers: list[bytes]) -> list[bytes]:
    """Those of the markers that stand in the database file, or in one beside it."""
    content = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    left = set(re.findall(rb"zq[a-z]{4}\d{4}qz", content))
    return [marker for marker in markers if marker in left]


def counts_of(database: Database, people: list[Person]) -> dict[int, Counts]:
    with database.reading() as session:
        return count_by_status(session, [person.author_id for person in people])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("erased", "people"),
    [(6, 30), pytest.param(100, 1000, marks=pytest.mark.slow)],
)
def test_no_word_of_those_who_were_erased_is_left_in_the_file(database, erased, people):
    with database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        everybody = [make_person(session, number) for number in range(people)]
    gone = random.Random(24).sample(everybody, erased)  # noqa: S311 - chances, not secrets
    stay = [person for person in everybody if person not in gone]
    before = counts_of(database, everybody)
    file = Path(database.engine.url.database)
    assert len(found_in(file, gone[0].markers)) == len(FIELDS)

    for person in gone:
        with database.writing.begin() as session:
            erase_account(session, person.account_id, reason=ASKED, actor=OPERATOR, now=NOW)
    assert run_pass(WIPING, database, lambda: NOW) == "wiped what was erased"

    assert found_in(file, [marker for person in gone for marker in person.markers]) == []
    assert all(len(found_in(file, person.markers)) == len(FIELDS) for person in stay[:20])
    with database.reading() as session:
        assert verify_record(session).fault is None
    after = counts_of(database, everybody)
    for person in gone:
        assert after[person.author_id] == Counts(logged=4, erased=4)
        assert before[person.author_id].logged == 4
    assert all(after[person.author_id] == before[person.author_id] for person in stay)


@pytest.fixture
def person(session: Session) -> Person:
    make_account(session, "operator", Role.ADMIN)
    return make_person(session, 7)


def erase(session: Session, person: Person) -> None:
    erase_author(session, person.author_id, reason=ASKED, actor=OPERATOR, now=NOW)


def everything_kept(session: Session) -> str:
    """All that is left in any table, as text."""
    tables = Author.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in session.execute(sa.select(table)))


def test_an_erased_author_leaves_counts_outcomes_and_scores(session, person):
    kept = (Resolution.outcome, Estimate.probability, Forecast.deadline)
    before = [session.scalars(sa.select(column)).all() for column in kept]

    erase(session, person)

    assert count_by_status(session, [person.author_id])[person.author_id].erased == 4
    after = [session.scalars(sa.select(column)).all() for column in kept]
    assert [sorted(map(str, rows)) for rows in after] == [sorted(map(str, rows)) for rows in before]


def test_no_word_of_an_erased_account_is_left_in_any_table(session, person):
    erase_account(session, person.account_id, reason=ASKED, actor=OPERATOR, now=NOW)

    left = everything_kept(session)

    assert re.findall(r"zq[a-z]{4}\d{4}qz", left) == []


def test_what_was_undecided_waits_for_nobody_any_more(session, person):
    flag_due(session, now=NOW.replace(year=2030))

    erase(session, person)

    assert set(session.scalars(sa.select(Forecast.status))) == {Status.WITHDRAWN, Status.RESOLVED}


def test_an_erasure_stands_in_the_ledger_without_a_name(session, person):
    erase(session, person)

    entry = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert (entry.kind, entry.subject) == ("erased", f"author:{person.author_id}")
    assert "the person asked" in entry.facts
    assert session.scalars(sa.select(Erasure.author_id)).all() == [person.author_id]
    assert verify_record(session).fault is None


def test_the_verifier_finds_text_that_went_without_an_entry(session, person):
    assert person
    session.execute(sa.delete(SealedText).where(SealedText.sequence == 1))

    assert "no entry says it was erased" in verify_record(session).fault.what


def test_what_was_erased_is_gone_not_missing(session, person):
    erase(session, person)

    with pytest.raises(GoneError):
        find_forecast(session, session.scalar(sa.select(Forecast.id)), actor=OPERATOR)
    with pytest.raises(GoneError):
        find_post(session, session.scalar(sa.select(Post.id)), actor=OPERATOR)


def test_a_new_author_of_that_name_is_somebody_else(session, person):
    erase(session, person)

    forecast = make_forecast(session, author=f"{mark(7, 'name')} Person")
    other = make_forecast(session, author="(erased)")

    assert person.author_id not in {forecast.author_id, other.author_id}


def test_nothing_more_is_recorded_of_who_was_erased(session, person):
    draft = a_draft(session)
    erase(session, person)

    with pytest.raises(NotFoundError):
        log_forecast(session, replace(draft, author_id=person.author_id), actor=OPERATOR, now=NOW)


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR, Role.REVIEWER])
def test_only_an_admin_erases_somebody_else(session, person, role):
    other = make_account(session, "other", role)

    with pytest.raises(NotAllowedError):
        erase_author(session, person.author_id, reason=ASKED, actor=other, now=NOW)
    with pytest.raises(NotAllowedError):
        erase_account(session, person.account_id, reason=ASKED, actor=other, now=NOW)


def test_everybody_erases_their_own_account_and_is_signed_out(session, person):
    token = open_session(session, person.account_id, now=NOW, verified=False)
    own = find_signed_in(session, token, now=NOW).actor

    erase_account(session, person.account_id, reason=ASKED, actor=own, now=NOW)

    assert find_signed_in(session, token, now=NOW) is None
    account = session.get_one(Account, person.account_id)
    assert (account.email, account.name) == (None, "(erased)")


def test_nobody_is_erased_twice(session, person):
    erase(session, person)

    with pytest.raises(ConflictError, match="erased on"):
        erase(session, person)


def test_the_last_admin_stays(session, person):
    assert person

    with pytest.raises(ConflictError, match="only admin"):
        erase_account(session, 1, reason=ASKED, actor=OPERATOR, now=NOW)


def test_an_author_whom_another_account_is_too_stays(session, person):
    name = session.get_one(Author, person.author_id).name
    make_account(session, "other", Role.AUTHOR, authors=[name])

    erase_account(session, person.account_id, reason=ASKED, actor=OPERATOR, now=NOW)

    assert session.get_one(Author, person.author_id).erased_at is None


def test_what_an_account_kept_private_of_others_goes_with_it(session, person):
    own = Actor(f"account:{person.account_id}", Role.AUTHOR, person.account_id)
    line = Line(
        author="Somebody Else",
        line="zqline0007qz again",
        claim="zqline0007qz again",
        chance=stated_chance(0.5),
        said_on=date(2026, 11, 1),
        deadline=None,
        visibility=Visibility.PRIVATE,
    )
    log_line(session, line, actor=own, now=NOW)

    erase_account(session, person.account_id, reason=ASKED, actor=OPERATOR, now=NOW)

    assert "zqline0007qz" not in everything_kept(session)
    assert verify_record(session).fault is None


def test_a_mail_that_waits_is_dropped_where_it_tells_of_who_was_erased(session, person):
    number = session.scalar(sa.select(Forecast.id))
    for key, body in (
        ("name", f"{mark(7, 'name')} Person"),
        ("link", f"/forecasts/{number}"),
        ("other", "x"),
    ):
        waiting = a_mail(8, OPERATOR, body)
        waiting.key, waiting.account_id, waiting.sent_at = key, None, None
        session.add(waiting)
    session.flush()

    erase(session, person)

    assert session.scalars(sa.select(Mail.key).where(Mail.sent_at.is_(None))).all() == ["other"]


def test_an_erasure_of_many_entries_is_told_in_several(session, person, monkeypatch):
    monkeypatch.setattr("forecasts.services.erasure.NAMED_AT_ONCE", 2)

    erase(session, person)

    kinds = list(session.scalars(sa.select(LedgerEntry.kind)))
    assert kinds.count("erased") == 4
    assert verify_record(session).fault is None
