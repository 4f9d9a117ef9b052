"""The days of feasts that can be computed."""

from collections.abc import Callable
from datetime import date, timedelta

from forecasts.extraction.dates.periods import MONDAY, a_month

_THURSDAY, _SUNDAY = 3, 6


def easter(year: int) -> date:
    """Easter Sunday of the western churches.

    Source:
        The anonymous Gregorian algorithm, printed in Nature on 20 April 1876.

    >>> easter(2018).isoformat(), easter(2024).isoformat()
    ('2018-04-01', '2024-03-31')
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The so-manyth weekday of a month; -1 is its last.

    >>> nth(2018, 11, _THURSDAY, 4).isoformat(), nth(2018, 5, MONDAY, -1).isoformat()
    ('2018-11-22', '2018-05-28')
    """
    if number < 0:
        last = a_month(year, month).last
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, number: int) -> Callable[[int], date]:
    return lambda year: nth(year, month, weekday, number)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    r"new year'?s eve": _on(12, 31),
    r"(?<!the )new year(?:'?s)?(?: day)?": _on(1, 1),
    r"(?:epiphany|three kings'? day|twelfth night)": _on(1, 6),
    r"(?:mlk|martin luther king(?:,? jr\.?)?) day": _nth(1, MONDAY, 3),
    r"australia day": _on(1, 26),
    r"groundhog day": _on(2, 2),
    r"valentine'?s(?: day)?": _on(2, 14),
    r"presidents'?s? day": _nth(2, MONDAY, 3),
    r"(?:international )?women's day": _on(3, 8),
    r"(?:st\.?|saint) patrick'?s(?: day)?": _on(3, 17),
    r"(?:shrove tuesday|mardi gras|fat tuesday|pancake day)": _from_easter(-47),
    r"ash wednesday": _from_easter(-46),
    r"palm sunday": _from_easter(-7),
    r"(?:maundy|holy) thursday": _from_easter(-3),
    r"good friday": _from_easter(-2),
    r"holy saturday": _from_easter(-1),
    r"easter monday": _from_easter(1),
    r"easter(?: sunday| day)?": _from_easter(0),
    r"ascension day": _from_easter(39),
    r"(?:pentecost|whit ?sunday)": _from_easter(49),
    r"whit ?monday": _from_easter(50),
    r"corpus christi": _from_easter(60),
    r"april fools?'?s?(?: day)?": _on(4, 1),
    r"earth day": _on(4, 22),
    r"(?:st\.?|saint) george'?s day": _on(4, 23),
    r"anzac day": _on(4, 25),
    r"may day": _on(5, 1),
    r"cinco de mayo": _on(5, 5),
    r"ve day": _on(5, 8),
    r"mother'?s'? day": _nth(5, _SUNDAY, 2),
    r"memorial day": _nth(5, MONDAY, -1),
    r"father'?s'? day": _nth(6, _SUNDAY, 3),
    r"juneteenth": _on(6, 19),
    r"canada day": _on(7, 1),
    r"(?:(?:us |american )?independence day|(?:the )?fourth of july)": _on(7, 4),
    r"bastille day": _on(7, 14),
    r"labou?r day": _nth(9, MONDAY, 1),
    r"michaelmas": _on(9, 29),
    r"(?:columbus|indigenous peoples?'?) day": _nth(10, MONDAY, 2),
    r"hallowe'?en": _on(10, 31),
    r"all saints'? day": _on(11, 1),
    r"all souls'? day": _on(11, 2),
    r"(?:guy fawkes(?: night| day)?|bonfire night)": _on(11, 5),
    r"(?:veterans'?|veteran's|remembrance|armistice) day": _on(11, 11),
    r"remembrance sunday": _nth(11, _SUNDAY, 2),
    r"black friday": lambda year: nth(year, 11, _THURSDAY, 4) + timedelta(days=1),
    r"cyber monday": lambda year: nth(year, 11, _THURSDAY, 4) + timedelta(days=4),
    r"giving tuesday": lambda year: nth(year, 11, _THURSDAY, 4) + timedelta(days=5),
    r"(?:u\.?s\.? |american )?thanksgiving(?: day)?": _nth(11, _THURSDAY, 4),
    r"(?:st\.?|saint) andrew'?s day": _on(11, 30),
    r"(?:christmas|x-?mas) eve": _on(12, 24),
    r"boxing day": _on(12, 26),
    r"(?:christmas|x-?mas)(?: day)?": _on(12, 25),
}
"""How each feast is written, longest spelling first where one holds another, and its day."""
