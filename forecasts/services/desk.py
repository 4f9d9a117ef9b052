"""Decides what lies on the desk: one item that the actor holds, or many at once as void."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import (
    ConflictError,
    ForecastsError,
    InvalidInputError,
    NotFoundError,
)
from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.policies import Policy
from forecasts.domain.sampling import DEFAULT_SHARE
from forecasts.services.claiming import claim, holding, release, require_there
from forecasts.services.confirming import confirm, reject
from forecasts.services.hints import close_hints
from forecasts.services.resolution import Decision, Verdict, decide
from forecasts.services.second_looks import look_again
from forecasts.services.snoozing import (
    CAN_WAIT,
    Postponement,
    check_postponement,
    end_snooze,
    snooze,
)
from forecasts.store.models import Forecast, Proposal, Resolution, SecondLook

_CALLED = {Proposal: "proposal", SecondLook: "second look"}

MOST_AT_ONCE = 100
"""How many items can be voided or put off together."""


def decide_item(
    session: Session,
    forecast_id: int,
    decision: Decision,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    policy: Policy,
    share: int = DEFAULT_SHARE,
) -> Resolution | Proposal:
    """What `resolution.decide` makes of it, unless somebody else is at work on the item.

    Afterwards nobody has it, it is put off no longer, and its hints are dealt with.

    Raises:
        ConflictError: somebody else is at work on it, or decided meanwhile.
        NotFoundError: there is no such forecast.
        InvalidInputError: evidence, reason or day is missing or cannot be right.
        NotAllowedError: the actor may not decide it.
    """
    require(actor, Permission.DECIDE)
    require_there(session, forecast_id)
    with holding(session, forecast_id, actor=actor, now=now):
        end_snooze(session, forecast_id, now=now)
        close_hints(session, forecast_id, now=now)
        return decide(
            session,
            forecast_id,
            decision,
            version=version,
            actor=actor,
            now=now,
            policy=policy,
            share=share,
        )


def confirm_item(
    session: Session,
    proposal_id: int,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    policy: Policy,
    share: int = DEFAULT_SHARE,
) -> Resolution:
    """What `confirming.confirm` makes of it, unless somebody else is at work on the item.

    Raises:
        NotFoundError: there is no such proposal.
        ConflictError: somebody else is at work on it, or the proposal stands no more.
        NotAllowedError: the actor may not confirm it.
    """
    forecast_id = _forecast_of(session, Proposal, proposal_id)
    with holding(session, forecast_id, actor=actor, now=now):
        end_snooze(session, forecast_id, now=now)
        close_hints(session, forecast_id, now=now)
        return confirm(
            session,
            proposal_id,
            version=version,
            actor=actor,
            now=now,
            policy=policy,
            share=share,
        )


def reject_item(
    session: Session, proposal_id: int, *, version: int, note: str, actor: Actor, now: datetime
) -> None:
    """Let a proposal fall with `confirming.reject`, unless somebody else is at work on the item.

    Raises:
        NotFoundError: there is no such proposal.
        ConflictError: somebody else is at work on it, or the proposal stands no more.
        InvalidInputError: the note, which says why, is missing or too long.
        NotAllowedError: the actor may not reject it.
    """
    forecast_id = _forecast_of(session, Proposal, proposal_id)
    with holding(session, forecast_id, actor=actor, now=now):
        reject(session, proposal_id, version=version, note=note, actor=actor, now=now)


def look_again_at_item(
    session: Session,
    look_id: int,
    verdict: Verdict,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> SecondLook:
    """What `second_looks.look_again` makes of it, unless somebody else is at work on the item.

    Raises:
        NotFoundError: there is no such second look.
        ConflictError: somebody else is at work on it, has looked, or decided anew.
        InvalidInputError: a void has no reason, or the note is too long.
        NotAllowedError: the actor may not look again.
    """
    forecast_id = _forecast_of(session, SecondLook, look_id)
    with holding(session, forecast_id, actor=actor, now=now):
        return look_again(session, look_id, verdict, actor=actor, now=now, policy=policy)


def _forecast_of(session: Session, kind: type[Proposal | SecondLook], number: int) -> int:
    forecast_id = session.scalar(sa.select(kind.forecast_id).where(kind.id == number))
    if forecast_id is None:
        raise NotFoundError(f"There is no such {_CALLED[kind]}.")
    return forecast_id


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of many items.

    Attributes:
        changed: numbers of those that were changed.
        kept: for each of the others, why it was not.
    """

    changed: list[int] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Voiding:
    """Why many items are void; ``note`` is what there is to add."""

    reason: VoidReason
    note: str = ""


