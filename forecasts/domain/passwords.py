"""What a password costs whoever guesses, and us at each sign-in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """How hard argon2id works; a hash that was made with less is made anew at the next sign-in.

    Attributes:
        passes: how often the memory is gone over.
        memory_kib: how much memory that is.
        lanes: how many threads share the work.
    """

    passes: int = 2
    memory_kib: int = 46 * 1024
    lanes: int = 1


STANDARD = PasswordCost()
"""Twice the least that OWASP asks for; a tenth of a second on a small machine."""
