"""How sure the author said to be: a number, a word that stands for a range, or nothing."""

import itertools
import re
from dataclasses import replace

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.probability import ONE
from forecasts.extraction.gates import SIEVE, Guarded
from forecasts.extraction.needs import LETTERS_LIKE_ASCII
from forecasts.extraction.percentages import Found, find_stated
from forecasts.extraction.verbal import Entry, Governs, lexicon

LEAST, MOST = 20_000, 950_000
"""Words never stand for less or more than this, in millionths; only numbers do."""

_EVEN = ONE // 2
_WORDS = Guarded(lexicon().pattern, SIEVE)
_STRAIGHT = LETTERS_LIKE_ASCII | str.maketrans("\u2018\u2019“”", "''\"\"")
_NOT_BEFORE = re.compile(r"(?:\bnot|n't)\s(?:at\sall\s|very\s|so\s|all\sthat\s)?$", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:more|less|as|how|equally)\s$", re.IGNORECASE)
_OPENS_OR_IS_SAID_BY_AUTHOR = re.compile(
    r"(?:^[\W_]{0,5}|[.;:,]\s|\b(?:I|we|and|but|so|do|can|would|I'd)\s)$", re.IGNORECASE
)
_HAVE_BEHIND = re.compile(r"\s(?:have|'ve)\b", re.IGNORECASE)
_ADVISED = re.compile(r"\b(?:I|we|you|they|he|she|people|everyone)\s$", re.IGNORECASE)
_CLAUSE_EDGE = re.compile(
    r"[,;:(\[\u2014]\s?|\s--?\s|--\s?|\s(?:but|though|although|because|while)\s", re.IGNORECASE
)
_WILL = re.compile(
    r"\b(?:will|won't|shall|(?:is|are|am|be|'s|'re|'m)\s(?:not\s)?going\sto|gonna)\b|'ll\b",
    re.IGNORECASE,
)
_COULD = re.compile(r"\b(?:could|might|may|would|should|can)\b|'d\b", re.IGNORECASE)
_LONGEST_ASIDE = 2
_COMPLEMENTED = ("likely", "probable", "very likely", "highly likely")


def read_chance(text: str) -> Chance:
    """How sure a piece of text says to be.

    A number beats words. Of words, the one that stands nearer to even counts; the author's
    attitude ("I think") counts only where nothing weaker is said. A bare "will" says nothing.

    >>> read_chance("My guess is that it will rain").middle
    650000
    >>> read_chance("I think it could rain").hedge
    'could'
    >>> read_chance("It will rain").kind.value
    'flat'
    """
    found = find_chance(text)
    return found.chance if found else FLAT


def find_chance(text: str) -> Found | None:
    """The chance that a text states, with the place of its words; None where it states none."""
    straight = straighten(text)
    found = find_stated(straight) or _find_worded(straight)
    if found is None or straight == text:
        return found
    hedge = text[found.start : found.end]
    return replace(found, chance=replace(found.chance, hedge=hedge))


def straighten(text: str) -> str:
    """The text with straight quotation marks, and the letters that patterns take for ASCII's."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def find_attitude(text: str) -> Found | None:
    """The author's attitude that a text opens with; it holds for all of its clauses.

    >>> find_attitude("My guess is that it rains today and it snows tomorrow").chance.middle
    650000
    >>> find_attitude("It will probably rain today and it will snow tomorrow") is None
    True
    """
    found = find_chance(text)
    if found is None or found.chance.kind is EstimateKind.STATED:
        return None
    words = text[found.start : found.end].translate(_STRAIGHT).lower()
    entry = lexicon().entries.get(" ".join(words.split()))
    return found if entry and entry.governs is Governs.STANCE else None


def find_words(text: str) -> list[tuple[int, int, Entry]]:
    """Every word of probability in a text whose apostrophes are straight."""
    entries = lexicon().entries
    return [
        (match.start(), match.end(), entries[" ".join(match[0].lower().split())])
        for match in _WORDS.finditer(text)
        if _means_a_chance(match)
    ]


def _means_a_chance(match: re.Match[str]) -> bool:
    word, text = match[0].lower(), match.string
    before = text[max(0, match.start() - 20) : match.start()]
    if word == "expect":
        return bool(_OPENS_OR_IS_SAID_BY_AUTHOR.search(before))
    if word in ("could", "might", "may", "should"):
        named_month = match[0] == "May" and match.start() > 0
        advised = word == "should" and bool(_ADVISED.search(before))
        return not (named_month or advised or _HAVE_BEHIND.match(text, match.end()))
    if _NOT_BEFORE.search(before):
        return word in _COMPLEMENTED
    return not (word.endswith("likely") and _COMPARED.search(before))


def _find_worded(text: str) -> Found | None:
    found = find_words(text)
    words = _near_the_verb(text, found) if found else []
    if not words:
        return None
    start, end, entry = min(_governing(words), key=lambda each: abs(each[2].middle - _EVEN))
    low, middle, high = entry.low, entry.middle, entry.high
    negation = _NOT_BEFORE.search(text, max(0, start - 20), start)
    if negation and text[start:end].lower() in _COMPLEMENTED:
        start = negation.start()
        low, middle, high = ONE - high, ONE - middle, ONE - low
    chance = Chance(
        EstimateKind.WORDED, _capped(middle), _capped(low), _capped(high), text[start:end]
    )
    return Found(chance, start, end)


def _near_the_verb(text: str, words: list[tuple[int, int, Entry]]) -> list[tuple[int, int, Entry]]:
    """Those of the words that stand in the clause of the forecast, or in an aside next to it.

    "It probably helped, but it will end" says nothing about how likely the end is.
    """
    clauses = _clauses(text)
    main = _main_clause(text, clauses)
    if main is None:
        return words
    inside = [each for each in words if main[0] <= each[0] < main[1]]
    if inside:
        return inside
    position = clauses.index(main)
    before = [each for each in words if each[0] < main[0] and each[2].governs is Governs.STANCE]
    if before:
        return before
    beside = clauses[max(0, position - 1) : position] + clauses[position + 1 : position + 2]
    return [
        each
        for each in words
        for start, end in beside
        if start <= each[0] < end and (_is_aside(text[start:end]) or each[0] == start)
    ]


def _is_aside(clause: str) -> bool:
    return len(clause.split()) <= _LONGEST_ASIDE


def _clauses(text: str) -> list[tuple[int, int]]:
    edges = [0, *(match.end() for match in _CLAUSE_EDGE.finditer(text)), len(text)]
    return [each for each in itertools.pairwise(edges) if each[0] < each[1]]


def _main_clause(text: str, clauses: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The first clause that says what will happen; else the first that says what could."""
    for verb in (_WILL, _COULD):
        for start, end in clauses:
            if verb.search(text, start, end):
                return start, end
    return None


def _governing(words: list[tuple[int, int, Entry]]) -> list[tuple[int, int, Entry]]:
    """The words among which the nearest to even decides.

    An attitude never pulls a word for the unlikely back above even: "I think it is unlikely".
    """
    others = [each for each in words if each[2].governs is not Governs.STANCE]
    if any(each[2].middle < _EVEN for each in others):
        return others
    return words


def _capped(millionths: int) -> int:
    return min(max(millionths, LEAST), MOST)
