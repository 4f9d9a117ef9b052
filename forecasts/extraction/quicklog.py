"""One typed line, such as "Iraq liberated before year end 85%", read as a forecast."""

import re
from dataclasses import dataclass
from datetime import date

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import InvalidInputError
from forecasts.extraction.claims import clean_claim
from forecasts.extraction.dates.reading import read_deadline
from forecasts.extraction.frames import find_framed_claim
from forecasts.extraction.percentages import find_stated
from forecasts.extraction.probabilities import find_chance, read_chance

MAX_LINE = 500
"""Characters of a line; a longer one is a post."""

_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
_PERCENT = (
    rf"(?P<words>(?:{_NUMBER}\s?(?:%|percent)?\s?(?:-|\u2013|to)\s?)?"
    rf"{_NUMBER}\s?(?:%|percent\b|per\scent\b))"
)
_PERCENT_BEHIND = re.compile(
    rf"(?:^|[\s,;:@(\[\u2013—=-]){_PERCENT}(?:\s(?:chance|sure|certain|likely|confident"
    rf"|probability))?"
    r"\s?[)\]]?[.!]?$",
    re.IGNORECASE,
)
_PERCENT_BEFORE = re.compile(rf"^[(\[]?{_PERCENT}(?!\s(?:of|more|less|fewer)\b)", re.IGNORECASE)
_WORDS_BEHIND = re.compile(r"[,;:(\[\u2013—-]\s?$")


@dataclass(frozen=True, slots=True)
class LineReading:
    """What one line says: the claim, how sure its author is, and by when."""

    claim: str
    chance: Chance
    deadline: Deadline | None


def read_line(line: str, *, said_on: date) -> LineReading:
    """The forecast in one typed line.

    The words of the deadline stay in the claim; a probability behind or before it goes.

    Args:
        line: at most ``MAX_LINE`` characters.
        said_on: the day from which relative words count.

    Raises:
        InvalidInputError: there is no claim, or the line is too long.

    >>> reading = read_line("Iraq liberated before year end 85%", said_on=date(2017, 10, 26))
    >>> reading.claim, reading.chance.middle, reading.deadline.latest.isoformat()
    ('Iraq liberated before year end', 850000, '2017-12-31')
    >>> read_line("70-80%: it snows by Christmas", said_on=date(2017, 10, 26)).chance.middle
    750000
    """
    words = " ".join(line.split())
    if len(words) > MAX_LINE:
        raise InvalidInputError(
            f"a line has at most {MAX_LINE} characters; paste a longer text as a post",
            {"line": f"Use at most {MAX_LINE} characters."},
        )
    chance, rest = _read_stated(words), words
    if chance is None:
        chance, rest = _read_worded(words)
    claim = clean_claim(rest, chance)
    if sum(map(str.isalpha, claim)) < 2:  # noqa: PLR2004 - no word has fewer letters
        raise InvalidInputError(
            "there is no claim in this line; write what will happen, by when, and how sure you "
            'are, such as "Iraq liberated before year end 85%"',
            {"line": "Write what will happen, by when, and how sure you are."},
        )
    return LineReading(claim, chance, read_deadline(claim, published=said_on))


def _read_stated(words: str) -> Chance | None:
    """The number the line is built round; else one at either end, or called a chance within."""
    if find_framed_claim(words) and (framed := find_stated(words)):
        return framed.chance
    for pattern in (_PERCENT_BEHIND, _PERCENT_BEFORE):
        if (match := pattern.search(words)) and (found := find_stated(match["words"])):
            return found.chance
    found = find_stated(words)
    return found.chance if found else None


def _read_worded(words: str) -> tuple[Chance, str]:
    """A word for a chance, left out where it stands alone at either end of the line."""
    found = find_chance(words)
    if found is None or found.chance.kind is EstimateKind.FLAT:
        return FLAT, words
    before, behind = words[: found.start].rstrip(), words[found.end :].lstrip()
    if behind.strip(" .!)]") == "":
        return found.chance, _WORDS_BEHIND.sub("", before).rstrip()
    if not before.strip("([ "):
        return read_chance(words), behind.lstrip(" :,;)]\u2013—-") or words
    return found.chance, words
