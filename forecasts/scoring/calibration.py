"""Ten bins: what was said against what came true, with the doubt around each."""

from dataclasses import dataclass
from fractions import Fraction

from forecasts.scoring.distributions import binomial_range
from forecasts.scoring.inference import Interval, wilson
from forecasts.scoring.levels import Cell, LevelTable

BINS = 10

BAND_SHARE = 0.90
"""Share of calibrated authors' dots that lie within the consistency band, each by itself."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts stated between two tenths.

    Attributes:
        low: lowest probability of the bin, included.
        high: its upper edge; included in the last bin only.
        n: forecasts.
        yes: those that came true.
        mean_p: mean stated probability; None without forecasts.
    """

    low: float
    high: float
    n: int
    yes: int
    mean_p: float | None

    @property
    def observed(self) -> float | None:
        """Share that came true; None without forecasts."""
        return self.yes / self.n if self.n else None

    @property
    def wilson95(self) -> Interval | None:
        """95 % interval of the true share; None without forecasts."""
        return wilson(self.n, self.yes) if self.n else None

    @property
    def consistency(self) -> Interval | None:
        """Where the observed share would lie if ``mean_p`` were right, 90 % of the time or more.

        Central binomial range at the mean; for this bin alone, not for all ten at once.
        """
        if self.mean_p is None:
            return None
        low, high = binomial_range(self.n, self.mean_p, share=BAND_SHARE)
        return Interval(low / self.n, high / self.n)

    def as_json(self) -> dict[str, object]:
        """The bin as the command prints it."""
        wilson95, consistency = self.wilson95, self.consistency
        return {
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "yes": self.yes,
            "mean_p": self.mean_p,
            "observed": self.observed,
            "wilson95": list(wilson95) if wilson95 else None,
            "consistency90": list(consistency) if consistency else None,
        }


def bins(table: LevelTable) -> tuple[Bin, ...]:
    """The ten bins, empty ones included; every forecast is in exactly one.

    >>> [b.n for b in bins(LevelTable.from_pairs([(100_000, 0), (290_000, 1), (1_000_000, 1)]))]
    [0, 1, 1, 0, 0, 0, 0, 0, 0, 1]
    """
    sorted_in: list[list[Cell]] = [[] for _ in range(BINS)]
    for cell in table:
        sorted_in[bin_of(cell.level, table.scale)].append(cell)
    return tuple(_bin(index, cells, table.scale) for index, cells in enumerate(sorted_in))


def bin_of(level: int, scale: int) -> int:
    """Which of the ten bins a level belongs to: 10 % opens the second, 100 % closes the last."""
    return min(level * BINS // scale, BINS - 1)


def _bin(index: int, cells: list[Cell], scale: int) -> Bin:
    n = sum(cell.n for cell in cells)
    stated = sum(cell.n * cell.level for cell in cells)
    return Bin(
        low=index / BINS,
        high=(index + 1) / BINS,
        n=n,
        yes=sum(cell.yes for cell in cells),
        mean_p=float(Fraction(stated, n * scale)) if n else None,
    )
