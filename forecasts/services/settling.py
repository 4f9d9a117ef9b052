"""Puts a decision on the record, with all that hangs on it: an open dispute, a second look."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor
from forecasts.domain.sampling import is_drawn
from forecasts.services.answering import answer_dispute
from forecasts.services.decisions import Decision, differs
from forecasts.services.journal import Act, record
from forecasts.services.notices import notify_decided
from forecasts.store.models import Dispute, Resolution, SecondLook


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How a decision came about.

    Attributes:
        decided_by: pseudonym of who decided, or proposed.
        confirmed_by: pseudonym of who confirmed; None where one person decided alone.
        self_resolved: whether nobody else had to be asked.
        share: percent of decisions that are drawn for a second look.
    """

    decided_by: str
    confirmed_by: str | None = None
    self_resolved: bool = False
    share: int = 0


def list_decisions(session: Session, forecast_id: int) -> list[Resolution]:
    """All decisions of a forecast, the first one first."""
    query = (
        sa.select(Resolution)
        .where(Resolution.forecast_id == forecast_id)
        .order_by(Resolution.number)
    )
    return list(session.scalars(query))


def settle(
    session: Session,
    forecast_id: int,
    decision: Decision,
    how: Settlement,
    *,
    actor: Actor,
    now: datetime,
) -> Resolution:
    """The decision as recorded; the forecast must be held, and its status be set, by the caller.

    It answers an open dispute, and may be drawn for a second look by the hash of its own entry in
    the ledger: that row alone is written after the entry, and waits for nobody, as the forecast is
    held.
    """
    earlier = list_decisions(session, forecast_id)
    resolution = _append(session, forecast_id, decision, how, number=len(earlier) + 1, now=now)
    dispute = answer_dispute(session, resolution, earlier, now=now)
    share = 0 if dispute or how.self_resolved else how.share
    acts = [_resolved(resolution, earlier, share=share), *_answered(dispute)]
    if not how.self_resolved:
        notify_decided(session, resolution, dispute, now=now)
    entry_hash, *_ = record(session, acts, actor=actor, now=now)
    if is_drawn(entry_hash, share):
        session.add(SecondLook(forecast_id=forecast_id, number=resolution.number, drawn_at=now))
        session.flush()
    return resolution


def _append(
    session: Session,
    forecast_id: int,
    decision: Decision,
    how: Settlement,
    *,
    number: int,
    now: datetime,
) -> Resolution:
    resolution = Resolution(
        forecast_id=forecast_id,
        number=number,
        outcome=decision.outcome,
        void_reason=decision.void_reason,
        evidence_url=decision.evidence_url,
        note=decision.note.strip(),
        known_on=decision.known_on,
        decided_at=now,
        decided_by=how.decided_by,
        confirmed_by=how.confirmed_by,
        self_resolved=how.self_resolved,
    )
    session.add(resolution)
    session.flush()
    return resolution


def _resolved(resolution: Resolution, earlier: list[Resolution], *, share: int) -> Act:
    reason = resolution.void_reason
    reverses = earlier and differs(resolution, earlier[-1])
    return Act(
        kind="reversed" if reverses else "resolved",
        subject=f"forecast:{resolution.forecast_id}",
        facts={
            "number": resolution.number,
            "outcome": resolution.outcome.value,
            "void_reason": reason.value if reason else None,
            "known_on": resolution.known_on.isoformat(),
            "decided_by": resolution.decided_by,
            "confirmed_by": resolution.confirmed_by,
            "self_resolved": resolution.self_resolved,
            "second_look_share": share,
        },
        private={"evidence": resolution.evidence_url, "note": resolution.note},
    )


def _answered(dispute: Dispute | None) -> list[Act]:
    if dispute is None:
        return []
    facts = {"dispute": dispute.id, "number": dispute.number, "status": dispute.status.value}
    return [Act("answered", f"forecast:{dispute.forecast_id}", facts)]
