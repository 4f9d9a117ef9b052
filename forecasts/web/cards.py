"""Cards as data: every figure with the version of its formula and the forecasts behind it."""

from datetime import datetime

from flask import Blueprint, Response, jsonify, url_for

from forecasts.domain.errors import GoneError
from forecasts.scoring.report import FORMULA_VERSION, SCALE, figures
from forecasts.scoring.scorecard import TOO_FEW_BELOW, Rate, Scorecard
from forecasts.scoring.wording import in_words
from forecasts.services.scorecards import AuthorCard, author_card
from forecasts.store.models import Author
from forecasts.store.queries.authors import find_author
from forecasts.store.queries.forecasts import listed_among
from forecasts.web.context import context
from forecasts.web.sessions import actor

bp = Blueprint("cards", __name__)


@bp.get("/authors/<slug>/card.json")
def author(slug: str) -> Response:
    """The card of an author as JSON; below ten forecasts it has counts and no score.

    Raises:
        NotFoundError: there is no such author, or all that is known of them is private.
        GoneError: they were erased.
    """
    here = context()
    now = here.clock()
    with here.database.reading() as reading:
        found = find_author(reading, slug, actor=actor())
        if found.erased_at is not None:
            raise GoneError("This author was erased by request.")
        card = author_card(reading, found.id, now=now)
        listed = listed_among(reading, card.scored, actor=actor())
    return jsonify(_as_json(found, card, now) | {"forecasts": listed})


def _as_json(author: Author, card: AuthorCard, now: datetime) -> dict[str, object]:
    score = card.scorecard
    return {
        "author": author.name,
        "address": url_for("authors.show", slug=author.slug, _external=True),
        "as_of": now.isoformat(),
        "formula_version": FORMULA_VERSION,
        "scale": SCALE,
        "counts": {name: getattr(score.counts, name) for name in score.counts.__slots__},
        "grades": {name: getattr(score.grades, name) for name in score.grades.__slots__},
        "hindsight": card.hindsight,
        "waiting_for_their_deadline": card.waiting,
        "in_words": in_words(score),
        "stated": _stated(score),
        "worded": _worded(card),
        "flat": _rate(score.flat),
    }


def _stated(score: Scorecard) -> dict[str, object]:
    if score.stated.n < TOO_FEW_BELOW:
        return {"n": score.stated.n, "yes": score.stated.yes, "too_few": True}
    return figures(score.stated)


def _worded(card: AuthorCard) -> dict[str, object]:
    worded = card.scorecard.worded
    uses = [
        {
            "words": use.words,
            "low": use.low / 1e6,
            "high": use.high / 1e6,
            "n": use.n,
            "yes": use.yes,
        }
        for use in card.words
    ]
    brier = list(worded.brier) if worded.brier else None
    return {"n": worded.n, "yes": worded.yes, "brier_range": brier, "words": uses}


def _rate(rate: Rate) -> dict[str, object]:
    enough = rate.n >= TOO_FEW_BELOW
    return {"n": rate.n, "yes": rate.yes, "wilson95": list(rate.interval) if enough else None}
