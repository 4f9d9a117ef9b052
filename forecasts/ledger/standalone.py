"""Verifies an exported ledger; this one file needs nothing but Python 3.11 or newer.

Copy it anywhere, under any name, and run ``python verify_ledger.py ledger.jsonl``. The service
itself computes its hashes with the functions below, so there is no second implementation that
could disagree. What they do is specified, with test vectors, in docs/ledger.md.
"""

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeVar

GENESIS = "0" * 64
"""What the first entry gives as the hash of the entry before."""

ENTRY_TAG = b"forecasts/ledger/entry/1\n"
"""Stands before the canonical bytes of an entry, so that no other hash can pass for one."""

MAX_LINE_BYTES = 1_048_576
"""Longest entry, as canonical bytes and as a line of the export."""

MAX_DEPTH = 16
"""Deepest nesting of lists and objects; those of an entry's facts lie one below the entry."""

INTEGER_LIMIT = 2**63
"""Integers lie strictly between minus this and this."""

_FIELDS = frozenset(
    ("sequence", "kind", "subject", "at", "actor", "facts", "commitment", "previous", "hash")
)
_PATTERNS = {
    "kind": re.compile(r"[a-z-]{1,32}"),
    "subject": re.compile(r"[!-~]{1,80}"),
    "actor": re.compile(r"[!-~]{1,40}"),
    "at": re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
    ),
    "previous": re.compile(r"[0-9a-f]{64}"),
    "hash": re.compile(r"[0-9a-f]{64}"),
}
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is not as it must be, and a sentence saying why."""

    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found.

    Attributes:
        entries: how many entries hold, counted from the first.
        head: hash of the last of them.
        fault: the first bad entry; None where every entry holds.
    """

    entries: int
    head: str
    fault: Fault | None = None


def canonical_bytes(value: object) -> bytes:
    r"""The one spelling of a JSON value that is hashed.

    Keys sorted by code point, no white space, UTF-8, strings in NFC, integers only.

    Raises:
        ValueError: a float or another type that is not JSON, an integer of 64 bits or more, a
            lone surrogate, two keys that are equal in NFC, or too deep a nesting.

    >>> canonical_bytes({"b": [1, True, None], "a": "cafe\u0301\n"}).decode()
    '{"a":"café\\n","b":[1,true,null]}'
    """
    return _ENCODER.encode(normalised(value)).encode()


def normalised(value: object, depth: int = 0) -> object:
    """The same JSON value with every string in NFC and every array a list.

    Args:
        value: what `json` can write, floats excepted.
        depth: how many lists and objects lie around it.

    Raises:
        ValueError: as for `canonical_bytes`.
    """
    if isinstance(value, str):
        return _normalised_text(value)
    if value is None:
        return value
    if isinstance(value, int):  # so are booleans
        return _bounded(value)
    if depth == MAX_DEPTH:
        raise ValueError(f"lists and objects are nested more than {MAX_DEPTH} deep")
    if isinstance(value, Mapping):
        return _normalised_object(value, depth + 1)
    if isinstance(value, list | tuple):
        return [normalised(member, depth + 1) for member in value]
    raise ValueError(f"a {type(value).__name__} has no canonical bytes")


def _normalised_text(text: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("a string holds a lone surrogate") from None
    return unicodedata.normalize("NFC", text)


def _bounded(number: int) -> int:
    if -INTEGER_LIMIT < number < INTEGER_LIMIT:
        return number
    raise ValueError("an integer needs more than 63 bits")


def _normalised_object(members: Mapping[object, object], depth: int) -> dict[str, object]:
    plain = {_key(key): normalised(member, depth) for key, member in members.items()}
    if len(plain) != len(members):
        raise ValueError("two keys of an object are equal in NFC")
    return plain


def _key(key: object) -> str:
    if isinstance(key, str):
        return _normalised_text(key)
    raise ValueError(f"the key of an object is a {type(key).__name__}, not a string")


def entry_hash(fields: Mapping[str, object]) -> str:
    """Hex SHA-256 of an entry: the tag, then the canonical bytes of every field but ``hash``.

    Args:
        fields: as `check_fields` wants them, with facts as `normalised` gives them.

    Raises:
        ValueError: the entry is too long.
    """
    hashed = _ENCODER.encode({name: fields[name] for name in fields if name != "hash"}).encode()
    if len(hashed) > MAX_LINE_BYTES - 100:  # a line also holds the hash and its name
        raise ValueError(f"it is longer than {MAX_LINE_BYTES} bytes")
    return hashlib.sha256(ENTRY_TAG + hashed).hexdigest()


def check_fields(fields: Mapping[str, object]) -> None:
    """Refuse an entry whose fields are not exactly those of the specification.

    Raises:
        ValueError: a sentence saying which field is missing, unknown or malformed.
    """
    if fields.keys() != _FIELDS:
        wrong = ", ".join(sorted(ascii(name)[:40] for name in fields.keys() ^ _FIELDS)[:9])
        raise ValueError(f"its fields are not those of an entry: {wrong} missing or unknown")
    for name, pattern in _PATTERNS.items():
        _check_text(name, fields[name], pattern)
    if fields["commitment"] is not None:
        _check_text("commitment", fields["commitment"], _PATTERNS["hash"])
    _check_number(fields["sequence"])
    _check_moment(str(fields["at"]))
    if not isinstance(fields["facts"], dict):
        raise ValueError("its facts are not an object")  # noqa: TRY004 - the entry is at fault


def _check_text(name: str, value: object, pattern: re.Pattern[str]) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"its {name} is malformed: {ascii(value)[:80]}")


