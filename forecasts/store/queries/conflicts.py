"""Who is too near to a forecast to judge it, as the rows tell; conditions for other queries."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from forecasts.domain.permissions import Actor, account_name
from forecasts.store.models import (
    AccountLink,
    AuthorClaim,
    ClaimStatus,
    Conflict,
    Dispute,
    DisputeStatus,
    Estimate,
    Forecast,
)


class Ground(StrEnum):
    """Why somebody may not judge a forecast."""

    AUTHOR = "You are an author of this forecast, or asked to be confirmed as one."
    LINKED = "An account that is held for yours is an author of this forecast."
    DECLARED = "You declared a conflict about this forecast or its author."
    PARTY = "You disputed this decision, so others answer the dispute."


def same_person(account_id: int) -> sa.CTE:
    """The account and all that are linked to it, directly or over others: ``account_id``."""
    both_ways = sa.union_all(
        sa.select(AccountLink.account_id.label("one"), AccountLink.other_id.label("other")),
        sa.select(AccountLink.other_id, AccountLink.account_id),
    ).subquery()
    person = sa.select(sa.cast(account_id, sa.BigInteger).label("account_id")).cte(recursive=True)
    linked = sa.select(both_ways.c.other).where(both_ways.c.one == person.c.account_id)
    return person.union(linked)


def names_of_person(account_id: int) -> sa.Select[Any]:
    """The pseudonyms of those accounts."""
    person = same_person(account_id)
    return sa.select(sa.literal(account_name(0)[:-1]) + sa.cast(person.c.account_id, sa.String))


def grounds_against(account_id: int) -> dict[Ground, sa.ColumnElement[bool]]:
    """For each ground, the condition that it holds of a forecast."""
    person = sa.select(same_person(account_id).c.account_id)
    return {
        Ground.AUTHOR: _is_by(AuthorClaim.account_id == account_id),
        Ground.LINKED: _is_by(AuthorClaim.account_id.in_(person)),
        Ground.DECLARED: _is_declared(person),
        Ground.PARTY: _is_party(account_id),
    }


def without_conflict(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition on ``Forecast`` that nothing keeps the actor from judging it."""
    if actor.account_id is None:
        return sa.true()
    return sa.not_(sa.or_(*grounds_against(actor.account_id).values()))


def _is_by(whose: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether an author of the forecast is one of these accounts, or is said to be by it."""
    authors = sa.select(AuthorClaim.author_id).where(
        whose, AuthorClaim.status != ClaimStatus.REFUSED
    )
    estimated = sa.exists().where(
        Estimate.author_id.in_(authors), Estimate.forecast_id == Forecast.id
    )
    return sa.or_(Forecast.author_id.in_(authors), estimated.correlate(Forecast))


def _is_declared(person: sa.Select[Any]) -> sa.ColumnElement[bool]:
    theirs = sa.and_(Conflict.account_id.in_(person), Conflict.ended_at.is_(None))
    authors = sa.select(Conflict.author_id).where(theirs, Conflict.author_id.is_not(None))
    forecasts = sa.select(Conflict.forecast_id).where(theirs, Conflict.forecast_id.is_not(None))
    estimated = sa.exists().where(
        Estimate.author_id.in_(authors), Estimate.forecast_id == Forecast.id
    )
    return sa.or_(
        Forecast.id.in_(forecasts),
        Forecast.author_id.in_(authors),
        estimated.correlate(Forecast),
    )


def _is_party(account_id: int) -> sa.ColumnElement[bool]:
    raised = sa.select(Dispute.forecast_id).where(
        Dispute.status == DisputeStatus.OPEN, Dispute.raised_by.in_(names_of_person(account_id))
    )
    return Forecast.id.in_(raised)
