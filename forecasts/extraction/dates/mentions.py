"""Finds all words about time in a sentence, each as a mention."""

import re
from bisect import bisect
from dataclasses import dataclass, replace
from datetime import date

from forecasts.domain.deadlines import LAST_DAY, Grain
from forecasts.extraction.dates import durations, undated
from forecasts.extraction.dates.days import DAY_RULES
from forecasts.extraction.dates.durations import DurationRule, length_of
from forecasts.extraction.dates.expressions import Expression, PeriodRule
from forecasts.extraction.dates.months import MONTH_RULES
from forecasts.extraction.dates.undated import UndatedRule
from forecasts.extraction.dates.units import UNIT_RULES
from forecasts.extraction.dates.years import YEAR_RULES
from forecasts.extraction.gates import SIEVE, Gates

PERIOD_RULES: tuple[PeriodRule, ...] = (*DAY_RULES, *MONTH_RULES, *UNIT_RULES, *YEAR_RULES)
"""Every way a period is written. Where two match at one place, the longer one counts."""

_Rule = PeriodRule | DurationRule | UndatedRule
_GATES: Gates[_Rule] = Gates((*PERIOD_RULES, *durations.RULES, *undated.RULES), SIEVE)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words about time at one place, before what stands around them is read.

    Attributes:
        start: where they begin.
        end: where they end.
        rule: the name of the rule that read them.
        kind: "dated", why they have no day, or "none" where they are no words about time.
        expression: the period that they name.
        ends: the last day of a length of time.
        opens: the day before which the claim cannot come true.
        grain: how precise a length of time is.
    """

    start: int
    end: int
    rule: str
    kind: str = "dated"
    expression: Expression | None = None
    ends: date | None = None
    opens: date | None = None
    grain: Grain | None = None


def find_mentions(text: str, published: date) -> list[Mention]:
    """The mentions of a text from left to right; of two that overlap, the one that says more.

    >>> found = find_mentions("by May 5, or within two years", date(2017, 10, 26))
    >>> [mention.rule for mention in found]
    ['a day of the calendar', 'within a length of time']
    """
    mentions = [
        mention
        for rule in _GATES.open_for(text)
        for match in rule.pattern.finditer(text)
        if (mention := _read(rule, match, published))
    ]
    return _without_overlaps(mentions) if len(mentions) > 1 else mentions


def _read(rule: _Rule, match: re.Match[str], published: date) -> Mention | None:
    if isinstance(rule, PeriodRule):
        return _read_period(rule, match, published)
    if isinstance(rule, DurationRule):
        return _read_length(rule, match, published)
    return Mention(*match.span(), rule.name, rule.kind)


def _read_period(rule: PeriodRule, match: re.Match[str], published: date) -> Mention:
    expression = rule.resolve(match, published)
    kind = "none" if expression is None else "dated" if expression.meaning else "ambiguous"
    return Mention(*match.span(), rule.name, kind, expression)


def _read_length(rule: DurationRule, match: re.Match[str], published: date) -> Mention | None:
    mention = Mention(*match.span(), rule.name, "none")
    length = length_of(rule, match, published)
    if length is None:
        return mention
    if not published <= length.ends <= LAST_DAY:
        return None
    if length.opens:
        return replace(mention, kind="vague", opens=length.ends, grain=length.amount.grain)
    return replace(mention, kind="dated", ends=length.ends, grain=length.amount.grain)


def _without_overlaps(mentions: list[Mention]) -> list[Mention]:
    taken: list[Mention] = []  # in order of place, so that only the two neighbours can overlap
    for mention in sorted(mentions, key=_order):
        place = bisect(taken, mention.start, key=lambda each: each.start)
        after_the_one_before = place == 0 or taken[place - 1].end <= mention.start
        before_the_next = place == len(taken) or mention.end <= taken[place].start
        if after_the_one_before and before_the_next:
            taken.insert(place, mention)
    return taken


def _order(mention: Mention) -> tuple[int, int]:
    """First what has a day, then what has none, then a bare "year"; the longer first."""
    bare = mention.expression is not None and mention.expression.bare
    undated = mention.kind in ("vague", "event")
    return 2 * bare + undated, mention.start - mention.end
