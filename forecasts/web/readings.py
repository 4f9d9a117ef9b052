"""How sure somebody was, as a person types it into a field."""

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.probability import in_percent
from forecasts.extraction import read_chance
from forecasts.web.presentation import write_range

_UNREAD = "Write a number such as 85 %, words such as likely, or leave it empty."


def prefill_chance(chance: Chance) -> str:
    """What stands in the field before anybody types: the number or words as they were said.

    >>> prefill_chance(Chance(EstimateKind.STATED, 850_000, 850_000, 850_000, "85%"))
    '85 %'
    >>> prefill_chance(FLAT)
    ''
    """
    if chance.middle is None or chance.low is None or chance.high is None:
        return ""
    if chance.kind is EstimateKind.WORDED and chance.hedge:
        return " ".join(chance.hedge.split())
    if chance.low == chance.high:
        return in_percent(chance.middle)
    return write_range(chance.low, chance.high)


def read_typed_chance(typed: str | None, *, shown: Chance) -> Chance:
    """How sure the author was, as a person left or changed it.

    Args:
        typed: what stands in the field; None where it is empty: no probability was given.
        shown: what was shown; kept exactly where the person left it alone.

    Raises:
        InvalidInputError: it is neither a percentage nor words that are known to mean one.

    >>> read_typed_chance("85", shown=FLAT).middle
    850000
    """
    words = " ".join((typed or "").split())
    if words == prefill_chance(shown):
        return shown
    if not words:
        return FLAT
    chance = read_chance(f"{words} %" if _is_whole_number(words) else words)
    if chance.kind is EstimateKind.FLAT:
        raise InvalidInputError(_UNREAD, {"chance": _UNREAD})
    return chance


def _is_whole_number(words: str) -> bool:
    return words.isascii() and words.isdigit()
