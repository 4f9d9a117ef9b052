"""Ways to falsify a ledger, each with the first entry at which the chain can show it."""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from forecasts.ledger import (
    GENESIS,
    Entry,
    Verdict,
    as_fields,
    canonical_bytes,
    seal,
    standalone,
    verify,
)

KINDS = ("logged", "revised", "due", "resolved", "disputed", "withdrawn", "erased")
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tampering:
    """A falsified ledger.

    Attributes:
        untouched: how many entries at the front are as they were.
        rest: what stands behind them now.
        named: number of the entry that verification has to name.
    """

    untouched: int
    rest: Sequence[Entry]
    named: int


def build_chain(length: int, *, seed: int = 1) -> list[Entry]:
    """A ledger of that many entries; equal for equal seeds."""
    return list(write_entries(length, seed=seed))


def write_entries(length: int, *, seed: int = 1) -> Iterator[Entry]:
    """The same, one entry at a time."""
    chance = random.Random(seed)  # noqa: S311 - a test repeats itself
    previous = GENESIS
    for sequence in range(1, length + 1):
        entry = _random_entry(sequence, previous, chance)
        previous = entry.hash
        yield entry


def _random_entry(sequence: int, previous: str, chance: random.Random) -> Entry:
    return seal(
        sequence=sequence,
        kind=chance.choice(KINDS),
        subject=f"forecast:{chance.randrange(1, 500)}",
        at=START + timedelta(seconds=37 * sequence, microseconds=chance.randrange(1_000_000)),
        actor=chance.choice(("clock", f"account:{chance.randrange(1, 40)}")),
        facts={"probability": chance.randrange(1_000_001), "deadline": "2026-12-31", "tags": ["é"]},
        commitment=chance.choice((None, chance.randbytes(32).hex())),
        previous=previous,
    )


def head_of(chain: Sequence[Entry]) -> tuple[int, str]:
    """What is published about a ledger."""
    return len(chain), chain[-1].hash


def judge(chain: Sequence[Entry], tampering: Tampering) -> Verdict:
    """What verification says, taken up where the falsified part begins.

    The untouched front was verified once; verification holds nothing of it but the number and
    hash of its last entry, which are handed in here. That spares millions of equal hashes.
    """
    untouched = tampering.untouched
    start = (untouched, chain[untouched - 1].hash if untouched else GENESIS)
    return verify(tampering.rest, head=head_of(chain), start=start)


def judge_from_the_first(chain: Sequence[Entry], tampering: Tampering) -> Verdict:
    """What verification says of the whole falsified ledger."""
    return verify([*chain[: tampering.untouched], *tampering.rest], head=head_of(chain))


def _with(chain: Sequence[Entry], position: int, entry: Entry, named: int) -> Tampering:
    return Tampering(position, [entry, *chain[position + 1 :]], named)


def _somewhere(chain: Sequence[Entry], chance: random.Random) -> int:
    return chance.randrange(len(chain))


def _other_hash(chance: random.Random) -> str:
    return chance.randbytes(32).hex()


