"""How well it is proven that a forecast came before its outcome."""

from datetime import date, timedelta

from forecasts.domain.lifecycle import EvidenceGrade

REVIEW_AFTER = timedelta(days=365)
"""A forecast without a deadline is looked at again this long after it was said or recorded."""


def grade_evidence(
    *, said_on: date, recorded_on: date, known_on: date | None, quoted: bool
) -> EvidenceGrade | None:
    """The evidence grade, or None where it was said in hindsight and so never scores.

    Args:
        said_on: day the author said it.
        recorded_on: day, in UTC, on which our server recorded it.
        known_on: first day on which the outcome could be known; None while it is not.
        quoted: whether its words were verified in a dated, captured post.

    >>> march, may = date(2024, 3, 1), date(2024, 5, 1)
    >>> grade_evidence(said_on=march, recorded_on=may, known_on=may, quoted=True).value
    'sourced'
    >>> grade_evidence(said_on=may, recorded_on=may, known_on=march, quoted=True) is None
    True
    """
    if known_on is not None and said_on >= known_on:
        return None
    if known_on is None or recorded_on < known_on:
        return EvidenceGrade.LIVE
    return EvidenceGrade.SOURCED if quoted else EvidenceGrade.SELF_REPORTED


def suggest_review_by(*, said_on: date, recorded_on: date) -> date:
    """The day on which to look again at a forecast without a deadline; a person may change it.

    >>> suggest_review_by(said_on=date(2017, 10, 26), recorded_on=date(2026, 11, 22)).isoformat()
    '2027-11-22'
    """
    return max(said_on, recorded_on) + REVIEW_AFTER
