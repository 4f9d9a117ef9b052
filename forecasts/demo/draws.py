"""Chances that come out the same on every machine and every day."""

import hashlib
import random
from collections.abc import Sequence

_BITS = 48


def draw(*key: object) -> float:
    """A number from 0 up to 1, always the same for the same key.

    >>> draw("post", 3) == draw("post", 3), draw("post", 3) == draw("post", 4)
    (True, False)
    """
    digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[: _BITS // 8], "big") / float(1 << _BITS)


def draw_one(choices: Sequence[str], *key: object) -> str:
    """One of the choices, always the same for the same key."""
    return choices[int(draw(*key) * len(choices))]


class Deck:
    """Cards that are dealt in a shuffled order; none comes again before all have been dealt."""

    def __init__(self, cards: Sequence[str], *key: object) -> None:
        """Shuffle the cards in an order that the key alone decides."""
        self._cards = cards
        self._rest: list[str] = []
        seed = int(draw(*key) * float(1 << _BITS))
        self._random = random.Random(seed)  # noqa: S311 - a story, not a secret

    def deal(self) -> str:
        """The next card."""
        if not self._rest:
            self._rest = list(self._cards)
            self._random.shuffle(self._rest)
        return self._rest.pop()
