"""The whole way from a normalised text to its candidates."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from forecasts.domain.candidates import Candidate, PassedOver, Reading
from forecasts.extraction.context import (
    Habits,
    Opening,
    Scope,
    find_title,
    read_habits,
    read_scopes,
    title_scope,
)
from forecasts.extraction.dates.reading import read_deadlines
from forecasts.extraction.judging import is_hopeless, judge
from forecasts.extraction.passages import Passage, read_passages
from forecasts.extraction.sentence import Sentence
from forecasts.extraction.sightings import gather_sightings

_SETS_BOUND = re.compile(r"(?:by|before|until)\b|.*the\send\sof")
EXTRACTOR_VERSION = "2"
"""Changes with every change that may change a candidate."""


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
    candidates = (
        judged
        for sentence in read_sentences(text, published=published, title=title)
        if not is_hopeless(sentence)
        for judged in judge(sentence, published=published)
    )
    return gather_sightings(each for each in candidates if isinstance(each, Candidate))


def read_post(text: str, *, published: date, title: str | None = None) -> Reading:
    """The same candidates, and beside them every sentence that was passed over, with its reasons.

    >>> post = "It rained. It will snow before the end of this year."
    >>> passed, = read_post(post, published=date(2017, 10, 26)).passed_over
    >>> passed.quote, [reason.rule for reason in passed.reasons]
    ('It rained.', ['past verb'])
    """
    candidates: list[Candidate] = []
    passed_over: list[PassedOver] = []
    for sentence in read_sentences(text, published=published, title=title):
        for judged in judge(sentence, published=published):
            if isinstance(judged, Candidate):
                candidates.append(judged)
            else:
                passed_over.append(judged)
    return Reading(gather_sightings(candidates), tuple(passed_over))


def read_sentences(text: str, *, published: date, title: str | None = None) -> Iterator[Sentence]:
    """Every sentence of a post, with what stands above it."""
    passages = read_passages(text)
    habits = read_habits(passages)
    opening = Opening(text, published)
    title = title or find_title(passages)
    top = title_scope(title, text, published=published)
    for passage, scope in read_scopes(text, passages, top, published=published):
        for sentence in _sentences(text, passage, scope, habits, published):
            if title and sentence.words.strip(" .") == title.strip(" ."):
                continue  # many pages print their title once more above the text
            if scope.predicts and not passage.is_heading:
                opening.hear(sentence.plain, sentence.start, sentence.end, sentence.deadlines)
            dated = _dated(scope, opening)
            yield sentence if dated is scope else replace(sentence, scope=dated)


def _sentences(
    text: str, passage: Passage, scope: Scope, habits: Habits, published: date
) -> Iterator[Sentence]:
    plain, before = passage.plain, ""
    for begin, end in passage.sentences:
        words = plain.text[begin:end]
        deadlines = read_deadlines(words, published=published)
        yield Sentence(text, plain, begin, end, passage.block, scope, habits, deadlines, before)
        before = words


def _dated(scope: Scope, opening: Opening) -> Scope:
    """The scope with the day that the opening set.

    A heading's own day stands, and so does the title's, unless the opening sets a bound ("by").
    """
    if not scope.predicts or opening.deadline is None:
        return scope
    if scope.deadline and (scope.deadline.end > 0 or not _SETS_BOUND.match(opening.deadline.rule)):
        return scope
    return replace(scope, deadline=opening.deadline)
