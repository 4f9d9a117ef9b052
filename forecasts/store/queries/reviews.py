"""What reviewers and readers did about a forecast beside deciding it, and what they are called."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import account_name, account_number
from forecasts.store.models import (
    Account,
    Author,
    Conflict,
    Dispute,
    Forecast,
    Proposal,
    SecondLook,
)


def list_proposals(session: Session, forecast_id: int) -> list[Proposal]:
    """All decisions that were proposed, the first one first."""
    query = sa.select(Proposal).where(Proposal.forecast_id == forecast_id).order_by(Proposal.id)
    return list(session.scalars(query))


def list_disputes(session: Session, forecast_id: int) -> list[Dispute]:
    """All disputes of a forecast, the first one first."""
    query = sa.select(Dispute).where(Dispute.forecast_id == forecast_id).order_by(Dispute.id)
    return list(session.scalars(query))


def list_looks(session: Session, forecast_id: int) -> list[SecondLook]:
    """The second looks that somebody has taken, the first one first."""
    query = (
        sa.select(SecondLook)
        .where(SecondLook.forecast_id == forecast_id, SecondLook.looked_at.is_not(None))
        .order_by(SecondLook.number)
    )
    return list(session.scalars(query))


def name_accounts(session: Session, pseudonyms: Collection[str]) -> dict[str, str]:
    """What the accounts behind these pseudonyms are called."""
    numbers = {number for name in pseudonyms if (number := account_number(name)) is not None}
    if not numbers:
        return {}
    query = sa.select(Account.id, Account.name).where(Account.id.in_(numbers))
    return {account_name(number): name for number, name in session.execute(query)}


def list_conflicts(
    session: Session, account_id: int
) -> list[tuple[Conflict, Author | None, Forecast | None]]:
    """The conflicts that an account declared, with what each is about; the last one first."""
    query = (
        sa.select(Conflict, Author, Forecast)
        .outerjoin(Author, Author.id == Conflict.author_id)
        .outerjoin(Forecast, Forecast.id == Conflict.forecast_id)
        .where(Conflict.account_id == account_id)
        .order_by(Conflict.ended_at.is_not(None), Conflict.id.desc())
    )
    return [(conflict, author, forecast) for conflict, author, forecast in session.execute(query)]
