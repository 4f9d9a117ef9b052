"""Lengths of time counted from the post: "within two years", "over the next six months"."""

import re
from dataclasses import dataclass
from datetime import date

from forecasts.extraction.alternatives import compile_grouped
from forecasts.extraction.dates.amounts import AMOUNT, Amount, add_amount, amount_of
from forecasts.extraction.dates.past import looks_back, speaks_of_future
from forecasts.extraction.dates.words import COUNT, UNIT


@dataclass(frozen=True, slots=True)
class DurationRule:
    """A way to write a length of time that begins with the post.

    Attributes:
        name: as it is told to people.
        pattern: bounded; the groups of ``AMOUNT``, and ``opens`` where it is a least length.
        examples: phrase, post date, last day (None: no reading).
        only_ahead: whether it counts only where the sentence speaks of the future.
    """

    name: str
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, str, str | None], ...]
    only_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """What a length of time comes to.

    Attributes:
        ends: its last day.
        amount: how long it is.
        opens: whether the claim comes true no sooner, so that this is no last day.
    """

    ends: date
    amount: Amount
    opens: bool


_ABOUT = (
    r"(?:(?P<opens>as\slittle\sas|as\ssoon\sas|more\sthan|over|at\sleast|no\sless\sthan"
    r"|no\sfewer\sthan|upwards\sof)\s"
    r"|(?:about|around|roughly|approximately|approx\.|some|less\sthan|fewer\sthan|under|at\smost"
    r"|(?:no|not)\smore\sthan|no\slonger\sthan|up\sto|as\smuch\sas|maybe|perhaps|just|only|another"
    r"|nearly|almost|a\smere|the\sspace\sof|a\sspan\sof|a\speriod\sof|the\scourse\sof|well\sunder"
    r"|just\sunder|just\sover|say)\s)?"
)
_AHEAD = r"(?:the\s)?(?:next|coming|following|ensuing)\s"
_LENGTH = rf"{_ABOUT}{AMOUNT}"
_NOT_BACK = r"(?!'?\s(?:of\s|ago|past|since|earlier|before|after|from\s(?!now|today)|following\s))"
_WILL = (
    r"(?:will|(?:it|that|this|they|he|she|we|i)'ll|won't|could|may|might|would|going\sto)"
    r"(?:\s(?:probably|likely|still|even|easily))?"
)
_ONE_UNIT = (
    r"(?P<count>)(?P<unit>day|week|fortnight|month|quarter[-\s]century|half[-\s](?:century|decade|year)"
    r"|quarter|year|decade|century)(?P<half>\sand\sa\shalf)?(?P<or_two>\sor\s(?:two|three|so))?"
)


def _compile(pattern: str) -> re.Pattern[str]:
    return compile_grouped(rf"(?<![\w$€£.,])(?:{pattern})(?![\w%])")


