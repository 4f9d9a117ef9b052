"""The whole way from a normalised text to its candidates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from forecasts.domain.candidates import FLAT, Candidate, Chance, EstimateKind, Reason
from forecasts.domain.deadlines import Deadline
from forecasts.extraction.claims import clean_claim, is_negated
from forecasts.extraction.clauses import split_dated_clauses
from forecasts.extraction.context import (
    Habits,
    Scope,
    opening_deadline,
    read_habits,
    read_scopes,
    title_scope,
)
from forecasts.extraction.cues import CueKind
from forecasts.extraction.dates.reading import read_deadline
from forecasts.extraction.evidence import (
    chance_reason,
    deadline_reason,
    find_cues,
    shift,
)
from forecasts.extraction.percentages import Found
from forecasts.extraction.plain import Plain, read_plain
from forecasts.extraction.probabilities import find_chance
from forecasts.extraction.scores import PROPOSED_FROM, score_of
from forecasts.extraction.sentences import split_sentences
from forecasts.extraction.structure import Block, BlockKind, find_blocks

EXTRACTOR_VERSION = "1"
"""Changes with every change that may change a candidate."""

_LABEL = re.compile(r"(?:\*\*|__)[^*_\n]{1,60}(?::\s?(?:\*\*|__)|(?:\*\*|__)\s?:)\s{0,8}")
_FEWEST_LETTERS = 4
_AUTHOR_TELLS = re.compile(r"(?<!\w)(?:I|I'm|I've|I'd|me|my|we|we've|our)(?!\w)")
_ITEM_WEIGHT, _PARAGRAPH_WEIGHT = 3.0, 2.5


def extract(text: str, *, published: date, title: str | None = None) -> tuple[Candidate, ...]:
    """The forecasts that a post seems to make, in the order of their place.

    Args:
        text: as ``normalise`` gives it; all offsets refer to it.
        published: the day from which relative words count.
        title: of the post; its day and its signal reach every sentence below.

    >>> post = "It rained. My guess is that it will snow before the end of this year."
    >>> found, = extract(post, published=date(2017, 10, 26))
    >>> found.claim, found.deadline.latest.isoformat(), found.chance.middle
    ('It will snow before the end of this year', '2017-12-31', 650000)
    """
    blocks = find_blocks(text)
    habits = read_habits(text, blocks)
    scope = title_scope(title, text, published=published)
    opening: Deadline | None = None
    seen: set[str] = set()
    candidates: list[Candidate] = []
    for block, above in read_scopes(text, blocks, scope, published=published):
        here = above if above.deadline or not above.predicts else replace(above, deadline=opening)
        for sentence in _sentences(text, block, here, habits):
            if here.predicts and not above.deadline:
                opening = _opened(sentence, published) or opening
            for candidate in judge(sentence, published=published):
                if candidate.claim.lower() not in seen:
                    seen.add(candidate.claim.lower())
                    candidates.append(candidate)
    return tuple(candidates)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in its block: words without markup, and what stands above them."""

    text: str
    plain: Plain
    start: int
    end: int
    block: Block
    scope: Scope
    habits: Habits

    @property
    def words(self) -> str:
        """What the sentence says, without markup."""
        return self.plain.text[self.start : self.end]


def _sentences(text: str, block: Block, scope: Scope, habits: Habits) -> Iterator[Sentence]:
    start = block.start
    label = _LABEL.match(text, block.start, block.end)
    if label and any(character.isalpha() for character in text[label.end() : block.end]):
        start = label.end()
    plain = read_plain(text, start, block.end)
    for begin, end in split_sentences(plain.text):
        yield Sentence(text, plain, begin, end, block, scope, habits)


def _opened(sentence: Sentence, published: date) -> Deadline | None:
    start, end = sentence.plain.span(sentence.start, sentence.end)
    return opening_deadline(read_plain(sentence.text, start, end), published=published)


