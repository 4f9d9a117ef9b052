"""Fragments of patterns and the numbers they stand for, shared by all rules about time."""

import re
from fractions import Fraction

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11,
    "december": 12, "dec": 12,
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
ORDINALS = {
    "first": 1, "1st": 1, "opening": 1, "second": 2, "2nd": 2, "middle": 2, "third": 3, "3rd": 3,
    "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1, "final": -1, "closing": -1,
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip

MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
WEEKDAY_SHORT = r"(?:mon|tues|tue|weds|wed|thurs|thur|thu|fri|sat|sun)"
ORDINAL_DAYS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third",
    "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
    "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
SEASON = r"(?:spring|summer|fall|autumn|winter)"
ORDINAL = (
    r"(?:first|second|middle|third|fourth|fifth|last|final|opening|closing|1st|2nd|3rd|4th|5th)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
YEAR = r"(?:(?:19|20|21)\d\d)"
YEAR_REFERENCE = (
    r"(?:(?:19|20|21)\d\d(?![\d%])|'\d\d(?![\ds])|(?:the\s)?(?:coming|following|previous)\syear"
    r"|(?:next|this|last)\syear|the\syear\s(?:after\snext|before))"
)
UNIT = (
    r"(?:hours?|hrs?|(?:business|working|trading)\sdays?|days?|weeks?|wks?|fortnights?|months?"
    r"|mos?\b\.?|(?:quarter|half)[-\s](?:of\sa\s)?(?:century|decade|year)|quarters?|years?"
    r"|yrs?\b\.?|decades?|centur(?:y|ies))"
)
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
COUNT = (
    r"(?:\d{1,4}(?:\.\d{1,2})?|\d{1,3},\d{3}|"
    + _TENS
    + r"(?:[-\s]"
    + _ONES
    + r")?|(?:(?:a|"
    + _ONES
    + r")\s)?(?:hundred|thousand|dozen)|(?:a\s)?couple(?:\sof)?|half\san?|half\sof\san?"
    r"|a\ssingle|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|an?)"
)
_MULTIPLES = {"dozen": 12, "hundred": 100, "thousand": 1000}

_SAME_IN_PLAIN = str.maketrans(
    {
        "\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k", "\u2019": "'", "\u2018": "'",
        "\u02bc": "'", "\u2032": "'", "\u00b4": "'", "`": "'", "\u2010": "-", "\u2011": "-",
        "\u2012": "-", "\u2013": "-", "\u2212": "-", "\t": " ", "\n": " ", "\r": " ", "\f": " ",
        "\v": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    }
)  # fmt: skip
_ALL_PLAIN = re.compile(r"[ -_a-~]*")


def in_plain_letters(text: str) -> str:
    r"""The text with the plain counterparts of its letters, apostrophes, dashes and spaces.

    It keeps its length.

    >>> in_plain_letters("by year\u2019s end"), in_plain_letters("by\nJune")
    ("by year's end", 'by June')
    """
    return text if _ALL_PLAIN.fullmatch(text) else text.translate(_SAME_IN_PLAIN)


def count_of(words: str) -> Fraction:
    """The number that a count stands for.

    >>> [str(count_of(words)) for words in ("a couple of", "half a", "twenty-five", "2.5")]
    ['2', '1/2', '25', '5/2']
    >>> [str(count_of(words)) for words in ("two dozen", "a hundred", "a single", "1,000")]
    ['24', '100', '1', '1000']
    """
    text = words.lower().strip()
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    if text.startswith("half"):
        return Fraction(1, 2)
    names = [name for name in text.replace("-", " ").split() if name not in ("of", "single")]
    if names[-1] in _MULTIPLES:
        return Fraction(_MULTIPLES[names[-1]] * (NUMBERS[names[0]] if len(names) > 1 else 1))
    if len(names) > 1 and names[0] in ("a", "an"):
        names = names[1:]
    return Fraction(sum(NUMBERS[name] for name in names))
