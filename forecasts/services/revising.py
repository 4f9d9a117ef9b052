"""Revises forecasts: another estimate beside the first, or another forecast in place of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import Chance
from forecasts.domain.deadlines import Deadline, latest_today
from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor, Permission
from forecasts.services.drafts import NewForecast
from forecasts.services.estimates import store_revision
from forecasts.services.facts import facts_of_estimate
from forecasts.services.guards import change_forecast, hold_forecast, refuse_after_deadline
from forecasts.services.journal import Act, record
from forecasts.services.owning import require_own_forecast
from forecasts.services.recording import log_forecast
from forecasts.store.models import Estimate, Forecast, Succession
from forecasts.store.queries.tags import tags_of

UNDECIDED = frozenset({Status.OPEN, Status.DUE})
"""Where a forecast takes another estimate."""

STILL_OPEN = frozenset({Status.OPEN})
"""Where another forecast may take its place."""


def revise(
    session: Session,
    forecast_id: int,
    chance: Chance,
    *,
    said_on: date,
    version: int,
    actor: Actor,
    now: datetime,
) -> Estimate:
    """What the author gives the forecast from now on, beside what they gave it before.

    Args:
        said_on: the day on which the author said it.
        version: that of the forecast that whoever asks saw.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: it is decided or proposed to be, or has changed since it was read.
        InvalidInputError: the day lies in the future, or before that of the last estimate.
        NotAllowedError: it is neither the actor's own nor recorded by them.
    """
    require_own_forecast(session, forecast_id, actor, Permission.REVISE)
    _count_up(session, forecast_id, version=version, among=UNDECIDED, now=now)
    _check_day(said_on, after=_last_said_on(session, forecast_id), now=now)
    forecast = session.get_one(Forecast, forecast_id, populate_existing=True)
    estimate = store_revision(session, forecast, chance, said_on=said_on, now=now)
    revised = Act(
        "revised",
        f"forecast:{forecast_id}",
        facts_of_estimate(estimate),
        {"hedge": estimate.hedge},
    )
    record(session, [revised], actor=actor, now=now)
    return estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A forecast that its author puts in place of an earlier one.

    Attributes:
        claim: what is said to happen now.
        deadline: the last day on which it can come true; None: it has none.
        chance: how sure the author is now.
        said_on: the day on which the author said it.
        criteria: what decides between yes and no; empty: the claim as its words are read.
        review_by: where there is no deadline, the day to look at it again.
    """

    claim: str
    deadline: Deadline | None
    chance: Chance
    said_on: date
    criteria: str = ""
    review_by: date | None = None


def log_changed(
    session: Session,
    forecast_id: int,
    change: Change,
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> Forecast:
    """The forecast that follows an earlier one, which stays as it is and is still decided.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: its day is over, it is open no more, another one follows it already, or it
            has changed since it was read.
        InvalidInputError: the change cannot be taken; each field at fault is named.
        NotAllowedError: it is neither the actor's own nor recorded by them.
    """
    require_own_forecast(session, forecast_id, actor, Permission.REVISE)
    refuse_after_deadline(session, forecast_id, now)
    _refuse_second(session, forecast_id)
    _count_up(session, forecast_id, version=version, among=STILL_OPEN, now=now)
    earlier = session.get_one(Forecast, forecast_id, populate_existing=True)
    _check_day(change.said_on, after=earlier.said_on, now=now)
    _refuse_the_same(earlier, change)
    tags = tags_of(session, forecast_id)
    later = log_forecast(session, _draft(earlier, change, tags), actor=actor, now=now)
    session.add(Succession(forecast_id=later.id, follows_id=forecast_id))
    session.flush()
    record(session, [_linked(earlier, later)], actor=actor, now=now)
    return later


def _count_up(
    session: Session,
    forecast_id: int,
    *,
    version: int,
    among: Collection[Status],
    now: datetime,
) -> None:
    """Hold the forecast where it stands, so that nobody decides it meanwhile."""
    held = hold_forecast(session, forecast_id, version=version, now=now)
    change_forecast(session, forecast_id, version=version, among=among, goal=held.status, now=now)


def _last_said_on(session: Session, forecast_id: int) -> date:
    query = sa.select(Estimate.said_on).where(Estimate.forecast_id == forecast_id)
    return session.scalars(query.order_by(Estimate.id.desc()).limit(1)).one()


def _check_day(said_on: date, *, after: date, now: datetime) -> None:
    if said_on > latest_today(now):
        told = "The day on which it was said must not lie in the future."
    elif said_on < after:
        told = f"What stands there was said on {after.isoformat()}: this must not be older."
    else:
        return
    raise InvalidInputError(told, {"said_on": told})


def _refuse_second(session: Session, forecast_id: int) -> None:
    query = sa.select(Succession.forecast_id).where(Succession.follows_id == forecast_id)
    later = session.scalar(query)
    if later is not None:
        raise ConflictError(
            f"Forecast {later} was logged in place of this one already: change that one."
        )


def _refuse_the_same(earlier: Forecast, change: Change) -> None:
    same_claim = " ".join(change.claim.split()) == earlier.claim
    if same_claim and _latest(change.deadline) == earlier.deadline:
        told = "Claim and deadline are as before: revise the estimate instead."
        raise InvalidInputError(told, {"claim": told})


def _draft(earlier: Forecast, change: Change, tags: tuple[str, ...]) -> NewForecast:
    return NewForecast(
        author_id=earlier.author_id,
        claim=change.claim,
        quote=change.claim,
        chance=change.chance,
        said_on=change.said_on,
        deadline=change.deadline,
        criteria=change.criteria,
        review_by=change.review_by,
        zone=earlier.zone,
        visibility=earlier.visibility,
        tags=tags,
        negated=earlier.negated,
        conditional=earlier.conditional,
        attributed=earlier.attributed,
    )


def _linked(earlier: Forecast, later: Forecast) -> Act:
    facts = {
        "follows": f"forecast:{earlier.id}",
        "deadline_moved": earlier.deadline != later.deadline,
        "claim_changed": earlier.claim != later.claim,
    }
    return Act("linked", f"forecast:{later.id}", facts)


def _latest(deadline: Deadline | None) -> date | None:
    return deadline.latest if deadline else None
