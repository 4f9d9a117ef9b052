"""Whether a number that looks like a year counts or names something: "2020 seats", "page 2020"."""

import re

_LOOK_BACK, _LOOK_AHEAD = 40, 50

_NAMES_A_THING = re.compile(
    r"(?:\b(?:pages?|routes?|rooms?|flights?|versions?|numbers?|no\.|nr\.|resolutions?|articles?"
    r"|sections?|chapters?|highway|interstate|channel|score\sof|total\sof|windows|office|server"
    r"|studio|agenda|vision|mission|expo|euro|fifa|madden|runner|class\sof|crop\sof|vintage"
    r"|model|series|unit|gate|lot|bill|item|order|case|code|port|suite|apartment|area|iso"
    r"|rfc|bus|line|track|part|figure|table|cve|usd|eur|gbp|rs\.?|us\$)|\ba|\ban)\s$",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:(?:more|fewer|less|other|rather)\sthan|at\s(?:least|most)|about|around|roughly|nearly"
    r"|almost|some|over|under|up\sto|only|just|all|these|those|the\sother|an?\sestimated"
    r"|approximately|exactly|another|total\sof|than|of|by|or|and|to|between|within|for)\s$",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\s(?!will\b|has\b|was\b|is\b|does\b|its\b|this\b|as\b)[a-z]{2,20}s\b"
    r"(?!\s(?:will|would|could|may|might|should|won't|are|is|to)\b|')"
)
_THING = re.compile(
    r"[\s-](?:(?:more|remaining|new|or\sso|additional|extra|odd|other|different|active|us|u\.s\.)\s)?"
    r"(?:people|troops|fighters|soldiers|points|jobs|dollars|seats|votes|miles|feet|homes|units"
    r"|times|percent|employees|workers|deaths|cases|euros|pounds|meg|mb|gb|tb|words|pages|km"
    r"|kilomet(?:er|re)s|met(?:er|re)s|tons|tonnes|barrels|litres|liters|gallons|kg|lbs?|mph|rpm"
    r"|kph|kwh|mw|gw|watts|volts|degrees|yards|inches|acres|hectares|civilians|users|copies|cars"
    r"|members|men|women|children|students|shares|delegates|tanks|planes|aircraft|bodies|games"
    r"|hours|hrs|minutes|seconds|days|weeks|months|years|gmt|utc|calories|customers|subscribers"
    r"|followers|refugees|migrants|prisoners|patients|residents|families|households|schools|stores"
    r"|outlets|companies|firms|cities|towns|villages|houses|rooms|beds|books|songs|votes|goals"
    r"|runs|wins|losses|bitcoins?|btc|yen|yuan|rubles|roubles|rupees|francs|pesos|crowns|cents"
    r"|model(?:\syear)?|edition|version|vintage|lineup|line-up|census)\b|[-\s]?(?:x|\u00d7)\s?\d",
    re.IGNORECASE,
)


def counts_or_names(text: str, start: int, end: int) -> bool:
    """Whether the number from ``start`` to ``end`` is no year, by the words beside it.

    >>> counts_or_names("some 2019 tanks", 5, 9), counts_or_names("in 2019 prices will fall", 3, 7)
    (True, False)
    """
    if _THING.match(text, end):
        return True
    window = max(0, start - _LOOK_BACK)
    if _NAMES_A_THING.search(text, window, start):
        return True
    many = _MANY.match(text, end, end + _LOOK_AHEAD)
    return many is not None and _COUNTS.search(text, window, start) is not None
