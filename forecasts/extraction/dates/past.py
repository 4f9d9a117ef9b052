"""Whether words about time tell of what has been, from the verbs around them."""

import re

_LOOK_BACK, _LOOK_AHEAD = 80, 60
_STOP, _TURN = re.compile(r"[.;]"), re.compile(r"[.;:!?]\s|\sbut\s")

_RECORD = re.compile(
    r"\b(?:first|last|only|worst|best|most|least|\w{2,15}est|(?:has|have|had|'ve)\s(?:not|never)"
    r"|(?:hasn|haven|hadn|didn)'t|never\sbeen|did\snot)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|going\sto|gonna|won't|could|would|may|might|should|can|expects?|expected"
    r"|likely|unlikely|remain|continue|last|stay|hold|persist|to)\b|'ll\b|'d\b",
    re.IGNORECASE,
)
_CERTAIN_FUTURE = re.compile(r"\b(?:will|shall|won't|going\sto|gonna)\b|'ll\b", re.IGNORECASE)
_PERFECT = re.compile(
    r"\b(?:has|have|had)(?:n't|\snot|\snever)?\s(?:\w{1,20}\s)?(?:been|\w{2,20}ed)\b|'ve\s\w+"
    r"|\b(?:was|were)\b",
    re.IGNORECASE,
)
_TOLD = (
    r"(?:was|were|had|did|said|told|wrote|told|fell|rose|grew|lost|won|took|made|came|went|got|saw"
    r"|became|began|left|met|held|gave|kept|shot|sank|sold|bought|brought|drew|flew|hit|struck)"
)
_PARTICIPLE = (
    r"(?!(?:expect|schedul|plann|slat|project|propos|bas|need|requir|suppos|forecast|delay|postpon"
    r"|unit|limit|relat|continu|renew|increas|reduc|advanc|us|ne|fe|spe|se|br|bl|exc|proc|succ|ind)"
    r"ed\b)[a-z]{2,15}ed"
)
_TOLD_BEHIND = re.compile(
    rf",?(?:\s(?!will\b|won't\b|would\b|could\b|may\b|might\b|to\b|is\b|are\b)[\w'%$-]{{1,20}}){{0,4}}?"
    rf"\s(?:{_TOLD}|(?-i:{_PARTICIPLE}))(?!\w)(?!\sto\b)",
    re.IGNORECASE,
)
_TOLD_BEFORE = re.compile(
    rf"\b(?:{_TOLD}|(?<!\bbe\s)(?<!\bis\s)(?<!\bare\s)(?<!\bget\s)(?<!\bto\s)(?-i:{_PARTICIPLE}))"
    r"(?!\w)(?!\sto\b)(?:\s(?!will\b|would\b|to\b|be\b|but\b|and\b|that\b)[\w'%$.-]{1,20}){0,5}\s?$",
    re.IGNORECASE,
)


def looks_back(text: str, start: int) -> bool:
    """Whether "in ten years" at this place is how long something has been so.

    >>> looks_back("the first time in ten years", 15)
    True
    >>> looks_back("it will be gone in ten years", 16)
    False
    """
    before = _clause_before(text, start)
    if _CERTAIN_FUTURE.search(before):
        return False
    return bool(_RECORD.search(before) or _TOLD_BEFORE.search(before))


def speaks_of_future(text: str, start: int) -> bool:
    """Whether "for ten years" at this place is how long something will be so.

    >>> speaks_of_future("It has been so for ten years", 17)
    False
    >>> speaks_of_future("It will be so for ten years", 14)
    True
    """
    before = _clause_before(text, start)
    if not before.strip():
        return True
    return bool(_FUTURE.search(before)) and not _PERFECT.search(before)


def tells_of_past(text: str, start: int, end: int) -> bool:
    """Whether a month or day from ``start`` to ``end`` without a year is one that has been.

    >>> sentence = "Growth was 3% in March"
    >>> tells_of_past(sentence, 14, 22), tells_of_past("In March it will grow", 0, 8)
    (True, False)
    """
    before = _clause_before(text, start)
    if _CERTAIN_FUTURE.search(before):
        return False
    behind = _TOLD_BEHIND.match(text, end, end + _LOOK_AHEAD)
    if behind:
        rest = _STOP.split(text[behind.end() : behind.end() + _LOOK_AHEAD], maxsplit=1)[0]
        return not _CERTAIN_FUTURE.search(rest) or " that " in rest
    return bool(_TOLD_BEFORE.search(before))


def _clause_before(text: str, start: int) -> str:
    before = text[max(0, start - _LOOK_BACK) : start]
    return _TURN.split(before)[-1]
