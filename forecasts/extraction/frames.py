"""Sentences built round a number: "I put the chance that it rains at 60 %"."""

import re

_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
PERCENT = (
    rf"(?<![\w.$€£,-])(?P<stated>(?:(?P<low>{_NUMBER})\s?(?:%|percent)?\s?(?:-|\u2013|to|or)\s?)?"
    rf"(?P<high>{_NUMBER})\s?(?:%|percent\b|per\scent\b|pct\b))"
)
"""A percentage or a range of them: its words are ``stated``, its numbers ``low`` and ``high``."""

_CHANCE = r"(?:chances?|probabilit(?:y|ies)|likelihood|odds)"
_ABOUT = r"(?:(?:about|around|roughly|only|just|maybe|perhaps|now|at\sleast)\s|~\s?){0,2}"
_I = r"(?:I|we)(?:['\u2019](?:d|ll)|\swould|\sstill|\salso|\snow)?"
_START = (
    r"(?:^[\"'(]?|[,;:(\u2013\u2014-]\s)(?P<turn>(?:and|but|so|yet|still|overall|also|personally)"
    r",?\s)?"
    rf"(?:{_I}\s(?:think|say|believe|guess|reckon|estimate|suspect)\s(?:that\s)?)?"
)
_CLAIM = r"(?P<claim>\S[^\n]{2,1500}?)"
_STOP = r"(?=\s?(?:[.!,;)]|\u2014|\u2013|--|$)(?!\d))"
_NO_CLAIM = (
    r"(?!(?:that|of|for|in|by|to|at|on|if|when|as|and|but|or|with|against|here|now|about|either"
    r"|whether)\b)"
)
_END = (
    r"(?=\s?$|,\s(?:up|down)\sfrom\s|,?\s(?:and|but)\s(?:about\s|only\s)?(?:an?\s)?\d{1,3}(?:\s?%"
    r"|\spercent\b))"
)
_HOLDS = rf"(?:\sthat\s|\s{_NO_CLAIM})"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


PUT_AT = _compile(
    rf"{_START}{_I}\s(?:put|place|set|rate|estimate|assess)\s(?:the|my)\s{_CHANCE}\s(?:that|of)\s"
    rf"{_CLAIM}\s(?:at|as)\s{_ABOUT}{PERCENT}{_STOP}"
)
"""The author puts the chance of a claim at a number."""

PUT_BOUND_AT = _compile(
    rf"{_START}{_I}\s(?:put|place|rate)\s(?!the\s{_CHANCE}\b)(?=[^\n]{{2,200}}?\s(?:below|above|under"
    rf"|over|at\sleast|at\smost|more\sthan|less\sthan)\s){_CLAIM}\sat\s{_ABOUT}{PERCENT}{_STOP}"
)
"""The author puts a claim about an amount at a number."""

IS_AT = _compile(
    rf"{_START}(?:the|my)\s{_CHANCE}\s(?:that|of)\s{_CLAIM}\s"
    rf"(?:is|are|stands?\sat|remains?(?:\sat)?)\s{_ABOUT}{PERCENT}{_STOP}"
)
"""The chance of a claim is a number."""

A_CHANCE_THAT = _compile(
    rf"{_START}(?:(?:there(?:\sis|['\u2019]s|\sare)|{_I}\ssee)\s|(?P<gives>{_I}\s"
    rf"(?:have|give|assign)\s(?:it\s|this\s)?))?{_ABOUT}(?:an?\s|the\s)?{_ABOUT}{PERCENT}"
    rf"(?:\sor\s(?:more|higher|better|so))?\s{_CHANCE}(?:{_HOLDS}|(?(gives)(?!)|\sof\s))"
    rf"{_CLAIM}{_END}"
)
"""A chance of so much that something happens."""

SURE_THAT = _compile(
    rf"{_START}(?:I(?:['\u2019]m|\sam)(?:\snow|\sstill)?|(?:it\sis|it['\u2019]s))\s{_ABOUT}{PERCENT}\s"
    rf"(?:sure|confident|certain|convinced|likely)(?:{_HOLDS}){_CLAIM}{_END}"
)
"""The author is so sure that something happens."""

SAY_THAT = _compile(
    rf"(?:^[\"'(]?|[,;:(\u2013\u2014-]\s)(?P<turn>(?:and|but|so)\s)?(?:{_I}\s(?:say|guess|go|(?:put"
    r"|give|make)\s(?:it|this)(?:\sat)?|put\sthe\s(?:odds|chances?)\sat)|my\s(?:best\s)?(?:guess|estimate|number|forecast)\s(?:is"
    rf"|would\sbe))\s{_ABOUT}{PERCENT}(?:\slikely)?\sthat\s{_CLAIM}{_END}"
)
"""The author says a number that something happens."""

_FRAMES = (PUT_AT, PUT_BOUND_AT, IS_AT, A_CHANCE_THAT, SURE_THAT, SAY_THAT)
_RECKONING = re.compile(
    r"(?:^|[.;,]\s)(?:(?:here\s(?:is|are)|here['\u2019]s)\s)?(?:(?:my|our|the)\s)?"
    r"(?:[\w'-]{1,15}\s){0,2}(?:numbers?|figures?|views?|take|estimates?|calls?|forecasts?"
    r"|predictions?|odds|guess(?:es)?|bets?|reading|sense|expectations?|verdict|short|sum|line)"
    r"\s?[:,\u2013\u2014-]\s?$",
    re.IGNORECASE,
)


def find_framed_claim(words: str) -> str | None:
    """The claim alone of a sentence that is built round a number; None for any other.

    What stands before it stays where it says when, where or on what condition.

    >>> find_framed_claim("I put the chance that inflation is below 3.5% in May at 60%.")
    'inflation is below 3.5% in May'
    >>> find_framed_claim("My numbers: there is a 75% chance that it rains")
    'it rains'
    >>> find_framed_claim("If it freezes, there's a 75% chance that the pier cracks")
    'If it freezes, the pier cracks'
    """
    for frame in _FRAMES:
        if match := frame.search(words):
            lead = words[: match.start()]
            if lead:
                lead += match[0][:1]
            dropped = match["turn"] or _RECKONING.search(lead)
            return match["claim"] if dropped or not lead else f"{lead} {match['claim']}"
    return None
