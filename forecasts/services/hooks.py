"""Web hooks: addresses to which an admin has the product post what happens to public forecasts."""

import base64
import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from ipaddress import ip_address

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import (
    ConflictError,
    FetchFailedError,
    InvalidInputError,
    NotFoundError,
)
from forecasts.domain.hooks import CHOSEN_FROM, HookEvent
from forecasts.domain.hosts import OPEN_WEB, Reach, read_web_address
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.services.announcing import make_delivery, put_in_line
from forecasts.services.journal import Act, record
from forecasts.store.models import Hook, HookDelivery

LONGEST_ADDRESS = 1000
CHANGE_OVER = timedelta(hours=24)
"""For how long the former secret signs too."""

_SECRET_BYTES = 32
_PREFIX = "whsec_"


def add_hook(
    session: Session,
    address: str,
    events: Collection[HookEvent],
    *,
    actor: Actor,
    now: datetime,
    reach: Reach = OPEN_WEB,
) -> Hook:
    """The web hook, with a new secret; it is told from now on.

    Args:
        reach: which addresses may be named; wider than the open web in tests alone.

    Raises:
        InvalidInputError: the address cannot be taken, or no event was chosen.
        ConflictError: there is a web hook for this address.
        NotAllowedError: the actor may not set up web hooks.
    """
    require(actor, Permission.SET_UP_HOOKS)
    _check(address, events, reach)
    if session.scalar(sa.select(Hook.id).where(Hook.address == address)) is not None:
        raise ConflictError("There is a web hook for this address already; change that one.")
    chosen = [event.value for event in CHOSEN_FROM if event in events]
    hook = Hook(
        address=address,
        events=chosen,
        secret=new_secret(),
        made_at=now,
        made_by=actor.name,
        version=1,
    )
    session.add(hook)
    session.flush()
    _record(session, hook, "added-hook", actor, now, events=chosen)
    return hook


def new_secret() -> str:
    """A secret as the Standard Webhooks write it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def _check(address: str, events: Collection[HookEvent], reach: Reach) -> None:
    faults = {}
    if len(address) > LONGEST_ADDRESS:
        faults["address"] = f"Keep it to at most {LONGEST_ADDRESS:,} characters."
    else:
        try:
            _judge(address, reach)
        except FetchFailedError as error:
            faults["address"] = str(error)
    if not set(events) & set(CHOSEN_FROM):
        faults["events"] = "Choose at least one kind of event."
    if faults:
        raise InvalidInputError(" ".join(faults.values()), faults)


def _judge(address: str, reach: Reach) -> None:
    """Return when the address may be posted to; one with a name is judged when it is posted to."""
    where = read_web_address(address, reach=reach)
    with suppress(ValueError):
        reach.check(where.host, where.port, [str(ip_address(where.host.strip("[]")))])


def rotate_secret(
    session: Session, hook_id: int, *, version: int, actor: Actor, now: datetime
) -> str:
    """A new secret; the former one signs as well for a day.

    Raises:
        NotFoundError: there is no such web hook.
        ConflictError: it was changed meanwhile.
        NotAllowedError: the actor may not set up web hooks.
    """
    hook = _hold(session, hook_id, version, actor)
    hook.former_secret, hook.former_until = hook.secret, now + CHANGE_OVER
    hook.secret = new_secret()
    session.flush()
    _record(session, hook, "changed-hook-secret", actor, now)
    return hook.secret


def turn_off(session: Session, hook_id: int, *, version: int, actor: Actor, now: datetime) -> None:
    """Tell this web hook nothing from now on; what happens meanwhile it never hears of.

    Raises:
        NotFoundError: there is no such web hook.
        ConflictError: it was changed meanwhile.
        NotAllowedError: the actor may not set up web hooks.
    """
    hook = _hold(session, hook_id, version, actor)
    hook.disabled_at, hook.disabled_why = hook.disabled_at or now, "An admin turned it off."
    session.flush()
    _record(session, hook, "turned-off-hook", actor, now)


def turn_on(session: Session, hook_id: int, *, version: int, actor: Actor, now: datetime) -> None:
    """Tell this web hook again, and try once more what had been given up.

    Raises:
        NotFoundError: there is no such web hook.
        ConflictError: it was changed meanwhile.
        NotAllowedError: the actor may not set up web hooks.
    """
    hook = _hold(session, hook_id, version, actor)
    hook.disabled_at = hook.disabled_why = hook.failing_since = None
    session.flush()
    _send_parked_again(session, hook_id, now=now)
    _record(session, hook, "turned-on-hook", actor, now)


def _send_parked_again(session: Session, hook_id: int, *, now: datetime) -> None:
    parked = (HookDelivery.hook_id == hook_id, HookDelivery.parked_at.is_not(None))
    again = sa.update(HookDelivery).where(*parked, HookDelivery.settled_at.is_(None))
    values = {"parked_at": None, "tries": 0, "next_try_at": now, "leased_until": None}
    session.execute(again.values(**values).execution_options(synchronize_session=False))


def remove_hook(
    session: Session, hook_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Forget the web hook, with its secret and all its deliveries.

    Raises:
        NotFoundError: there is no such web hook.
        ConflictError: it was changed meanwhile.
        NotAllowedError: the actor may not set up web hooks.
    """
    hook = _hold(session, hook_id, version, actor)
    session.execute(sa.delete(HookDelivery).where(HookDelivery.hook_id == hook_id))
    session.delete(hook)
    session.flush()
    _record(session, hook, "removed-hook", actor, now)


def try_hook(session: Session, hook_id: int, *, actor: Actor, now: datetime) -> None:
    """Put a message in line that tells of nothing, to see whether it arrives.

    Raises:
        NotFoundError: there is no such web hook.
        ConflictError: it is turned off.
        NotAllowedError: the actor may not set up web hooks.
    """
    require(actor, Permission.SET_UP_HOOKS)
    hook = _find(session, hook_id)
    if hook.disabled_at is not None:
        raise ConflictError("This web hook is turned off: turn it on first.")
    row = make_delivery(hook_id, HookEvent.TEST, f"{hook_id}:{now.isoformat()}", now=now)
    put_in_line(session, [row])


def _find(session: Session, hook_id: int) -> Hook:
    hook = session.get(Hook, hook_id)
    if hook is None:
        raise NotFoundError(f"There is no web hook {hook_id}.")
    return hook


def _hold(session: Session, hook_id: int, version: int, actor: Actor) -> Hook:
    """The web hook, counted up, so that nobody else changes it until the caller commits."""
    require(actor, Permission.SET_UP_HOOKS)
    _find(session, hook_id)
    update = sa.update(Hook).where(Hook.id == hook_id, Hook.version == version)
    held = session.scalar(update.values(version=Hook.version + 1).returning(Hook.id))
    if held is None:
        raise ConflictError("Somebody changed this web hook meanwhile. Nothing of yours was saved.")
    return session.get_one(Hook, hook_id, populate_existing=True)


def _record(
    session: Session, hook: Hook, kind: str, actor: Actor, now: datetime, **facts: object
) -> None:
    act = Act(kind, f"hook:{hook.id}", facts, private={"address": hook.address})
    record(session, [act], actor=actor, now=now)
