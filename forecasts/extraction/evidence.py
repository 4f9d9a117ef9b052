"""Which rules fire on a sentence, each as a reason with its place, weight and explanation."""

import re
from dataclasses import dataclass, replace

from forecasts.domain.candidates import Reason
from forecasts.domain.deadlines import Deadline
from forecasts.domain.probability import in_percent
from forecasts.extraction.cues.kinds import Cue, CueKind
from forecasts.extraction.cues import CUES
from forecasts.extraction.gates import Gates
from forecasts.extraction.percentages import Found, find_stated
from forecasts.extraction.plain import Plain
from forecasts.extraction.cues.tenses import PLAIN_PAST

DATED_WEIGHT, UNDATED_WEIGHT, STATED_WEIGHT = 2.0, 0.5, 3.0
SPOKEN = "somebody's words"
"""The cue of words in quotation marks with the name of who spoke them."""

FUTURE_VERB, ADVICE = "future verb", "advice"
_ASKED = re.compile(
    r"\b(?:what(?:'s)?|whether|why|how(?:\s(?:much|many|long|far|soon|fast|well|often|badly|big))?"
    r"|(?:see|know|ask|tell|wonder|guess|predict|say|on|about|of|idea|question|over|is)\s(?:who|when|where|if|which))"
    r"\s(?:(?!that\b|is\b|are\b)[\w'-]{1,20}\s){0,4}(?:[\w-]{1,20})?$",
    re.IGNORECASE,
)
"""What stands right before a verb of an indirect question."""

_LONGEST_ASKED = 120
_CLEAR_VETO = -2.5
_Found = tuple[Cue, re.Match[str]]
_GATES = Gates(CUES)
_TURN = re.compile(r"[,;]\s(?:but|though|although|yet)\s|\s(?:but|though)\s", re.IGNORECASE)
_SUBORDINATE = re.compile(r"[,(]|\s(?:that|which|who|where|when|after|as|if)\s", re.IGNORECASE)
_CLAUSE_VETOES = frozenset({"open question", "wish", "speaks to the reader", "an earlier forecast"})
_SILENCED = {
    "advice": {"should, of what is expected"},
    "a guess about the present": {
        "future verb",
        "near future",
        "word of possibility",
        "word of chance",
    },
}
"""Vetoes that say nothing where one of these cues stands beside them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in one sentence.

    Attributes:
        reasons: the cues that count.
        kinds: the kinds of these cues.
        plain_past: whether its main clause tells what happened, in a verb that is no participle.
    """

    reasons: tuple[Reason, ...]
    kinds: frozenset[CueKind]
    plain_past: bool

    @property
    def is_spoken(self) -> bool:
        """Whether the sentence gives another person's words and says whose they are."""
        return any(reason.rule == SPOKEN for reason in self.reasons)


def find_cues(
    plain: Plain, start: int, end: int, *, predicts: bool = False, in_item: bool = False
) -> Evidence:
    """The cues in the words from ``start`` to ``end``; each name counts once.

    Args:
        plain: the block without markup.
        start: where the sentence begins in it.
        end: where it ends.
        predicts: whether it stands under predictions, where reports are forecasts as well.
        in_item: whether it stands in a list, where the author's plans are forecasts as well.
    """
    sentence = plain.text[start:end]
    found: dict[str, tuple[Cue, re.Match[str]]] = {}
    for cue in _GATES.open_for(sentence):
        if cue.name in found or (cue.kind is CueKind.PAST and _ahead(found)):
            continue
        if match := _first_match(cue, sentence):
            found[cue.name] = cue, match
    kept = [
        (cue, match)
        for cue, match in found.values()
        if _counts(cue, match, found, predicts=predicts, in_item=predicts and in_item)
    ]
    kept = _without_spoken_for(kept)
    reasons = tuple(_reason(cue, match, plain, start) for cue, match in kept)
    plain_past = any(
        cue.kind is CueKind.PAST and PLAIN_PAST.match(sentence, match.start())
        for cue, match in kept
    )
    return Evidence(reasons, frozenset(cue.kind for cue, _ in kept), plain_past)


def _first_match(cue: Cue, sentence: str) -> re.Match[str] | None:
    """Where a cue fires first; a verb in an indirect question, as in "what will be", says nothing."""
    if cue.name != FUTURE_VERB:
        return cue.pattern.search(sentence)
    return next((each for each in cue.pattern.finditer(sentence) if not _asked(each)), None)


