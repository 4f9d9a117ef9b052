"""What "early", "the end of", "by" and "before" make of the days of a period."""

from dataclasses import dataclass
from datetime import date, timedelta

from forecasts.domain.deadlines import Grain
from forecasts.extraction.dates.leads import Lead, Part, Words
from forecasts.extraction.dates.periods import Period, halfway, third

_ONE_DAY = timedelta(days=1)
_THIRDS = {Part.START: 1, Part.EARLY: 1, Part.MID: 2, Part.LATE: 3}


@dataclass(frozen=True, slots=True)
class Bound:
    """The days a claim has: none of them where its words only open the time, as "after" does."""

    latest: date | None
    earliest: date | None = None
    alternatives: tuple[date | None, ...] = ()


def bound_of(period: Period, words: Words, *, over: bool = False, begun: bool = False) -> Bound:
    """The days that a period leaves for a claim, given the words before it.

    Args:
        period: the period as written.
        words: the lead and the part before it.
        over: whether "is over", "ends" or the like follows the period.
        begun: whether "begins", "rolls around" or the like follows it.

    >>> from forecasts.extraction.dates.periods import a_year
    >>> bound_of(a_year(2018), Words(0, Lead.BEFORE)).latest.isoformat()
    '2017-12-31'
    >>> bound_of(a_year(2018), Words(0, Lead.BY, Part.MID)).latest.isoformat()
    '2018-06-30'
    """
    meant = part_of(period, words)
    if words.lead is Lead.AFTER:
        return Bound(None, meant.last + _ONE_DAY)
    if words.lead is Lead.FROM:
        return Bound(None, meant.first)
    if begun and words.lead is Lead.BY and words.part is Part.WHOLE:
        return Bound(meant.first)
    if words.part is Part.END or over:
        return Bound(meant.last)
    if words.lead in (Lead.BY, Lead.BEFORE, Lead.NOT_UNTIL, Lead.UNTIL):
        return _up_to(period, meant, words)
    return Bound(meant.last, meant.first)


def _up_to(period: Period, meant: Period, words: Words) -> Bound:
    """The bound that "by", "before" and "until" set; a whole period has a stricter reading."""
    eve = meant.first - _ONE_DAY
    by = words.lead is Lead.BY
    if words.part is Part.MID and words.lead is not Lead.UNTIL:
        return Bound(halfway(period))
    if words.lead in (Lead.BEFORE, Lead.NOT_UNTIL):
        return Bound(eve)
    if by and words.part is Part.START:
        return Bound(period.first)
    if meant.grain is Grain.DAY or (words.part is not Part.WHOLE and not by):
        return Bound(meant.last)
    return Bound(meant.last, None, (eve,)) if by else Bound(eve, None, (meant.last,))


def part_of(period: Period, words: Words) -> Period:
    """The part of a period that the words before it pick.

    >>> from forecasts.extraction.dates.periods import a_month
    >>> part_of(a_month(2018, 2), Words(0, part=Part.EARLY)).last.isoformat()
    '2018-02-10'
    """
    if words.narrow:
        return words.narrow(period)
    number = _THIRDS.get(words.part)
    return third(period, number) if number else period
