"""What somebody decides, and what a decision needs before it can be taken."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from urllib.parse import urlsplit

from forecasts.domain.deadlines import latest_today
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.lifecycle import Outcome, VoidReason

LONGEST_ADDRESS = 2000
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody holds for the outcome.

    Attributes:
        outcome: yes, no or void.
        void_reason: why it can be decided neither yes nor no; needed for void.
        note: anything to add; needed as the reason when an earlier decision is reversed.
    """

    outcome: Outcome
    void_reason: VoidReason | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Verdict):
    """What a reviewer decided.

    Attributes:
        known_on: the first day on which the outcome could be known.
        evidence_url: where that can be read; needed for yes and no.
    """

    known_on: date
    evidence_url: str | None = None


class Told(Protocol):
    """Whatever says how a forecast came out, and when that could be known."""

    @property
    def outcome(self) -> Outcome:
        """Yes, no or void."""

    @property
    def void_reason(self) -> VoidReason | None:
        """Why it is void, where it is."""

    @property
    def known_on(self) -> date:
        """The first day on which that could be known."""


def differs(one: Told, other: Told) -> bool:
    """Whether the two say anything else about how the forecast came out."""
    told, retold = ((each.outcome, each.void_reason, each.known_on) for each in (one, other))
    return told != retold


def check_decision(decision: Decision, *, reverses: bool, now: datetime) -> None:
    """Return when the decision can be taken.

    Raises:
        InvalidInputError: evidence, reason or day is missing or cannot be right.
    """
    needed = decision.outcome is not Outcome.VOID
    refuse(
        {
            "evidence_url": fault_of_address(decision.evidence_url, needed=needed),
            "void_reason": fault_of_void(decision),
            "known_on": _fault_of_day(decision.known_on, now),
            "note": _fault_of_note(decision.note, reverses=reverses),
        }
    )


def check_verdict(verdict: Verdict) -> None:
    """Return when the verdict can be taken.

    Raises:
        InvalidInputError: a void has no reason, or the note is too long.
    """
    refuse({"void_reason": fault_of_void(verdict), "note": fault_of_length(verdict.note)})


def refuse(faults: dict[str, str | None]) -> None:
    """Return when there is no fault.

    Raises:
        InvalidInputError: there is one; the message holds all of them.
    """
    fields = {name: fault for name, fault in faults.items() if fault is not None}
    if fields:
        raise InvalidInputError(" ".join(fields.values()), fields)


def fault_of_address(address: str | None, *, needed: bool) -> str | None:
    """What is wrong with a link to evidence; None: nothing."""
    if not address:
        return "Give a link that shows what happened." if needed else None
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > LONGEST_ADDRESS:
        return "Give the link in full, beginning with https:// or http://."
    return None


def fault_of_void(verdict: Verdict) -> str | None:
    """What is wrong with the reason of a void; None: nothing."""
    if verdict.outcome is Outcome.VOID and verdict.void_reason is None:
        return "Say why it is void."
    if verdict.outcome is not Outcome.VOID and verdict.void_reason is not None:
        return "A reason is given only where the decision is void."
    return None


def fault_of_length(note: str) -> str | None:
    """What is wrong with the length of a text; None: nothing."""
    return f"Keep the note under {LONGEST_NOTE} characters." if len(note) > LONGEST_NOTE else None


def _fault_of_day(known_on: date, now: datetime) -> str | None:
    if known_on > latest_today(now):
        return "The day on which it was known must not lie in the future."
    return None


def _fault_of_note(note: str, *, reverses: bool) -> str | None:
    if reverses and not note.strip():
        return "Say why the earlier decision is reversed."
    return fault_of_length(note)
