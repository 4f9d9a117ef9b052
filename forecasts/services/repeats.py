"""Requests that make something, each with a key, so that the same request again makes nothing more.

The key is claimed in the transaction of the work. A crash undoes both; whoever comes with the same
key meanwhile waits until that transaction has ended, and is answered with what it made.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ReusedKeyError
from forecasts.store.inserts import insert_into
from forecasts.store.models import RequestKey

LONGEST_KEY = 64
KEYS_LAST = timedelta(hours=48)
"""How long a repeat is recognised."""

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A request with its key.

    Attributes:
        scope: who sent it.
        endpoint: what it asks for.
        key: as it was sent; the same for each repeat.
        fingerprint: the same for the same content.
    """

    scope: str
    endpoint: str
    key: str
    fingerprint: str


def claim_key(session: Session, sent: Keyed, *, now: datetime) -> str | None:
    """Where the thing is that this request made before; None: it is the first, so make it.

    Raises:
        ReusedKeyError: the key came before, with other content.
    """
    if session.scalar(_claim(session, sent, now)) is not None:
        return None
    before = session.execute(
        sa.select(RequestKey.fingerprint, RequestKey.location).where(*_is(sent))
    ).one()
    if before.fingerprint != sent.fingerprint:
        raise ReusedKeyError(
            "This form was sent before with other content, and that was kept."
            " Send it again to keep this as well."
        )
    return str(before.location)


def keep_location(session: Session, sent: Keyed, location: str) -> None:
    """Note where the thing is that was made; in the transaction that claimed the key."""
    session.execute(sa.update(RequestKey).where(*_is(sent)).values(location=location))


def forget_keys(session: Session, *, now: datetime, limit: int = _AT_ONCE) -> int:
    """Forget keys that are too old to be repeated; how many, at most ``limit``."""
    key = (RequestKey.scope, RequestKey.endpoint, RequestKey.key)
    old = sa.select(*key).where(RequestKey.made_at <= now - KEYS_LAST).limit(limit)
    forgotten = session.execute(
        sa.delete(RequestKey)
        .where(sa.tuple_(*key).in_(old))
        .returning(RequestKey.key)
        .execution_options(synchronize_session=False)
    )
    return len(forgotten.all())


def _claim(session: Session, sent: Keyed, now: datetime) -> sa.UpdateBase:
    values = {
        "scope": sent.scope,
        "endpoint": sent.endpoint,
        "key": sent.key,
        "fingerprint": sent.fingerprint,
        "location": "",
        "made_at": now,
    }
    insert = insert_into(session, RequestKey)
    return insert.values(values).on_conflict_do_nothing().returning(RequestKey.key)


def _is(sent: Keyed) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        RequestKey.scope == sent.scope,
        RequestKey.endpoint == sent.endpoint,
        RequestKey.key == sent.key,
    )
