"""The words around a quote, so that it is read as its author meant it."""

from dataclasses import dataclass

from forecasts.store.models import Forecast

REACH = 300
"""Characters shown before and after a quote."""

CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with what stands before and after it; cut ends carry an ellipsis."""

    before: str
    quote: str
    after: str


def quote_in_context(forecast: Forecast) -> Excerpt:
    """The quote as it stands in its post; alone where there is no post.

    The forecast must have been read with its post.
    """
    post = forecast.post
    if post is None or post.erased_at or forecast.start is None or forecast.end is None:
        return quote_alone(forecast)
    return excerpt(post.text, forecast.start, forecast.end)


def quote_alone(forecast: Forecast) -> Excerpt:
    """The quote without what stands around it, for whoever may not read its post."""
    return Excerpt("", forecast.quote, "")


def excerpt(text: str, start: int, end: int, *, reach: int = REACH) -> Excerpt:
    """The span of the text with up to ``reach`` characters on both sides, cut between words.

    >>> excerpt("One two three four five", 8, 13, reach=7)
    Excerpt(before='… two ', quote='three', after=' four …')
    """
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    if start > reach:
        before = f"{CUT} {before[_first_gap(before) :].lstrip()}"
    if end + reach < len(text):
        after = f"{after[: len(after) - _first_gap(after[::-1])].rstrip()} {CUT}"
    return Excerpt(before, text[start:end], after)


def _first_gap(letters: str) -> int:
    return next((place for place, letter in enumerate(letters) if letter.isspace()), 0)
