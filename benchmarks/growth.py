"""How much longer work takes when its input is twice as long."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SIZES = tuple(1 << power for power in range(14, 21))
"""Lengths of the growing input: 16 k, 32 k and so on up to 1 M."""

STEEPEST = 2.6
"""What twice the input may cost: 2 is linear, 4 is quadratic."""

LONGEST_RUN = 10.0
"""Seconds after which an input grows no further."""

_FLOOR = 0.02
"""Seconds below which noise outweighs what is measured."""

_SHORT = 0.5
"""Seconds below which a run is repeated, and the least counts."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The seconds that each length of the input took, from the shortest on."""

    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def steepest(self) -> float:
        """The worst ratio of neighbouring times; 0 where all are too short to compare."""
        pairs = pairwise(self.seconds)
        return max((later / earlier for earlier, later in pairs if earlier >= _FLOOR), default=0)

    @property
    def fault(self) -> str | None:
        """What is wrong with it, in words; None if it is linear and not slow."""
        if self.steepest > STEEPEST:
            return f"twice the input takes {self.steepest:.1f} times as long"
        if self.seconds[-1] > LONGEST_RUN:
            return f"{self.sizes[-1]:,} characters take {self.seconds[-1]:.1f} s"
        return None


def measure_growth(
    work: Callable[[str], object],
    write: Callable[[int], str],
    *,
    sizes: Sequence[int] = SIZES,
    clock: Callable[[], float] = time.process_time,
) -> Growth:
    """What the work costs on inputs of these lengths; ends early once it takes too long.

    A step that looks too steep is measured again, both its ends: what stays is the work's own,
    what goes was the machine's.

    Args:
        work: what is measured.
        write: makes an input of a length.
        sizes: the lengths, each twice the one before.
        clock: seconds of CPU, unless steps are counted in their place.
    """
    seconds: list[float] = []
    for size in sizes:
        seconds.append(_least_time(work, write(size), clock))
        if _is_steep(seconds[-2:]):
            again = (_least_time(work, write(each), clock) for each in (size // 2, size))
            seconds[-2:] = map(min, seconds[-2:], again)
        if seconds[-1] > LONGEST_RUN:
            break
    return Growth(tuple(sizes[: len(seconds)]), tuple(seconds))


def _is_steep(pair: Sequence[float]) -> bool:
    earlier, later = pair[0], pair[-1]
    return earlier >= _FLOOR and later > STEEPEST * earlier


def _least_time(work: Callable[[str], object], text: str, clock: Callable[[], float]) -> float:
    least = float("inf")
    for _ in range(3):
        began = clock()
        work(text)
        least = min(least, clock() - began)
        if least > _SHORT:
            break
    return least
