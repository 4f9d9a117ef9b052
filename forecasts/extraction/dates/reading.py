"""Reads the one deadline that the words about time in a sentence leave."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from forecasts.domain.deadlines import LAST_DAY, Deadline, Grain
from forecasts.extraction.dates.bounds import Bound, bound_of, part_of
from forecasts.extraction.dates.expressions import Expression
from forecasts.extraction.dates.leads import Lead, Part, Words, words_before
from forecasts.extraction.dates.mentions import PERIOD_RULES as PERIOD_RULES
from forecasts.extraction.dates.mentions import Mention, find_mentions
from forecasts.extraction.dates.past import tells_of_past
from forecasts.extraction.dates.periods import Period, Yearly
from forecasts.extraction.dates.words import in_plain_letters

FIRST_YEAR = 1000
LONGEST_PHRASE = 4_000
"""Characters of one sentence in which words about time are looked for."""

MOST_MENTIONS = 100
"""Words about time in one sentence; it is read as if it ended before the next of them."""

_OVER = re.compile(
    r"\s(?:(?:is|are|has\sbeen)\s(?:out|over|up|through|done|finished|at\san\send)|ends?\b|closes"
    r"|(?:comes|draws)\sto\s(?:an\send|a\sclose)|runs\sout|expires|'s\s(?:out|over|end))\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\s(?:begins?|starts?|arrives?|comes?(?:\sa?round)?|rolls?\sa?round|dawns?|opens?|kicks\soff"
    r"|gets\sunder\sway|is\s(?:here|upon\sus)|hits)\b",
    re.IGNORECASE,
)
_AT_THE_LATEST = re.compile(
    r",?\s(?:at\sthe\svery\slatest|at\sthe\slatest|or\s(?:sooner|earlier|before))\b", re.IGNORECASE
)
_AT_THE_EARLIEST = re.compile(
    r",?\s(?:at\sthe\s(?:very\s)?(?:earliest|soonest)|or\s(?:later|beyond|after)|on(?:ward|wards)?(?=[.,;!?]|$)"
    r"|and\s(?:beyond|later|after))\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\s?(?:,|/|,?\s(?:or|and|to|through|until|and\sthe|or\sthe|or\s(?:maybe|perhaps|possibly|even))"
    r"|-)\s?",
    re.IGNORECASE,
)
_NEGATED_BEFORE = re.compile(r"(?:n't|\bnot|\bnever|\bno\s\w{1,20})\b[^.;]{0,80}$", re.IGNORECASE)
_JOINTS = ("", "or", "and", "to", "through", "until")
_MARKS = " .,;:!?\"'()[]*_-"

_NAMES_A_YEAR = re.compile(r"\d{4}|year|next|'\d\d")
_COMES_EVERY_YEAR = ("a month", "a season", "a quarter", "a day of the calendar", "a feast")
_MOST_OF_A_YEAR = 345
_NO_BOUND = (Lead.PAST, Lead.EVERY)
_COMES_AGAIN = ("a day of the week", "a day beside the post's")


def read_deadline(phrase: str, *, published: date) -> Deadline | None:
    """The deadline of a phrase or a sentence; None where it does not speak of time to come.

    Several bounds leave the latest one that has not passed. Words such as "soon" or "after the
    election" give a deadline without a day, whose kind says why.

    Args:
        phrase: plain words; of a longer one the first ``LONGEST_PHRASE`` characters are read.
        published: the day from which relative words count, never today.

    >>> posted = date(2017, 10, 26)
    >>> read_deadline("before the end of this year", published=posted).latest.isoformat()
    '2017-12-31'
    >>> late = read_deadline("sometime early in 2018 at the latest", published=posted)
    >>> late.latest.isoformat(), late.phrase
    ('2018-04-30', 'sometime early in 2018 at the latest')
    >>> read_deadline("1500 remaining troops", published=posted) is None
    True
    """
    return choose_deadline(read_deadlines(phrase, published=published), published=published)


def choose_deadline(deadlines: tuple[Deadline, ...], *, published: date) -> Deadline | None:
    """Of all deadlines of a sentence the one that counts; None where there is none."""
    dated = [deadline for deadline in deadlines if deadline.latest]
    near = [deadline for deadline in dated if not _came_round(deadline, published)]
    if near or dated:
        return max(near or dated, key=lambda deadline: (deadline.latest, -deadline.start))
    for kind in ("ambiguous", "event", "vague"):
        for deadline in deadlines:
            if deadline.kind == kind:
                return deadline
    return None


def _came_round(deadline: Deadline, published: date) -> bool:
    """Whether a month or day without a year has just passed, so that the next one is far away.

    Such words mostly tell of what has been: "those who cut in March will regret it by June".
    """
    if deadline.latest is None or _NAMES_A_YEAR.search(deadline.phrase):
        return False
    if deadline.rule.startswith(("by", "before")):
        return False
    return (
        deadline.rule.endswith(_COMES_EVERY_YEAR)
        and (deadline.latest - published).days > _MOST_OF_A_YEAR
    )


def read_deadlines(phrase: str, *, published: date) -> tuple[Deadline, ...]:
    """Every deadline that a phrase or a sentence speaks of, in order; none that has passed."""
    words = phrase[:LONGEST_PHRASE]
    text = in_plain_letters(words)
    if not FIRST_YEAR <= published.year < LAST_DAY.year:
        return ()
    mentions = find_mentions(text, published)
    if len(mentions) > MOST_MENTIONS:
        text = text[: mentions[MOST_MENTIONS].start]
        mentions = mentions[:MOST_MENTIONS]
    found = tuple(_read_mentions(text, mentions, published)) if mentions else ()
    if words.startswith(text):
        return found
    return tuple(replace(each, phrase=words[each.start : each.end]) for each in found)


def _read_mentions(text: str, mentions: list[Mention], published: date) -> Iterator[Deadline]:
    around = _words_around(text, mentions)
    alone = _says_nothing_else(text, around)
    for mention, words in around:
        if mention.expression is None or mention.expression.meaning is None:
            yield _without_period(text, mention, words)
        elif deadline := _read_period(text, mention, words, published, alone=alone):
            yield deadline


def _words_around(text: str, mentions: list[Mention]) -> list[tuple[Mention, Words]]:
    """Each mention with the words before it; one joined to another takes over its lead."""
    around: list[tuple[Mention, Words]] = []
    previous: tuple[int, Lead | None] | None = None
    for mention in mentions:
        if mention.kind == "none":
            continue
        words = _words_behind(text, mention, previous)
        if mention.expression and mention.expression.meaning:
            previous = (mention.end, words.lead)
        around.append((mention, words))
    return around


def _says_nothing_else(text: str, around: list[tuple[Mention, Words]]) -> bool:
    """Whether a text consists of words about time alone."""
    begin = 0
    for mention, words in around:
        if text[begin : words.start].strip(_MARKS).lower() not in _JOINTS:
            return False
        begin = mention.end
    return not text[begin:].strip(_MARKS)


def _words_behind(text: str, mention: Mention, previous: tuple[int, Lead | None] | None) -> Words:
    words = words_before(text, mention.start)
    if previous and words.lead is None and _JOINED.fullmatch(text, previous[0], words.start):
        lead = previous[1]
        return replace(words, lead=Lead.IN if lead in (Lead.FROM, Lead.AFTER) else lead)
    if words.lead is Lead.UNTIL and _NEGATED_BEFORE.search(
        text, max(0, words.start - 90), words.start
    ):
        return replace(words, lead=Lead.NOT_UNTIL)
    return words


def _without_period(text: str, mention: Mention, words: Words) -> Deadline:
    """A deadline from a length of time, or without a day."""
    readings = mention.expression.readings if mention.expression else ()
    opens = mention.ends if words.lead in (Lead.FROM, Lead.AFTER) else mention.opens
    start = words.start if opens else mention.start
    return Deadline(
        latest=None if opens else mention.ends,
        earliest=opens,
        phrase=text[start : mention.end],
        start=start,
        end=mention.end,
        rule=mention.rule,
        kind="vague" if opens else mention.kind,
        ambiguous=bool(readings),
        alternatives=readings,
        grain=mention.grain,
    )


def _read_period(
    text: str, mention: Mention, words: Words, published: date, *, alone: bool
) -> Deadline | None:
    expression = mention.expression
    over, begun = _OVER.match(text, mention.end), _BEGINS.match(text, mention.end)
    if expression is None or expression.meaning is None or words.lead in _NO_BOUND:
        return None
    if words.part is Part.WHOLE and not over and not _counts(expression, words, alone=alone):
        return None
    if _has_been(text, expression, words, mention):
        return None
    latest = _AT_THE_LATEST.match(text, mention.end)
    earliest = _AT_THE_EARLIEST.match(text, mention.end)
    if earliest and words.lead is not Lead.NOT_UNTIL:
        words = replace(words, lead=Lead.FROM)
    if words.part is Part.WHOLE and expression.part is not Part.WHOLE:
        words = replace(words, part=expression.part)
    begun = begun if words.lead is Lead.BY and not over else None
    bound = _first_bound_ahead(
        expression.meaning,
        words,
        published,
        over=bool(over),
        begun=bool(begun) or expression.begins,
    )
    if bound is None:
        return None
    behind = [match.end() for match in (over, begun, latest, earliest) if match]
    return _deadline(
        text, mention, words, bound[0], grain=bound[1], end=max([mention.end, *behind])
    )


def _counts(expression: Expression, words: Words, *, alone: bool) -> bool:
    """Whether an expression is about time where no part such as "early" stands before it.

    A weak one counts beside a word such as "by", or where nothing else is said at all.
    """
    if expression.bare:
        return False
    return alone or not expression.weak or words.lead not in (None, Lead.AFTER)


def _has_been(text: str, expression: Expression, words: Words, mention: Mention) -> bool:
    """Whether a day or month that comes again and again is one that has been."""
    if words.lead not in (None, Lead.IN):
        return False
    comes_again = isinstance(expression.meaning, Yearly) or mention.rule in _COMES_AGAIN
    return comes_again and tells_of_past(text, words.start, mention.end)


def _first_bound_ahead(
    meaning: Period | Yearly, words: Words, published: date, *, over: bool, begun: bool
) -> tuple[Bound, Grain] | None:
    """The bound, of a yearly period the first that has not passed; None where all have."""
    if isinstance(meaning, Period):
        periods = [meaning]
    else:
        periods = [meaning.in_year(published.year + offset) for offset in (-1, 0, 1, 2)]
    for period in periods:
        bound = bound_of(period, words, over=over, begun=begun)
        if _is_ahead(bound, published):
            return bound, part_of(period, words).grain
    return None


def _is_ahead(bound: Bound, published: date) -> bool:
    if bound.latest is None:
        return bound.earliest is not None and bound.earliest > published
    return published <= bound.latest <= LAST_DAY


def _deadline(
    text: str, mention: Mention, words: Words, bound: Bound, *, grain: Grain, end: int
) -> Deadline:
    named = [words.lead.value] if words.lead else []
    if words.part is not Part.WHOLE:
        named.append(words.part.value)
    readings = mention.expression.readings if mention.expression and bound.latest else ()
    alternatives = (*bound.alternatives, *readings)
    return Deadline(
        latest=bound.latest,
        earliest=bound.earliest,
        phrase=text[words.start : end],
        start=words.start,
        end=end,
        rule=" ".join([*named, mention.rule]),
        kind="dated" if bound.latest else "vague",
        ambiguous=bool(alternatives),
        alternatives=alternatives,
        grain=grain,
    )
