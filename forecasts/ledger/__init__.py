"""The ledger: entries bound by hashes, so that no act can be changed or dropped unseen."""

from forecasts.ledger.canonical import canonical_bytes
from forecasts.ledger.chain import Entry, as_fields, from_fields, render_moment, seal
from forecasts.ledger.commitment import SALT_BYTES, Seal, Sealed, commit, compare_seal
from forecasts.ledger.lines import from_line, to_line
from forecasts.ledger.standalone import (
    GENESIS,
    MAX_LINE_BYTES,
    Fault,
    Verdict,
    published_head,
    read_line,
    verify_chain,
)
from forecasts.ledger.verification import ERASED, erased_by, verify, verify_seals

__all__ = [
    "ERASED",
    "GENESIS",
    "MAX_LINE_BYTES",
    "SALT_BYTES",
    "Entry",
    "Fault",
    "Seal",
    "Sealed",
    "Verdict",
    "as_fields",
    "canonical_bytes",
    "commit",
    "compare_seal",
    "erased_by",
    "from_fields",
    "from_line",
    "published_head",
    "read_line",
    "render_moment",
    "seal",
    "to_line",
    "verify",
    "verify_chain",
    "verify_seals",
]
