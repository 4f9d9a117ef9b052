"""A candidate made from words that a person quotes because no rule found them."""

from dataclasses import replace
from datetime import date

from forecasts.domain.candidates import Candidate, Reason
from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import InvalidInputError
from forecasts.extraction.claims import clean_claim, is_negated
from forecasts.extraction.context import Scope, find_title, read_scopes, title_scope
from forecasts.extraction.cues.kinds import CueKind
from forecasts.extraction.dates.reading import read_deadline
from forecasts.extraction.evidence import deadline_reason, find_cues, shift
from forecasts.extraction.passages import read_passages
from forecasts.extraction.plain import Plain, read_plain
from forecasts.extraction.probabilities import read_chance

RULE = "quoted by a person"
"""The rule of the first reason of such a candidate."""

MAX_QUOTE = 2_000
"""Characters of a quote; a longer one is no sentence."""


def quote_at(text: str, quote: str, *, published: date, title: str | None = None) -> Candidate:
    """The candidate that a person's quote makes, with what can be read from its words.

    Args:
        text: the normalised text of the post.
        quote: words that stand in it exactly so; of several places the first is taken.
        published: the day from which relative words count.
        title: of the post; gives the deadline where the quote has none.

    Raises:
        InvalidInputError: the quote does not stand in the text, is empty or too long.

    >>> found = quote_at("Well. It rains by May 2018.", "It rains by May 2018",
    ...     published=date(2017, 10, 26))
    >>> found.start, found.deadline.latest.isoformat(), found.reasons[0].rule
    (6, '2018-05-31', 'quoted by a person')
    """
    words = quote.strip()
    start = _find(text, words)
    plain = read_plain(text, start, start + len(words))
    if not any(map(str.isalpha, plain.text)):
        raise _not_found("a quote needs words; copy the sentence that makes the forecast")
    deadline = read_deadline(plain.text, published=published)
    reasons = [_reason(text, words, start)]
    if deadline:
        deadline = shift(deadline, plain, 0, text)
        reasons.append(replace(deadline_reason(deadline), weight=0.0))
    if deadline is None or deadline.latest is None:
        deadline = _scope_at(text, start, published=published, title=title).deadline or deadline
    return _candidate(words, start, plain, deadline, reasons)


def _candidate(
    words: str, start: int, plain: Plain, deadline: Deadline | None, reasons: list[Reason]
) -> Candidate:
    """The candidate; the cues in it are told, but weigh nothing beside a person's word."""
    cues = find_cues(plain, 0, len(plain.text))
    chance = read_chance(plain.text)
    claim = clean_claim(plain.text, chance)
    return Candidate(
        start=start,
        end=start + len(words),
        quote=words,
        claim=claim,
        chance=chance,
        deadline=deadline,
        negated=is_negated(claim),
        conditional=CueKind.CONDITION in cues.kinds,
        attributed=CueKind.ATTRIBUTION in cues.kinds and CueKind.STANCE not in cues.kinds,
        score=1.0,
        reasons=(*reasons, *(replace(each, weight=0.0) for each in cues.reasons)),
    )


def _find(text: str, words: str) -> int:
    if not words:
        raise _not_found("the quote is empty; copy the sentence that makes the forecast")
    if len(words) > MAX_QUOTE:
        raise _not_found(
            f"a quote has at most {MAX_QUOTE:,} characters; copy only the sentence that matters"
        )
    start = text.find(words)
    if start < 0:
        raise _not_found(
            "these words do not stand in the post exactly so; copy them from the text shown, "
            "with its punctuation and line breaks"
        )
    return start


def _not_found(message: str) -> InvalidInputError:
    return InvalidInputError(message, {"quote": "Copy the words from the text of the post."})


def _reason(text: str, words: str, start: int) -> Reason:
    told = "a person quoted these words"
    if text.find(words, start + 1) >= 0:
        told += "; they stand in the post more than once, and this is the first place"
    return Reason(RULE, start, start + len(words), 0.0, told)


def _scope_at(text: str, start: int, *, published: date, title: str | None) -> Scope:
    """What stands above a place of the post."""
    passages = read_passages(text)
    found = title_scope(title or find_title(passages), text, published=published)
    for passage, scope in read_scopes(text, passages, found, published=published):
        if passage.block.start > start:
            break
        found = scope
    return found
