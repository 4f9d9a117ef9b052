"""Forecasts that were logged one in place of another."""

from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor
from forecasts.store.models import Forecast, Succession
from forecasts.store.queries.visibility import visible_to


@dataclass(frozen=True, slots=True)
class Chain:
    """Forecasts of which each was logged in place of the one before, the first one first."""

    forecasts: list[Forecast]

    @property
    def moves(self) -> int:
        """How often the deadline was moved."""
        return sum(one.deadline != other.deadline for one, other in pairwise(self.forecasts))

    def __bool__(self) -> bool:
        """Whether there is more than one."""
        return len(self.forecasts) > 1


def find_chain(session: Session, forecast_id: int, *, actor: Actor) -> Chain:
    """The chain in which a forecast stands, as far as the actor may see it."""
    earlier = _reach(forecast_id, start=Succession.forecast_id, goal=Succession.follows_id)
    later = _reach(forecast_id, start=Succession.follows_id, goal=Succession.forecast_id)
    query = (
        sa.select(Forecast)
        .where(
            (Forecast.id == forecast_id)
            | (
                Forecast.id.in_(sa.union(sa.select(earlier.c.id), sa.select(later.c.id)))
                & visible_to(actor)
            )
        )
        .order_by(Forecast.id)
    )
    return Chain(list(session.scalars(query)))


def _reach(
    forecast_id: int,
    *,
    start: sa.orm.InstrumentedAttribute[int],
    goal: sa.orm.InstrumentedAttribute[int],
) -> sa.CTE:
    """The numbers that links lead to from a forecast, in one direction."""
    name = f"by_{goal.key}"
    reached = sa.select(goal.label("id")).where(start == forecast_id).cte(name, recursive=True)
    return reached.union(sa.select(goal).join(reached, start == reached.c.id))
