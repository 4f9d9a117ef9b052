"""A post laid out for reading: its paragraphs with their marks, each with its candidates."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from forecasts.domain.evidence import suggest_review_by
from forecasts.store.models import Candidate, CandidateStatus, Post
from forecasts.store.queries.posts import forecasts_of_candidates, list_candidates
from forecasts.web.marking import Paragraph, Piece, mark_paragraphs

DISMISSED = CandidateStatus.DISMISSED


@dataclass(frozen=True, slots=True)
class Sheet:
    """A post, ready to be shown.

    Attributes:
        post: the post with its author.
        candidates: its candidates by number, from 1, in the order in which they stand.
        paragraphs: its text, with marks that carry those numbers.
        forecasts: number of the forecast that was logged from a candidate, by the candidate's id.
    """

    post: Post
    candidates: Mapping[int, Candidate]
    paragraphs: list[Paragraph]
    forecasts: Mapping[int, int]

    @property
    def counts(self) -> Counter[str]:
        """How many candidates stand where."""
        return Counter(candidate.status.value for candidate in self.candidates.values())

    def status_of(self, piece: Piece) -> str | None:
        """What became of the innermost candidate that covers a piece; dismissed ones mark nothing.

        None where the piece is not marked.
        """
        statuses = (self.candidates[number].status for number in reversed(piece.marks))
        return next((each.value for each in statuses if each is not DISMISSED), None)

    def paragraph_of(self, candidate_id: int) -> Paragraph:
        """The paragraph in which the candidate begins.

        Raises:
            LookupError: there is no such candidate in this post.
        """
        for paragraph in self.paragraphs:
            if any(self.candidates[number].id == candidate_id for number in paragraph.beginning):
                return paragraph
        raise LookupError(f"candidate {candidate_id} is not in post {self.post.id}")

    def review_by(self, today: date) -> date:
        """The day on which a forecast without a deadline would be looked at again."""
        return suggest_review_by(said_on=self.post.published, recorded_on=today)


def lay_out_post(session: Session, post: Post, *, everything: bool) -> Sheet:
    """The sheet of a post.

    Args:
        everything: whether candidates are shown that nobody accepted; readers see only what was
            logged.
    """
    candidates = [
        candidate
        for candidate in list_candidates(session, post.id)
        if everything or candidate.status is CandidateStatus.ACCEPTED
    ]
    return Sheet(
        post=post,
        candidates=dict(enumerate(candidates, start=1)),
        paragraphs=mark_paragraphs(post.text, candidates),
        forecasts=forecasts_of_candidates(session, post.id),
    )
