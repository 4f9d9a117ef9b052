"""Probabilities as exact integers: millionths, so that 85 % is 850,000 and no sum ever drifts."""

from decimal import Decimal, InvalidOperation

ONE = 1_000_000
"""Certainty, in millionths."""


def to_millionths(probability: str | float | Decimal) -> int:
    """The probability as a whole number of millionths.

    Args:
        probability: between 0 and 1. A float is read as it prints, so 0.29 is 290,000.

    Raises:
        ValueError: not a number, outside 0 to 1, or finer than a millionth.

    >>> to_millionths(0.29), to_millionths("0.000001"), to_millionths(Decimal(1))
    (290000, 1, 1000000)
    """
    try:
        millionths = Decimal(str(probability)) * ONE
    except InvalidOperation:
        raise ValueError(f"{probability!r} is not a number") from None
    if not 0 <= millionths <= ONE:
        raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
    if millionths != int(millionths):
        raise ValueError(f"{probability} is finer than a millionth")
    return int(millionths)


def from_millionths(millionths: int) -> float:
    """The probability between 0 and 1.

    >>> from_millionths(850_000)
    0.85
    """
    return millionths / ONE


def in_percent(millionths: int) -> str:
    """The probability as people read it.

    >>> in_percent(850_000), in_percent(5_000), in_percent(333_333)
    ('85 %', '0.5 %', '33.3333 %')
    """
    percent = (Decimal(millionths) / 10_000).normalize()
    return f"{percent:f} %"
