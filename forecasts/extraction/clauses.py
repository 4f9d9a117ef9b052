"""Forecasts that stand side by side in one sentence."""

import re

from forecasts.domain.deadlines import Deadline

_JOINT = re.compile(r"(?:,\s(?:and|but)|;(?:\s(?:and|but))?|\s(?:and|but))\s", re.IGNORECASE)
_VERB = re.compile(
    r"(?<!\w)(?:will|won't|shall|could|might|may|would|is\sgoing\sto|are\sgoing\sto)(?!\w)"
    r"|(?<=\w)'ll\b",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(r"^(?:then\s|also\s|not\s|probably\s|never\s){0,2}$", re.IGNORECASE)
_LONGEST_SUBJECT = 120


def split_dated_clauses(sentence: str, spoken_of: tuple[Deadline, ...]) -> list[tuple[int, int]]:
    """The offsets of the clauses that are forecasts with days of their own; else the sentence.

    A sentence is split at "and", "but" or a semicolon only where both sides have a subject, a
    verb about the future, and a deadline, and the deadlines differ.

    Args:
        sentence: plain words.
        spoken_of: its deadlines, as ``read_deadlines`` gives them.

    >>> from datetime import date
    >>> from forecasts.extraction.dates.reading import read_deadlines
    >>> text = "Iraq will be free this year and Syria will follow early in 2018."
    >>> found = read_deadlines(text, published=date(2017, 10, 26))
    >>> [text[a:b] for a, b in split_dated_clauses(text, found)]
    ['Iraq will be free this year', 'Syria will follow early in 2018.']
    >>> text = "Iraq and Syria will be free this year."
    >>> split_dated_clauses(text, read_deadlines(text, published=date(2017, 10, 26)))
    [(0, 38)]
    """
    whole = [(0, len(sentence))]
    deadlines = [each for each in spoken_of if each.latest]
    if len({each.latest for each in deadlines}) < 2:  # noqa: PLR2004 - nothing to tell apart
        return whole
    for joint in _JOINT.finditer(sentence):
        before = [each for each in deadlines if each.end <= joint.start()]
        behind = [each for each in deadlines if each.start >= joint.end()]
        if not before or not behind or {e.latest for e in before} & {e.latest for e in behind}:
            continue
        if _VERB.search(sentence, 0, joint.start()) and _has_subject_and_verb(
            sentence, joint.end()
        ):
            return [(0, joint.start()), (joint.end(), len(sentence))]
    return whole


def _has_subject_and_verb(sentence: str, start: int) -> bool:
    verb = _VERB.search(sentence, start, start + _LONGEST_SUBJECT)
    return bool(verb) and not _NO_SUBJECT.match(sentence[start : verb.start()] if verb else "")
