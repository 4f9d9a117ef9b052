"""Says what forecasts are about; the claim, the deadline and the outcome do not change by it."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, GoneError, NotFoundError
from forecasts.domain.permissions import Actor, Permission, Role, require, require_own
from forecasts.services.journal import Act, record
from forecasts.store.models import Forecast, Tag
from forecasts.store.queries.tags import tags_of
from forecasts.store.queries.visibility import readable_by


def tag_forecast(
    session: Session,
    forecast_id: int,
    tags: Collection[str],
    *,
    seen: Collection[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Give the forecast these tags in place of those it has; the same again changes nothing.

    Args:
        tags: as `domain.tags.read_tags` reads them.
        seen: the tags that the actor saw when they chose.

    Raises:
        NotFoundError: there is no such forecast, or the actor may not know of it.
        GoneError: it was erased.
        ConflictError: somebody else changed its tags meanwhile.
        NotAllowedError: the forecast is somebody else's, and the actor no reviewer.
    """
    forecast = _hold(session, forecast_id, actor)
    present = tags_of(session, forecast_id)
    if set(present) == set(tags):
        return
    if set(present) != set(seen):
        told = ", ".join(present) or "none"
        raise ConflictError(f"Somebody changed the tags meanwhile: they are {told} now.")
    session.execute(sa.delete(Tag).where(Tag.forecast_id == forecast.id))
    store_tags(session, forecast.id, tags)
    act = Act("tagged", f"forecast:{forecast.id}", {"tags": len(tags)}, {"tags": sorted(tags)})
    record(session, [act], actor=actor, now=now)


def store_tags(session: Session, forecast_id: int, tags: Collection[str]) -> None:
    """Write the tags of a forecast that has none; whoever calls this tells the ledger."""
    session.add_all(Tag(forecast_id=forecast_id, name=tag) for tag in sorted(tags))
    session.flush()


def _hold(session: Session, forecast_id: int, actor: Actor) -> Forecast:
    """The forecast, whose tags nobody else can change until the caller commits."""
    require(actor, Permission.TAG)
    query = sa.select(Forecast).where(Forecast.id == forecast_id, readable_by(actor))
    forecast = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if forecast is None:
        raise NotFoundError(f"There is no forecast {forecast_id}.")
    if actor.role is None or actor.role.rank < Role.REVIEWER.rank:
        by, author = forecast.recorded_by, forecast.author_id
        require_own(actor, Permission.TAG, recorded_by=by, author_id=author)
    if forecast.erased_at is not None:
        raise GoneError(f"The texts of forecast {forecast_id} were erased by request.")
    return forecast
