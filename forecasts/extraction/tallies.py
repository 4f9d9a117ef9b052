"""Two numbers that count votes or goals, and so are no odds."""

import re

_BEFORE = re.compile(
    r"\b(?:vot(?:ed?|es|ing)|won|winning|lost|losing|beat|beaten|defeat(?:ed)?|drew|tied|scored?"
    r"|pass(?:es|ed)|approv(?:es|ed)|carried|reject(?:s|ed)|rul(?:es|ed)|split|led|leads?|leading"
    r"|trail(?:s|ed|ing)?|decided|victory|result)(?:\s[\w']{1,15}){0,5}\s$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s?(?:on\s)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|\d{1,2}|defeat|win|victory|vote|draw"
    r"|loss|lead|margin|majority|minority|decision|ruling|split|score|home|away|aggregate)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_LONGEST_LEAD = 100


def is_tally(text: str, start: int, end: int) -> bool:
    """Whether the words around two numbers are about a vote or a match.

    Args:
        text: a sentence.
        start: where the first of the numbers begins.
        end: where the second ends.

    >>> is_tally("They voted 9 to 6 on Thursday", 11, 17), is_tally("It is 9 to 6 on", 6, 12)
    (True, False)
    """
    before = _BEFORE.search(text, max(0, start - _LONGEST_LEAD), start)
    return bool(before or _BEHIND.match(text, end))
