"""Tags: those of a forecast, and all that there are."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor
from forecasts.store.models import Forecast, Tag
from forecasts.store.queries.visibility import visible_to

MOST_SHOWN = 500
"""Tags of one page."""


class TagCount(NamedTuple):
    """A tag, and how many forecasts have it that whoever asks may see in lists."""

    name: str
    forecasts: int


def tags_of(session: Session, forecast_id: int) -> tuple[str, ...]:
    """The tags of a forecast, in order of the letters."""
    query = sa.select(Tag.name).where(Tag.forecast_id == forecast_id).order_by(Tag.name)
    return tuple(session.scalars(query))


def list_tags(session: Session, *, actor: Actor) -> list[TagCount]:
    """The tags of all forecasts that the actor may see in lists, the most used first."""
    number = sa.func.count()
    query = (
        sa.select(Tag.name, number)
        .join(Forecast, Forecast.id == Tag.forecast_id)
        .where(visible_to(actor))
        .group_by(Tag.name)
        .order_by(number.desc(), Tag.name)
        .limit(MOST_SHOWN)
    )
    return [TagCount(*row) for row in session.execute(query)]


def tagged(name: str) -> sa.ColumnElement[bool]:
    """Whether a forecast has the tag."""
    return Forecast.id.in_(sa.select(Tag.forecast_id).where(Tag.name == name))
