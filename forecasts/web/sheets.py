"""A post laid out for reading: its paragraphs with their marks, each with its candidates."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from forecasts.domain.candidates import RULES, Reason
from forecasts.domain.evidence import suggest_review_by
from forecasts.domain.permissions import Actor, Permission, may
from forecasts.extraction import EXTRACTOR_VERSION
from forecasts.store.models import Candidate, CandidateStatus, Post
from forecasts.store.queries.posts import forecasts_of_candidates, list_candidates
from forecasts.web.marking import Paragraph, Piece, mark_paragraphs
from forecasts.web.reasons import Explanation, explain

DISMISSED = CandidateStatus.DISMISSED


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the text that carries a mark.

    Attributes:
        start: offset of its first character.
        end: offset behind its last.
        number: of the candidate that is said there.
        again: 0 where the candidate itself stands; else 1 for the first place at which the post
            says it again, and so on.
        anchor: what a link to this place ends with.
    """

    start: int
    end: int
    number: int
    again: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A post, ready to be shown.

    Attributes:
        post: the post with its author.
        candidates: its candidates by number, from 1, in the order in which they stand.
        places: what is marked, by the number of its mark: each candidate, and where it is said
            again.
        paragraphs: its text, with those marks.
        forecasts: number of the forecast that was logged from a candidate, by the candidate's id.
        may_triage: whether the reader decides about its candidates, and so sees all of them.
    """

    post: Post
    candidates: Mapping[int, Candidate]
    places: Mapping[int, Place]
    paragraphs: list[Paragraph]
    forecasts: Mapping[int, int]
    may_triage: bool = False

    @property
    def counts(self) -> Counter[str]:
        """How many candidates stand where."""
        return Counter(candidate.status.value for candidate in self.candidates.values())

    def mark_of(self, piece: Piece) -> str | None:
        """How a piece is marked: what became of the innermost candidate that covers it.

        None where the piece is not marked; dismissed candidates mark nothing.
        """
        for mark in reversed(piece.marks):
            place = self.places[mark]
            status = self.candidates[place.number].status
            if status is not DISMISSED:
                return f"mark-{status.value}{' mark-again' if place.again else ''}"
        return None

    def numbers_behind(self, piece: Piece) -> list[Place]:
        """The places that end with a piece and carry their number there."""
        places = [self.places[mark] for mark in piece.ending]
        return [each for each in places if not (each.again and self._is_dismissed(each))]

    def begun_in(self, paragraph: Paragraph) -> list[int]:
        """Numbers of the candidates that begin in a paragraph."""
        places = [self.places[mark] for mark in paragraph.beginning]
        return [place.number for place in places if not place.again]

    def said_again(self, number: int) -> list[Place]:
        """Where else the post says a candidate unchanged."""
        return [each for each in self.places.values() if each.again and each.number == number]

    def paragraphs_of(self, candidate_id: int) -> list[Paragraph]:
        """The paragraph in which the candidate begins, then the others that bear a mark of it.

        Raises:
            LookupError: there is no such candidate in this post.
        """
        number = next((n for n, each in self.candidates.items() if each.id == candidate_id), None)
        if number is None:
            raise LookupError(f"candidate {candidate_id} is not in post {self.post.id}")
        own = {mark for mark, place in self.places.items() if place.number == number}
        bearing = [each for each in self.paragraphs if _bears(each, own)]
        return sorted(bearing, key=lambda each: number not in self.begun_in(each))

    def explain(self, candidate: Candidate) -> Explanation:
        """Why a candidate was proposed."""
        reasons = [Reason(**reason) for reason in candidate.reasons]
        return explain(reasons, self.post.text, start=candidate.start, end=candidate.end)

    @property
    def read_before(self) -> list[str]:
        """Versions of earlier extractors that read what our rules propose and nobody decided."""
        undecided = (
            each
            for each in self.candidates.values()
            if each.status is CandidateStatus.PROPOSED and each.found_by == [RULES]
        )
        return sorted({each.extractor_version for each in undecided} - {EXTRACTOR_VERSION})

    def _is_dismissed(self, place: Place) -> bool:
        return self.candidates[place.number].status is DISMISSED

    def review_by(self, today: date) -> date:
        """The day on which a forecast without a deadline would be looked at again."""
        return suggest_review_by(said_on=self.post.published, recorded_on=today)


def lay_out_post(session: Session, post: Post, *, actor: Actor) -> Sheet:
    """The sheet of a post as the actor may see it.

    Whoever recorded it, its author and admins see every candidate; others see those from which a
    forecast was logged that they may read.
    """
    may_triage = may(actor, Permission.TRIAGE) and actor.owns(
        recorded_by=post.captured_by, author_id=post.author_id
    )
    forecasts = forecasts_of_candidates(session, post.id, actor=actor)
    candidates = [
        candidate
        for candidate in list_candidates(session, post.id)
        if may_triage or candidate.id in forecasts
    ]
    numbered = dict(enumerate(candidates, start=1))
    places = sorted(_places(numbered), key=lambda place: place.start)
    return Sheet(
        post=post,
        candidates=numbered,
        places=dict(enumerate(places, start=1)),
        paragraphs=mark_paragraphs(post.text, places),
        forecasts=forecasts,
        may_triage=may_triage,
    )


def _places(candidates: Mapping[int, Candidate]) -> Iterator[Place]:
    for number, candidate in candidates.items():
        anchor = f"candidate-{candidate.id}"
        yield Place(candidate.start, candidate.end, number, 0, anchor)
        for again, sighting in enumerate(candidate.sightings, start=1):
            place = sighting["start"], sighting["end"]
            yield Place(*place, number, again, anchor_of_sighting(candidate.id, again))


def anchor_of_sighting(candidate_id: int, again: int) -> str:
    """What a link to the place ends with at which a post says a candidate again."""
    return f"again-{candidate_id}-{again}"


def _bears(paragraph: Paragraph, marks: set[int]) -> bool:
    return any(marks.intersection(piece.marks) for piece in paragraph.pieces)
