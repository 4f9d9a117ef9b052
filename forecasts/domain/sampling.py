"""Draws decisions for a second look: by nobody's choice, and so that anybody can draw again."""

DEFAULT_SHARE = 5
"""Percent of the decisions that are looked at again."""


def is_drawn(entry_hash: str, share: int) -> bool:
    """Whether the decision with this entry in the ledger is looked at again.

    The hash covers a random salt, so nobody knows it before the decision is made; afterwards
    it stands in the ledger for everybody.

    Args:
        entry_hash: hash of the entry, in hex.
        share: percent of all decisions, 0 to 100.

    >>> is_drawn("ff" * 32, 100), is_drawn("00" * 32, 1), is_drawn("00" * 32, 0)
    (True, True, False)
    """
    return int(entry_hash, 16) % 100 < share
