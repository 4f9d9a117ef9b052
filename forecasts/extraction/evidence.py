"""Which rules fire on a sentence, each as a reason with its place, weight and explanation."""

from dataclasses import dataclass, replace

from forecasts.domain.candidates import Reason
from forecasts.domain.deadlines import Deadline
from forecasts.extraction.cues import CUES, Cue, CueKind
from forecasts.extraction.percentages import Found
from forecasts.extraction.plain import Plain

DATED_WEIGHT, UNDATED_WEIGHT, STATED_WEIGHT = 2.0, 0.5, 3.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Reasons found in one sentence, and the kinds of cues among them."""

    reasons: tuple[Reason, ...]
    kinds: frozenset[CueKind]


def find_cues(plain: Plain, start: int, end: int) -> Evidence:
    """The cues in the words from ``start`` to ``end``; each name counts once.

    What has happened speaks against a forecast only where nothing speaks for one.
    """
    sentence = plain.text[start:end]
    found: dict[str, tuple[Cue, Reason]] = {}
    for cue in CUES:
        if cue.name not in found and (match := cue.pattern.search(sentence)):
            span = plain.span(start + match.start(), start + max(match.end(), match.start() + 1))
            told = f"{match[0].strip()!r}: {cue.sentence}"
            found[cue.name] = cue, Reason(cue.name, *span, cue.weight, told)
    ahead = any(cue.kind in (CueKind.FUTURE, CueKind.STANCE) for cue, _ in found.values())
    kept = [each for each in found.values() if not (ahead and each[0].kind is CueKind.PAST)]
    return Evidence(tuple(reason for _, reason in kept), frozenset(cue.kind for cue, _ in kept))


def deadline_reason(deadline: Deadline) -> Reason:
    """That words of the sentence itself speak of a time to come."""
    if deadline.latest is None:
        told = f"{deadline.phrase!r}: {deadline.rule}, which names no day"
        return Reason("time to come", deadline.start, deadline.end, UNDATED_WEIGHT, told)
    told = f"{deadline.phrase!r}: {deadline.rule}, read as {deadline.latest.isoformat()}"
    return Reason("deadline", deadline.start, deadline.end, DATED_WEIGHT, told)


def chance_reason(found: Found, plain: Plain, start: int) -> Reason:
    """That a number says how likely it is."""
    span = plain.span(start + found.start, start + found.end)
    told = f"{found.chance.hedge!r}: a probability in numbers"
    return Reason("stated probability", *span, STATED_WEIGHT, told)


def shift(deadline: Deadline, plain: Plain, start: int, text: str) -> Deadline:
    """The deadline of a sentence with its place and its words as they stand in the text."""
    begin, end = plain.span(start + deadline.start, start + deadline.end)
    return replace(deadline, phrase=text[begin:end], start=begin, end=end)
