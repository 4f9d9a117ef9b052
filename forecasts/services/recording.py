"""Logs forecasts: the claim, its deadline and the opening estimate, frozen from then on."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import Chance
from forecasts.domain.deadlines import Deadline, due_instant
from forecasts.domain.errors import NotAllowedError
from forecasts.domain.evidence import suggest_review_by
from forecasts.domain.lifecycle import Status, may_become
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.visibility import Visibility, narrower
from forecasts.services.authors import find_or_add_author, hold_author
from forecasts.services.drafts import NewForecast, check_new_forecast
from forecasts.services.estimates import store_opening
from forecasts.services.facts import facts_of_estimate, facts_of_forecast
from forecasts.services.guards import change_forecast, refuse_after_deadline
from forecasts.services.journal import Act, record
from forecasts.services.owning import require_own_forecast
from forecasts.services.proposing import refuse_beside_proposal
from forecasts.services.tagging import store_tags
from forecasts.store.models import Account, AuthorClaim, ClaimStatus, Estimate, Forecast, Post


def log_forecast(session: Session, new: NewForecast, *, actor: Actor, now: datetime) -> Forecast:
    """The logged forecast, open, with its opening estimate and its ledger entry.

    Raises:
        InvalidInputError: the claim is empty or too long, or the deadline lies before the day
            on which it was said.
        NotAllowedError: the actor may not log forecasts.
    """
    require(actor, Permission.LOG)
    check_new_forecast(new, now=now)
    forecast = _store_forecast(session, new, actor=actor, now=now)
    estimate = store_opening(session, forecast, new.chance, now=now)
    store_tags(session, forecast.id, new.tags)
    record(session, [_logged(forecast, estimate, new.tags)], actor=actor, now=now)
    return forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A forecast typed as one line, with its reading as a person confirmed it."""

    author: str
    line: str
    claim: str
    chance: Chance
    said_on: date
    deadline: Deadline | None
    review_by: date | None = None
    criteria: str = ""
    zone: str | None = None
    visibility: Visibility | None = None
    tags: tuple[str, ...] = ()


def log_line(session: Session, line: Line, *, actor: Actor, now: datetime) -> Forecast:
    """The forecast of a typed line, logged.

    Raises:
        InvalidInputError: as `log_forecast`, or the author's name is empty or too long.
        NotAllowedError: the actor may not log forecasts, or somebody else is this author.
    """
    require(actor, Permission.LOG)
    author = find_or_add_author(session, line.author, now=now, visibility=line.visibility)
    _refuse_strangers(session, author.id, actor)
    new = NewForecast(
        author_id=author.id,
        claim=line.claim,
        quote=line.line,
        chance=line.chance,
        said_on=line.said_on,
        deadline=line.deadline,
        criteria=line.criteria,
        review_by=line.review_by,
        zone=line.zone,
        visibility=line.visibility,
        tags=line.tags,
    )
    return log_forecast(session, new, actor=actor, now=now)


def _refuse_strangers(session: Session, author_id: int, actor: Actor) -> None:
    """Let nobody type lines in the name of an author who has an account; a post proves itself."""
    if actor.owns(recorded_by="", author_id=author_id):
        return
    theirs = (
        sa.select(sa.literal(1))
        .select_from(AuthorClaim)
        .join(Account, Account.id == AuthorClaim.account_id)
        .where(
            AuthorClaim.author_id == author_id,
            AuthorClaim.status == ClaimStatus.CONFIRMED,
            Account.erased_at.is_(None),
        )
    )
    if session.scalar(theirs.limit(1)) is not None:
        raise NotAllowedError(
            "This author has an account here, and alone types lines in that name. Paste the post in"
            " which it was said: its words prove it."
        )


def withdraw(
    session: Session, forecast_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Take an open forecast back; it stays on the record as withdrawn.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: it is open no more, its day is over, it has changed since it was read, or
            somebody has proposed to decide it early.
        NotAllowedError: it is neither the actor's own nor recorded by them.
    """
    require_own_forecast(session, forecast_id, actor, Permission.REVISE)
    refuse_after_deadline(session, forecast_id, now)
    goal = Status.WITHDRAWN
    change_forecast(session, forecast_id, version=version, among=may_become(goal), goal=goal)
    refuse_beside_proposal(session, forecast_id, now=now)
    act = Act("withdrawn", f"forecast:{forecast_id}", {})
    record(session, [act], actor=actor, now=now)


def _store_forecast(session: Session, new: NewForecast, *, actor: Actor, now: datetime) -> Forecast:
    latest = new.latest
    review_by = None if latest else new.review_by or _suggested(new, now)
    span = new.span
    forecast = Forecast(
        author_id=new.author_id,
        post_id=span.post_id if span else None,
        candidate_id=span.candidate_id if span else None,
        start=span.start if span else None,
        end=span.end if span else None,
        quote=new.quote,
        claim=" ".join(new.claim.split()),
        criteria=new.criteria.strip() or "The claim as its words are ordinarily read.",
        zone=new.zone,
        deadline=latest,
        deadline_earliest=new.deadline.earliest if new.deadline else None,
        deadline_phrase=new.deadline.phrase if new.deadline else None,
        deadline_rule=new.deadline.rule if new.deadline else None,
        review_by=review_by,
        due_at=due_instant(latest or review_by or new.said_on, new.zone),
        status=Status.OPEN,
        said_on=new.said_on,
        recorded_at=now,
        recorded_by=actor.name,
        origin=new.origin,
        negated=new.negated,
        conditional=new.conditional,
        attributed=new.attributed,
        visibility=_visibility_of(session, new),
        version=1,
    )
    session.add(forecast)
    session.flush()
    return forecast


def _visibility_of(session: Session, new: NewForecast) -> Visibility:
    """As chosen, or else as the author's forecasts are by default; no wider than its post's."""
    author = hold_author(session, new.author_id)
    wanted = new.visibility or author.visibility
    if new.span is None:
        return wanted
    return narrower(wanted, session.get_one(Post, new.span.post_id).visibility)


def _suggested(new: NewForecast, now: datetime) -> date:
    return suggest_review_by(said_on=new.said_on, recorded_on=now.date())


def _logged(forecast: Forecast, estimate: Estimate, tags: tuple[str, ...]) -> Act:
    texts: dict[str, object] = {
        "claim": forecast.claim,
        "quote": forecast.quote,
        "criteria": forecast.criteria,
        "hedge": estimate.hedge,
    }
    if tags:
        texts["tags"] = list(tags)
    return Act(
        kind="logged",
        subject=f"forecast:{forecast.id}",
        facts=facts_of_forecast(forecast) | facts_of_estimate(estimate),
        private=texts,
    )