def change_subject(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """The act is said to have been done to something else."""
    at = _somewhere(chain, chance)
    return _with(chain, at, replace(chain[at], subject="forecast:501"), at + 1)


def change_commitment(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """The private text is exchanged."""
    at = _somewhere(chain, chance)
    return _with(chain, at, replace(chain[at], commitment=_other_hash(chance)), at + 1)


def change_time(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """The act is dated back or forth, by as little as a microsecond."""
    at = _somewhere(chain, chance)
    moved = timedelta(microseconds=chance.choice((-1, 1)) * 10 ** chance.randrange(12))
    return _with(chain, at, replace(chain[at], at=chain[at].at + moved), at + 1)


def change_actor(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """Somebody else is said to have done it."""
    at = _somewhere(chain, chance)
    return _with(chain, at, replace(chain[at], actor="account:41"), at + 1)


def change_facts(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """A fact is changed, dropped, added or given another type."""
    at = _somewhere(chain, chance)
    facts = dict(chain[at].facts)
    change = chance.randrange(4)
    if change == 0:
        facts["probability"] = 1_000_001
    elif change == 1:
        del facts[chance.choice(sorted(facts))]
    elif change == 2:
        facts["outcome"] = "yes"
    else:
        facts["probability"] = str(facts["probability"])
    return _with(chain, at, replace(chain[at], facts=facts), at + 1)


def change_kind(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """The act is said to have been another one."""
    at = _somewhere(chain, chance)
    return _with(chain, at, replace(chain[at], kind="dismissed"), at + 1)


def change_link(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """The number, the link or the hash of an entry is changed."""
    at = _somewhere(chain, chance)
    changed = chance.choice(
        (
            replace(chain[at], sequence=chain[at].sequence + chance.randrange(1, 9)),
            replace(chain[at], previous=_other_hash(chance)),
            replace(chain[at], hash=_other_hash(chance)),
        )
    )
    return _with(chain, at, changed, at + 1)


def delete(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """An entry is taken out."""
    at = _somewhere(chain, chance)
    return Tampering(at, chain[at + 1 :], at + 1)


def insert_copy(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """An entry stands in a second place too."""
    at, copied = _somewhere(chain, chance), _somewhere(chain, chance)
    return Tampering(at, [chain[copied], *chain[at:]], at + 2 if at == copied else at + 1)


def insert_sealed(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """An entry that never was is put in, with a number, link and hash that fit."""
    at = _somewhere(chain, chance)
    inserted = _random_entry(at + 1, chain[at].previous, chance)
    last = at == len(chain) - 1  # then the published head is what shows it
    return Tampering(at, [inserted, *chain[at:]], at + 1 if last else at + 2)


def swap(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """Two entries change places."""
    first, second = sorted(chance.sample(range(len(chain)), 2))
    rest = list(chain[first:])
    rest[0], rest[second - first] = rest[second - first], rest[0]
    return Tampering(first, rest, first + 1)


def cut_tail(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """The ledger ends early; only the published head shows it."""
    at = _somewhere(chain, chance)
    return Tampering(at, [], at + 1)


def reseal_one(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """An entry is replaced by another that is whole in itself; the next one shows it."""
    at = _somewhere(chain, chance)
    resealed = _random_entry(at + 1, chain[at].previous, chance)
    last = at == len(chain) - 1
    return _with(chain, at, resealed, at + 1 if last else at + 2)


def forge_rest(chain: Sequence[Entry], chance: random.Random) -> Tampering:
    """Everything from some entry on is written anew, flawlessly; the published head shows it."""
    at = _somewhere(chain, chance)
    forged = [_rehashed(replace(chain[at], actor="account:41"), chain[at].previous)]
    for entry in chain[at + 1 :]:
        forged.append(_rehashed(entry, forged[-1].hash))
    return Tampering(at, forged, len(chain))


def _rehashed(entry: Entry, previous: str) -> Entry:
    relinked = replace(entry, previous=previous)
    return replace(relinked, hash=standalone.entry_hash(as_fields(relinked)))


TAMPERINGS: Mapping[str, Callable[[Sequence[Entry], random.Random], Tampering]] = {
    act.__name__: act
    for act in (
        change_subject,
        change_commitment,
        change_time,
        change_actor,
        change_facts,
        change_kind,
        change_link,
        delete,
        insert_copy,
        insert_sealed,
        swap,
        cut_tail,
        reseal_one,
        forge_rest,
    )
}


def tamper(chain: Sequence[Entry], number: int, *, seed: int = 1) -> tuple[str, Tampering]:
    """The name and the result of the n-th tampering; the ways take turns."""
    names = list(TAMPERINGS)
    name = names[number % len(names)]
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - a test repeats itself
    return name, TAMPERINGS[name](chain, chance)


def hash_without_actor(fields: Mapping[str, object]) -> str:
    """A sabotaged hash that says nothing of who acted."""
    kept = {name: fields[name] for name in fields if name not in {"hash", "actor"}}
    return hashlib.sha256(standalone.ENTRY_TAG + canonical_bytes(kept)).hexdigest()