def _check_number(value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < INTEGER_LIMIT:
        raise ValueError(f"its sequence is malformed: {ascii(value)[:80]}")


def _check_moment(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"its at is not a moment: {text}") from None


def read_line(line: str | bytes) -> dict[str, object]:
    """The fields of the entry that one line of an export holds; whether they fit is not checked.

    Raises:
        ValueError: a sentence saying why the line cannot be read.
    """
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"it is longer than {MAX_LINE_BYTES} bytes")
    try:
        fields = _DECODER.decode(line if isinstance(line, str) else line.decode())
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as problem:
        raise ValueError(f"it is not JSON: {problem.msg} at character {problem.pos}") from None
    except RecursionError:
        raise ValueError(f"lists and objects are nested more than {MAX_DEPTH} deep") from None
    if not isinstance(fields, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004 - the line is at fault
    return fields


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has the same key twice")
    return members


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:40]} is not an integer")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_doubles, parse_float=_refuse_number, parse_constant=_refuse_number
)


def verify_chain(
    items: Iterable[Item],
    read: Callable[[Item], Mapping[str, object]],
    *,
    head: tuple[int, str] | None = None,
    start: tuple[int, str] = (0, GENESIS),
) -> Verdict:
    """Whether the entries, in the order given, form an unbroken chain; stops at the first fault.

    Holds one entry at a time. That times run backwards is no fault: clocks are set.

    Args:
        items: the entries, in whatever form.
        read: gives the fields of one of them; a ValueError makes that entry the bad one.
        head: number and hash of an entry that were published. Without it a cut tail and a chain
            that was written anew from some entry on do not show.
        start: number and hash of the entry before the first, where that is known to be good.
    """
    sequence, previous = start
    for item in items:
        try:
            fields = read(item)
            check_fields(fields)
            _check_link(fields, sequence + 1, previous)
        except ValueError as problem:
            return Verdict(sequence, previous, Fault(sequence + 1, str(problem)))
        if (fault := _fault_of_head(sequence + 1, str(fields["hash"]), head)) is not None:
            return Verdict(sequence, previous, fault)
        sequence, previous = sequence + 1, str(fields["hash"])
    return Verdict(sequence, previous, _fault_of_end(sequence, previous, head))


def _check_link(fields: Mapping[str, object], number: int, previous: str) -> None:
    if fields["sequence"] != number:
        raise ValueError(f"entry {fields['sequence']} stands where entry {number} must be")
    if fields["previous"] != previous:
        raise ValueError(
            "its link to the entry before is broken: that entry, or this one, was replaced"
        )
    if normalised(fields["facts"], depth=1) != fields["facts"]:
        raise ValueError("its facts hold a string that is not in NFC")
    if entry_hash(fields) != fields["hash"]:
        raise ValueError("its hash does not match its fields: something in it was changed")


def _fault_of_head(number: int, found: str, head: tuple[int, str] | None) -> Fault | None:
    if head is None or number != head[0] or found == head[1]:
        return None
    return Fault(
        number,
        f"its hash is not the published {head[1]}: this entry or one before it was written anew",
    )


def _fault_of_end(number: int, found: str, head: tuple[int, str] | None) -> Fault | None:
    if head is None or number > head[0]:
        return None
    if number == head[0]:
        return _fault_of_head(number, found, head)
    return Fault(
        number + 1, f"it is missing, though entry {head[0]} was published: the end was cut"
    )


def capped_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long, a piece that is still too long."""
    return iter(partial(stream.readline, MAX_LINE_BYTES + 1), b"")


def published_head(text: str) -> tuple[int, str]:
    """Number and hash of a published head written as SEQUENCE:HASH.

    Raises:
        ValueError: it is not written so.
    """
    match = re.fullmatch(r"([0-9]{1,19}):([0-9a-f]{64})", text)
    if match is None:
        raise ValueError("a head is written as SEQUENCE:HASH, with 64 lower-case hex digits")
    return int(match[1]), match[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify one file; 0 where it holds, 1 where an entry is bad, 2 where it cannot be read."""
    parser = argparse.ArgumentParser(description="Verify an exported ledger.")
    parser.add_argument("ledger", type=Path, help="the exported file, ledger.jsonl")
    parser.add_argument(
        "--head", type=published_head, help="a published head, SEQUENCE:HASH; shows a cut tail"
    )
    chosen = parser.parse_args(arguments)
    try:
        with chosen.ledger.open("rb") as stream:
            verdict = verify_chain(capped_lines(stream), read_line, head=chosen.head)
    except OSError as problem:
        sys.stderr.write(f"cannot read {chosen.ledger}: {problem.strerror}\n")
        return 2
    sys.stdout.write(_sentence(verdict, with_head=chosen.head is not None) + "\n")
    return 0 if verdict.fault is None else 1


def _sentence(verdict: Verdict, *, with_head: bool) -> str:
    if verdict.fault is not None:
        return f"entry {verdict.fault.sequence} is bad: {verdict.fault.what}"
    holds = f"{verdict.entries} entries hold; head {verdict.entries}:{verdict.head}"
    return holds if with_head else f"{holds}; without a published head a cut tail does not show"


if __name__ == "__main__":
    sys.exit(main())
