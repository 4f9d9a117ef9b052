"""Finds all words about time in a sentence and reads the one deadline that they leave."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from forecasts.domain.deadlines import LAST_DAY, Deadline
from forecasts.extraction.dates import durations, undated
from forecasts.extraction.dates.bounds import Bound, Lead, Part, Words, bound_of, words_before
from forecasts.extraction.dates.days import DAY_RULES
from forecasts.extraction.dates.expressions import Expression, PeriodRule
from forecasts.extraction.dates.months import MONTH_RULES
from forecasts.extraction.dates.periods import LAST_YEAR, Period, Yearly
from forecasts.extraction.dates.years import YEAR_RULES
from forecasts.extraction.gates import LETTERS_LIKE_ASCII, Gates

PERIOD_RULES: tuple[PeriodRule, ...] = (*DAY_RULES, *MONTH_RULES, *YEAR_RULES)
"""Every way a period is written. Where two match at one place, the longer one counts."""

_PERIOD_GATES = Gates(PERIOD_RULES)
_DURATION_GATES, _UNDATED_GATES = Gates(durations.RULES), Gates(undated.RULES)

FIRST_YEAR = 1000
LONGEST_PHRASE = 4_000
"""Characters of one sentence in which words about time are looked for."""

_MAY_HOLD_TIME = re.compile(
    r"\d|year|month|week|day|quarter|half|decade|century|EOY|soon|later|spring|summer|fall|autumn"
    r"|winter|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|tomorrow|tonight|eve|easter|thanks|x-?mas"
    r"|hours?|fortnight|ramadan|eid|diwali|holi|passover|lunar|before|after|until|till|once|when"
    r"|during|future|term|long|shortly|eventual|ultimate|lifetime|twenties|thirties|forties|fifties"
    r"|fiscal|FY|Q[1-4]|juneteenth|pentecost|whitsun|hallowe|generation|time|road|line|by|ahead",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\s(?:(?:is|are)\s(?:out|over|up|through|done|finished)|ends|closes|is\sat\san\send"
    r"|comes\sto\s(?:an\send|a\sclose))\b",
    re.IGNORECASE,
)
_AT_THE_LATEST = re.compile(
    r",?\s(?:at\sthe\svery\slatest|at\sthe\slatest|or\s(?:sooner|earlier))\b", re.IGNORECASE
)
_AT_THE_EARLIEST = re.compile(
    r",?\s(?:at\sthe\s(?:very\s)?(?:earliest|soonest)|or\slater)\b", re.IGNORECASE
)
_JOINED = re.compile(
    r"\s?(?:,|,?\s(?:or|and|to|through|until|and\sthe|or\sthe)|[-\u2013])\s?", re.IGNORECASE
)
_NEGATED_BEFORE = re.compile(r"(?:n't|\bnot|\bnever|\bno\s\w{1,20})\b[^.;]{0,80}$", re.IGNORECASE)


_NAMES_A_YEAR = re.compile(r"\d{4}|year|next|'\d\d")
_COMES_EVERY_YEAR = ("a month", "a season", "a quarter", "a day of the calendar", "a feast")
_MOST_OF_A_YEAR = 345


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words about time at one place, before what stands around them is read."""

    start: int
    end: int
    rule: str
    expression: Expression | None = None
    ends: date | None = None
    kind: str = "dated"


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
    text = words.translate(LETTERS_LIKE_ASCII)
    if not FIRST_YEAR <= published.year < LAST_YEAR:
        return ()
    mentions = list(_find_mentions(text, published))
    if not mentions or not _MAY_HOLD_TIME.search(text):
        return ()
    found = tuple(_read_mentions(text, mentions, published))
    if text == words:
        return found
    return tuple(replace(each, phrase=words[each.start : each.end]) for each in found)


def _read_mentions(text: str, mentions: list[_Mention], published: date) -> Iterator[Deadline]:
    previous: tuple[int, Lead | None] | None = None
    for mention in _without_overlaps(mentions):
        if mention.kind == "none":
            continue
        if mention.kind != "dated" or mention.expression is None:
            yield _undated_or_ended(text, mention)
            continue
        words = _words_around(text, mention, previous)
        previous = (mention.end, words.lead)
        if deadline := _read_period(text, mention, words, published):
            yield deadline


def _find_mentions(text: str, published: date) -> Iterator[_Mention]:
    for period_rule in _PERIOD_GATES.open_for(text):
        yield from _periods(period_rule, text, published)
    for duration in _DURATION_GATES.open_for(text):
        for match in duration.pattern.finditer(text):
            ends = durations.end_of(match, published)
            if ends and published <= ends <= LAST_DAY:
                yield _Mention(*match.span(), duration.name, ends=ends)
            elif ends is None:
                yield _Mention(*match.span(), duration.name, kind="none")
    for undated_rule in _UNDATED_GATES.open_for(text):
        for match in undated_rule.pattern.finditer(text):
            yield _Mention(*match.span(), undated_rule.name, kind=undated_rule.kind)


