"""What the extractor weighed in a post and did not propose, and why; for those who decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from forecasts.domain.permissions import Permission
from forecasts.extraction.scores import PROPOSED_FROM
from forecasts.services.owning import require_own_post
from forecasts.services.proposals import read_stored
from forecasts.store.models import Candidate, Post
from forecasts.store.queries.paging import Page, Paging
from forecasts.store.queries.posts import find_post, list_candidates
from forecasts.web.context import context
from forecasts.web.paging import read_paging
from forecasts.web.reasons import Explanation, explain
from forecasts.web.schemas.posts import LONGEST_QUOTE
from forecasts.web.sessions import actor

bp = Blueprint("passed_over", __name__)

MOST_NEAR = 5
"""How many of the nearest misses are named at the top."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence that was passed over.

    Attributes:
        number: its place among those that were, from 1.
        page: the page of the list on which it stands.
        quote: its words.
        explanation: why it was passed over.
        candidate_id: the candidate that it is all the same, because somebody quoted it or an
            earlier extractor proposed it; None where it is none.
    """

    number: int
    page: int
    quote: str
    explanation: Explanation
    candidate_id: int | None

    @property
    def fits(self) -> bool:
        """Whether it is short enough to be logged as it stands."""
        return len(self.quote) <= LONGEST_QUOTE


@bp.get("/posts/<int:post_id>/passed-over")
def show(post_id: int) -> str:
    """Every sentence that was weighed and not proposed; for a script the list alone."""
    with context().database.reading() as session:
        require_own_post(session, post_id, actor(), Permission.SEE_REASONS)
        post = find_post(session, post_id, actor=actor())
        candidates = list_candidates(session, post_id)
    paging = read_paging()
    sentences = list(_sentences(post, candidates, paging))
    name = "_list" if "HX-Request" in request.headers else "show"
    return render_template(
        f"passed_over/{name}.html",
        post=post,
        page=_turn_to(sentences, paging),
        near=_nearest(sentences),
        needed=PROPOSED_FROM,
    )


def _sentences(post: Post, candidates: Sequence[Candidate], paging: Paging) -> Iterator[Sentence]:
    standing = {(each.start, each.end): each.id for each in candidates}
    for number, passed in enumerate(read_stored(post).passed_over, start=1):
        yield Sentence(
            number=number,
            page=1 + (number - 1) // paging.size,
            quote=passed.quote,
            explanation=explain(passed.reasons, post.text, start=passed.start, end=passed.end),
            candidate_id=standing.get((passed.start, passed.end)),
        )


def _turn_to(sentences: list[Sentence], paging: Paging) -> Page[Sentence]:
    first = (paging.number - 1) * paging.size
    return Page(sentences[first : first + paging.size], paging, len(sentences))


def _nearest(sentences: list[Sentence]) -> list[Sentence]:
    """The nearest misses that are no candidates yet, in the order in which they stand."""
    near = [each for each in sentences if each.explanation.came_near and not each.candidate_id]
    near.sort(key=lambda each: -each.explanation.total)
    return sorted(near[:MOST_NEAR], key=lambda each: each.number)
