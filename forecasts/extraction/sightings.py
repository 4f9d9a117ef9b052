"""The same forecast said twice in a post: one candidate, and the other places as sightings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from forecasts.domain.candidates import Candidate, Sighting

_WORD = re.compile(r"[\w%$€£']+")
_MEANS_LITTLE = frozenset({
    "a", "an", "the", "that", "this", "these", "those", "it", "its", "i", "my", "we", "our",
    "and", "or", "so", "of", "to", "in", "on", "at", "for", "by", "there", "then", "also", "just",
    "still", "indeed", "will", "'ll", "shall", "would", "going", "gonna", "is", "are", "be",
})  # fmt: skip
"""Words in which two ways to say the same may differ."""


def gather_sightings(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each forecast once, in order of place, with the places where it is said again unchanged.

    Candidates are the same forecast when their claims share every word that means something, both
    deny it or neither does, neither is on a condition that the other lacks, they give the same
    chance, and they name the same day or all but one name none. The first with a day stands for
    all of them.
    """
    same: dict[object, list[Candidate]] = {}
    for candidate in candidates:
        same.setdefault(_key(candidate), []).append(candidate)
    gathered = [_gather(group) for each in same.values() for group in _part_by_day(each)]
    return tuple(sorted(gathered, key=lambda each: (each.start, each.end)))


def _key(candidate: Candidate) -> object:
    claim = candidate.claim
    if candidate.deadline and candidate.deadline.end > 0:
        claim = claim.replace(candidate.deadline.phrase, " ")
    words = frozenset(_WORD.findall(claim.lower())) - _MEANS_LITTLE
    place = None if words else candidate.start  # what means nothing is like nothing else
    return words, candidate.negated, candidate.conditional, candidate.chance.middle, place


def _part_by_day(same: list[Candidate]) -> Iterator[list[Candidate]]:
    """One group where at most one day is named, else a group a day."""
    by_day: dict[date | None, list[Candidate]] = {}
    for candidate in same:
        by_day.setdefault(_day(candidate), []).append(candidate)
    yield from [same] if len(by_day.keys() - {None}) <= 1 else by_day.values()


def _gather(group: list[Candidate]) -> Candidate:
    first = next((each for each in group if _day(each)), group[0])
    others = tuple(
        Sighting(each.start, each.end, each.quote) for each in group if each is not first
    )
    return replace(first, sightings=others) if others else first


def _day(candidate: Candidate) -> date | None:
    return candidate.deadline.latest if candidate.deadline else None
