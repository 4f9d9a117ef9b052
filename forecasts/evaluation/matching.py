"""Which proposal found which label, and whether both read the same there."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from forecasts.domain.candidates import Candidate, EstimateKind
from forecasts.domain.probability import from_millionths
from forecasts.evaluation.reading import Label, LabelledPost

_TOLERANCE = 0.005
_SMALL = 0.01
_TOLERANCE_OF_SMALL = 0.05
"""Below ``_SMALL`` the tolerance is this part of the value."""


class Span(Protocol):
    """Something with a place in a text."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset behind the last character."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal and the label that it found."""

    candidate: Candidate
    label: Label


@dataclass(frozen=True, slots=True)
class MatchedPost:
    """A post, and what became of its labels and of what was proposed in it.

    Attributes:
        post: with its labels.
        found: proposals that found a core label.
        missed: core labels that nothing found.
        wrong: proposals that found nothing; those that found an optional label are left out.
    """

    post: LabelledPost
    found: tuple[Pair, ...]
    missed: tuple[Label, ...]
    wrong: tuple[Candidate, ...]


def match_post(post: LabelledPost, candidates: Sequence[Candidate]) -> MatchedPost:
    """What was found, missed and wrongly proposed in a post."""
    pairs = match_spans(candidates, post.labels)
    by_label = {label: candidate for candidate, label in pairs}
    core = [number for number, label in enumerate(post.labels) if not label.optional]
    taken = set(by_label.values())
    return MatchedPost(
        post=post,
        found=tuple(
            Pair(candidates[by_label[number]], post.labels[number])
            for number in core
            if number in by_label
        ),
        missed=tuple(post.labels[number] for number in core if number not in by_label),
        wrong=tuple(each for number, each in enumerate(candidates) if number not in taken),
    )


def match_spans(proposed: Sequence[Span], marked: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs of places in the two lists, one to one.

    Two spans may be a pair when they overlap by at least half of the shorter one. The longest
    overlap is taken first; of equal ones the earliest.
    """
    possible = sorted(
        (-overlap(proposed[i], marked[j]), marked[j].start, proposed[i].start, i, j)
        for i, j in _touching(proposed, marked)
        if may_match(proposed[i], marked[j])
    )
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in possible:
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return sorted(chosen.items())


def may_match(one: Span, other: Span) -> bool:
    """Whether they overlap by at least half of the shorter one."""
    shared = overlap(one, other)
    return shared > 0 and 2 * shared >= min(_length(one), _length(other))


def overlap(one: Span, other: Span) -> int:
    """How many characters stand in both; zero or less where they are apart."""
    return min(one.end, other.end) - max(one.start, other.start)


def _length(span: Span) -> int:
    return span.end - span.start


def _touching(proposed: Sequence[Span], marked: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Places of spans that overlap, by one walk over both in the order of the text."""
    waiting = deque(sorted(range(len(marked)), key=lambda j: marked[j].start))
    for i in sorted(range(len(proposed)), key=lambda i: proposed[i].start):
        while waiting and marked[waiting[0]].end <= proposed[i].start:
            waiting.popleft()
        for j in waiting:
            if marked[j].start >= proposed[i].end:
                break
            if overlap(proposed[i], marked[j]) > 0:
                yield i, j


def deadline_agrees(pair: Pair) -> bool:
    """Whether the last day is one of those that the label accepts."""
    return _latest(pair.candidate) in pair.label.deadlines


def _latest(candidate: Candidate) -> date | None:
    return candidate.deadline.latest if candidate.deadline else None


def probability_agrees(pair: Pair) -> bool:
    """Whether the stated probability is one that the label accepts.

    The tolerance is 0.005, for values below 0.01 five percent of the value.
    """
    stated = stated_probability(pair.candidate)
    if stated is None:
        return None in pair.label.probabilities
    return any(_is_near(stated, each) for each in pair.label.probabilities if each is not None)


def stated_probability(candidate: Candidate) -> float | None:
    """The probability that the candidate states in numbers, 0 to 1; None where it states none."""
    chance = candidate.chance
    if chance.kind is not EstimateKind.STATED or chance.middle is None:
        return None
    return from_millionths(chance.middle)


def _is_near(stated: float, accepted: float) -> bool:
    tolerance = _TOLERANCE if accepted >= _SMALL else _TOLERANCE_OF_SMALL * accepted
    rounding = 1e-9  # 0.705 - 0.7 is a little more than 0.005 in floating point
    return abs(stated - accepted) <= tolerance + rounding


def hedges(pair: Pair) -> tuple[str | None, str | None]:
    """The hedging words of the proposal and of the label; None where there are none."""
    chance = pair.candidate.chance
    return chance.hedge if chance.kind is EstimateKind.WORDED else None, pair.label.hedge


def hedge_agrees(pair: Pair) -> bool:
    """Whether both name the same hedging words, or one names them with words beside them.

    Case, the form of apostrophes and white space do not matter.
    """
    proposed, marked = hedges(pair)
    if proposed is None or marked is None:
        return proposed is marked
    one, other = _fold(proposed), _fold(marked)
    return one in other or other in one


def _fold(words: str) -> str:
    """The words in one form, with a space on either side so that only whole ones are found."""
    plain = words.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return f" {' '.join(plain.split())} "
