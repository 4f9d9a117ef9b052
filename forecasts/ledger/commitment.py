"""Commitments: the ledger holds a hash of private text, so that the text can be erased."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forecasts.ledger.standalone import canonical_bytes

COMMITMENT_TAG = b"forecasts/ledger/commitment/1\n"
"""Stands before the salt, so that no other hash can pass for a commitment."""

SALT_BYTES = 32
"""Length of the salt. The caller draws it at random and keeps it beside the text."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a commitment was made of; both are erased together."""

    content: Mapping[str, object]
    salt: bytes = field(repr=False)


class Seal(StrEnum):
    """How what is kept compares with a commitment."""

    MATCHES = "matches"
    DIFFERS = "differs"
    ABSENT = "absent"


def commit(content: Mapping[str, object], salt: bytes) -> str:
    """Hex SHA-256 of the tag, the salt and the canonical bytes of the content.

    Without the salt nobody can find out by trying whether it stands for a given text.

    Raises:
        ValueError: the salt is not 32 bytes long, or the content has no canonical bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(COMMITMENT_TAG + salt + canonical_bytes(content)).hexdigest()


def compare_seal(commitment: str | None, sealed: Sealed | None) -> Seal:
    """Whether what is kept is what was committed to.

    Nothing kept where nothing was committed to matches; something kept then differs.
    """
    if sealed is None:
        return Seal.MATCHES if commitment is None else Seal.ABSENT
    try:
        return Seal.MATCHES if commit(sealed.content, sealed.salt) == commitment else Seal.DIFFERS
    except ValueError:
        return Seal.DIFFERS
