"""What a scorecard counts, what it scores, and what it keeps out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import NotFoundError
from forecasts.domain.lifecycle import EvidenceGrade, Outcome, VoidReason
from forecasts.scoring.levels import Cell
from forecasts.services.authors import find_or_add_author
from forecasts.services.drafts import NewForecast
from forecasts.services.due import flag_due
from forecasts.services.recording import log_forecast, withdraw
from forecasts.services.resolution import resolve
from forecasts.services.scorecards import author_card, grade_judged
from forecasts.store.models import Forecast, Origin
from forecasts.store.queries.authors import Judged
from tests.making import OPERATOR, SOLO, a_decision, stated_chance

SAID = date(2026, 1, 5)
DEADLINE = date(2026, 3, 31)
OVER = datetime(2026, 4, 1, tzinfo=UTC)
"""The instant at which the deadline's day is over."""
SAID_AT = datetime(2026, 1, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PROBABLY = Chance(EstimateKind.WORDED, 700_000, 550_000, 850_000, "probably")
SEVENTY_TO_EIGHTY = Chance(EstimateKind.STATED, 750_000, 700_000, 800_000, "70-80 %")


@pytest.fixture
def log(session) -> Callable[..., Forecast]:
    """Logs a forecast said and recorded in January and due at the end of March."""

    def log_one(chance=FLAT, *, deadline=DEADLINE, logged=SAID, author="Ada", **wanted):
        logged_at = datetime.combine(logged, datetime.min.time(), UTC)
        new = NewForecast(
            author_id=find_or_add_author(session, author, now=logged_at).id,
            claim="The bridge will be open",
            quote="the bridge will be open",
            chance=chance,
            said_on=wanted.pop("said_on", SAID),
            deadline=Deadline(deadline, None, "", 0, 0, "made for a test"),
            zone="UTC",
            **wanted,
        )
        return log_forecast(session, new, actor=OPERATOR, now=logged_at)

    return log_one


@pytest.fixture
def judge(session, log) -> Callable[..., Forecast]:
    """Logs a forecast and decides it."""

    def judge_one(outcome=Outcome.YES, chance=FLAT, *, known_on=DEADLINE, **wanted):
        forecast = log(chance, **wanted)
        reason = VoidReason.DUPLICATE if outcome is Outcome.VOID else None
        decision = a_decision(outcome, known_on=known_on, void_reason=reason)
        resolve(session, forecast.id, decision, version=1, actor=OPERATOR, now=LATER, policy=SOLO)
        return forecast

    return judge_one


def test_the_same_words_are_counted_together_with_what_became_of_them(session, judge):
    for outcome in (Outcome.YES, Outcome.NO, Outcome.YES):
        judged = judge(outcome, PROBABLY)
    judge(Outcome.YES, SEVENTY_TO_EIGHTY)

    card = author_card(session, judged.author_id, now=LATER)

    assert [(use.words, use.yes, use.n) for use in card.words] == [("probably", 2, 3)]
    assert len(card.scored) == 4


def test_counts_every_forecast_once_so_that_the_sum_is_what_was_logged(session, log, judge):
    log(deadline=date(2030, 1, 1))
    log(deadline=date(2026, 2, 1))
    flag_due(session, now=OVER - SECOND)
    withdraw(session, log().id, version=1, actor=OPERATOR, now=OVER - SECOND)
    judge(Outcome.YES)
    judge(Outcome.NO)
    judged = judge(Outcome.VOID)

    card = author_card(session, judged.author_id, now=LATER)

    assert str(card.scorecard.counts) == (
        "6 logged = 1 open + 1 due + 2 resolved + 1 void + 1 withdrawn + 0 erased"
    )


def test_keeps_stated_worded_and_flat_forecasts_apart(session, judge):
    judge(Outcome.YES, stated_chance(0.9))
    judge(Outcome.NO, stated_chance(0.9))
    judge(Outcome.YES, PROBABLY)
    author_id = judge(Outcome.NO, FLAT).author_id

    card = author_card(session, author_id, now=LATER).scorecard

    assert card.stated.cells == (Cell(900_000, 2, 1),)
    assert card.worded.low.cells == (Cell(550_000, 1, 1),)
    assert card.worded.middle.cells == (Cell(700_000, 1, 1),)
    assert card.worded.high.cells == (Cell(850_000, 1, 1),)
    assert (card.flat.n, card.flat.yes) == (1, 0)


def test_scores_a_stated_range_at_its_middle(session, judge):
    author_id = judge(Outcome.YES, SEVENTY_TO_EIGHTY).author_id

    card = author_card(session, author_id, now=LATER).scorecard

    assert card.stated.cells == (Cell(750_000, 1, 1),)


def test_leaves_void_forecasts_out_of_every_figure(session, judge):
    author_id = judge(Outcome.VOID, stated_chance(0.9)).author_id

    card = author_card(session, author_id, now=LATER)

    assert card.scorecard.stated.n == 0
    assert card.scorecard.counts.void == 1


@pytest.mark.parametrize(
    ("now", "scored", "waiting"),
    [
        pytest.param(OVER - SECOND, 0, 1, id="a second before the day is over"),
        pytest.param(OVER, 1, 0, id="the very instant at which it is over"),
        pytest.param(OVER + SECOND, 1, 0, id="a second later"),
    ],
)
def test_scores_what_was_resolved_early_once_its_deadline_has_passed(
    session, judge, now, scored, waiting
):
    author_id = judge(Outcome.YES, stated_chance(0.9), known_on=date(2026, 2, 1)).author_id

    card = author_card(session, author_id, now=now)

    assert (card.scorecard.stated.n, card.waiting) == (scored, waiting)


@pytest.mark.parametrize(
    ("said_on", "scored", "hindsight"),
    [
        pytest.param(date(2026, 1, 31), 1, 0, id="the day before it was known"),
        pytest.param(date(2026, 2, 1), 0, 1, id="the day it was known"),
        pytest.param(date(2026, 2, 2), 0, 1, id="the day after"),
    ],
)
def test_never_scores_hindsight_but_counts_it(session, judge, said_on, scored, hindsight):
    author_id = judge(
        Outcome.YES,
        stated_chance(0.9),
        known_on=date(2026, 2, 1),
        said_on=said_on,
        origin=Origin.POST,
        logged=said_on,
    ).author_id

    card = author_card(session, author_id, now=LATER)

    assert (card.scorecard.stated.n, card.hindsight) == (scored, hindsight)


@pytest.mark.parametrize(
    ("logged", "origin", "grade"),
    [
        pytest.param(date(2026, 3, 30), Origin.LINE, "live", id="recorded before it was known"),
        pytest.param(DEADLINE, Origin.POST, "sourced", id="recorded that day, from a post"),
        pytest.param(DEADLINE, Origin.LINE, "self_reported", id="recorded that day, typed in"),
    ],
)
def test_tells_how_well_a_forecast_is_proven(session, judge, logged, origin, grade):
    author_id = judge(Outcome.YES, stated_chance(0.9), logged=logged, origin=origin).author_id

    grades = author_card(session, author_id, now=LATER).scorecard.grades

    assert getattr(grades, grade) == 1
    assert grades.live + grades.sourced + grades.self_reported == 1


def test_keeps_the_self_reported_out_of_the_headline_and_shows_it_apart(session, judge):
    judge(Outcome.YES, stated_chance(0.9))
    author_id = judge(Outcome.YES, stated_chance(0.6), logged=date(2026, 6, 1)).author_id

    headline = author_card(session, author_id, now=LATER).scorecard
    apart = author_card(
        session, author_id, now=LATER, grades={EvidenceGrade.SELF_REPORTED}
    ).scorecard

    assert headline.stated.cells == (Cell(900_000, 1, 1),)
    assert apart.stated.cells == (Cell(600_000, 1, 1),)


def test_scores_by_the_last_decision_when_one_is_reversed(session, judge):
    forecast = judge(Outcome.YES, stated_chance(0.9))
    resolve(
        session,
        forecast.id,
        a_decision(Outcome.NO, known_on=DEADLINE, note="The opening was put off."),
        version=2,
        actor=OPERATOR,
        now=LATER,
        policy=SOLO,
    )

    card = author_card(session, forecast.author_id, now=LATER).scorecard

    assert card.stated.cells == (Cell(900_000, 1, 0),)


def test_counts_nobody_elses_forecasts(session, judge):
    judge(Outcome.YES, stated_chance(0.9), author="Ben")
    author_id = judge(Outcome.NO, stated_chance(0.2), author="Ada").author_id

    card = author_card(session, author_id, now=LATER).scorecard

    assert card.author == "Ada"
    assert card.counts.logged == 1
    assert card.stated.cells == (Cell(200_000, 1, 0),)


def test_tells_when_the_resolved_forecasts_were_said(session, judge):
    for day in (20, 3, 11):
        forecast = judge(said_on=date(2026, 1, day), logged=date(2026, 1, 25))

    card = author_card(session, forecast.author_id, now=LATER)

    assert card.said == (date(2026, 1, 3), date(2026, 1, 20))


def test_an_author_without_resolved_forecasts_has_an_empty_card(session, log):
    author_id = log().author_id

    card = author_card(session, author_id, now=SAID_AT)

    assert card.said is None
    assert card.scorecard.stated_figures is None
    assert card.scorecard.counts.open == 1


def test_an_unknown_author_has_no_card(session):
    with pytest.raises(NotFoundError, match="no such author"):
        author_card(session, 404, now=LATER)


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@given(said_on=days, recorded_on=days, known_on=days, origin=st.sampled_from(Origin))
def test_nothing_said_once_the_outcome_was_known_gets_a_grade(
    said_on, recorded_on, known_on, origin
):
    row = Judged(
        forecast_id=1,
        kind=EstimateKind.FLAT,
        probability=None,
        probability_low=None,
        probability_high=None,
        outcome=Outcome.YES,
        said_on=said_on,
        recorded_at=datetime.combine(recorded_on, datetime.min.time(), UTC),
        known_on=known_on,
        due_at=LATER,
        origin=origin,
    )

    grade = grade_judged(row)

    assert (grade is None) == (said_on >= known_on)
