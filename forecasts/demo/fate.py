"""What becomes of each forecast of the story: withdrawn, decided once or twice, or left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from forecasts.demo.draws import draw, draw_one
from forecasts.demo.story import Character, Turn
from forecasts.domain.candidates import Chance, EstimateKind
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.probability import from_millionths
from forecasts.services.resolution import Decision

_NEGLECTED = timedelta(days=20)
"""How long the reviewer has been busy elsewhere, so that the desk is not empty."""

_LASTING = ("stay", "until", "unchanged", "remain", "every")
"""Words of claims that are known to be true only when their time is over."""

_NOTICED_EARLY, _DECIDED_WHILE_BUSY = 0.5, 0.4
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """A forecast of the story, as it was logged.

    Attributes:
        key: its name in the story; all that is left to chance hangs on it.
        author: whose it is.
        quote: their words.
        chance: how sure they said to be.
        negated: whether the claim says that something will not happen.
        said_on: when they said it.
        first_day: first day on which it can come true.
        last_day: last day on which it can, or on which to look at it.
        recorded_at: when it was logged.
        due_at: when its last day is over.
    """

    key: str
    author: Character
    quote: str
    chance: Chance
    negated: bool
    said_on: date
    first_day: date
    last_day: date
    recorded_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision and the moment at which the reviewer makes it."""

    at: datetime
    decision: Decision


def choose_turn(quote: str, turns: Sequence[Turn]) -> Turn:
    """What the story says of a forecast; nothing where no turn names words of it."""
    words = " ".join(quote.split())
    return next((turn for turn in turns if turn.words in words), Turn(words=""))


def verdicts_on(foretold: Foretold, turn: Turn, *, today: datetime) -> Iterator[Verdict]:
    """What the reviewer decides, in order; the desk of the last days is left half done."""
    outcome = turn.outcome or draw_outcome(foretold)
    known_on = turn.known_on or _first_known(foretold, outcome)
    at = _decided_at(foretold, known_on)
    busy = foretold.due_at > today - _NEGLECTED
    if busy and draw(foretold.key, "while busy") > _DECIDED_WHILE_BUSY:
        return
    decision = _decide(foretold, turn, outcome, known_on)
    if turn.reversed_from:
        yield Verdict(at, replace(decision, outcome=turn.reversed_from, note=""))
        at += timedelta(days=2 + int(9 * draw(foretold.key, "reversed")))
    yield Verdict(at, decision)


def draw_outcome(foretold: Foretold) -> Outcome:
    """Yes as often as the author's character makes forecasts of this kind come true."""
    true = draw(foretold.key, "outcome") < _true_probability(foretold.author, foretold.chance)
    return Outcome.YES if true else Outcome.NO


def _true_probability(author: Character, chance: Chance) -> float:
    if chance.kind is EstimateKind.FLAT or chance.middle is None:
        return author.flat_rate
    return 0.5 + author.trust * (from_millionths(chance.middle) - 0.5)


def _first_known(foretold: Foretold, outcome: Outcome) -> date:
    """The day it happens, if it does; else the day on which its time is over."""
    if foretold.first_day == foretold.last_day > foretold.said_on:
        return foretold.last_day
    if not _happens(foretold, outcome):
        return max(foretold.last_day, foretold.said_on) + _ONE_DAY
    first = max(foretold.first_day, foretold.said_on + _ONE_DAY)
    days = max(0, (foretold.last_day - first).days)
    # The root draws the day towards the deadline, where most things come true.
    return first + timedelta(days=round(days * draw(foretold.key, "known") ** 0.5))


def _happens(foretold: Foretold, outcome: Outcome) -> bool:
    lasting = any(word in foretold.quote.lower().split() for word in _LASTING)
    return (outcome is Outcome.YES) != foretold.negated and not lasting


def _decided_at(foretold: Foretold, known_on: date) -> datetime:
    """The evening on which the reviewer gets to it: sometimes early, mostly once it is due."""
    days = int(10 * draw(foretold.key, "delay") ** 2)
    early = draw(foretold.key, "early") < _NOTICED_EARLY
    known = datetime.combine(known_on, time(), UTC) + _ONE_DAY
    begins = max(known if early else max(known, foretold.due_at), foretold.recorded_at)
    evening = timedelta(hours=17 + 4 * draw(foretold.key, "evening"))
    return datetime.combine(begins.date(), time(), UTC) + timedelta(days=1 + days) + evening


def _decide(foretold: Foretold, turn: Turn, outcome: Outcome, known_on: date) -> Decision:
    note = turn.note or draw_one(foretold.author.notes[outcome], foretold.key, "note")
    if turn.void:
        return Decision(
            outcome=Outcome.VOID, known_on=known_on, void_reason=turn.void, note=turn.note
        )
    return Decision(
        outcome=outcome,
        known_on=known_on,
        evidence_url=f"https://example.org/{foretold.author.evidence}/{known_on:%Y/%m/%d}",
        note=note,
    )
