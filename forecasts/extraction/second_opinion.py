"""Reads what a second opinion points at: our own code finds the words, reads them or rejects them.

Whoever gave the opinion is believed in nothing. A quote that does not stand in the post is
rejected, and so is whatever else is said to stand in it and does not. Days, chances and claims
are read by the same rules as everywhere; words that are pointed at only choose among what these
rules read in the whole quote.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forecasts.domain.candidates import Candidate, Chance, EstimateKind, Reason, Sighting
from forecasts.domain.deadlines import Deadline
from forecasts.domain.opinions import SECOND_OPINION, Opinion, Proposal, Rejection
from forecasts.extraction.claims import clean_claim, is_negated
from forecasts.extraction.context import Scope, find_title, read_scopes, title_scope
from forecasts.extraction.cues.kinds import CueKind
from forecasts.extraction.dates.reading import choose_deadline, read_deadlines
from forecasts.extraction.evidence import deadline_reason, find_cues, shift
from forecasts.extraction.locating import Locator, Place, overlap_by_half, place_in
from forecasts.extraction.passages import read_passages
from forecasts.extraction.plain import Plain, read_plain
from forecasts.extraction.probabilities import find_chance, find_words, read_chance
from forecasts.extraction.quoting import MAX_QUOTE

SCORE = 0.5
"""How sure we are of what only a second opinion found: just enough to propose it."""

MOST_PROPOSALS = 200
"""Proposals about one post that are looked at."""

_FEWEST_LETTERS = 4
_SHOWN = 200
"""Characters of a rejected quote that are told."""


def weigh_opinion(
    text: str,
    proposals: Sequence[Proposal],
    *,
    known: Sequence[Sequence[Place]],
    name: str,
    published: date,
    title: str | None = None,
) -> Opinion:
    """What the proposals of a second opinion come to.

    Args:
        text: the normalised text of the post.
        proposals: what it points at; those behind ``MOST_PROPOSALS`` are rejected.
        known: for each candidate that is known already, all places where it is said.
        name: of whoever gave the opinion.
        published: the day from which relative words count.
        title: of the post.

    >>> asked = weigh_opinion("So be it. Rain tomorrow.", [Proposal("Rain tomorrow")], known=[],
    ...     name="llm", published=date(2017, 10, 26))
    >>> added, = asked.added
    >>> added.start, added.deadline.latest.isoformat(), added.found_by
    (10, '2017-10-27', ('llm',))
    """
    reader = _Reader(text, name, published, title)
    agreed: set[int] = set()
    added: list[Candidate] = []
    rejected = [
        _reject(each, "there are too many proposals") for each in proposals[MOST_PROPOSALS:]
    ]
    for proposal in proposals[:MOST_PROPOSALS]:
        places = reader.find(proposal.quote)
        if isinstance(places, Rejection):
            rejected.append(places)
        elif met := {index for index, each in enumerate(known) if _meet(places, each)}:
            agreed |= met
        elif not any(_meet(places, places_of(each)) for each in added):
            added.append(reader.read(proposal, places))
    added.sort(key=lambda each: (each.start, each.end))
    return Opinion(frozenset(agreed), tuple(added), tuple(rejected))


def merge_opinion(
    candidates: Sequence[Candidate], opinion: Opinion, *, name: str
) -> tuple[Candidate, ...]:
    """Our candidates and those that an opinion adds, in order of place.

    Of ours nothing changes but who found them.
    """
    ours = [
        replace(each, found_by=(*each.found_by, name)) if index in opinion.agreed else each
        for index, each in enumerate(candidates)
    ]
    return tuple(sorted([*ours, *opinion.added], key=lambda each: (each.start, each.end)))


def places_of(candidate: Candidate) -> list[Place]:
    """Where a candidate stands, and where else it is said."""
    elsewhere = ((each.start, each.end) for each in candidate.sightings)
    return [(candidate.start, candidate.end), *elsewhere]


def _meet(places: Iterable[Place], others: Iterable[Place]) -> bool:
    others = list(others)
    return any(overlap_by_half(one, other) for one in places for other in others)


def _reject(proposal: Proposal, reason: str) -> Rejection:
    return Rejection(proposal.quote[:_SHOWN], reason)


class _Reader:
    """Finds the proposals of one opinion in one post and reads them."""

    def __init__(self, text: str, name: str, published: date, title: str | None) -> None:
        self._text = text
        self._name = name
        self._published = published
        self._locator = Locator(text)
        passages = read_passages(text)
        top = title_scope(title or find_title(passages), text, published=published)
        scopes = list(read_scopes(text, passages, top, published=published))
        self._starts = [passage.block.start for passage, _ in scopes]
        self._scopes = [top, *(scope for _, scope in scopes)]

    def find(self, quote: str) -> tuple[Place, ...] | Rejection:
        """All places of a quote; why it is rejected where it has none, or is no sentence."""
        proposal = Proposal(quote)
        if sum(map(str.isalpha, quote)) < _FEWEST_LETTERS:
            return _reject(proposal, "the quote has hardly any letters")
        if len(quote) > MAX_QUOTE:
            return _reject(proposal, f"the quote has more than {MAX_QUOTE:,} characters")
        places = self._locator.places(quote)
        return places or _reject(proposal, "these words do not stand in the post")

    def read(self, proposal: Proposal, places: tuple[Place, ...]) -> Candidate:
        """The candidate that a proposal makes at the first of its places."""
        (start, end), *others = places
        return _Quote(
            text=self._text,
            plain=read_plain(self._text, start, end),
            start=start,
            end=end,
            scope=self._scopes[bisect(self._starts, start)],
            proposal=proposal,
            name=self._name,
            published=self._published,
        ).candidate([Sighting(*each, self._text[slice(*each)]) for each in others])


@dataclass(frozen=True, slots=True)
class _Quote:
    """Words of the post that a proposal points at, and what stands above them."""

    text: str
    plain: Plain
    start: int
    end: int
    scope: Scope
    proposal: Proposal
    name: str
    published: date

    def candidate(self, sightings: list[Sighting]) -> Candidate:
        """What our rules read in these words."""
        cues = find_cues(self.plain, 0, len(self.plain.text))
        deadline, chance = self._deadline(), self._chance()
        claim = clean_claim(self.plain.text, chance)
        reported = CueKind.ATTRIBUTION in cues.kinds and CueKind.STANCE not in cues.kinds
        return Candidate(
            start=self.start,
            end=self.end,
            quote=self.text[self.start : self.end],
            claim=claim,
            chance=chance,
            deadline=deadline,
            negated=is_negated(claim),
            conditional=CueKind.CONDITION in cues.kinds or self._holds(self.proposal.condition),
            attributed=reported or self._holds(self.proposal.attribution),
            score=SCORE,
            reasons=(
                *self._reasons(deadline),
                *(replace(each, weight=0.0) for each in cues.reasons),
            ),
            sightings=tuple(sightings),
            found_by=(self.name,),
        )

    def _deadline(self) -> Deadline | None:
        """The deadline read in the quote, of several the one pointed at; else from above it."""
        found = [
            shift(each, self.plain, 0, self.text)
            for each in read_deadlines(self.plain.text, published=self.published)
        ]
        pointed = self._place(self.proposal.deadline)
        meant = [each for each in found if pointed and overlap_by_half(_span(each), pointed)]
        own = choose_deadline(tuple(meant or found), published=self.published)
        if own is None or own.latest is None or (not meant and self._in_heading()):
            return self.scope.deadline or own
        return own

    def _chance(self) -> Chance:
        """The chance read in the quote; else a word of chance pointed at; else from above it."""
        if found := find_chance(self.plain.text):
            return found.chance
        pointed = self._place(self.proposal.hedge)
        if pointed and self._is_word_of_chance(pointed):
            worded = read_chance(read_plain(self.text, *pointed).text)
            if worded.kind is EstimateKind.WORDED:
                return worded
        return self.scope.chance

    def _is_word_of_chance(self, pointed: Place) -> bool:
        """Whether the table of words holds in the whole quote too: "far from certain" is none."""
        words = (self.plain.span(start, end) for start, end, _ in find_words(self.plain.text))
        return any(overlap_by_half(each, pointed) for each in words)

    def _in_heading(self) -> bool:
        """Whether the words that are pointed at as the deadline stand in the heading."""
        words = self.proposal.deadline
        return bool(Locator(self.scope.heading).places(words))

    def _place(self, words: str) -> Place | None:
        return place_in(self.text, words[:MAX_QUOTE], self.start, self.end)

    def _holds(self, words: str) -> bool:
        return self._place(words) is not None

    def _reasons(self, deadline: Deadline | None) -> Iterator[Reason]:
        yield self._reason(f"{self.name} quoted these words")
        for what, words in self._pointed():
            if words.strip() and not (
                self._holds(words) or Locator(self.scope.heading).places(words)
            ):
                yield self._reason(f"the {what} that {self.name} named does not stand here")
        if deadline and self.start <= deadline.start < deadline.end <= self.end:
            yield replace(deadline_reason(deadline), weight=0.0)

    def _pointed(self) -> Iterator[tuple[str, str]]:
        yield "deadline", self.proposal.deadline
        yield "hedge", self.proposal.hedge
        yield "attribution", self.proposal.attribution
        yield "condition", self.proposal.condition

    def _reason(self, sentence: str) -> Reason:
        return Reason(SECOND_OPINION, self.start, self.end, 0.0, sentence)


def _span(deadline: Deadline) -> Place:
    return deadline.start, deadline.end