def _periods(rule: PeriodRule, text: str, published: date) -> Iterator[_Mention]:
    for match in rule.pattern.finditer(text):
        expression = rule.resolve(match, published)
        kind = "none" if expression is None else "dated" if expression.meaning else "ambiguous"
        yield _Mention(*match.span(), rule.name, expression, kind=kind)


def _without_overlaps(mentions: list[_Mention]) -> Iterator[_Mention]:
    """The mentions from left to right; of two that overlap, the one that says more."""
    taken: list[_Mention] = []  # in order of place, so that only the two neighbours can overlap
    for mention in sorted(mentions, key=_order):
        place = bisect(taken, mention.start, key=lambda each: each.start)
        after_the_one_before = place == 0 or taken[place - 1].end <= mention.start
        before_the_next = place == len(taken) or mention.end <= taken[place].start
        if after_the_one_before and before_the_next:
            taken.insert(place, mention)
    return iter(taken)


def _order(mention: _Mention) -> tuple[int, int]:
    """First what has a day, then what has none, then a bare "year"; the longer first."""
    bare = mention.expression is not None and mention.expression.bare
    undated = mention.kind in ("vague", "event")
    return 2 * bare + undated, mention.start - mention.end


def _undated_or_ended(text: str, mention: _Mention) -> Deadline:
    readings = mention.expression.readings if mention.expression else ()
    return Deadline(
        latest=mention.ends,
        earliest=None,
        phrase=text[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
        rule=mention.rule,
        kind=mention.kind,
        ambiguous=bool(readings),
        alternatives=readings,
    )


def _words_around(text: str, mention: _Mention, previous: tuple[int, Lead | None] | None) -> Words:
    words = words_before(text, mention.start)
    if previous and words.lead in (None, Lead.UNTIL):
        end, lead = previous
        if _JOINED.fullmatch(text, end, words.start) or words.lead is Lead.UNTIL:
            words = replace(words, lead=Lead.IN if lead in (Lead.FROM, Lead.AFTER) else lead)
    if words.lead is Lead.UNTIL and _NEGATED_BEFORE.search(
        text, max(0, words.start - 90), words.start
    ):
        return replace(words, lead=Lead.NOT_UNTIL)
    return words


def _read_period(text: str, mention: _Mention, words: Words, published: date) -> Deadline | None:
    expression = mention.expression
    over = _OVER.match(text, mention.end)
    if expression is None or expression.meaning is None or words.lead is Lead.PAST:
        return None
    if words.part is Part.WHOLE and not over and not _counts(expression, words.lead):
        return None
    latest, earliest = (
        _AT_THE_LATEST.match(text, mention.end),
        _AT_THE_EARLIEST.match(text, mention.end),
    )
    if earliest:
        words = replace(words, lead=Lead.FROM)
    if expression.ends:
        words = replace(words, part=Part.END)
    bound = _first_bound_ahead(expression.meaning, words, published, over=bool(over))
    if bound is None:
        return None
    end = max(mention.end, *(match.end() for match in (over, latest, earliest) if match), 0)
    return _deadline(text, mention, words, bound, end=end)


def _counts(expression: Expression, lead: Lead | None) -> bool:
    """Whether an expression is about time where no part such as "early" stands before it."""
    if expression.bare:
        return False
    return not expression.weak or lead not in (None, Lead.AFTER)


def _first_bound_ahead(
    meaning: Period | Yearly, words: Words, published: date, *, over: bool
) -> Bound | None:
    """The bound, of a yearly period the first that has not passed; None where all have."""
    if isinstance(meaning, Period):
        periods = [meaning]
    else:
        periods = [meaning.in_year(published.year + offset) for offset in (-1, 0, 1, 2)]
    for period in periods:
        bound = bound_of(period, words, over=over)
        if _is_ahead(bound, published):
            return bound
    return None


def _is_ahead(bound: Bound, published: date) -> bool:
    if bound.latest is None:
        return bound.earliest is not None and bound.earliest > published
    return published <= bound.latest <= LAST_DAY


def _deadline(text: str, mention: _Mention, words: Words, bound: Bound, *, end: int) -> Deadline:
    named = [words.lead.value] if words.lead else []
    if words.part is not Part.WHOLE:
        named.append(words.part.value)
    start = words.start
    return Deadline(
        latest=bound.latest,
        earliest=bound.earliest,
        phrase=text[start:end],
        start=start,
        end=end,
        rule=" ".join([*named, mention.rule]),
        kind="dated" if bound.latest else "vague",
        ambiguous=bool(bound.alternatives),
        alternatives=bound.alternatives,
    )
