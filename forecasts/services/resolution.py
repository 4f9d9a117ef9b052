"""Takes a reviewer's decision; the last one counts, the earlier ones stay."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deadlines import latest_today
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.lifecycle import Outcome, Status, VoidReason, may_become
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.policies import Policy
from forecasts.services.guards import change_forecast
from forecasts.services.journal import Act, record
from forecasts.store.models import Resolution

LONGEST_ADDRESS = 2000
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer decided.

    Attributes:
        outcome: yes, no or void.
        known_on: the first day on which the outcome could be known.
        evidence_url: where that can be read; needed for yes and no.
        void_reason: why it can be decided neither yes nor no; needed for void.
        note: anything to add; needed as the reason when an earlier decision is reversed.
    """

    outcome: Outcome
    known_on: date
    evidence_url: str | None = None
    void_reason: VoidReason | None = None
    note: str = ""


def resolve(
    session: Session,
    forecast_id: int,
    decision: Decision,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> Resolution:
    """The decision as recorded, the first or one that reverses an earlier one.

    Args:
        version: the version of the forecast that the reviewer saw.
        policy: of the installation; on a solo one authors may resolve their own, and every
            decision is marked as self-resolved.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: somebody else decided meanwhile; the message tells how.
        InvalidInputError: evidence, reason or day is missing or cannot be right.
        NotAllowedError: the actor may not decide.
    """
    require(actor, Permission.DECIDE)
    earlier = _count_decisions(session, forecast_id)
    _check(decision, reverses=earlier > 0, now=now)
    goal = Status.RESOLVED
    change_forecast(session, forecast_id, version=version, among=may_become(goal), goal=goal)
    resolution = Resolution(
        forecast_id=forecast_id,
        number=earlier + 1,
        outcome=decision.outcome,
        void_reason=decision.void_reason,
        evidence_url=decision.evidence_url,
        note=decision.note.strip(),
        known_on=decision.known_on,
        decided_at=now,
        decided_by=actor.name,
        self_resolved=policy is Policy.SOLO,
    )
    session.add(resolution)
    session.flush()
    record(session, [_resolved(resolution)], actor=actor, now=now)
    return resolution


def _count_decisions(session: Session, forecast_id: int) -> int:
    number = sa.select(sa.func.max(Resolution.number)).where(Resolution.forecast_id == forecast_id)
    return session.scalar(number) or 0


def _check(decision: Decision, *, reverses: bool, now: datetime) -> None:
    faults = {
        "evidence_url": _fault_of_evidence(decision),
        "void_reason": _fault_of_reason(decision),
        "known_on": _fault_of_day(decision.known_on, now),
        "note": _fault_of_note(decision.note, reverses=reverses),
    }
    fields = {name: fault for name, fault in faults.items() if fault is not None}
    if fields:
        raise InvalidInputError(" ".join(fields.values()), fields)


def _fault_of_evidence(decision: Decision) -> str | None:
    address = decision.evidence_url
    if not address:
        needed = decision.outcome is not Outcome.VOID
        return "Give a link that shows what happened." if needed else None
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > LONGEST_ADDRESS:
        return "Give the link in full, beginning with https:// or http://."
    return None


def _fault_of_reason(decision: Decision) -> str | None:
    if decision.outcome is Outcome.VOID and decision.void_reason is None:
        return "Say why it is void."
    if decision.outcome is not Outcome.VOID and decision.void_reason is not None:
        return "A reason is given only where the decision is void."
    return None


def _fault_of_day(known_on: date, now: datetime) -> str | None:
    if known_on > latest_today(now):
        return "The day on which it was known must not lie in the future."
    return None


def _fault_of_note(note: str, *, reverses: bool) -> str | None:
    if reverses and not note.strip():
        return "Say why the earlier decision is reversed."
    return f"Keep the note under {LONGEST_NOTE} characters." if len(note) > LONGEST_NOTE else None


def _resolved(resolution: Resolution) -> Act:
    reason = resolution.void_reason
    return Act(
        kind="resolved" if resolution.number == 1 else "reversed",
        subject=f"forecast:{resolution.forecast_id}",
        facts={
            "number": resolution.number,
            "outcome": resolution.outcome.value,
            "void_reason": reason.value if reason else None,
            "known_on": resolution.known_on.isoformat(),
            "self_resolved": resolution.self_resolved,
        },
        private={"evidence": resolution.evidence_url, "note": resolution.note},
    )
