"""Scorecards: what an author's forecasts have earned, worked out from the rows as they stand."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.errors import NotFoundError
from forecasts.domain.evidence import grade_evidence
from forecasts.domain.lifecycle import EvidenceGrade, Outcome
from forecasts.domain.visibility import Visibility
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.scorecard import Grades, Rate, Scorecard, WordedTables
from forecasts.scoring.words import WordUse, count_words
from forecasts.services.estimates import HEADLINE as HEADLINE
from forecasts.store.models import Author, Forecast, Origin
from forecasts.store.queries.authors import Judged, count_apart, count_by_status, list_judged


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """An author's scorecard, and what was kept out of its figures.

    Every resolved forecast is live, sourced, self-reported or hindsight.

    Attributes:
        scorecard: counts and grades of all, figures of the grades that were asked for.
        hindsight: resolved forecasts said when the outcome was known; they never score.
        waiting: of the grades asked for, those resolved early; they enter the figures when their
            deadline has passed, because early resolutions lean to yes.
        said: the first and the last day on which a resolved forecast was said; None without any.
        words: what became of the worded ones, by the words that were said.
        scored: numbers of the forecasts that enter the figures.
        unlisted: forecasts that count, but stand in nobody else's lists.
        private: forecasts that are left out of everything else here.
    """

    scorecard: Scorecard
    hindsight: int
    waiting: int
    said: tuple[date, date] | None
    words: tuple[WordUse, ...] = ()
    scored: tuple[int, ...] = ()
    unlisted: int = 0
    private: int = 0


def author_card(
    session: Session,
    author_id: int,
    *,
    now: datetime,
    grades: Collection[EvidenceGrade] = HEADLINE,
) -> AuthorCard:
    """The card of an author's opening estimates.

    Raises:
        NotFoundError: there is no such author.
    """
    author = session.get(Author, author_id)
    if author is None:
        raise NotFoundError("There is no such author.")
    apart = count_apart(session, author_id)
    judged = [(grade_judged(row), row) for row in list_judged(session, author_id)]
    asked_for = [row for grade, row in judged if grade in grades]
    scored = [row for row in asked_for if row.due_at <= now]
    by_kind = {kind: [row for row in scored if row.kind is kind] for kind in EstimateKind}
    return AuthorCard(
        scorecard=Scorecard(
            author=author.name,
            counts=count_by_status(session, [author_id])[author_id],
            grades=_count_grades(grade for grade, _ in judged),
            stated=_table(by_kind[EstimateKind.STATED], lambda row: row.probability),
            worded=_worded_tables(by_kind[EstimateKind.WORDED]),
            flat=_rate(by_kind[EstimateKind.FLAT]),
        ),
        hindsight=sum(grade is None for grade, _ in judged),
        waiting=len(asked_for) - len(scored),
        said=_span(row.said_on for _, row in judged),
        words=_count_words(by_kind[EstimateKind.WORDED]),
        scored=tuple(row.forecast_id for row in scored),
        unlisted=apart.get(Visibility.UNLISTED, 0),
        private=apart.get(Visibility.PRIVATE, 0),
    )


def grade_judged(row: Judged) -> EvidenceGrade | None:
    """How well it is proven that this forecast came before its outcome; None: it did not."""
    return grade_evidence(
        said_on=row.said_on,
        recorded_on=row.recorded_at.date(),
        known_on=row.known_on,
        quoted=row.origin is Origin.POST,
    )


def grade_forecast(forecast: Forecast) -> EvidenceGrade | None:
    """The same for a forecast read with its decisions; as things stand where there is none."""
    last = forecast.resolutions[-1] if forecast.resolutions else None
    return grade_evidence(
        said_on=forecast.said_on,
        recorded_on=forecast.recorded_at.date(),
        known_on=last.known_on if last else None,
        quoted=forecast.origin is Origin.POST,
    )


def _count_grades(grades: Iterable[EvidenceGrade | None]) -> Grades:
    tally = Counter(grades)
    return Grades(
        live=tally[EvidenceGrade.LIVE],
        sourced=tally[EvidenceGrade.SOURCED],
        self_reported=tally[EvidenceGrade.SELF_REPORTED],
    )


def _worded_tables(rows: list[Judged]) -> WordedTables:
    return WordedTables(
        low=_table(rows, lambda row: row.probability_low),
        middle=_table(rows, lambda row: row.probability),
        high=_table(rows, lambda row: row.probability_high),
    )


def _count_words(rows: list[Judged]) -> tuple[WordUse, ...]:
    return count_words(
        (row.hedge, row.probability_low, row.probability_high, _came_true(row))
        for row in rows
        if row.hedge and row.probability_low is not None and row.probability_high is not None
    )


def _rate(rows: list[Judged]) -> Rate:
    return Rate(len(rows), sum(_came_true(row) for row in rows))


def _table(rows: list[Judged], level_of: Callable[[Judged], int | None]) -> LevelTable:
    """The table of these forecasts; the database refuses stated and worded ones without levels."""
    levels = ((level_of(row), _came_true(row)) for row in rows)
    return LevelTable.from_pairs((level, true) for level, true in levels if level is not None)


def _came_true(row: Judged) -> int:
    return int(row.outcome is Outcome.YES)


def _span(days: Iterable[date]) -> tuple[date, date] | None:
    ordered = sorted(days)
    return (ordered[0], ordered[-1]) if ordered else None
