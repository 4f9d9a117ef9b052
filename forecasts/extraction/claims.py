"""From a sentence to the claim in it, and whether it denies, depends or reports."""

import re

from forecasts.domain.candidates import Chance, EstimateKind
from forecasts.extraction.frames import find_framed_claim
from forecasts.extraction.gates import SIEVE, Guarded
from forecasts.extraction.rewrites import write_plainly

_OPENERS = re.compile(
    r"^[\W_]{0,4}(?:(?:and|but|so|or|yet|of\scourse|in\sfact|however|frankly|finally|firstly?"
    r"|secondly?"
    r"|thirdly?|lastly|meanwhile|likewise|well|ok|okay|yes|no|actually|honestly|also|still"
    r"|instead|for\sme"
    r"|clearly|obviously|then|as\sfor\sme)(?:,\s|\s(?=I\b|my\b|they\b|it\b|he\b|she\b|we\b|the\b"
    r"|there\b"
    r"|this\b|that\b|with\b|by\b|in\b|[a-z]{1,20}\s(?:will|won't)\b))){1,2}",
    re.IGNORECASE,
)
_STANCE_BEHIND = re.compile(
    r",\s(?:I\s(?:bet|think|guess|believe|suspect|predict|expect|reckon|fear|would\ssay)"
    r"|I'd\s(?:say|bet|guess)"
    r"|in\smy\s(?:opinion|view|book)|mark\smy\swords|if\syou\sask\sme|for\ssure|I'm\s(?:sure|afraid"
    r"|certain))"
    r"\s?[.!]?$",
    re.IGNORECASE,
)
_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
_PERCENT_SIGN = r"(?:%|percent\b|per\scent\b)"
_STATED = (
    rf"(?:about\s|around\s|~\s?)?(?:{_NUMBER}\s?{_PERCENT_SIGN}?\s?(?:-|\u2013|to)\s?)?"
    rf"{_NUMBER}\s?{_PERCENT_SIGN}"
)
_BEHIND = re.compile(
    rf"[\s,;:@(\[\u2013—=-]{{1,6}}(?:p\s?=\s?)?{_STATED}(?:\s(?:chance|sure|certain|likely"
    rf"|confident|probability))?"
    r"\s?[)\]]?\s?[.!]?\s?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"^[(\[]?{_STATED}(?:\s(?:chance|sure|certain|likely|confident|probability))?(?:\s?[)\]])?"
    r"(?:\s?[:,\u2013—-])?(?:\s(?:that|of))?\s",
    re.IGNORECASE,
)
_LEADS_TO_NUMBER = re.compile(
    r"[\s,;:@(\[=\u2013\u2014-]{0,4}(?:(?:I'd|I\swould|I'll)\s(?:say|give\sit|put\sit\sat)"
    r"|(?:p|probability|confidence|chance|odds)(?=\s?[:=]))?[\s,;:@(\[=~\u2013\u2014-]{0,4}$",
    re.IGNORECASE,
)
_LIKELY_TO = re.compile(
    r"\b(?:is|are|'s|'re|looks?|seems?|appears?|remains?)\s(?:(?:now|still|also|not)\s){0,2}"
    r"(?:(?:very|highly|extremely|exceptionally|most|quite|almost|nearly|virtually)\s)?"
    r"(?:likely|unlikely|certain|sure|bound|poised|set|doomed|guaranteed)\sto\b",
    re.IGNORECASE,
)
_NEGATED = Guarded(
    re.compile(
        r"\b(?:will|'ll|going\sto|is|are|do|does|did|may|might|could|can|would|shall|has|have)\s"
        r"(?:\w{2,12}\s)?(?:not|never|no\slonger)\b|\b(?:will|may|might|could)\s(?:have\s)?no\b"
        r"|n't\b|\bcannot\b"
        r"|^[\W_]{0,3}(?:no|none|neither|nobody|nothing|never)\b|\bno\sone\b",
        re.IGNORECASE,
    ),
    SIEVE,
)


def clean_claim(sentence: str, chance: Chance) -> str:
    """The claim as a sentence that can be judged alone.

    What the author feels about it, how sure they are and the words that only lead over go; the
    first letter is a capital, and there is no full stop.

    Args:
        sentence: words without markup.
        chance: what was read from it; words that state it become a plain "will".

    >>> from forecasts.extraction.probabilities import read_chance
    >>> for words in (
    ...     "And my guess is that Iraq will be liberated this year.",
    ...     "Oil is likely to fall.",
    ...     "It could rain tomorrow.",
    ...     "Biden is the nominee: 95%",
    ... ):
    ...     clean_claim(words, read_chance(words))
    'Iraq will be liberated this year'
    'Oil will fall'
    'It will rain tomorrow'
    'Biden is the nominee'
    """
    words = sentence.strip()
    if chance.kind is EstimateKind.STATED:
        words = find_framed_claim(words) or _drop_stated(words, chance.hedge or "")
    words = write_plainly(_drop_opener(words))
    if chance.kind is EstimateKind.WORDED and chance.hedge:
        words = _drop_hedge(words, chance.hedge)
    words = _STANCE_BEHIND.sub("", words.strip(" ,;:\u2013—-"))
    while words.endswith((".", "!")) and not words.endswith(("...", ".S.", ".m.")):
        words = words[:-1].rstrip()
    return (words[:1].upper() + words[1:]) or sentence.strip()


def drop_probability(words: str) -> str:
    """The words without a probability that stands before or behind them.

    >>> drop_probability("Iraq liberated before year end 85%")
    'Iraq liberated before year end'
    >>> drop_probability("[60-70%] It rains")
    'It rains'
    """
    behind = _BEHIND.search(words, max(0, len(words) - 80))
    if behind and behind.start() > 0:
        return words[: behind.start()].rstrip()
    return _BEFORE.sub("", words, count=1)


def _drop_stated(words: str, hedge: str) -> str:
    """The words without the number, whatever form it has: "Choir wins: p = 0.5"."""
    head, found, tail = words.rpartition(hedge)
    if hedge and found and len(head) > 1 and not tail.strip(" .!)]"):
        head = head.removesuffix(" at ") if "%" in head else head
        return _LEADS_TO_NUMBER.sub("", head).rstrip()
    return drop_probability(words)


def _drop_opener(words: str) -> str:
    opener = _OPENERS.match(words)
    rest = words[opener.end() :] if opener else words
    return rest or words


def _drop_hedge(words: str, hedge: str) -> str:
    word = hedge.lower()
    if word in ("could", "might", "may", "should", "ought to"):
        modal = rf"\b{word}\b(?:\s(?:very\s)?well\b)?"
        return re.sub(modal, "will", words, count=1, flags=re.IGNORECASE)
    if _LIKELY_TO.search(words):
        return _LIKELY_TO.sub(" will" if words.startswith("'") else "will", words, count=1)
    if word.endswith("ly") or word in ("perhaps", "maybe", "no doubt"):
        pattern = rf"(?:,\s)?(?<![\w-]){re.escape(hedge)}(?![\w-]),?\s?"
        return re.sub(pattern, _space_between, words, count=1, flags=re.IGNORECASE).strip()
    return words


def _space_between(match: re.Match[str]) -> str:
    return " " if match[0].startswith(",") else ""


def is_negated(words: str) -> bool:
    """Whether the claim says that something does not happen.

    >>> is_negated("It will not rain"), is_negated("No LTE option"), is_negated("It will rain")
    (True, True, False)
    """
    return bool(_NEGATED.search(words))
