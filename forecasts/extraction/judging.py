"""Weighs one sentence: is it a forecast, and if so, which candidate does it make?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from forecasts.domain.candidates import Candidate, EstimateKind, PassedOver, Reason
from forecasts.domain.deadlines import Deadline
from forecasts.extraction.claims import clean_claim, is_negated
from forecasts.extraction.clauses import split_dated_clauses
from forecasts.extraction.cues.kinds import CueKind
from forecasts.extraction.dates.reading import choose_deadline, read_deadline, read_deadlines
from forecasts.extraction.evidence import (
    DATED_WEIGHT,
    STATED_WEIGHT,
    UNDATED_WEIGHT,
    Evidence,
    deadline_reason,
    find_cues,
    shift,
    stated_reason,
    worded_reason,
)
from forecasts.extraction.finding import weight_for
from forecasts.extraction.percentages import Found, find_stated, find_trailing
from forecasts.extraction.presents import happens_by
from forecasts.extraction.probabilities import find_attitude, find_chance, straighten
from forecasts.extraction.pronouns import Resolved, resolve_pronoun
from forecasts.extraction.scores import PROPOSED_FROM, score_of
from forecasts.extraction.sentence import Sentence
from forecasts.extraction.standing import most_of_place, weigh_place

HAPPENS_WEIGHT = 1.0
_FEWEST_LETTERS, _SHORTEST_CLAIM = 4, 8


def is_hopeless(sentence: Sentence) -> bool:
    """Whether a sentence cannot be proposed, whatever speaks against it; told in a short time.

    Added up is the most that can speak for it: each of the cues, though some say nothing beside
    others; a day with all that it can weigh; a number; and its place. A sentence that is split
    names two days, and these alone are enough.
    """
    dated = any(deadline.latest for deadline in sentence.deadlines)
    time = DATED_WEIGHT + HAPPENS_WEIGHT if dated else UNDATED_WEIGHT * bool(sentence.deadlines)
    number = STATED_WEIGHT * _states_number(sentence)
    spoken = weight_for(sentence.words) + time + number
    return spoken + most_of_place(sentence, spoken_for=spoken > 0) < PROPOSED_FROM


def _states_number(sentence: Sentence) -> bool:
    by_habit = sentence.habits.number_behind and find_trailing(sentence.words)
    return bool(by_habit or find_stated(straighten(sentence.words)))


def judge(sentence: Sentence, *, published: date) -> Iterator[Candidate | PassedOver]:
    """What a sentence makes, or each clause of it with a day of its own; nothing without words."""
    if not _has_letters(sentence.words, _FEWEST_LETTERS):
        return
    evidence = find_cues(
        sentence.plain,
        sentence.start,
        sentence.end,
        predicts=sentence.scope.predicts,
        in_item=sentence.is_item,
    )
    clauses = split_dated_clauses(sentence.words, sentence.deadlines)
    carried = find_attitude(sentence.words) if len(clauses) > 1 else None
    for begin, end in clauses:
        part = sentence if len(clauses) == 1 else _part(sentence, begin, end, published)
        own = _chance_of(part)
        found, place = (own, part.start) if own else (carried, sentence.start)
        yield _weigh(part, evidence, found, place, published=published)


def _has_letters(words: str, count: int) -> bool:
    """Whether there are so many letters; no more of them are counted."""
    return len(list(islice(filter(str.isalpha, words), count))) == count


def _chance_of(part: Sentence) -> Found | None:
    """The chance that the words state; in a list of such items, the number they end in."""
    found = find_chance(part.words)
    if part.habits.number_behind and not (found and found.chance.kind is EstimateKind.STATED):
        return find_trailing(part.words) or found
    return found


def _part(sentence: Sentence, begin: int, end: int, published: date) -> Sentence:
    deadlines = read_deadlines(sentence.words[begin:end], published=published)
    start, stop = sentence.start + begin, sentence.start + end
    before = "" if begin else sentence.before
    return replace(sentence, start=start, end=stop, deadlines=deadlines, before=before)


def _weigh(
    part: Sentence, evidence: Evidence, found: Found | None, place: int, *, published: date
) -> Candidate | PassedOver:
    """The candidate; what was passed over where that which speaks for it weighs too little."""
    reasons = [*evidence.reasons, *_chance_reasons(part, found, place)]
    deadline = _read_deadline(part, published)
    if deadline:
        reasons.append(deadline_reason(deadline))
        reasons.extend(_reasons_beside(part, deadline, reasons))
    past = evidence.plain_past
    reasons = [*reasons, *weigh_place(part, reasons, found, past=past)]
    total = sum(reason.weight for reason in reasons)
    if total >= PROPOSED_FROM:
        return _candidate(part, evidence, found, deadline, reasons, score=score_of(total))
    start, end = part.span
    return PassedOver(start, end, part.text[start:end], score_of(total), tuple(reasons))


def _candidate(
    part: Sentence,
    evidence: Evidence,
    found: Found | None,
    deadline: Deadline | None,
    reasons: list[Reason],
    *,
    score: float,
) -> Candidate:
    chance = found.chance if found else part.scope.chance
    if deadline is None or deadline.latest is None:
        deadline = part.scope.deadline or deadline
    start, end = part.span
    claim = clean_claim(part.words, chance)
    if resolved := resolve_pronoun(claim, part.before):
        claim = resolved.claim
        reasons = [*reasons, _pronoun_reason(part, resolved)]
    return Candidate(
        start=start,
        end=end,
        quote=part.text[start:end],
        claim=claim,
        chance=chance,
        deadline=deadline,
        negated=is_negated(claim),
        conditional=CueKind.CONDITION in evidence.kinds,
        attributed=_is_reported(part, evidence),
        score=score,
        reasons=tuple(reasons),
    )


def _pronoun_reason(part: Sentence, resolved: Resolved) -> Reason:
    place = part.start + part.words.lower().find(resolved.pronoun.lower())
    span = part.plain.span(place, place + len(resolved.pronoun))
    told = f"{resolved.pronoun!r}: read as {resolved.name!r}, which the sentence before speaks of"
    return Reason("pronoun", *span, 0.0, told)


def _is_reported(part: Sentence, evidence: Evidence) -> bool:
    if evidence.is_spoken:
        return True
    reported = CueKind.ATTRIBUTION in evidence.kinds or part.block.quoted
    return reported and CueKind.STANCE not in evidence.kinds and not part.scope.predicts


def _chance_reasons(part: Sentence, found: Found | None, place: int) -> list[Reason]:
    if found is None:
        return []
    if found.chance.kind is EstimateKind.STATED:
        return [stated_reason(found, part.plain, place)]
    return [worded_reason(found, part.plain, place)]


def _reasons_beside(part: Sentence, deadline: Deadline, reasons: list[Reason]) -> Iterator[Reason]:
    """What the rest of the sentence makes of its deadline."""
    phrase = " ".join(deadline.phrase.split())
    rest = part.words.replace(phrase, " ", 1)
    if not _has_letters(rest, _SHORTEST_CLAIM):
        yield Reason("time alone", *part.span, -3.0, "says nothing but when")
        return
    vetoed = any(reason.weight < 0 for reason in reasons)
    clear = sum(reason.weight for reason in reasons) >= PROPOSED_FROM
    if not vetoed and not clear and happens_by(rest, deadline):
        told = "says in the present what holds by a day to come"
        yield Reason("happens by a day", *part.span, HAPPENS_WEIGHT, told)


def _read_deadline(part: Sentence, published: date) -> Deadline | None:
    """The deadline of the sentence; in predictions for next year "July" is next year's.

    A day before the time that the heading speaks of is read again from its first day.
    """
    deadline = choose_deadline(part.deadlines, published=published)
    begins = part.scope.deadline.earliest if part.scope.deadline else None
    if deadline and deadline.latest and begins and deadline.latest < begins:
        deadline = read_deadline(part.words, published=begins)
    return shift(deadline, part.plain, part.start, part.text) if deadline else None
