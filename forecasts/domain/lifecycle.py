"""What a forecast can be, what may be decided of it, and which steps are allowed."""

from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Where a forecast stands."""

    OPEN = "open"
    DUE = "due"
    PROPOSED = "proposed"
    RESOLVED = "resolved"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What a reviewer decided: the claim came true, it did not, or it cannot be told."""

    YES = "yes"
    NO = "no"
    VOID = "void"


class VoidReason(StrEnum):
    """Why a forecast can be decided neither yes nor no."""

    PREMISE_FAILED = "premise failed"
    UNCLEAR_TRUTH = "unclear truth"
    NOT_A_FORECAST = "not a forecast"
    DUPLICATE = "duplicate"
    SOURCE_UNREADABLE = "source unreadable"


class EvidenceGrade(StrEnum):
    """How well it is proven that the forecast was made before its outcome was known."""

    LIVE = "live"
    """Recorded here before the outcome was known."""
    SOURCED = "sourced"
    """From a dated post captured here later, with its quote verified."""
    SELF_REPORTED = "self-reported"
    """Nothing but somebody's word; never enters a headline figure."""


STEPS = MappingProxyType(
    {
        Status.OPEN: frozenset({Status.DUE, Status.RESOLVED, Status.WITHDRAWN}),
        Status.DUE: frozenset({Status.PROPOSED, Status.RESOLVED}),
        Status.PROPOSED: frozenset({Status.RESOLVED, Status.DUE}),
        Status.RESOLVED: frozenset({Status.DISPUTED, Status.RESOLVED}),
        Status.DISPUTED: frozenset({Status.RESOLVED}),
        Status.WITHDRAWN: frozenset[Status](),
    }
)
"""From each status, the ones it may become. Resolved to resolved is a reversal."""


def may_become(goal: Status) -> frozenset[Status]:
    """The statuses from which a forecast may become ``goal``.

    >>> sorted(may_become(Status.WITHDRAWN))
    [<Status.OPEN: 'open'>]
    """
    return frozenset(start for start, goals in STEPS.items() if goal in goals)
