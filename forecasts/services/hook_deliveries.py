"""Takes deliveries to web hooks out of the line, and notes what came of each try."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.hooks import Answer
from forecasts.domain.permissions import CLOCK, account_number
from forecasts.services.journal import Act, record
from forecasts.services.outbox import post_mail
from forecasts.store.models import Account, Hook, HookDelivery

DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 86_400)
)
"""How long to wait after the first, the second ... failure; after one more it is parked."""

MOST_TRIES = len(DELAYS) + 1

TRIED_FOR = sum(DELAYS, timedelta())
"""How long it takes at least until a delivery is given up."""

KEPT = timedelta(days=60)
"""How long it is kept what came of a delivery."""

WITHHELD = "It is public no more, so it was not told."

_LONGEST_ERROR = 300
_WAITING = sa.and_(HookDelivery.settled_at.is_(None), HookDelivery.parked_at.is_(None))


@dataclass(frozen=True, slots=True)
class Leased:
    """A delivery that somebody took to send it.

    Attributes:
        delivery_id: which one.
        hook_id: where to.
        tries: which try this is; a later one makes this one void.
    """

    delivery_id: int
    hook_id: int
    tries: int


def lease_delivery(
    session: Session, *, now: datetime, lease: timedelta, without: frozenset[int] = frozenset()
) -> Leased | None:
    """The delivery to send next; None where none is in line.

    One guarded statement takes it and lets others have it only when ``lease`` is over.

    Args:
        without: web hooks that are left alone for now.
    """
    late = (
        sa.select(HookDelivery.id)
        .join(Hook, Hook.id == HookDelivery.hook_id)
        .where(_WAITING, _free(now), HookDelivery.next_try_at <= now, Hook.disabled_at.is_(None))
        .where(HookDelivery.hook_id.not_in(without))
        .order_by(HookDelivery.next_try_at, HookDelivery.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=HookDelivery)
        .cte("late")
    )
    taken = session.execute(
        sa.update(HookDelivery)
        .where(HookDelivery.id.in_(sa.select(late.c.id)), _WAITING, _free(now))
        .values(tries=HookDelivery.tries + 1, leased_until=now + lease, tried_at=now)
        .returning(HookDelivery.id, HookDelivery.hook_id, HookDelivery.tries)
        .execution_options(synchronize_session=False)
    ).first()
    return Leased(*taken) if taken is not None else None


def note_withheld(session: Session, leased: Leased, *, now: datetime) -> None:
    """Note that there is nothing to be told any more."""
    _settle(session, leased, {"settled_at": now, "status": None, "error": WITHHELD})


def note_answer(session: Session, leased: Leased, answer: Answer, *, now: datetime) -> None:
    """Note what the receiver said; after a failure put the next try off, or park it in the end.

    A web hook to which nothing got through from the first try of a delivery to its last is turned
    off, and so is one that says that it is gone; who set it up is told.
    """
    told: dict[str, object] = {"status": answer.status, "error": _explain(answer)}
    if answer.is_taken:
        if _settle(session, leased, told | {"settled_at": now}):
            _set(session, leased.hook_id, failing_since=None)
        return
    is_last = answer.is_gone or leased.tries >= MOST_TRIES
    when: dict[str, object] = (
        {"parked_at": now} if is_last else {"next_try_at": now + DELAYS[leased.tries - 1]}
    )
    if not _settle(session, leased, told | when):
        return
    _set(session, leased.hook_id, failing_since=sa.func.coalesce(Hook.failing_since, now))
    if is_last:
        _turn_off_the_dead(session, leased, answer, now=now)


def _explain(answer: Answer) -> str | None:
    if answer.is_taken:
        return None
    return (answer.error or f"The receiver answered {answer.status}.")[:_LONGEST_ERROR]


def _turn_off_the_dead(session: Session, leased: Leased, answer: Answer, *, now: datetime) -> None:
    """Turn the web hook off where nothing got through for as long as a delivery is tried."""
    why = "The receiver says that it is gone." if answer.is_gone else "Nothing got through."
    is_dead = sa.true() if answer.is_gone else Hook.failing_since <= now - TRIED_FOR
    off = sa.update(Hook).where(Hook.id == leased.hook_id, Hook.disabled_at.is_(None), is_dead)
    values = {"disabled_at": now, "disabled_why": why, "version": Hook.version + 1}
    hook = session.scalar(
        off.values(**values).returning(Hook).execution_options(populate_existing=True)
    )
    if hook is not None:
        _tell(session, hook, now=now)
        private = {"address": hook.address}
        act = Act("turned-off-hook", f"hook:{hook.id}", {}, private=private)
        record(session, [act], actor=CLOCK, now=now)


def _tell(session: Session, hook: Hook, *, now: datetime) -> None:
    maker = session.get(Account, account_number(hook.made_by) or 0)
    if maker is None or maker.email is None or maker.suspended_at is not None:
        return
    post_mail(
        session,
        key=f"hook:{hook.id}:off:{now.isoformat()}",
        address=maker.email,
        subject="A web hook was turned off",
        body=f"Nothing is posted there any more:\n\n    {hook.address}\n\n{hook.disabled_why}\n"
        "Once the receiver works again, turn the web hook on: what was given up is sent again.\n",
        now=now,
        account_id=maker.id,
        leads_to=f"/admin/hooks/{hook.id}",
    )


def park_exhausted(session: Session, *, now: datetime) -> None:
    """Give up what was tried too often and never came to an end, not even a bad one."""
    told = sa.func.coalesce(HookDelivery.error, "whoever sent it was always stopped")
    session.execute(
        sa.update(HookDelivery)
        .where(_WAITING, _free(now), HookDelivery.tries >= MOST_TRIES)
        .values(parked_at=now, error=told)
        .execution_options(synchronize_session=False)
    )


def forget_deliveries(session: Session, *, now: datetime) -> None:
    """Delete what tells of deliveries of long ago that arrived."""
    settled = HookDelivery.settled_at < now - KEPT
    session.execute(sa.delete(HookDelivery).where(settled))


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(HookDelivery.leased_until.is_(None), HookDelivery.leased_until <= now)


def _settle(session: Session, leased: Leased, values: dict[str, object]) -> bool:
    """Set values on the delivery while this try is the last one; whether it is."""
    update = sa.update(HookDelivery).where(
        HookDelivery.id == leased.delivery_id, _WAITING, HookDelivery.tries == leased.tries
    )
    settled = update.values(leased_until=None, **values).returning(HookDelivery.id)
    return session.scalar(settled.execution_options(synchronize_session=False)) is not None


def _set(session: Session, hook_id: int, **values: object) -> None:
    update = sa.update(Hook).where(Hook.id == hook_id).values(**values)
    session.execute(update.execution_options(synchronize_session=False))
