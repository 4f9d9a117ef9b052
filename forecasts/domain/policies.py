"""How many people it takes to decide a forecast, and how long each of them has."""

from datetime import datetime, timedelta
from enum import StrEnum

from forecasts.domain.lifecycle import Status


class Policy(StrEnum):
    """The rule of one installation."""

    SOLO = "solo"
    """One person does everything; each decision is marked as self-resolved."""
    INDEPENDENT = "independent"
    """A reviewer without a conflict decides alone; what is disputed takes two."""
    TWO_PERSON = "two-person"
    """One reviewer proposes, another one confirms; neither has a conflict."""


TAKE_BACK_WITHIN = timedelta(minutes=15)
"""For this long a reviewer may change alone what they alone decided."""

DISPUTE_WITHIN = timedelta(days=60)
"""For this long after a decision it may be disputed."""

ANSWER_WITHIN = timedelta(days=14)
"""A dispute is to be answered within this time."""


def takes_two(
    policy: Policy, status: Status, *, alone_since: datetime | None, now: datetime
) -> bool:
    """Whether what one person decides must be confirmed by another one.

    Args:
        status: where the forecast stands.
        alone_since: when the same person first decided it, if nobody else had a part in any
            decision since; None otherwise.

    >>> noon = datetime(2026, 11, 22, 12)
    >>> takes_two(Policy.INDEPENDENT, Status.DUE, alone_since=None, now=noon)
    False
    >>> takes_two(Policy.INDEPENDENT, Status.DISPUTED, alone_since=noon, now=noon)
    True
    """
    if policy is not Policy.INDEPENDENT:
        return policy is Policy.TWO_PERSON
    if status is Status.RESOLVED:
        return alone_since is None or now - alone_since > TAKE_BACK_WITHIN
    return status is Status.DISPUTED
