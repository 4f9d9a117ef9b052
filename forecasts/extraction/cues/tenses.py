"""Verbs in the past, told by their form alone."""

from forecasts.extraction.alternatives import compile_grouped

_NEVER_PARTICIPLES = (
    r"was|were|had|did|didn't|wasn't|weren't|wrote|went|came|took|got|gave|saw|knew|began|became"
    r"|ran|wanted|tried|seemed|happened|voted|fell|(?<!a\s)(?<!the\s)rose|grew|flew|blew|spoke"
    r"|chose|drove|rode|sank|sang|drank|swam|threw|ate|froze|shook|stole|wore"
    r"|(?<!to\s)(?<!they\s)lay(?!\soffs?\b)"
)
_OR_PARTICIPLES = (
    r"said|told|announced|reported|launched|thought|found|won|lost|asked|showed|started|ended"
    r"|worked|predicted|decided|finished|posted|turned|moved|passed|brought|felt|spent|bought|led"
    r"|sat|stood|understood|realized|managed"
)
_WITH_SUBJECT = (
    r"(?:^|(?<=[,;:]\s)|(?<=\band\s)|(?<=\bbut\s))(?:I|we|he|she|they|it)\s"
    r"(?:also\s|then\s|just\s)?[a-z]{2,14}(?<!e)ed"
)
_WITH_OBJECT = (
    r"(?<!be\s)(?<!is\s)(?<!are\s)(?<!get\s)(?<!been\s)(?<!being\s)"
    r"[a-z]{2,14}(?<!e)ed(?=\s(?:the|its|his|her|their|our|my|it|them|us|him)\b)"
)
_PLAIN = rf"{_NEVER_PARTICIPLES}|{_WITH_SUBJECT}|{_WITH_OBJECT}"
PAST_VERB = rf"{_PLAIN}|{_OR_PARTICIPLES}"
"""A pattern, to be matched without regard to case and between the edges of words."""

PAST_COMPLEMENT = (
    r"(?:was|were|wasn't|weren't|had|hadn't|did|didn't|knew|thought|went|came|took|got|gave|saw"
    r"|made|said"
    r"|told|won|lost|wrote|began|became|felt|found|wanted|needed|tried|used|meant|heard|left"
    r"|kept|put\sout|killed|helped|caused|worked|happened|(?:has|have|'ve|hasn't|haven't)\s(?:been"
    r"|ever|always|never|already))"
)
"""A verb in the past behind "I suspect that he" or the like."""

PLAIN_PAST = compile_grouped(rf"(?<![\w'-])(?:{_PLAIN})(?![\w-])")
"""What can be no participle: "we closed it", "it fell", but not "bridge closed by June"."""


def tells_past(words: str) -> bool:
    """Whether there is a verb in the plain past.

    >>> tells_past("Turnout rose"), tells_past("We cleaned up"), tells_past("They fixed the roof")
    (True, True, True)
    >>> tells_past("Bridge opened by June"), tells_past("The ship they promised is found")
    (False, False)
    """
    return bool(PLAIN_PAST.search(words))
