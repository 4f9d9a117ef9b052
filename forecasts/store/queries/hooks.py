"""Web hooks and what came of their deliveries."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotFoundError
from forecasts.store.models import Hook, HookDelivery
from forecasts.store.queries.paging import Page, Paging, fetch_page


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """How many deliveries are on their way.

    Attributes:
        waiting: in line, or put off after a failure.
        parked: given up; somebody has to look at them.
        hooks_off: web hooks that are told nothing.
    """

    waiting: int
    parked: int
    hooks_off: int


def count_deliveries(session: Session) -> DeliveryCounts:
    """How many deliveries wait and how many were given up, in one question."""
    parked = sa.func.count(HookDelivery.parked_at)
    off = sa.select(sa.func.count()).where(Hook.disabled_at.is_not(None)).scalar_subquery()
    query = sa.select(sa.func.count(HookDelivery.id) - parked, parked, off)
    return DeliveryCounts(*session.execute(query.where(HookDelivery.settled_at.is_(None))).one())


@dataclass(frozen=True, slots=True)
class HookState:
    """A web hook, with how many of its deliveries wait and were given up."""

    hook: Hook
    waiting: int
    parked: int


def list_hooks(session: Session) -> list[HookState]:
    """All web hooks, the first one first."""
    unsettled = sa.and_(HookDelivery.hook_id == Hook.id, HookDelivery.settled_at.is_(None))
    parked = sa.func.count(HookDelivery.parked_at)
    waiting = sa.func.count(HookDelivery.id) - parked
    query = sa.select(Hook, waiting, parked).outerjoin(HookDelivery, unsettled)
    rows = session.execute(query.group_by(Hook.id).order_by(Hook.id)).all()
    return [HookState(*row) for row in rows]


def find_hook(session: Session, hook_id: int) -> Hook:
    """The web hook.

    Raises:
        NotFoundError: there is no such web hook.
    """
    hook = session.get(Hook, hook_id)
    if hook is None:
        raise NotFoundError(f"There is no web hook {hook_id}.")
    return hook


def list_deliveries(session: Session, hook_id: int, paging: Paging) -> Page[HookDelivery]:
    """The deliveries of a web hook, the last first."""
    mine = sa.select(HookDelivery).where(HookDelivery.hook_id == hook_id)
    return fetch_page(session, mine.order_by(HookDelivery.id.desc()), paging)
