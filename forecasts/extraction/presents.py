"""Forecasts in the present tense: "The coalition falls within a year", "Trump loses in 2020"."""

import re

from forecasts.domain.deadlines import Deadline

_BOUND = re.compile(
    r"(?:by|before|until|not\suntil|within|in\sa\slength|over\sthe\snext|a\slength\sof\stime)\b"
)
_PERIOD = re.compile(
    r"in\s.*\b(?:a\syear|a\sdecade|a\squarter|half\sa\syear|a\srange\sof\syears|a\smonth|a\sseason"
    r"|a\speriod\scounted)|a\speriod\scounted"
)
_OPENS = re.compile(
    r"^[\W_]{0,4}(?:I|I'm|we|we're|you|my|our|your|his|her|see|join|come|visit|please|more|there"
    r"|here|this|that|these|it|it's|let|check|read"
    r"|for\smore|click|next\sup|until|who|what|why|how|when|where)\b",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(
    r"\b(?:first|second|third|last|lost|won|where|who|expires?|runs?\s(?:from|until|through|to)"
    r"|lasts?\suntil|scheduled|planned|plans?\sto|aims?\sto|goal|targets?|hopes?"
    r"|intends?|wants?\sto|promis\w{1,4}|pledg\w{1,4}|commit\w{0,5}|agreed|contract|deadline"
    r"|schedule|calendar|budget|until\snow|so\sfar"
    r"|already|currently|would|could|should|must|may|might|can|need|needs|was|were|had|did|been|has"
    r"|have|due|proposed|by\slaw|term|lease"
    r"|conference|meeting|event|webinar|workshop|tickets?|exhibition|season\s(?:starts|begins"
    r"|opens)|\w{2,12}ing\sto)\b|[?:]|\s[\u2013\u2014-]\s",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:[a-z]{2,14}(?<!s)s|no\s(?:longer|one)|nobody|doesn't|don't|do|cannot|can't|never|take"
    r"|win|lose|fall|go|get|become"
    r"|rise|reach|hit|drop|pass|leave|come|return|end|start|begin|break|collapse|grow|double|see"
    r"|make|own|use|live|die|vote|buy|sell|join|quit|cut)\b"
)
_STATE = re.compile(r"\b(?:is|are|isn't|aren't|has|have)\b|'(?:s|re)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:wins|loses|gets|becomes|takes|goes|falls|rises|leaves|passes|continues|remains|stays"
    r"|fails|makes|keeps|sees"
    r"|returns|comes|ends|starts|begins|breaks|beats|buys|sells|launches|releases|resigns|retires"
    r"|dies|hits|reaches|drops"
    r"|will|won't|going\sto|grows|declines|expands|collapses|crashes|survives|happens|is|are|isn't"
    r"|aren't|doesn't|don't)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4


def happens_by(words: str, deadline: Deadline) -> bool:
    """Whether a sentence in the present says what happens by a day, within a time or in a period.

    Plans, schedules, duties and what the author does are not meant, nor is a single day, on which
    mostly what is scheduled happens.

    Args:
        words: the sentence, without the phrase of the deadline where that is at hand.
        deadline: what was read from that phrase.

    >>> from datetime import date
    >>> from forecasts.extraction.dates.reading import read_deadline
    >>> for words in (
    ...     "The coalition falls within a year.", "Tickets go on sale on Friday.",
    ...     "The lease expires in 2020.", "We fly to Rome next month.",
    ... ):
    ...     happens_by(words, read_deadline(words, published=date(2017, 10, 26)))
    True
    False
    False
    False
    """
    if deadline.latest is None or len(words.split()) < _FEWEST_WORDS:
        return False
    if _OPENS.match(words) or _NO_EVENT.search(words):
        return False
    if _BOUND.match(deadline.rule):
        return bool(_VERB.search(words) or _STATE.search(words))
    return bool(_PERIOD.match(deadline.rule) and _VERB.search(words) and not _STATE.search(words))


def says_what_happens(words: str) -> bool:
    """Whether words are a sentence in the present, as a heading may be, and no mere topic.

    >>> says_what_happens("Trump wins the election"), says_what_happens("The next election")
    (True, False)
    """
    return (
        len(words.split()) >= _FEWEST_WORDS
        and not words.endswith("...")
        and bool(_FINITE.search(words))
    )
