"""Which rules fire on a sentence, each as a reason with its place, weight and explanation."""

from dataclasses import dataclass, replace

from forecasts.domain.candidates import Reason
from forecasts.domain.deadlines import Deadline
from forecasts.domain.probability import in_percent
from forecasts.extraction.cues.kinds import CueKind
from forecasts.extraction.cues.tenses import PLAIN_PAST
from forecasts.extraction.finding import SPOKEN, Fired, find_fired
from forecasts.extraction.percentages import Found
from forecasts.extraction.plain import Plain

DATED_WEIGHT, UNDATED_WEIGHT, STATED_WEIGHT = 1.5, 0.5, 3.0


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
    counted = find_fired(sentence, predicts=predicts, in_item=in_item)
    plain_past = any(
        cue.kind is CueKind.PAST and PLAIN_PAST.match(sentence, match.start())
        for cue, match in counted
    )
    return Evidence(
        reasons=tuple(_reason(fired, plain, start) for fired in counted),
        kinds=frozenset(cue.kind for cue, _ in counted),
        plain_past=plain_past,
    )


def _reason(fired: Fired, plain: Plain, start: int) -> Reason:
    cue, match = fired
    begin, end = plain.span(start + match.start(), start + match.end())
    return Reason(cue.name, begin, end, cue.weight, f"{match[0].strip()!r}: {cue.sentence}")


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
