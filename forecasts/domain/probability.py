"""Probabilities as exact integers: millionths, so that 85 % is 850,000 and no sum ever drifts."""

from decimal import Decimal, InvalidOperation

ONE = 1_000_000
"""Certainty, in millionths."""

_MILLIONTH = Decimal("0.000001")


def to_millionths(probability: str | float | Decimal) -> int:
    """The probability as a whole number of millionths.

    Args:
        probability: between 0 and 1. A float is read as it prints, so 0.29 is 290,000.

    Raises:
        ValueError: not a number, outside 0 to 1, or finer than a millionth.

    >>> to_millionths(0.29), to_millionths("0.000001"), to_millionths(Decimal(1))
    (290000, 1, 1000000)
    """
    number = _read_decimal(str(probability))
    if not 0 <= number <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {str(probability)[:40]}")
    if number != (rounded := number.quantize(_MILLIONTH)):
        raise ValueError(f"{str(probability)[:40]} is finer than a millionth")
    return int(rounded.scaleb(6))


def _read_decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("nan")
    if number.is_nan():
        raise ValueError(f"{text[:40]!r} is not a number")
    return number


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