def void_all(
    session: Session,
    items: Mapping[int, int],
    voiding: Voiding,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> Tally:
    """Decide as void those that still are as they were seen, and say why the others are kept.

    Args:
        items: for each forecast, the version that the actor saw.

    Raises:
        InvalidInputError: there are none, or too many.
        NotAllowedError: the actor may decide nothing.
    """
    require(actor, Permission.DECIDE)
    decision = Decision(
        outcome=Outcome.VOID, known_on=now.date(), void_reason=voiding.reason, note=voiding.note
    )

    def void(forecast_id: int, version: int) -> None:
        _require_undecided(session, forecast_id)
        decide_item(
            session, forecast_id, decision, version=version, actor=actor, now=now, policy=policy
        )

    return _for_each(session, items, void, actor=actor, now=now)


def snooze_all(
    session: Session,
    items: Mapping[int, int],
    postponement: Postponement,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> Tally:
    """Put off those that still are as they were seen, and say why the others are kept.

    Args:
        items: for each forecast, the version that the actor saw.

    Raises:
        InvalidInputError: there are none, or too many; the day or the reason cannot be taken.
        NotAllowedError: the actor may put off nothing.
    """
    require(actor, Permission.TAKE_ITEM)
    check_postponement(postponement, now=now)

    def put_off(forecast_id: int, version: int) -> None:
        snooze(
            session, forecast_id, postponement, version=version, actor=actor, now=now, policy=policy
        )

    return _for_each(session, items, put_off, actor=actor, now=now)


def _require_undecided(session: Session, forecast_id: int) -> None:
    status = session.scalar(sa.select(Forecast.status).where(Forecast.id == forecast_id))
    if status not in CAN_WAIT:
        raise ConflictError(f"it is {status} by now")


def _for_each(
    session: Session,
    items: Mapping[int, int],
    act: Callable[[int, int], None],
    *,
    actor: Actor,
    now: datetime,
) -> Tally:
    """Act on each item in a savepoint of its own.

    All rows are locked before the first act locks the ledger's head: claims, then forecasts, each
    in the order of their numbers, as everybody locks them, so that nobody waits in a circle.
    """
    _check_number(items)
    tally = Tally()
    held = list(_claim_each(session, sorted(items), tally, actor=actor, now=now))
    _lock(session, held)
    for forecast_id in held:
        try:
            with session.begin_nested():
                act(forecast_id, items[forecast_id])
        except ForecastsError as error:
            tally.kept[forecast_id] = str(error)
            release(session, forecast_id, actor=actor)
        else:
            tally.changed.append(forecast_id)
    return tally


def _check_number(items: Mapping[int, int]) -> None:
    if not items:
        raise InvalidInputError("Choose at least one forecast.", {"items": "Choose at least one."})
    if len(items) > MOST_AT_ONCE:
        told = f"Choose at most {MOST_AT_ONCE} forecasts at once."
        raise InvalidInputError(told, {"items": told})


def _claim_each(
    session: Session, ordered: list[int], tally: Tally, *, actor: Actor, now: datetime
) -> Iterable[int]:
    """Claim those that are there and free; the others are noted in the tally."""
    there = set(session.scalars(sa.select(Forecast.id).where(Forecast.id.in_(ordered))))
    for forecast_id in ordered:
        if forecast_id not in there:
            tally.kept[forecast_id] = "there is no such forecast"
            continue
        try:
            claim(session, forecast_id, actor=actor, now=now)
        except ConflictError as error:
            tally.kept[forecast_id] = str(error)
        else:
            yield forecast_id


def _lock(session: Session, forecast_ids: list[int]) -> None:
    session.execute(
        sa.select(Forecast.id)
        .where(Forecast.id.in_(forecast_ids))
        .order_by(Forecast.id)
        .with_for_update()
    ).all()
