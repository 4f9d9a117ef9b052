"""Puts what happens to public forecasts in line for web hooks, in the transaction of the change."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.hooks import TOLD, HookEvent
from forecasts.domain.visibility import Visibility
from forecasts.services.shielding import Act
from forecasts.store.inserts import insert_into
from forecasts.store.models import Forecast, Hook, HookDelivery

_KEPT_FACTS = ("number", "proposal")
"""What of an act is kept to find the row that it is about; words are read when it is sent."""

_DIGITS = 32


def announce(session: Session, acts: Sequence[Act], *, now: datetime) -> None:
    """Write a delivery for each act that a web hook wants to hear of; the same again writes none.

    Only what is public is told. Nothing is locked, so that it may be called before the ledger is.
    """
    told = {_number(act): act for act in acts if act.kind in TOLD}
    if not told:
        return
    hooks = session.scalars(sa.select(Hook).where(Hook.disabled_at.is_(None))).all()
    public = _public_among(session, told) if hooks else frozenset()
    rows = [
        _row(hook.id, TOLD[act.kind], number, act.facts, now)
        for number, act in told.items()
        for hook in hooks
        if number in public and TOLD[act.kind] in hook.events
    ]
    put_in_line(session, rows)


def put_in_line(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write deliveries; those of a message that a hook has in line already are passed over."""
    if not rows:
        return
    insert = insert_into(session, HookDelivery)
    unless_there = insert.on_conflict_do_nothing(index_elements=["hook_id", "message"])
    session.execute(unless_there, rows)


def make_delivery(
    hook_id: int,
    event: HookEvent,
    about: str,
    *,
    now: datetime,
    forecast_id: int | None = None,
    facts: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """A delivery as it is put in line.

    Args:
        about: what makes it another one than the others of its kind.
    """
    digest = hashlib.sha256(f"{event}:{about}".encode()).hexdigest()[:_DIGITS]
    return {
        "hook_id": hook_id,
        "message": f"msg_{digest}",
        "event": event,
        "forecast_id": forecast_id,
        "facts": dict(facts or {}),
        "created_at": now,
        "next_try_at": now,
        "tries": 0,
    }


def _row(
    hook_id: int, event: HookEvent, number: int, facts: Mapping[str, object], now: datetime
) -> dict[str, Any]:
    kept = {name: facts[name] for name in _KEPT_FACTS if name in facts}
    about = f"{number}:{kept}"
    return make_delivery(hook_id, event, about, now=now, forecast_id=number, facts=kept)


def _number(act: Act) -> int:
    return int(act.subject.partition(":")[2])


def _public_among(session: Session, numbers: Iterable[int]) -> frozenset[int]:
    query = sa.select(Forecast.id).where(
        Forecast.id.in_(numbers),
        Forecast.visibility == Visibility.PUBLIC,
        Forecast.erased_at.is_(None),
    )
    return frozenset(session.scalars(query))
