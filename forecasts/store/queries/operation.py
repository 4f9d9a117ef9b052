"""Whether the clock ticks, what the ledger holds and where it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor
from forecasts.store.models import Forecast, Heartbeat, LedgerEntry, LedgerHead, Post, PublishedHead
from forecasts.store.queries.paging import Page, Paging, fetch_page
from forecasts.store.queries.visibility import readable_by


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the foot of every page tells.

    Attributes:
        last_pass: when the due pass last ran; None: never.
        entries: how many entries the ledger has.
        head: hash of the last of them.
    """

    last_pass: datetime | None
    entries: int
    head: str


def take_pulse(session: Session, loop: str) -> Pulse:
    """The time of that loop's last pass and the head of the ledger, in one question."""
    last_pass = sa.select(Heartbeat.beat_at).where(Heartbeat.name == loop).scalar_subquery()
    row = session.execute(sa.select(last_pass, LedgerHead.sequence, LedgerHead.hash)).one()
    return Pulse(*row)


def list_ledger(session: Session, paging: Paging) -> Page[LedgerEntry]:
    """The ledger's entries, the last first."""
    query = sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())
    return fetch_page(session, query, paging)


def list_heads(session: Session, limit: int) -> list[PublishedHead]:
    """The heads that were made known last, the newest first."""
    query = sa.select(PublishedHead).order_by(PublishedHead.day.desc()).limit(limit)
    return list(session.scalars(query))


def hidden_subjects(session: Session, subjects: Iterable[str], *, actor: Actor) -> frozenset[str]:
    """Those of the subjects of entries, such as "forecast:12", that the actor may not read."""
    named = set(subjects)
    hidden: set[str] = set()
    for kind, table in (("forecast", Forecast), ("post", Post)):
        numbers = [int(name.partition(":")[2]) for name in named if name.startswith(f"{kind}:")]
        query = sa.select(table.id).where(table.id.in_(numbers), ~readable_by(actor, table))
        hidden |= {f"{kind}:{number}" for number in session.scalars(query)}
    return frozenset(hidden)
