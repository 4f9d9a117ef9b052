"""Checks the whole ledger against its hashes, its head and the text it commits to."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.ledger import (
    ERASED,
    Entry,
    Fault,
    Sealed,
    Verdict,
    erased_by,
    from_fields,
    verify_seals,
)
from forecasts.ledger.standalone import read_line, verify_chain
from forecasts.store.models import LedgerEntry, LedgerHead, SealedText

_ROWS_AT_ONCE = 1000

_COLUMNS = tuple(LedgerEntry.__table__.columns)
"""An entry as a plain row: half the work of an object, and there may be a million."""


def verify_record(session: Session) -> Verdict:
    """How many entries the ledger has, its head, and the first bad entry if there is one."""
    head = session.execute(sa.select(LedgerHead.sequence, LedgerHead.hash)).one()
    verdict = verify_chain(_rows(session), fields_of, head=head if head[0] else None)
    fault = verdict.fault or _fault_beyond(head[0], verdict.entries) or _first_bad_seal(session)
    return Verdict(verdict.entries, verdict.head, fault)


def read_entries(session: Session, *, after: int = 0, limit: int) -> list[Entry]:
    """The entries that follow number ``after``, in order, at most ``limit`` of them.

    Raises:
        ValueError: a row does not hold an entry.
    """
    query = sa.select(LedgerEntry).where(LedgerEntry.sequence > after)
    rows = session.scalars(query.order_by(LedgerEntry.sequence).limit(limit))
    return [from_fields(fields_of(row)) for row in rows]


def _rows(session: Session) -> Iterator[Any]:
    return _in_order(session, sa.select(*_COLUMNS))


def _in_order(
    session: Session, query: sa.Select[*tuple[Any, ...]]
) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    """The rows of a query for entries, some at a time, so that none piles up."""
    last = 0
    ordered = query.order_by(LedgerEntry.sequence).limit(_ROWS_AT_ONCE)
    while rows := session.execute(ordered.where(LedgerEntry.sequence > last)).all():
        yield from rows
        last = rows[-1].sequence


def read_facts(row: LedgerEntry) -> Any:  # noqa: ANN401 - what the entry of that kind tells
    """What an entry tells."""
    return read_line(row.facts)


def fields_of(row: LedgerEntry | sa.Row[*tuple[Any, ...]]) -> dict[str, object]:
    """The entry of a row, as the JSON object that is exported."""
    return {
        "sequence": row.sequence,
        "kind": row.kind,
        "subject": row.subject,
        "at": row.at,
        "actor": row.actor,
        "facts": read_line(row.facts),
        "commitment": row.commitment,
        "previous": row.previous,
        "hash": row.hash,
    }


def _fault_beyond(head: int, entries: int) -> Fault | None:
    if entries == head:
        return None
    return Fault(head + 1, f"it lies beyond the head of the ledger, which is entry {head}")


def _first_bad_seal(session: Session) -> Fault | None:
    erasures = sa.select(LedgerEntry).where(LedgerEntry.kind == ERASED)
    named = (erased_by(from_fields(fields_of(row))) for row in session.scalars(erasures))
    erased = frozenset[int]().union(*named)
    return next(verify_seals(_sealed_entries(session), erased=erased), None)


def _sealed_entries(session: Session) -> Iterator[tuple[Entry, Sealed | None]]:
    """The entries that commit to a text, or have one; of all others there is nothing to check."""
    query = (
        sa.select(*_COLUMNS, SealedText.salt, SealedText.content)
        .outerjoin(SealedText, SealedText.sequence == LedgerEntry.sequence)
        .where(LedgerEntry.commitment.is_not(None) | SealedText.sequence.is_not(None))
    )
    for row in _in_order(session, query):
        yield from_fields(fields_of(row)), _sealed_of(row.salt, row.content)


def _sealed_of(salt: bytes | None, content: str | None) -> Sealed | None:
    if salt is None or content is None:
        return None
    try:
        return Sealed(content=read_line(content), salt=salt)
    except ValueError:
        return Sealed(content={}, salt=b"")  # Nothing was ever committed with such a salt.
