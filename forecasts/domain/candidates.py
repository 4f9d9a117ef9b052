"""A span of a post that may be a forecast, with everything that was read there."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forecasts.domain.deadlines import Deadline
from forecasts.domain.probability import from_millionths


class EstimateKind(StrEnum):
    """How sure somebody said they were."""

    STATED = "stated"
    """A number: "85 %"."""
    WORDED = "worded"
    """Words that stand for a range: "probably", "my guess is"."""
    FLAT = "flat"
    """No probability at all: a bare "will"."""


@dataclass(frozen=True, slots=True)
class Chance:
    """How sure somebody said they were, in millionths; None where they did not say.

    Attributes:
        kind: a number, words, or neither.
        middle: the stated number, or the middle of what the words mean; None when flat.
        low: lower end of what was stated or of what the words mean; None when flat.
        high: upper end; None when flat.
        hedge: the words or the number exactly as they stand in the text; None when flat.
    """

    kind: EstimateKind
    middle: int | None = None
    low: int | None = None
    high: int | None = None
    hedge: str | None = None


RULES = "rules"
"""Who found what our own rules propose."""

FLAT = Chance(EstimateKind.FLAT)


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired, where it fired, what it weighs, and a sentence for people."""

    rule: str
    start: int
    end: int
    weight: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Another place where the post makes the same forecast unchanged; it counts once."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that the extractor proposes as a forecast.

    Attributes:
        start: offset of the first character of the quote in the normalised text.
        end: offset behind its last character.
        quote: the exact words, ``text[start:end]``.
        claim: the forecast as a sentence that a reviewer could judge alone.
        chance: how sure the author said to be.
        deadline: when the claim must have come true; None where nothing was found.
        negated: the claim says that something will not happen.
        conditional: the claim depends on a stated condition.
        attributed: the forecast is somebody else's, as reported by the author.
        score: how sure the extractor is that this is a forecast, 0 to 1.
        reasons: every rule that fired, with its span.
        sightings: the other places in the post where it is said again unchanged.
        found_by: who proposed it: our rules, a second opinion by its name, or both.
    """

    start: int
    end: int
    quote: str
    claim: str
    chance: Chance
    deadline: Deadline | None
    negated: bool
    conditional: bool
    attributed: bool
    score: float
    reasons: tuple[Reason, ...]
    sightings: tuple[Sighting, ...] = ()
    found_by: tuple[str, ...] = (RULES,)

    def as_json(self) -> dict[str, object]:
        """The candidate as the command contract prints it; dates ISO, probabilities 0 to 1."""
        return {
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "claim": self.claim,
            **_chance_as_json(self.chance),
            **_deadline_as_json(self.deadline),
            "negated": self.negated,
            "conditional": self.conditional,
            "attributed": self.attributed,
            "score": round(self.score, 3),
            "reasons": [_reason_as_json(reason) for reason in self.reasons],
            "sightings": [
                {"start": each.start, "end": each.end, "quote": each.quote}
                for each in self.sightings
            ],
            "found_by": list(self.found_by),
        }


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A span of a post that was weighed and is not proposed, with the rules that fired on it.

    Attributes:
        start: offset of the first character in the normalised text.
        end: offset behind the last character.
        quote: the exact words, ``text[start:end]``.
        score: how sure the extractor is that this is a forecast all the same, 0 to 1.
        reasons: every rule that fired or vetoed; empty where nothing spoke of the future.
    """

    start: int
    end: int
    quote: str
    score: float
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "score": round(self.score, 3),
            "reasons": [_reason_as_json(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was weighed in a post: what is proposed, and what was passed over."""

    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]


def _chance_as_json(chance: Chance) -> dict[str, object]:
    return {
        "kind": chance.kind.value,
        "probability": _as_number(chance.middle),
        "probability_low": _as_number(chance.low),
        "probability_high": _as_number(chance.high),
        "hedge": chance.hedge,
    }


def _as_number(millionths: int | None) -> float | None:
    return None if millionths is None else from_millionths(millionths)


def _deadline_as_json(deadline: Deadline | None) -> dict[str, object]:
    latest = deadline.latest if deadline else None
    earliest = deadline.earliest if deadline else None
    return {
        "deadline": latest.isoformat() if latest else None,
        "deadline_earliest": earliest.isoformat() if earliest else None,
        "deadline_phrase": deadline.phrase if deadline else None,
        "deadline_rule": deadline.rule if deadline else None,
        "deadline_grain": deadline.grain.value if deadline and deadline.grain else None,
        "deadline_kind": deadline.kind if deadline else None,
        "deadline_ambiguous": deadline.ambiguous if deadline else False,
        "deadline_alternatives": _as_iso(deadline.alternatives) if deadline else [],
    }


def _as_iso(days: tuple[date | None, ...]) -> list[str | None]:
    return [day.isoformat() if day else None for day in days]


def _reason_as_json(reason: Reason) -> dict[str, object]:
    return {
        "rule": reason.rule,
        "start": reason.start,
        "end": reason.end,
        "weight": reason.weight,
        "sentence": reason.sentence,
    }
