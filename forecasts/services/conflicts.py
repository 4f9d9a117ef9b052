"""Who may not decide a forecast, because they cannot judge it fairly."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor
from forecasts.store.models import Forecast


def find_conflict(session: Session, actor: Actor, forecast_id: int) -> str | None:
    """Why the actor may not decide this forecast, as a sentence; None where they may."""
    author_id = session.scalar(sa.select(Forecast.author_id).where(Forecast.id == forecast_id))
    return "You are its author." if author_id in actor.authors else None


def without_conflict(actor: Actor) -> sa.ColumnElement[bool]:
    """The forecasts that the actor may decide."""
    return Forecast.author_id.not_in(actor.authors) if actor.authors else sa.true()
