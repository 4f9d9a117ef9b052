"""What somebody's words of probability meant: how often what they were said of came true."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from forecasts.scoring.inference import Interval, wilson


@dataclass(frozen=True, slots=True)
class WordUse:
    """Forecasts given with the same words.

    Attributes:
        words: as they were said, in small letters.
        low: the low end of what they are read as, in millionths.
        high: the high end.
        n: forecasts.
        yes: those that came true.
    """

    words: str
    low: int
    high: int
    n: int
    yes: int

    @property
    def interval(self) -> Interval:
        """95 % interval of the share that comes true when these words are said."""
        return wilson(self.n, self.yes)


def count_words(said: Iterable[tuple[str, int, int, int]]) -> tuple[WordUse, ...]:
    """The words with what became of them, the most used first.

    Args:
        said: for each forecast its words, the low and the high end of how they were read, and 1 if
            it came true, else 0.

    >>> count_words([("Likely", 1, 2, 1), ("likely", 1, 2, 0)])
    (WordUse(words='likely', low=1, high=2, n=2, yes=1),)
    """
    tally = Counter(
        (" ".join(words.lower().split()), low, high, came) for words, low, high, came in said
    )
    uses = {key[:3] for key in tally}
    counted = (WordUse(*use, n=tally[*use, 0] + tally[*use, 1], yes=tally[*use, 1]) for use in uses)
    return tuple(sorted(counted, key=lambda use: (-use.n, use.words, use.low)))
