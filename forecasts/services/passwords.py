"""Passwords: which are taken, how they are kept, and whether one is right.

Argon2id takes a tenth of a second on purpose. Nothing here touches the database, so that whoever
calls can let that time pass outside a transaction.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forecasts.domain.errors import InvalidInputError
from forecasts.domain.passwords import PasswordCost

SHORTEST = 12
LONGEST = 256
FIELD = "new_password"
"""The field in which a new password is typed."""

ENOUGH_GUESSES = 10**10
"""How many guesses a program that knows people's habits must need at least."""

PRODUCT_WORDS = ("forecast", "forecasts", "ledger", "forecast ledger")

_LOOKED_AT = 40
"""How many characters are searched for habits: what begins well does not get worse by going on."""

_BETWEEN_WORDS = re.compile(r"[^\w]{1,300}")


def choose(password: str, *, about: Iterable[str], cost: PasswordCost) -> str:
    """The hash of a new password, in the form that is kept.

    Args:
        about: what others know of this person, such as name and address; no password is made of it.

    Raises:
        InvalidInputError: it is too short, too long, or among the first that others would guess.
    """
    fault = _find_fault(password, about)
    if fault:
        raise InvalidInputError(fault, {FIELD: fault})
    return _hasher(cost).hash(password)


def is_right(password: str, kept: str | None, *, cost: PasswordCost) -> bool:
    """Whether this is the password behind the hash; as slow where there is no hash."""
    hasher, decoy = _hasher(cost), _decoy(cost)
    try:
        hasher.verify(kept or decoy, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def improve(password: str, kept: str, *, cost: PasswordCost) -> str | None:
    """The hash as it is made today; None where the kept one was made so already."""
    hasher = _hasher(cost)
    return hasher.hash(password) if hasher.check_needs_rehash(kept) else None


def _find_fault(password: str, about: Iterable[str]) -> str | None:
    if len(password) < SHORTEST:
        return f"Take at least {SHORTEST} characters. A few words that do not belong together do."
    if len(password) > LONGEST:
        return f"Keep it to at most {LONGEST} characters."
    if _guesses(password, about) < ENOUGH_GUESSES:
        return (
            "This is among the first that others would guess: a known password, a pattern, or made"
            " of your name, your address or ours. Take a few words that do not belong together."
        )
    return None


def _guesses(password: str, about: Iterable[str]) -> float:
    """How many guesses it takes whoever knows common passwords, names, words and patterns."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists are large, and most processes need none

    known = [*PRODUCT_WORDS, *(word for text in about for word in _words_of(text))]
    return float(zxcvbn(password[:_LOOKED_AT], user_inputs=known)["guesses"])


def _words_of(text: str) -> list[str]:
    """The text, each word of it, and the words written as one."""
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    return [text, "".join(words), *words]


@lru_cache
def _hasher(cost: PasswordCost) -> PasswordHasher:
    return PasswordHasher(
        time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes
    )


@lru_cache
def _decoy(cost: PasswordCost) -> str:
    """A hash to check against where there is none, so that both take the same time."""
    return _hasher(cost).hash("nobody's password")