def judge(sentence: Sentence, *, published: date) -> Iterator[Candidate]:
    """The candidates of one sentence: none, one, or one a clause with a day of its own."""
    if sum(map(str.isalpha, sentence.words)) < _FEWEST_LETTERS:
        return
    evidence = find_cues(sentence.plain, sentence.start, sentence.end)
    clauses = split_dated_clauses(sentence.words, published=published)
    governing = find_chance(sentence.words)
    for begin, end in clauses:
        part = replace(sentence, start=sentence.start + begin, end=sentence.start + end)
        own = find_chance(part.words)
        found = own or (governing if len(clauses) > 1 else None)
        place = part.start if own else sentence.start
        reasons = [*evidence.reasons, *_from_chance(found, sentence, place)]
        candidate = _weigh(part, found.chance if found else FLAT, reasons, published=published)
        if candidate:
            yield replace(
                candidate,
                conditional=CueKind.CONDITION in evidence.kinds,
                attributed=_is_reported(sentence, evidence.kinds),
            )


def _from_chance(found: Found | None, sentence: Sentence, place: int) -> list[Reason]:
    if found is None or found.chance.kind is not EstimateKind.STATED:
        return []
    return [chance_reason(found, sentence.plain, place)]


def _is_reported(sentence: Sentence, kinds: frozenset[CueKind]) -> bool:
    reported = CueKind.ATTRIBUTION in kinds or sentence.block.quoted
    return reported and CueKind.STANCE not in kinds and not sentence.scope.predicts


def _weigh(
    part: Sentence, chance: Chance, reasons: list[Reason], *, published: date
) -> Candidate | None:
    """The candidate, or None where what speaks for it weighs too little."""
    deadline = read_deadline(part.words, published=published)
    if deadline:
        deadline = shift(deadline, part.plain, part.start, part.text)
        reasons.append(deadline_reason(deadline))
    reasons.extend(_from_context(part, chance, reasons))
    total = sum(reason.weight for reason in reasons)
    if total < PROPOSED_FROM:
        return None
    if (deadline is None or deadline.latest is None) and part.scope.deadline:
        deadline = part.scope.deadline
    start, end = part.plain.span(part.start, part.end)
    return Candidate(
        start=start,
        end=end,
        quote=part.text[start:end],
        claim=clean_claim(part.words, chance),
        chance=chance,
        deadline=deadline,
        negated=is_negated(part.words),
        conditional=False,
        attributed=False,
        score=score_of(total),
        reasons=tuple(reasons),
    )


def _from_context(part: Sentence, chance: Chance, reasons: list[Reason]) -> Iterator[Reason]:
    start, end = part.plain.span(part.start, part.end)
    if part.scope.looks_back:
        told = "this post or section looks back on old predictions"
        yield Reason("looks back", start, end, -4.0, told)
    if part.block.quoted and not part.scope.predicts:
        yield Reason("quotation", start, end, -2.0, "stands in a quotation")
    if not part.scope.predicts:
        return
    yield _list_reason(part, chance, start, end)
    ahead = any(reason.weight >= 1 for reason in reasons)
    if not ahead and part.block.kind is BlockKind.PARAGRAPH and _AUTHOR_TELLS.search(part.words):
        yield Reason("the author tells", start, end, -1.5, "the author speaks of themselves")


def _list_reason(part: Sentence, chance: Chance, start: int, end: int) -> Reason:
    """What it weighs to stand among predictions: most in a list, little beside one."""
    in_item = part.block.kind is BlockKind.ITEM
    told = f"stands under {part.scope.heading[:80]!r}"
    weight = _ITEM_WEIGHT if in_item else _PARAGRAPH_WEIGHT
    if part.habits.in_items and not in_item:
        weight = 0.5
    if part.habits.with_numbers and chance.kind is not EstimateKind.STATED:
        weight = 0.5
    return Reason("among predictions", start, end, weight, told)
