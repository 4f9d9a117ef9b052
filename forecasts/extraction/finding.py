"""Which cues fire on a sentence, and which of them say anything beside the others."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from forecasts.extraction.cues import AGAINST, SPEAKING_FOR
from forecasts.extraction.cues.kinds import Cue, CueKind
from forecasts.extraction.gates import SIEVE, Gates
from forecasts.extraction.percentages import find_stated

SPOKEN = "somebody's words"
"""The cue of words in quotation marks with the name of who spoke them."""

_FUTURE_VERB, _ADVICE = "future verb", "advice"
_ASKED = re.compile(
    r"\b(?:what(?:'s)?|whether|why|how(?:\s(?:much|many|long|far|soon|fast|well|often|badly|big))?"
    r"|(?:see|know|ask|tell|wonder|guess|predict|say|on|about|of|idea|question|over|is)\s"
    r"(?:who|when|where|if|which))"
    r"\s(?:(?!that\b|is\b|are\b)[\w'-]{1,20}\s){0,4}(?:[\w-]{1,20})?$",
    re.IGNORECASE,
)
"""What stands right before a verb of an indirect question."""

_LONGEST_ASKED = 120
_MAY_BE_ASKED = frozenset({"future verb", "the author's opinion", "the author's guess"})
_TURN = re.compile(r"[,;]\s(?:but|though|although|yet)\s|\s(?:but|though)\s", re.IGNORECASE)
_SUBORDINATE = re.compile(r"[,(]|\s(?:that|which|who|where|when|after|as|if)\s", re.IGNORECASE)
_CLAUSE_VETOES = frozenset({"open question", "wish", "speaks to the reader", "an earlier forecast"})
_SILENCED_BY = {
    "advice": {"should, of what is expected"},
    "a guess about the present": {
        "future verb", "near future", "word of possibility", "word of chance",
    },
}  # fmt: skip
"""Vetoes that say nothing where one of these cues stands beside them."""

_CLEAR_VETO = -2.5
_FOR, _AGAINST = Gates(SPEAKING_FOR, SIEVE), Gates(AGAINST, SIEVE)


class Fired(NamedTuple):
    """A cue, and the words on which it fired."""

    cue: Cue
    match: re.Match[str]


def weight_for(sentence: str) -> float:
    """What all the cues that speak for a forecast weigh, whatever may speak against it.

    >>> weight_for("My guess is that it will rain"), weight_for("It rains")
    (5.5, 0)
    """
    return sum(fired.cue.weight for fired in _speaking_for(sentence).values())


def find_fired(sentence: str, *, predicts: bool, in_item: bool) -> list[Fired]:
    """The cues that fire on a sentence and count, each name once.

    Args:
        sentence: words without markup.
        predicts: whether it stands under predictions, where reports are forecasts as well.
        in_item: whether it stands in a list of them, where the author's plans are as well.
    """
    found = dict(_speaking_for(sentence))
    ahead = _ahead(found)
    for cue in _AGAINST.open_for(sentence):
        if cue.name in found or (cue.kind is CueKind.PAST and ahead):
            continue
        if match := cue.pattern.search(sentence):
            found[cue.name] = Fired(cue, match)
    counted = [
        each for each in found.values() if _counts(each, found, predicts=predicts, in_item=in_item)
    ]
    return _without_spoken_for(counted)


@lru_cache(maxsize=4)
def _speaking_for(sentence: str) -> Mapping[str, Fired]:
    """What speaks for a forecast, by name; kept while one sentence is looked at."""
    found: dict[str, Fired] = {}
    for cue in _FOR.open_for(sentence):
        if cue.name not in found and (match := _first_match(cue, sentence)):
            found[cue.name] = Fired(cue, match)
    return found


def _first_match(cue: Cue, sentence: str) -> re.Match[str] | None:
    """Where a cue fires first; a verb in an indirect question ("what will be") says nothing."""
    if cue.name not in _MAY_BE_ASKED:
        return cue.pattern.search(sentence)
    return next((each for each in cue.pattern.finditer(sentence) if not _is_asked(each)), None)


def _is_asked(verb: re.Match[str]) -> bool:
    return bool(_ASKED.search(verb.string, max(0, verb.start() - _LONGEST_ASKED), verb.start()))


def _ahead(found: Mapping[str, Fired]) -> list[Fired]:
    """What was found that speaks of the future, or of the author's view of it."""
    return [each for each in found.values() if each.cue.kind in (CueKind.FUTURE, CueKind.STANCE)]


def _counts(fired: Fired, found: Mapping[str, Fired], *, predicts: bool, in_item: bool) -> bool:
    """Whether a cue says anything beside the others of its sentence."""
    cue, match = fired
    if cue.kind is CueKind.PAST:
        return _is_main_past(match) and not _ahead(found)
    if cue.kind is CueKind.PLAN:
        return not (predicts and in_item) and find_stated(match.string) is None
    if cue.kind is CueKind.ATTRIBUTION:
        return cue.name == SPOKEN or not predicts
    if cue.name == _ADVICE and _FUTURE_VERB in found:
        return match.start() < found[_FUTURE_VERB].match.start()  # "it sells out, so hurry"
    if cue.name in _SILENCED_BY and not _SILENCED_BY[cue.name].isdisjoint(found):
        return False
    return cue.name not in _CLAUSE_VETOES or not _turns_ahead(match, found)


def _is_main_past(match: re.Match[str]) -> bool:
    """Whether a past verb stands in the main clause, of a sentence that states no probability."""
    subordinate = _SUBORDINATE.search(match.string)
    in_main_clause = not (subordinate and subordinate.start() < match.start())
    return in_main_clause and find_stated(match.string) is None


def _turns_ahead(match: re.Match[str], found: Mapping[str, Fired]) -> bool:
    """Whether a "but" follows that leads to a forecast: "I don't know how, but it will sell"."""
    turn = _TURN.search(match.string, match.end())
    return bool(turn) and any(
        ahead.cue.pattern.search(match.string, turn.end() if turn else 0) for ahead in _ahead(found)
    )


def _without_spoken_for(counted: list[Fired]) -> list[Fired]:
    """The cues without a verb about the future that is part of a plan, an age or another veto."""
    spans = [match.span() for cue, match in counted if cue.weight <= _CLEAR_VETO]
    if not spans:
        return counted
    return [each for each in counted if each.cue.name != _FUTURE_VERB or _beyond(each, spans)]


def _beyond(future: Fired, spans: list[tuple[int, int]]) -> bool:
    """Whether a verb about the future stands outside of all these spans."""
    verbs = future.cue.pattern.finditer(future.match.string)
    return any(
        all(verb.start() < start or verb.start() >= end for start, end in spans)
        for verb in verbs
        if not _is_asked(verb)
    )
