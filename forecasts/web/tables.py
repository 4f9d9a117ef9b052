"""Forecasts and the items of a scorecard as tables for spreadsheets: comma-separated, UTF-8."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, stream_with_context

from forecasts.domain.cells import Cell, write_row
from forecasts.domain.errors import GoneError
from forecasts.domain.probability import from_millionths
from forecasts.services.scorecards import HEADLINE, grade_forecast, grade_judged
from forecasts.store.engine import Database
from forecasts.store.models import Forecast
from forecasts.store.queries.authors import Judged, find_author, find_slug, list_judged
from forecasts.store.queries.following import claims_in_lists, each_filtered
from forecasts.store.queries.forecasts import ForecastFilter
from forecasts.web.calendars import site_address
from forecasts.web.context import context
from forecasts.web.filters import read_filters
from forecasts.web.schemas.filters import ForecastQuery
from forecasts.web.sessions import actor

bp = Blueprint("tables", __name__)

AT_ONCE = 500
"""Forecasts that are in memory at a time."""

FORECAST_COLUMNS = (
    "forecast", "address", "author", "claim", "quote", "said_on", "recorded_at", "deadline",
    "review_by", "due_at", "status", "kind", "probability_0_to_1", "probability_low_0_to_1",
    "probability_high_0_to_1", "words", "outcome", "void_reason", "known_on", "decided_at",
    "evidence", "grade",
)  # fmt: skip

ITEM_COLUMNS = (
    "forecast", "address", "claim", "said_on", "kind", "probability_0_to_1",
    "probability_low_0_to_1", "probability_high_0_to_1", "outcome_0_or_1", "known_on", "due_at",
    "grade", "in_the_figures",
)  # fmt: skip


@bp.get("/forecasts.csv")
def forecasts() -> Response:
    """All forecasts that the address asks for, with the filters of the list."""
    wanted, _ = read_filters(ForecastQuery)
    database = context().database
    with database.reading() as reading:
        if wanted["author"] is not None:
            slug = find_slug(reading, wanted["author"], actor=actor())
            wanted["author"] = slug or wanted["author"]
    lines = _forecast_lines(database, ForecastFilter(**wanted))
    return _answer(stream_with_context(lines), "forecasts.csv")


@bp.get("/authors/<slug>/scorecard.csv")
def scorecard(slug: str) -> Response:
    """Every forecast behind the figures of an author's card, and those left out, with why."""
    here = context()
    with here.database.reading() as reading:
        author = find_author(reading, slug, actor=actor())
        if author.erased_at is not None:
            raise GoneError("This author was erased by request.")
        items = list_judged(reading, author.id)
        claims = claims_in_lists(reading, author.id, actor=actor())
    now = here.clock()
    rows = [_item(row, claims.get(row.forecast_id), waits=row.due_at > now) for row in items]
    lines = (write_row(cells) for cells in [ITEM_COLUMNS, *rows])
    return _answer(lines, f"scorecard-{author.slug}.csv")


def _answer(lines: Iterator[str], name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(lines, content_type="text/csv; charset=utf-8; header=present", headers=headers)


def _forecast_lines(database: Database, wanted: ForecastFilter) -> Iterator[str]:
    yield write_row(FORECAST_COLUMNS)
    with database.reading() as reading:
        for forecast in each_filtered(reading, wanted, actor=actor(), at_once=AT_ONCE):
            yield write_row(_forecast(forecast))


def _forecast(forecast: Forecast) -> Sequence[Cell]:
    opening = forecast.estimates[0] if forecast.estimates else None
    last = forecast.resolutions[-1] if forecast.resolutions else None
    return (
        forecast.id,
        site_address("forecasts.show", forecast_id=forecast.id),
        forecast.author.name,
        forecast.claim,
        forecast.quote,
        forecast.said_on.isoformat(),
        forecast.recorded_at.isoformat(),
        forecast.deadline.isoformat() if forecast.deadline else None,
        forecast.review_by.isoformat() if forecast.review_by else None,
        forecast.due_at.isoformat(),
        forecast.status.value,
        opening.kind.value if opening else None,
        _part(opening.probability if opening else None),
        _part(opening.probability_low if opening else None),
        _part(opening.probability_high if opening else None),
        opening.hedge if opening else None,
        last.outcome.value if last else None,
        last.void_reason.value if last and last.void_reason else None,
        last.known_on.isoformat() if last else None,
        last.decided_at.isoformat() if last else None,
        last.evidence_url if last else None,
        _grade_of(forecast),
    )


def _grade_of(forecast: Forecast) -> str:
    grade = grade_forecast(forecast)
    return grade.value if grade else "hindsight"


def _item(row: Judged, claim: str | None, *, waits: bool) -> Sequence[Cell]:
    """One item; of one that stands in nobody's lists the figures alone, not where it is."""
    grade = grade_judged(row)
    return (
        row.forecast_id if claim is not None else None,
        site_address("forecasts.show", forecast_id=row.forecast_id) if claim is not None else None,
        claim,
        row.said_on.isoformat(),
        row.kind.value,
        _part(row.probability),
        _part(row.probability_low),
        _part(row.probability_high),
        int(row.outcome.value == "yes"),
        row.known_on.isoformat(),
        row.due_at.isoformat(),
        grade.value if grade else "hindsight",
        "yes" if grade in HEADLINE and not waits else "no",
    )


def _part(millionths: int | None) -> float | None:
    return from_millionths(millionths) if millionths is not None else None
