"""Entries as lines of the exported file, ``ledger.jsonl``."""

from forecasts.ledger.chain import Entry, as_fields, from_fields
from forecasts.ledger.standalone import canonical_bytes, read_line


def to_line(entry: Entry) -> str:
    """The entry as one line of the export, without its line break.

    Raises:
        ValueError: a field has no canonical bytes.
    """
    return canonical_bytes(as_fields(entry)).decode()


def from_line(line: str) -> Entry:
    """The entry that one line of the export holds; whether its hash fits is not checked.

    Raises:
        ValueError: a sentence saying why the line cannot be read.
    """
    return from_fields(read_line(line))
