"""Second looks: a drawn decision is made once more by somebody who does not see how it was made."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.policies import Policy
from forecasts.scoring.inference import Interval, wilson
from forecasts.services.conflicts import is_same_person, require_no_conflict
from forecasts.services.decisions import Verdict, check_verdict
from forecasts.services.disputes import SECOND_LOOK, open_dispute
from forecasts.services.guards import Held, change_forecast, hold_forecast
from forecasts.services.journal import Act, record
from forecasts.services.settling import list_decisions
from forecasts.store.models import Dispute, Proposal, Resolution, SecondLook


def look_again(
    session: Session,
    look_id: int,
    decision: Verdict,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> SecondLook:
    """The second look as recorded; where it comes to another outcome, a dispute is opened.

    Raises:
        NotFoundError: there is no such look.
        ConflictError: somebody else has looked, or the decision was changed meanwhile.
        InvalidInputError: a void has no reason, or the note is too long.
        NotAllowedError: the actor may not decide, has a conflict, or had a part in what was
            decided, proposed or disputed of this forecast.
    """
    require(actor, Permission.DECIDE)
    look = session.get(SecondLook, look_id)
    if look is None:
        raise NotFoundError(f"There is no second look {look_id}.")
    held = hold_forecast(session, look.forecast_id, now=now)
    require_no_conflict(session, actor, look.forecast_id, policy=policy)
    _require_no_part(session, look.forecast_id, actor)
    check_verdict(decision)
    last = list_decisions(session, look.forecast_id)[-1]
    agrees = decision.outcome is last.outcome
    _store(session, look, last, decision, agrees=agrees, actor=actor, now=now)
    acts = [_looked(look)]
    if not agrees and held.status is Status.RESOLVED:
        acts.append(_raise_dispute(session, look, held, now=now))
    record(session, acts, actor=actor, now=now)
    return look


def _require_no_part(session: Session, forecast_id: int, actor: Actor) -> None:
    if any(is_same_person(session, actor, name) for name in _who_took_part(session, forecast_id)):
        raise NotAllowedError(
            "You had a part in what was decided here; a second look is somebody else's."
        )


def _who_took_part(session: Session, forecast_id: int) -> set[str]:
    """Everybody who has seen, and had a say in, how this forecast was decided."""
    columns = (
        (Resolution.decided_by, Resolution.forecast_id),
        (Resolution.confirmed_by, Resolution.forecast_id),
        (Proposal.proposed_by, Proposal.forecast_id),
        (Proposal.closed_by, Proposal.forecast_id),
        (Dispute.raised_by, Dispute.forecast_id),
    )
    queries = [sa.select(name).where(about == forecast_id) for name, about in columns]
    return {name for name in session.scalars(sa.union(*queries)) if name}


def _store(
    session: Session,
    look: SecondLook,
    last: Resolution,
    verdict: Verdict,
    *,
    agrees: bool,
    actor: Actor,
    now: datetime,
) -> None:
    stored = session.scalar(
        sa.update(SecondLook)
        .where(
            SecondLook.id == look.id,
            SecondLook.looked_at.is_(None),
            SecondLook.number == last.number,
        )
        .values(
            outcome=verdict.outcome,
            void_reason=verdict.void_reason,
            note=verdict.note.strip(),
            agrees=agrees,
            looked_at=now,
            looked_by=actor.name,
        )
        .returning(SecondLook.id)
    )
    if stored is None:
        raise ConflictError(
            "Somebody has looked at this again already, or it was decided anew meanwhile."
            " Nothing of yours was saved."
        )
    session.refresh(look)


def _looked(look: SecondLook) -> Act:
    return Act(
        kind="looked-again",
        subject=f"forecast:{look.forecast_id}",
        facts={
            "number": look.number,
            "outcome": look.outcome.value if look.outcome else None,
            "void_reason": look.void_reason.value if look.void_reason else None,
            "agrees": look.agrees,
        },
        private={"note": look.note},
    )


def _raise_dispute(session: Session, look: SecondLook, held: Held, *, now: datetime) -> Act:
    goal = Status.DISPUTED
    change_forecast(
        session, held.id, version=held.version, among={Status.RESOLVED}, goal=goal, now=now
    )
    raised = Dispute(
        forecast_id=held.id,
        number=look.number,
        reason=f"A second reviewer, who did not see this decision, came to {look.outcome}.",
        evidence_url=None,
        raised_by=SECOND_LOOK,
    )
    return open_dispute(session, raised, now=now)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often second looks came to the outcome that was decided.

    Attributes:
        drawn: decisions that were drawn.
        looked: those that somebody has looked at again.
        agreed: those of them with the same outcome.
        overtaken: those that were decided anew before anybody looked.
    """

    drawn: int
    looked: int
    agreed: int
    overtaken: int

    @property
    def waiting(self) -> int:
        """Those that still wait for somebody."""
        return self.drawn - self.looked - self.overtaken

    @property
    def interval(self) -> Interval:
        """95 % interval of the share that would agree."""
        return wilson(self.looked, self.agreed)


def agreement(session: Session) -> Agreement:
    """The agreement of all second looks so far."""
    later = sa.exists().where(
        Resolution.forecast_id == SecondLook.forecast_id, Resolution.number > SecondLook.number
    )
    unseen = SecondLook.looked_at.is_(None)
    row = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(SecondLook.looked_at),
            sa.func.count().filter(SecondLook.agrees.is_(True)),
            sa.func.count().filter(sa.and_(unseen, later)),
        ).select_from(SecondLook)
    ).one()
    return Agreement(*row)
