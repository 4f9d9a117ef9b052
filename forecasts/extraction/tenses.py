"""Verbs in the plain past, told by their form alone."""

import re

_BE_AND_DO = r"was|were|had|did|didn't|wasn't|weren't"
_OTHERS = (
    r"said|told|announced|reported|launched|wrote|went|came|took|got|gave|saw|thought|knew|found"
    r"|won|lost|began|became|asked|showed|started|ended|ran|wanted|worked|tried|seemed|predicted"
    r"|happened|decided|finished|posted|turned|moved|passed|brought|felt|spent|bought|led|sat"
    r"|stood|understood|realized|managed|voted|met"
)
_NO_PARTICIPLES = (
    r"fell|(?<!a\s)(?<!the\s)rose|grew|flew|blew|spoke|chose|drove|rode|sank|sang|drank|swam"
    r"|threw|ate|froze|shook|stole|wore|(?<!to\s)(?<!they\s)lay(?!\soffs?\b)"
)
_WITH_SUBJECT = r"(?:I|we|he|she|they|it)\s(?:also\s|then\s|just\s)?[a-z]{2,14}(?<!ne)(?<!e)ed"
_WITH_OBJECT = (
    r"(?<!be\s)(?<!is\s)(?<!are\s)(?<!get\s)(?<!been\s)(?<!being\s)"
    r"[a-z]{3,14}(?<!e)ed(?=\s(?:the|its|his|her|their|our|my|it|them|us|him)\b)"
)
PAST_VERB = rf"{_BE_AND_DO}|{_OTHERS}|{_NO_PARTICIPLES}|{_WITH_SUBJECT}|{_WITH_OBJECT}"
"""A pattern, to be matched without regard to case and between the edges of words."""

_PAST = re.compile(rf"(?<![\w'-])(?:{PAST_VERB})(?![\w-])", re.IGNORECASE)


def tells_past(words: str) -> bool:
    """Whether there is a verb in the plain past.

    >>> tells_past("Turnout rose"), tells_past("We cleaned up"), tells_past("They fixed the roof")
    (True, True, True)
    >>> tells_past("Bridge opened by June"), tells_past("A rose is named")
    (False, False)
    """
    return bool(_PAST.search(words))
