"""Why a sentence was proposed or passed over, for people: what spoke for it, what against."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forecasts.domain.candidates import RULES, Reason
from forecasts.extraction.scores import PROPOSED_FROM, score_of
from forecasts.web.presentation import write_list

NEAR_FROM = PROPOSED_FROM / 2
"""What was passed over came near when it weighs at least this."""

_LONGEST_WORDS = 120
_WORDS_FIRST = re.compile(
    r"\A(?:'(?:[^'\\]|\\.){0,2000}'|\"(?:[^\"\\]|\\.){0,2000}\"): ", re.DOTALL
)
"""A rule's sentence begins with the words it fired on; they are shown apart."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One rule that spoke.

    Attributes:
        rule: its name.
        words: the words it fired on; empty where it spoke of the whole sentence.
        told: its sentence for people.
        weight: what it weighs; below zero, it speaks against.
    """

    rule: str
    words: str
    told: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the rules came to their sum.

    Attributes:
        spoken: the rules that spoke, those of the same side in the order of their weight.
        needed: the sum from which on a sentence is proposed.
    """

    spoken: tuple[Spoken, ...]
    needed: float = PROPOSED_FROM

    @property
    def sides(self) -> list[tuple[str, list[Spoken]]]:
        """What speaks for it, what against it, and what weighs nothing; only what there is."""
        sides = {
            "Speaks for it": [each for each in self.spoken if each.weight > 0],
            "Speaks against it": [each for each in self.spoken if each.weight < 0],
            "Was read, and weighs nothing": [each for each in self.spoken if each.weight == 0],
        }
        return [(words, side) for words, side in sides.items() if side]

    @property
    def gain(self) -> float:
        """What speaks for it, together."""
        return sum(each.weight for each in self.spoken if each.weight > 0)

    @property
    def loss(self) -> float:
        """What speaks against it, together; zero or less."""
        return sum(each.weight for each in self.spoken if each.weight < 0)

    @property
    def total(self) -> float:
        """Everything together."""
        return self.gain + self.loss

    @property
    def missing(self) -> float:
        """What it lacks to be proposed; zero or less where it lacks nothing."""
        return self.needed - self.total

    @property
    def score(self) -> float:
        """How sure that makes our rules that it is a forecast, 0 to 1."""
        return score_of(self.total)

    @property
    def came_near(self) -> bool:
        """Whether it was passed over by little."""
        return NEAR_FROM <= self.total < self.needed

    @property
    def weighed(self) -> bool:
        """Whether anything in it had a weight."""
        return any(each.weight for each in self.spoken)


def explain(reasons: Iterable[Reason], text: str, *, start: int, end: int) -> Explanation:
    """The explanation that reasons give of the words between two offsets of a text."""
    whole = text[start:end].strip()
    spoken = [_spoken(reason, text[reason.start : reason.end].strip(), whole) for reason in reasons]
    return Explanation(tuple(sorted(spoken, key=lambda each: -abs(each.weight))))


def _spoken(reason: Reason, words: str, whole: str) -> Spoken:
    """The words apart from what is told of them; without them where they are the whole."""
    told = _WORDS_FIRST.sub("", reason.sentence, count=1)
    if words == whole:
        return Spoken(reason.rule, "", told, reason.weight)
    if not 0 < len(words) <= _LONGEST_WORDS:
        return Spoken(reason.rule, "", reason.sentence, reason.weight)
    return Spoken(reason.rule, " ".join(words.split()), told, reason.weight)


def write_finders(found_by: Sequence[str]) -> str:
    """Who found it, in words.

    >>> write_finders(["rules", "a model"]), write_finders(["a person"])
    ('our rules and a model', 'a person')
    """
    return write_list(["our rules" if name == RULES else name for name in found_by], "and")


def write_weight(weight: float) -> str:
    r"""The weight with its sign.

    >>> write_weight(2.5), write_weight(0.0), write_weight(-3.0) == "\N{MINUS SIGN}3"
    ('+2.5', '0', True)
    """
    return f"{weight:+g}".replace("-", "\N{MINUS SIGN}") if weight else "0"


def write_sureness(score: float) -> str:
    """How sure the extractor is, in whole percent and never certain.

    >>> write_sureness(0.9933), write_sureness(0.9999), write_sureness(0.0001)
    ('99 %', '99 %', '1 %')
    """
    return f"{min(max(round(score * 100), 1), 99)} %"


REASON_FILTERS = {
    "finders": write_finders,
    "sureness": write_sureness,
    "weight": write_weight,
}
"""The filters for templates that tell reasons."""
