"""How what an extractor proposes in a post differs from the candidates that stand there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeVar

from forecasts.domain.candidates import RULES
from forecasts.domain.candidates import Candidate as Proposal
from forecasts.evaluation.matching import Span, match_spans
from forecasts.extraction import EXTRACTOR_VERSION
from forecasts.services.proposals import VERSIONS, values_of
from forecasts.store.models import Candidate, CandidateStatus

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Change:
    """A candidate that is read differently now.

    Attributes:
        candidate: as it was read.
        proposal: as it is read now.
        fields: for each that differs, its old and its new value.
    """

    candidate: Candidate
    proposal: Proposal
    fields: Mapping[str, tuple[Any, Any]]

    @property
    def has_moved(self) -> bool:
        """Whether it covers other words now."""
        return bool({"start", "end"} & self.fields.keys())


@dataclass(frozen=True, slots=True)
class Difference:
    """What the present extractor makes of the candidates of one post.

    Attributes:
        post_id: the post.
        new: proposals where nothing stood.
        gone: undecided candidates that are proposed no more.
        changed: undecided candidates that are read differently.
        unchanged: undecided candidates that are read as before.
        kept: candidates that stay as they are: somebody decided them, or our rules do not propose
            them but a person or a second opinion did.
        versions_before: versions of the extractor that read what is not kept.
    """

    post_id: int
    new: tuple[Proposal, ...]
    gone: tuple[Candidate, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[Candidate, ...]
    kept: tuple[Candidate, ...]
    versions_before: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        names = ("new", "gone", "changed", "unchanged", "kept")
        return {name: len(getattr(self, name)) for name in names}

    @property
    def is_none(self) -> bool:
        """Whether everything is read as before."""
        return not (self.new or self.gone or self.changed)

    @property
    def renamed(self) -> list[Candidate]:
        """What is read as before, though by another version."""
        return [each for each in self.unchanged if each.extractor_version != EXTRACTOR_VERSION]


def compare(
    post_id: int, candidates: Sequence[Candidate], proposals: Sequence[Proposal]
) -> Difference:
    """How proposals differ from the standing candidates of a post.

    Only what our rules found and nobody decided is up for it; where a second opinion found it too,
    it may change but not go. A proposal over words of the others is left out, unless it stands
    already; so is one that an accepted candidate says again, or the other way round.
    """
    open_ones = {_place(each): each for each in candidates if _is_open(each)}
    settled = [each for each in candidates if not _is_open(each)]
    versions = sorted({each.extractor_version for each in open_ones.values()})
    read, new, left = _pair(open_ones, proposals, _Settled(settled))
    vouched = [each for each in left if each.found_by != [RULES]]
    return Difference(
        post_id=post_id,
        new=tuple(new),
        gone=tuple(each for each in left if each.found_by == [RULES]),
        changed=tuple(each for each in read if each.fields),
        unchanged=tuple(each.candidate for each in read if not each.fields),
        kept=(*settled, *vouched),
        versions_before=tuple(versions),
    )


def _pair(
    standing: dict[tuple[int, int], Candidate], proposals: Iterable[Proposal], settled: "_Settled"
) -> tuple[list[Change], list[Proposal], list[Candidate]]:
    """Candidates with how they are read now, proposals without any, candidates without any.

    Those at the same place are a pair; of the rest those that overlap by half of the shorter.
    """
    same = [(standing.pop(_place(each), None), each) for each in proposals]
    rest = [each for candidate, each in same if candidate is None and not settled.covers(each)]
    left = list(standing.values())
    moved = match_spans(rest, left)
    pairs = [(candidate, each) for candidate, each in same if candidate is not None]
    pairs += [(left[j], rest[i]) for i, j in moved]
    pairs.sort(key=lambda pair: pair[0].start)
    new = _without(rest, (i for i, _ in moved))
    return (
        [_change(*pair) for pair in pairs],
        list(new),
        list(_without(left, (j for _, j in moved))),
    )


def _without(items: Sequence[Item], places: Iterable[int]) -> Iterator[Item]:
    left_out = set(places)
    return (item for place, item in enumerate(items) if place not in left_out)


class _Settled:
    """The words of which somebody has decided what they are."""

    def __init__(self, kept: Iterable[Candidate]) -> None:
        """Take note of the places of what is kept, and of what was accepted."""
        self.kept = [_place(each) for each in kept]
        accepted = [each for each in kept if each.status is CandidateStatus.ACCEPTED]
        self.accepted = [_place(each) for each in accepted]
        self.said_again = [
            (place["start"], place["end"]) for each in accepted for place in each.sightings
        ]

    def covers(self, proposal: Proposal) -> bool:
        """Whether a proposal is about such words."""
        own = _place(proposal)
        if any(_touch(own, place) for place in chain(self.kept, self.said_again)):
            return True
        again = [_place(each) for each in proposal.sightings]
        return any(_touch(one, other) for one in again for other in self.accepted)


def _is_open(candidate: Candidate) -> bool:
    return candidate.status is CandidateStatus.PROPOSED and RULES in candidate.found_by


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _change(candidate: Candidate, proposal: Proposal) -> Change:
    """How a candidate is read now; whoever found it beside our rules has found it still."""
    others = (name for name in candidate.found_by if name not in proposal.found_by)
    proposal = replace(proposal, found_by=(*proposal.found_by, *others))
    read = {name: value for name, value in values_of(proposal).items() if name not in VERSIONS}
    before = {name: getattr(candidate, name) for name in read}
    differing = (name for name in read if read[name] != before[name])
    return Change(candidate, proposal, {name: (before[name], read[name]) for name in differing})
