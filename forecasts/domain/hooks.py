"""Web hooks: what is told to other programs, and how a receiver answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class HookEvent(StrEnum):
    """What a web hook tells of."""

    CREATED = "forecast.created"
    DUE = "forecast.due"
    PROPOSED = "resolution.proposed"
    RESOLVED = "forecast.resolved"
    CHANGED = "resolution.changed"
    TEST = "hook.test"
    """Somebody pressed the button that tries it out."""


TOLD: Mapping[str, HookEvent] = MappingProxyType(
    {
        "logged": HookEvent.CREATED,
        "due": HookEvent.DUE,
        "proposed": HookEvent.PROPOSED,
        "resolved": HookEvent.RESOLVED,
        "reversed": HookEvent.CHANGED,
    }
)
"""For each act of the ledger that is told, as what."""

CHOSEN_FROM = tuple(TOLD.values())
"""What a web hook can be asked to tell."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted to a web hook.

    Attributes:
        address: where to.
        body: JSON.
        headers: with the signatures.
    """

    address: str
    body: bytes
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said.

    Attributes:
        status: of HTTP; None: none came.
        error: what went wrong, in words; None: nothing.
    """

    status: int | None
    error: str | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it.

        >>> Answer(204).is_taken, Answer(302).is_taken, Answer(None, "it is silent").is_taken
        (True, False, False)
        """
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants no more, ever."""
        return self.status == 410  # noqa: PLR2004 - HTTP's own
