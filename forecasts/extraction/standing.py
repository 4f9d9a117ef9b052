"""What the place of a sentence says about it: under predictions, in a quotation, in a heading."""

import re
from collections.abc import Iterator

from forecasts.domain.candidates import EstimateKind, Reason
from forecasts.extraction.percentages import Found
from forecasts.extraction.presents import says_what_happens
from forecasts.extraction.sentence import Sentence

_AUTHOR_TELLS = re.compile(r"(?<!\w)(?:I|I'm|I've|I'd|me|my|My)(?!\w)")
_FEWEST_WORDS, _WORDS_OF_A_CLAIM = 3, 8
_LOOKS_BACK, _QUOTED = -4.0, -2.0
_MOST_AMONG, _SAYS_WHY = 3.0, 1.5
_WEAK = frozenset({"word of possibility", "deadline", "time to come"})
"""Rules that fire on comment as often as on forecasts."""


def most_of_place(sentence: Sentence, *, spoken_for: bool) -> float:
    """The most that ``weigh_place`` can add up to, told before any rule is tried.

    Args:
        sentence: not split into clauses.
        spoken_for: whether a cue, a number or words about time speak for it. Where none does, a
            later sentence says why rather than what, as ``_among`` weighs it.
    """
    if not sentence.scope.predicts:
        return _LOOKS_BACK * sentence.scope.looks_back + _QUOTED * sentence.block.quoted
    leads = sentence.is_heading or sentence.opens_item or sentence.habits.in_present
    return _MOST_AMONG if spoken_for or leads else _SAYS_WHY


def weigh_place(
    part: Sentence, reasons: list[Reason], found: Found | None, *, past: bool
) -> Iterator[Reason]:
    """What the title, the headings and the place of a sentence say about it.

    Args:
        part: the sentence, or one clause of it.
        reasons: what its own words say.
        found: how sure it says to be.
        past: whether its main clause tells what happened.
    """
    if part.scope.looks_back:
        told = "this post or section looks back on old predictions"
        yield Reason("looks back", *part.span, _LOOKS_BACK, told)
    if part.block.quoted and not part.scope.predicts:
        yield Reason("quotation", *part.span, _QUOTED, "stands in a quotation")
    if part.is_heading and not part.scope.predicts and len(part.words.split()) < _WORDS_OF_A_CLAIM:
        yield Reason("heading", *part.span, -1.0, "stands above the text like a heading")
    if part.scope.predicts and not past:
        yield from _weigh_scope(part, reasons, found)


def _weigh_scope(part: Sentence, reasons: list[Reason], found: Found | None) -> Iterator[Reason]:
    ahead = [reason for reason in reasons if reason.weight >= 1]
    guessed = any(reason.rule == "a guess about the present" for reason in reasons)
    clear = [] if guessed else [reason for reason in ahead if reason.rule not in _WEAK]
    told = f"stands under {part.scope.heading[:80]!r}"
    weight = _among(part, found, ahead=bool(ahead), clear=bool(clear))
    yield Reason("among predictions", *part.span, weight, told)
    if not ahead and not part.is_item and _AUTHOR_TELLS.search(part.words):
        yield Reason("the author tells", *part.span, -1.5, "speaks of the author")


def _among(part: Sentence, found: Found | None, *, ahead: bool, clear: bool) -> float:
    """What it weighs to stand among predictions: most in a list, little or nothing beside one."""
    chance = found.chance if found else part.scope.chance
    stated = chance.kind is EstimateKind.STATED
    if part.is_heading:
        return 2.5 if says_what_happens(part.words) else -1.0
    if part.habits.with_numbers and not stated:
        return 0.0 if part.is_item else -0.5 if clear else -1.0
    if not ahead and len(part.words.split()) < _FEWEST_WORDS:
        return 0.5
    if not clear and not part.opens_item and not part.habits.in_present:
        # those who write "will" of what will be write of what is in the present
        return 0.25 if ahead else _SAYS_WHY
    if part.is_item:
        return _MOST_AMONG
    beside = (part.habits.in_items and not part.is_alone) or (part.habits.personal and not ahead)
    return 0.5 if beside else 2.5
