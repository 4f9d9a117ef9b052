"""The told story as a newcomer finds it."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from forecasts.demo import tell_story
from forecasts.domain.candidates import EstimateKind
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.evidence import grade_evidence
from forecasts.domain.lifecycle import EvidenceGrade, Outcome, Status
from forecasts.services.intake import capture_post
from forecasts.services.verification import read_entries, verify_record
from forecasts.store.engine import open_database
from forecasts.store.models import (
    Author,
    Candidate,
    CandidateStatus,
    Forecast,
    LedgerEntry,
    Origin,
    Post,
    Resolution,
)
from forecasts.store.queries.authors import count_by_status, list_judged
from forecasts.store.queries.desk import Lane, View, look_at_lanes
from tests.making import OPERATOR, a_submission

TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.slow


def open_copy(template, folder):
    """A database of its own, migrated and empty."""
    file = folder / "told.sqlite3"
    file.write_bytes(template)
    return open_database(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def told(sqlite_template, tmp_path_factory):
    """A database in which the story was told, and the lines that told of it."""
    database = open_copy(sqlite_template, tmp_path_factory.mktemp("story"))
    lines = list(tell_story(database, today=TODAY))
    yield database, lines
    database.close()


@pytest.fixture
def reading(told):
    """A session that reads the told story."""
    database, _ = told
    with database.reading() as session:
        yield session


def number_of(session, table):
    return session.scalar(sa.select(sa.func.count()).select_from(table))


def judged_of(session, name, kind):
    author_id = session.scalar(sa.select(Author.id).where(Author.name == name))
    return [one for one in list_judged(session, author_id) if one.kind is kind]


def overconfidence(judged):
    """How much surer they said to be than they were right, on average."""
    stated = sum(one.probability for one in judged) / len(judged) / 1_000_000
    return stated - sum(one.outcome is Outcome.YES for one in judged) / len(judged)


def decided(database):
    """What was forecast and what came of it, without what differs by accident."""
    with database.reading() as session:
        rows = session.execute(
            sa.select(Forecast.claim, Forecast.due_at, Forecast.status, Resolution.outcome)
            .outerjoin(Resolution, Resolution.forecast_id == Forecast.id)
            .order_by(Forecast.id, Resolution.number)
        )
        return [tuple(row) for row in rows]


def test_fills_a_site_that_looks_alive(reading):
    assert number_of(reading, Author) >= 6
    assert number_of(reading, Post) >= 40
    assert number_of(reading, Forecast) >= 300


def test_spans_about_three_years(reading):
    first, last = reading.execute(
        sa.select(sa.func.min(Forecast.said_on), sa.func.max(Forecast.said_on))
    ).one()

    assert (last - first).days > 1000
    assert (TODAY.date() - last).days < 7


@pytest.mark.parametrize("status", [Status.OPEN, Status.DUE, Status.RESOLVED, Status.WITHDRAWN])
def test_leaves_forecasts_of_every_status_that_one_reviewer_can_bring_about(reading, status):
    found = reading.scalar(sa.select(Forecast.id).where(Forecast.status == status).limit(1))

    assert found is not None


@pytest.mark.parametrize("outcome", Outcome)
def test_decides_some_yes_some_no_and_some_void(reading, outcome):
    found = reading.scalar(sa.select(Resolution.id).where(Resolution.outcome == outcome).limit(1))

    assert found is not None


def test_reverses_a_few_decisions_with_a_reason(reading):
    reversals = list(reading.scalars(sa.select(Resolution).where(Resolution.number == 2)))

    assert 1 <= len(reversals) <= 10
    assert all(one.note.startswith("Reversed") for one in reversals)


@pytest.mark.parametrize("status", CandidateStatus)
def test_leaves_candidates_accepted_dismissed_and_undecided(reading, status):
    found = reading.scalar(sa.select(Candidate.id).where(Candidate.status == status).limit(1))

    assert found is not None


@pytest.mark.parametrize("origin", Origin)
def test_logs_from_posts_and_from_lines(reading, origin):
    found = reading.scalar(sa.select(Forecast.id).where(Forecast.origin == origin).limit(1))

    assert found is not None


def count_lanes(session, now):
    """How much lies in each lane, for somebody who may decide it all."""
    lanes = look_at_lanes(session, View(actor=OPERATOR, decidable=sa.true()), now=now)
    return {lane: state.number for lane, state in lanes.items()}


def test_counts_of_the_authors_add_up_to_all_forecasts(reading):
    authors = list(reading.scalars(sa.select(Author.id)))

    counts = count_by_status(reading, authors)

    assert sum(one.logged for one in counts.values()) == number_of(reading, Forecast)
    assert all(one.logged > 0 for one in counts.values())


@pytest.mark.parametrize("lane", [Lane.OVERDUE, Lane.DUE, Lane.DUE_SOON])
def test_leaves_work_on_the_desk(reading, lane):
    counts = count_lanes(reading, TODAY)

    assert 1 <= counts[lane] <= 40


def test_leaves_nothing_open_whose_time_is_over(reading):
    late = sa.select(Forecast.id).where(Forecast.status == Status.OPEN, Forecast.due_at <= TODAY)

    assert reading.scalars(late).all() == []


def test_has_an_author_who_means_the_numbers_and_one_who_does_not(reading):
    calibrated = judged_of(reading, "Ingrid Solvane", EstimateKind.STATED)
    overconfident = judged_of(reading, "Bram Tollen", EstimateKind.STATED)

    assert min(len(calibrated), len(overconfident)) >= 40
    assert abs(overconfidence(calibrated)) < 0.12
    assert overconfidence(overconfident) > 0.2


@pytest.mark.parametrize(
    ("name", "kind", "fewest"),
    [
        pytest.param("Cassius Dray", EstimateKind.FLAT, 30, id="a columnist of flat wills"),
        pytest.param("Mirela Oosterlin", EstimateKind.WORDED, 20, id="a hedger in words"),
        pytest.param("Nell Harrowgate", EstimateKind.STATED, 40, id="a logger of lines"),
    ],
)
def test_has_enough_of_each_kind_to_score(reading, name, kind, fewest):
    judged = judged_of(reading, name, kind)

    assert len(judged) >= fewest


def test_has_a_newcomer_with_too_few_to_score(reading):
    newcomer = reading.scalar(sa.select(Author.id).where(Author.name == "Lise Quillon"))

    assert 0 < len(list_judged(reading, newcomer)) < 10


def test_grades_most_forecasts_live_some_sourced_and_none_as_hindsight(reading):
    judged = [
        one
        for author in reading.scalars(sa.select(Author.id))
        for one in list_judged(reading, author)
    ]

    grades = [
        grade_evidence(
            said_on=one.said_on,
            recorded_on=one.recorded_at.date(),
            known_on=one.known_on,
            quoted=one.origin is Origin.POST,
        )
        for one in judged
    ]

    assert set(grades) == {EvidenceGrade.LIVE, EvidenceGrade.SOURCED}
    assert grades.count(EvidenceGrade.LIVE) > 10 * grades.count(EvidenceGrade.SOURCED)


def test_no_text_has_a_slot_left(reading):
    texts = [*reading.scalars(sa.select(Post.text)), *reading.scalars(sa.select(Forecast.quote))]

    assert [text for text in texts if "{" in text or "}" in text] == []


def test_ledger_of_the_story_verifies(reading):
    verdict = verify_record(reading)

    assert verdict.fault is None
    assert verdict.entries == number_of(reading, LedgerEntry)


def test_ledger_reads_as_history(reading):
    moments = [entry.at for entry in read_entries(reading, limit=10_000)]

    assert moments == sorted(moments)
    assert moments[-1] <= TODAY


def test_tells_how_the_work_goes_and_what_was_made(told):
    _, lines = told

    captured = [int(line.split(" of ")[0]) for line in lines[:-1]]
    assert len(captured) > 5
    assert captured == sorted(captured)
    assert lines[-1].startswith("Made ")
    assert "forecasts serve" in lines[-1]


def test_makes_the_same_record_when_told_again_on_the_same_day(told, sqlite_template, tmp_path):
    first, _ = told
    again = open_copy(sqlite_template, tmp_path)

    list(tell_story(again, today=TODAY))

    assert decided(again) == decided(first)
    again.close()


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2028, 2, 29), id="a leap day"),
        pytest.param(date(2026, 12, 31), id="the last day of a year"),
        pytest.param(date(2027, 7, 1), id="a day in summer"),
    ],
)
def test_can_be_told_on_any_day(sqlite_template, tmp_path, day):
    database = open_copy(sqlite_template, tmp_path)
    today = datetime(day.year, day.month, day.day, tzinfo=UTC)

    list(tell_story(database, today=today))

    with database.reading() as session:
        counts = count_lanes(session, today)
        assert all(counts[lane] for lane in (Lane.OVERDUE, Lane.DUE, Lane.DUE_SOON))
        assert number_of(session, Forecast) >= 300
    database.close()


def test_refuses_a_database_that_is_not_empty_and_leaves_it_unchanged(sqlite_template, tmp_path):
    database = open_copy(sqlite_template, tmp_path)
    with database.writing.begin() as session:
        capture_post(session, a_submission("It will rain."), actor=OPERATOR, now=TODAY)

    with pytest.raises(InvalidInputError, match="holds posts or forecasts already"):
        tell_story(database, today=TODAY)

    with database.reading() as session:
        assert number_of(session, Post) == 1
        assert number_of(session, LedgerEntry) == 1
    database.close()