RULES: tuple[DurationRule, ...] = (
    DurationRule(
        "within a length of time",
        _compile(rf"(?:within|inside(?:\sof)?)\s(?:{_AHEAD})?{_LENGTH}(?:'s?)?(?:\stime)?"
                 rf"(?:\sof\s(?:today|now))?{_NOT_BACK}"),
        (
            ("within two years", "2017-10-26", "2019-10-26"),
            ("within 24 hours", "2017-12-31", "2018-01-01"),
            ("within a month", "2020-01-31", "2020-02-29"),
            ("inside of a year", "2017-10-26", "2018-10-26"),
            ("within six months to a year", "2017-10-26", "2018-10-26"),
        ),
    ),
    DurationRule(
        "in a length of time",
        _compile(rf"in\s{_LENGTH}(?:'s?)?(?:\stime)?(?:\sfrom\s(?:now|today))?{_NOT_BACK}"),
        (
            ("in five years", "2017-10-26", "2022-10-26"),
            ("in two to three weeks", "2017-10-26", "2017-11-16"),
            ("in 18-24 months", "2017-10-26", "2019-10-26"),
            ("in a year and a half", "2017-10-26", "2019-04-26"),
            ("in no more than five years", "2017-10-26", "2022-10-26"),
            ("in as little as six months", "2017-10-26", None),
        ),
    ),
    DurationRule(
        "over the next length of time",
        _compile(
            r"(?:(?:over|in|during|for|through|throughout|across|at\ssome\spoint\sin"
            rf"|some\s?time\sin)\s)?{_AHEAD}(?!an?\s(?!couple|dozen|hundred)){_LENGTH}{_NOT_BACK}"
        ),
        (
            ("over the next six months", "2017-08-31", "2018-02-28"),
            ("the next couple of years", "2017-10-26", "2019-10-26"),
            ("next 12 months", "2017-10-26", "2018-10-26"),
        ),
    ),
    DurationRule(
        "over the next unit of time",
        _compile(
            r"(?:(?:over|in|during|for|through|throughout|across|within|inside)\s)?"
            rf"the\s(?:next|coming)\s{_ONE_UNIT}(?!')"
        ),
        (
            ("over the next month", "2017-10-26", "2017-11-26"),
            ("the coming year", "2017-10-26", "2018-10-26"),
            ("the next decade", "2017-10-26", "2027-10-26"),
            ("for the next quarter century", "2017-10-26", "2042-10-26"),
        ),
    ),
    DurationRule(
        "over the length of time ahead",
        _compile(
            rf"(?:(?:over|in|during|for|through|throughout|across|within)\s)?the\s{AMOUNT}\s"
            r"(?:ahead|to\scome|that\slies?\sahead)(?!\sof)"
        ),
        (
            ("in the two years ahead", "2017-10-26", "2019-10-26"),
            ("over the ten years to come", "2017-10-26", "2027-10-26"),
        ),
    ),
    DurationRule(
        "over the unit of time ahead",
        _compile(
            rf"(?:(?:over|in|during|for|through|throughout|across|within)\s)?the\s{_ONE_UNIT}\s"
            r"(?:ahead|to\scome|that\slies?\sahead)(?!\sof)"
        ),
        (("in the year ahead", "2017-10-26", "2018-10-26"),),
    ),
    DurationRule(
        "a horizon",
        _compile(
            r"(?:over|on|in|within|during|for)\s(?:an?|the|this)\s(?:next\s)?"
            rf"(?P<count>(?!an?\W){COUNT})(?:\s?(?:-|to)\s?(?P<larger>{COUNT}))?[-\s]"
            r"(?P<unit>day|week|month|quarter|year|decade)[-\s]"
            r"(?:time[-\s]?)?(?:horizon|period|span|frame|window|stretch|view|outlook)"
        ),
        (
            ("over a two-year horizon", "2017-10-26", "2019-10-26"),
            ("on a 12-month view", "2017-10-26", "2018-10-26"),
        ),
    ),
    DurationRule(
        "over a period of time",
        _compile(rf"(?:over|for|during)\s(?:a|the)\s(?:period|span|course|space)\sof\s{_LENGTH}"),
        (("over a period of two years", "2017-10-26", "2019-10-26"),),
        only_ahead=True,
    ),
    DurationRule(
        "a length of time from now",
        _compile(
            rf"{_LENGTH}\s(?:from\snow|from\stoday|hence|(?:(?<=year\s)|(?<=years\s)|(?<=months\s)"
            r"|(?<=weeks\s)|(?<=days\s))(?:out(?!\sof)|away(?!\sfrom))"
            r"|down\sthe\s(?:road|line|track)|into\sthe\sfuture)"
        ),
        (
            ("six months from now", "2017-10-26", "2018-04-26"),
            ("24 months from today", "2017-10-26", "2019-10-26"),
            ("more than five years from now", "2017-10-26", None),
            ("two years ago", "2017-10-26", None),
        ),
    ),
    DurationRule(
        "for at least a length of time",
        _compile(
            r"for\s(?:at\sleast|a\sminimum\sof|up\sto|no\sless\sthan|more\sthan|at\smost|as\slong"
            rf"\sas)\s(?:the\snext\s|another\s)?{AMOUNT}"
            r"(?!\s(?:ago|now|already|and\scounting))"
        ),
        (
            ("for at least three years", "2017-10-26", "2020-10-26"),
            ("for at least another decade", "2017-10-26", "2027-10-26"),
        ),
    ),
    DurationRule(
        "for a length of time",
        _compile(rf"(?:for|over)\s(?!an?\s(?:hour|day))(?:about\s|around\s|roughly\s|some\s)?{AMOUNT}"
                 r"(?!\s(?:ago|now|already|and\scounting|after|before|old|late|ahead|behind))"),
        (("for ten years", "2017-10-26", "2027-10-26"),),
        only_ahead=True,
    ),
    DurationRule(
        "for more time to come",
        _compile(
            rf"(?:for\s)?(?:at\sleast\s)?another\s(?P<count>(?!an?\s){COUNT})"
            rf"(?:\s?(?:-|to|or)\s?(?P<larger>{COUNT}))?\s(?P<unit>{UNIT})"
        ),
        (
            ("for another two years", "2017-10-26", "2019-10-26"),
            ("not for another two to three years", "2017-10-26", "2020-10-26"),
        ),
    ),
    DurationRule(
        "for one more unit of time",
        _compile(rf"(?:for\s)(?:at\sleast\s)?(?:another|one\smore)\s(?!day){_ONE_UNIT}"),
        (
            ("for another year", "2017-10-26", "2018-10-26"),
            ("for another day", "2017-10-26", None),
        ),
    ),
    DurationRule(
        "for more time to come",
        _compile(
            rf"(?:for\s)?(?:at\sleast\s)?(?P<count>(?!an?\s){COUNT})"
            rf"(?:\s?(?:-|to|or)\s?(?P<larger>{COUNT}))?\smore\s(?P<unit>"
            rf"{UNIT})(?!\s(?:than|of)\s)"
        ),
        (("two more years", "2017-10-26", "2019-10-26"),),
    ),
    DurationRule(
        "a length of time that it takes",
        _compile(
            rf"{_WILL}\stake\s(?:at\sleast\s|up\sto\s)?{_LENGTH}(?!\s(?:ago|of\s))"
        ),
        (
            ("it will take two years", "2017-10-26", "2019-10-26"),
            ("it took two years", "2017-10-26", None),
        ),
    ),
    DurationRule(
        "a length of time before something",
        _compile(rf"{_WILL}\sbe\s(?:at\sleast\s)?{_LENGTH}(?=\s(?:before|until|till)\s)"),
        (("it'll be two years before it opens", "2017-10-26", "2019-10-26"),),
    ),
    DurationRule(
        "a length of time that is given",
        _compile(
            r"(?:give|gives|giving|gave)\s(?:it|them|him|her|us|this|that|(?:the|this|that)\s\w{1,20})"
            rf"\s(?:about\s|around\s|roughly\s|maybe\s|another\s|at\smost\s)?{AMOUNT}"
        ),
        (("give it two years", "2017-10-26", "2019-10-26"),),
    ),
    DurationRule(
        "a time next year",
        _compile(r"(?:by\s)?(?:this|about\sthis|the\ssame)\stime\snext\s"
                 r"(?P<count>)(?P<unit>year|month|week)"),
        (("by this time next year", "2017-10-26", "2018-10-26"),),
    ),
)  # fmt: skip
"""Every way a length of time is written. Where two match at one place, the longer one counts."""


def length_of(rule: DurationRule, match: re.Match[str], published: date) -> Length | None:
    """What a length of time that begins with the post comes to.

    None where the words look back ("the first time in ten years") or beyond the calendar.

    >>> words = RULES[0].pattern.search("within 18 months")
    >>> length_of(RULES[0], words, date(2017, 10, 31)).ends.isoformat()
    '2019-04-30'
    """
    text, start = match.string, match.start()
    if rule.only_ahead and not speaks_of_future(text, start):
        return None
    if match[0][:3].lower() == "in " and looks_back(text, start):
        return None
    amount = amount_of(match)
    ends = add_amount(published, amount)
    opens = bool(match.groupdict().get("opens"))
    return Length(ends, amount, opens) if ends else None