def _asked(verb: re.Match[str]) -> bool:
    return bool(_ASKED.search(verb.string, max(0, verb.start() - _LONGEST_ASKED), verb.start()))


def _without_spoken_for(kept: list[_Found]) -> list[_Found]:
    """The cues without a verb about the future that is part of a plan, an age or another veto."""
    spans = [match.span() for cue, match in kept if cue.weight <= _CLEAR_VETO]
    if not spans:
        return kept
    return [each for each in kept if each[0].name != FUTURE_VERB or _beyond(each, spans)]


def _beyond(future: _Found, spans: list[tuple[int, int]]) -> bool:
    """Whether a verb about the future stands outside of all these spans."""
    cue, match = future
    return any(
        all(other.start() < start or other.start() >= end for start, end in spans)
        for other in cue.pattern.finditer(match.string)
        if not _asked(other)
    )


def _reason(cue: Cue, match: re.Match[str], plain: Plain, start: int) -> Reason:
    begin, end = plain.span(start + match.start(), start + match.end())
    return Reason(cue.name, begin, end, cue.weight, f"{match[0].strip()!r}: {cue.sentence}")


def _ahead(found: dict[str, tuple[Cue, re.Match[str]]]) -> list[tuple[Cue, re.Match[str]]]:
    """What was found that speaks for a forecast."""
    return [each for each in found.values() if each[0].kind in (CueKind.FUTURE, CueKind.STANCE)]


def _counts(
    cue: Cue,
    match: re.Match[str],
    found: dict[str, tuple[Cue, re.Match[str]]],
    *,
    predicts: bool,
    in_item: bool,
) -> bool:
    """Whether a cue says anything beside the others of its sentence.

    What has happened speaks against a forecast only in the main clause, and only where nothing
    speaks for one. "I don't know" says nothing about what comes behind a "but".
    """
    ahead = _ahead(found)
    if cue.kind is CueKind.PAST:
        subordinate = _SUBORDINATE.search(match.string)
        in_main_clause = not (subordinate and subordinate.start() < match.start())
        return in_main_clause and not ahead and find_stated(match.string) is None
    if cue.kind is CueKind.PLAN:
        return not in_item and find_stated(match.string) is None
    if cue.kind is CueKind.ATTRIBUTION:
        return cue.name == SPOKEN or not predicts
    if cue.name == ADVICE and any(
        other.name == FUTURE_VERB and verb.start() < match.start() for other, verb in ahead
    ):
        return False  # "it will sell out, so you should hurry"
    if cue.name in _SILENCED:
        return _SILENCED[cue.name].isdisjoint(found)
    if cue.name in _CLAUSE_VETOES:
        turn = _TURN.search(match.string, match.end())
        return not (
            turn and any(other.pattern.search(match.string, turn.end()) for other, _ in ahead)
        )
    return True


def deadline_reason(deadline: Deadline) -> Reason:
    """That words of the sentence itself speak of a time to come."""
    if deadline.latest is None:
        told = f"{deadline.phrase!r}: {deadline.rule}, which names no day"
        return Reason("time to come", deadline.start, deadline.end, UNDATED_WEIGHT, told)
    told = f"{deadline.phrase!r}: {deadline.rule}, read as {deadline.latest.isoformat()}"
    return Reason("deadline", deadline.start, deadline.end, DATED_WEIGHT, told)


def stated_reason(found: Found, plain: Plain, start: int) -> Reason:
    """That a number says how likely it is."""
    span = plain.span(start + found.start, start + found.end)
    told = f"{found.chance.hedge!r}: a probability in numbers"
    return Reason("stated probability", *span, STATED_WEIGHT, told)


def worded_reason(found: Found, plain: Plain, start: int) -> Reason:
    """Which words say how likely it is, and what they stand for; it weighs nothing by itself."""
    span = plain.span(start + found.start, start + found.end)
    low, middle, high = found.chance.low, found.chance.middle, found.chance.high
    told = f"{found.chance.hedge!r}: suggests {in_percent(middle or 0)}"
    return Reason(
        "worded probability",
        *span,
        0.0,
        f"{told} ({in_percent(low or 0)} to {in_percent(high or 0)})",
    )


def shift(deadline: Deadline, plain: Plain, start: int, text: str) -> Deadline:
    """The deadline of a sentence with its place and its words as they stand in the text."""
    begin, end = plain.span(start + deadline.start, start + deadline.end)
    return replace(deadline, phrase=text[begin:end], start=begin, end=end)
