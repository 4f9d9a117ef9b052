"""Writes acts to the ledger, in the same transaction as what they did."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor
from forecasts.ledger import SALT_BYTES, Entry, canonical_bytes, commit, render_moment, seal
from forecasts.services.announcing import announce
from forecasts.services.shielding import Act as Act
from forecasts.services.shielding import shield
from forecasts.store.models import LedgerEntry, LedgerHead, SealedText


def record(session: Session, acts: Sequence[Act], *, actor: Actor, now: datetime) -> list[str]:
    """Append one entry an act; the hash of each. Of what is private the ledger tells no facts.

    The row with the head is locked until the caller commits, so that the order of the chain is
    the order of commits. Call this last in a transaction: whoever holds the head waits for
    nothing else, so nobody can wait in a circle.
    """
    if not acts:
        return []
    hashes = []
    announce(session, acts, now=now)
    acts = shield(session, acts)
    sequence, previous = session.execute(
        sa.select(LedgerHead.sequence, LedgerHead.hash).with_for_update()
    ).one()
    for act in acts:
        sequence += 1
        previous = _append(session, act, sequence, previous, actor=actor, now=now)
        hashes.append(previous)
    session.execute(sa.update(LedgerHead).values(sequence=sequence, hash=previous))
    return hashes


def _append(
    session: Session, act: Act, sequence: int, previous: str, *, actor: Actor, now: datetime
) -> str:
    salt = secrets.token_bytes(SALT_BYTES)
    entry = seal(
        sequence=sequence,
        kind=act.kind,
        subject=act.subject,
        at=now,
        actor=actor.name,
        facts=act.facts,
        commitment=None if act.private is None else commit(act.private, salt),
        previous=previous,
    )
    session.execute(sa.insert(LedgerEntry).values(**_as_row(entry)))
    if act.private is not None:
        content = canonical_bytes(act.private).decode()
        session.execute(sa.insert(SealedText).values(sequence=sequence, salt=salt, content=content))
    return entry.hash


def _as_row(entry: Entry) -> dict[str, object]:
    return {
        "sequence": entry.sequence,
        "kind": entry.kind,
        "subject": entry.subject,
        "at": render_moment(entry.at),
        "actor": entry.actor,
        "facts": canonical_bytes(entry.facts).decode(),
        "commitment": entry.commitment,
        "previous": entry.previous,
        "hash": entry.hash,
    }
