"""One entry of the ledger, and how it is sealed with a hash over everything it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from forecasts.ledger.standalone import GENESIS, check_fields, entry_hash, normalised


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as the ledger records it for good.

    Attributes:
        sequence: 1, 2, 3 and so on, without a gap.
        kind: what was done, such as "logged" or "resolved".
        subject: what it was done to, such as "forecast:12".
        at: server time, aware.
        actor: pseudonym of who did it, such as "account:1", or "clock".
        facts: what is public and not personal; JSON without floats.
        commitment: hash of what is private, made by `commit`; None where nothing is.
        previous: hash of the entry before; `GENESIS` for the first.
        hash: over all of the above.
    """

    sequence: int
    kind: str
    subject: str
    at: datetime
    actor: str
    facts: Mapping[str, object]
    commitment: str | None
    previous: str
    hash: str


def seal(
    *,
    sequence: int,
    kind: str,
    subject: str,
    at: datetime,
    actor: str,
    facts: Mapping[str, object],
    commitment: str | None = None,
    previous: str = GENESIS,
) -> Entry:
    """The entry with its hash; its facts are a copy with every string in NFC.

    The caller looks up the entry before: ``sequence`` is one more than its, ``previous`` its hash.

    Raises:
        ValueError: a field is not as docs/ledger.md says, or the entry is too long.
    """
    fields = {
        "sequence": sequence,
        "kind": kind,
        "subject": subject,
        "at": render_moment(at),
        "actor": actor,
        "facts": normalised(facts, depth=1),
        "commitment": commitment,
        "previous": previous,
    }
    return from_fields({**fields, "hash": entry_hash(fields)})


def as_fields(entry: Entry) -> dict[str, object]:
    """The entry as the JSON object that is exported.

    Raises:
        ValueError: its time is naive.
    """
    return {
        "sequence": entry.sequence,
        "kind": entry.kind,
        "subject": entry.subject,
        "at": render_moment(entry.at),
        "actor": entry.actor,
        "facts": entry.facts,
        "commitment": entry.commitment,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def from_fields(fields: Mapping[str, object]) -> Entry:
    """The entry that an exported JSON object holds; whether its hash fits is not checked.

    Raises:
        ValueError: a field is missing, unknown or malformed.
    """
    check_fields(fields)
    return Entry(
        sequence=cast("int", fields["sequence"]),
        kind=cast("str", fields["kind"]),
        subject=cast("str", fields["subject"]),
        at=datetime.fromisoformat(cast("str", fields["at"])),
        actor=cast("str", fields["actor"]),
        facts=cast("Mapping[str, object]", fields["facts"]),
        commitment=cast("str | None", fields["commitment"]),
        previous=cast("str", fields["previous"]),
        hash=cast("str", fields["hash"]),
    )


def render_moment(at: datetime) -> str:
    """The moment in UTC, always 27 characters.

    Raises:
        ValueError: it is naive.

    >>> render_moment(datetime(2017, 10, 26, 9, 30, tzinfo=UTC))
    '2017-10-26T09:30:00.000000Z'
    """
    if at.utcoffset() is None:
        raise ValueError(f"the time {at} has no zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
