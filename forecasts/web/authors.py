"""Authors: who they are, and the scorecard of each."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, Response, make_response, render_template, url_for
from markupsafe import Markup

from forecasts.domain.lifecycle import EvidenceGrade, Status
from forecasts.domain.policies import Policy
from forecasts.scoring.calibration import Bin, bins
from forecasts.scoring.decomposition import curve
from forecasts.scoring.scorecard import TOO_FEW_BELOW, Scorecard
from forecasts.scoring.wording import in_words
from forecasts.services.scorecards import author_card
from forecasts.store.models import Author
from forecasts.store.queries.authors import (
    count_by_status,
    count_outcomes,
    find_author,
    list_authors,
)
from forecasts.store.queries.forecasts import ForecastFilter, list_forecasts
from forecasts.store.queries.paging import Paging
from forecasts.web.charts import calibration_diagram
from forecasts.web.context import context
from forecasts.web.paging import read_paging
from forecasts.web.sessions import actor

bp = Blueprint("authors", __name__)

LATEST = 20
"""How many of an author's forecasts stand below the card."""

APART = frozenset({EvidenceGrade.SELF_REPORTED})
"""What is shown apart and never in a headline."""


@bp.get("/authors")
def index() -> str:
    """A page of the authors with their counts."""
    with context().database.reading() as reading:
        page = list_authors(reading, read_paging(), actor=actor())
        counts = count_by_status(reading, [author.id for author in page.rows])
    return render_template("authors/list.html", page=page, counts=counts)


@bp.get("/authors/<slug>")
def show(slug: str) -> Response:
    """The scorecard of an author; of one who was erased, the counts that are left."""
    with context().database.reading() as reading:
        author = find_author(reading, slug, actor=actor())
        if author.erased_at is not None:
            counts = count_by_status(reading, [author.id])[author.id]
            left = count_outcomes(reading, author.id)
            page = render_template("authors/erased.html", author=author, counts=counts, left=left)
            return make_response(page, HTTPStatus.GONE)
    return make_response(_show_card(author))


def _show_card(author: Author) -> str:
    here = context()
    now, slug = here.clock(), author.slug
    with here.database.reading() as reading:
        card = author_card(reading, author.id, now=now)
        apart = author_card(reading, author.id, now=now, grades=APART)
        wanted = ForecastFilter(author=slug)
        latest = list_forecasts(reading, wanted, Paging(1, LATEST), actor=actor())
    levels = bins(card.scorecard.stated)
    return render_template(
        "authors/show.html",
        author=author,
        card=card,
        words=in_words(card.scorecard),
        apart=in_words(apart.scorecard) if card.scorecard.grades.self_reported else [],
        bins=[(each, address_of_bin(slug, each)) for each in levels if each.n],
        chart=_draw(card.scorecard, levels, slug),
        latest=latest,
        own=actor().owns(recorded_by="", author_id=author.id),
        too_few_below=TOO_FEW_BELOW,
        solo=here.config.policy is Policy.SOLO,
    )


def address_of_bin(slug: str, each: Bin) -> str:
    """The list of the author's resolved forecasts that were stated within that bin."""
    return url_for(
        "forecasts.index",
        author=slug,
        kind="stated",
        status=Status.RESOLVED,
        level=f"{each.low * 100:.0f}-{each.high * 100:.0f}",
    )


def _draw(card: Scorecard, levels: Sequence[Bin], slug: str) -> Markup | None:
    """The calibration diagram; None where there are too few forecasts for a score."""
    if card.stated_figures is None:
        return None
    return calibration_diagram(
        levels,
        curve(card.stated),
        title=f"Calibration of {card.author}",
        description="What was said against what came true; the table beside it says the same.",
        links={place: address_of_bin(slug, each) for place, each in enumerate(levels) if each.n},
    )
