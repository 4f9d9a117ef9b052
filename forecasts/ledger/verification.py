"""Whether a ledger is whole, and whether what it committed to is still what is kept."""

from collections.abc import Container, Iterable, Iterator

from forecasts.ledger.chain import Entry, as_fields
from forecasts.ledger.commitment import Seal, Sealed, compare_seal
from forecasts.ledger.standalone import GENESIS, Fault, Verdict, verify_chain

ERASED = "erased"
"""The kind of entry that says whose private text was erased."""


def verify(
    entries: Iterable[Entry],
    *,
    head: tuple[int, str] | None = None,
    start: tuple[int, str] = (0, GENESIS),
) -> Verdict:
    """Whether the entries, in the order given, form an unbroken chain; stops at the first fault.

    Holds one entry at a time. That times run backwards is no fault: clocks are set.

    Args:
        entries: the ledger, or its part behind ``start``.
        head: number and hash of an entry that were published. Without it a cut tail and a chain
            that was written anew from some entry on do not show.
        start: number and hash of the entry before the first, where that is known to be good.
    """
    return verify_chain(entries, as_fields, head=head, start=start)


def erased_by(entry: Entry) -> frozenset[int]:
    """The earlier entries whose private text this entry says was erased."""
    named = entry.facts.get("sequences") if entry.kind == ERASED else None
    if not isinstance(named, list):
        return frozenset()
    numbers = (n for n in named if isinstance(n, int) and not isinstance(n, bool))
    return frozenset(number for number in numbers if number < entry.sequence)


def verify_seals(
    kept: Iterable[tuple[Entry, Sealed | None]], *, erased: Container[int]
) -> Iterator[Fault]:
    """Every entry whose private text is not what the ledger committed to.

    Args:
        kept: each entry with what is kept behind its commitment.
        erased: the sequences that the `erased_by` of all entries name; their text must be gone.
    """
    for entry, sealed in kept:
        seal = compare_seal(entry.commitment, sealed)
        if seal is Seal.DIFFERS:
            yield Fault(entry.sequence, "its private text is not the one it was sealed with")
        elif seal is Seal.ABSENT and entry.sequence not in erased:
            yield Fault(entry.sequence, "its private text is gone, and no entry says it was erased")
        elif sealed is not None and entry.sequence in erased:
            yield Fault(entry.sequence, "its private text is kept, though it was erased")
