"""What an author has earned: counts, figures, and the sentences that people read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from forecasts.domain.lifecycle import Status
from forecasts.scoring.evidence import Evidence, evidence
from forecasts.scoring.expectation import luck_range
from forecasts.scoring.inference import Interval, brier_interval, wilson
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import expected_brier, mean_brier, skill

TOO_FEW_BELOW = 10
"""Below this many resolved forecasts there is no score, no rank and no grade."""

PROVISIONAL_BELOW = 20
"""Below this many a score is called provisional."""

EVIDENCE_FROM = 20.0
"""The e-value from which a card says that the stated numbers are off."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Where every forecast that was logged stands today; nothing leaves the sum quietly.

    Proposed forecasts count as due, as their outcome is not yet decided. Disputed ones stay where
    their last decision put them: resolved, or void.

    Raises:
        ValueError: a count below 0, or a sum other than ``logged``.
    """

    logged: int = 0
    open: int = 0
    due: int = 0
    resolved: int = 0
    void: int = 0
    withdrawn: int = 0
    erased: int = 0

    def __post_init__(self) -> None:
        """Refuse counts that do not add up."""
        parts = (self.open, self.due, self.resolved, self.void, self.withdrawn, self.erased)
        if min(parts) < 0 or sum(parts) != self.logged:
            raise ValueError(f"{self} does not add up")

    @classmethod
    def from_statuses(cls, tally: Mapping[Status, int], *, void: int, erased: int) -> Self:
        """The counts from forecasts by status.

        Args:
            tally: forecasts that are still on record, by status.
            void: those of the resolved and disputed whose last decision is void.
            erased: forecasts of which only the ledger entry is left; not in ``tally``.
        """
        decided = tally.get(Status.RESOLVED, 0) + tally.get(Status.DISPUTED, 0)
        return cls(
            logged=sum(tally.values()) + erased,
            open=tally.get(Status.OPEN, 0),
            due=tally.get(Status.DUE, 0) + tally.get(Status.PROPOSED, 0),
            resolved=decided - void,
            void=void,
            withdrawn=tally.get(Status.WITHDRAWN, 0),
            erased=erased,
        )

    def __str__(self) -> str:
        """The sum as a card prints it; zeros stay, so that none is ever missing."""
        return (
            f"{self.logged} logged = {self.open} open + {self.due} due + {self.resolved} resolved"
            f" + {self.void} void + {self.withdrawn} withdrawn + {self.erased} erased"
        )


@dataclass(frozen=True, slots=True)
class Grades:
    """How well the forecasts on record are proven; self-reported ones never enter a figure."""

    live: int = 0
    sourced: int = 0
    self_reported: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of some forecasts came true."""

    n: int = 0
    yes: int = 0

    @property
    def interval(self) -> Interval:
        """95 % interval of the true rate."""
        return wilson(self.n, self.yes)


@dataclass(frozen=True, slots=True)
class WordedTables:
    """Worded forecasts, each counted at the low, middle and high end of what its words mean.

    Raises:
        ValueError: the three tables are not of the same forecasts.
    """

    low: LevelTable = field(default_factory=LevelTable)
    middle: LevelTable = field(default_factory=LevelTable)
    high: LevelTable = field(default_factory=LevelTable)

    def __post_init__(self) -> None:
        """Refuse tables of different forecasts."""
        if (
            not (self.low.n, self.low.yes)
            == (self.middle.n, self.middle.yes)
            == (
                self.high.n,
                self.high.yes,
            )
        ):
            raise ValueError("low, middle and high must count the same forecasts")

    @property
    def n(self) -> int:
        """How many worded forecasts."""
        return self.middle.n

    @property
    def yes(self) -> int:
        """How many of them came true."""
        return self.middle.yes

    @property
    def brier(self) -> Interval | None:
        """The least and the largest mean Brier score of the three readings; None when too few."""
        if self.n < TOO_FEW_BELOW:
            return None
        scores = [float(mean_brier(table)) for table in (self.low, self.middle, self.high)]
        return Interval(min(scores), max(scores))


@dataclass(frozen=True, slots=True)
class StatedFigures:
    """The headline figures of stated probabilities.

    Attributes:
        n: forecasts.
        brier: mean Brier score, one-sided, 0 to 1.
        interval: its 95 % interval.
        expected: the score to expect if the stated probabilities were right.
        luck: the central 90 % of what they would then give.
        skill: share of the own base rate's score that was saved; None if undefined.
        evidence: against the stated probabilities.
    """

    n: int
    brier: float
    interval: Interval
    expected: float
    luck: Interval
    skill: float | None
    evidence: Evidence

    @property
    def provisional(self) -> bool:
        """Whether there are too few to rely on."""
        return self.n < PROVISIONAL_BELOW


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All that is known of an author's forecasts; stated, worded and flat are never mixed.

    Attributes:
        author: the name as people read it.
        counts: where every logged forecast stands.
        grades: how well they are proven.
        stated: resolved live and sourced forecasts with a number.
        worded: the same, with words.
        flat: the same, with neither.
    """

    author: str
    counts: Counts
    grades: Grades = field(default_factory=Grades)
    stated: LevelTable = field(default_factory=LevelTable)
    worded: WordedTables = field(default_factory=WordedTables)
    flat: Rate = field(default_factory=Rate)

    @property
    def stated_figures(self) -> StatedFigures | None:
        """The score of the stated probabilities; None when there are too few."""
        return figures_of(self.stated)

    @property
    def luck(self) -> Interval | None:
        """What luck alone would give the stated ones; None where there are none."""
        return luck_range(self.stated) if self.stated.cells else None


def figures_of(stated: LevelTable) -> StatedFigures | None:
    """The headline figures; None below ``TOO_FEW_BELOW`` forecasts."""
    if stated.n < TOO_FEW_BELOW:
        return None
    return StatedFigures(
        n=stated.n,
        brier=float(mean_brier(stated)),
        interval=brier_interval(stated),
        expected=float(expected_brier(stated)),
        luck=luck_range(stated),
        skill=skill(stated),
        evidence=evidence(stated),
    )
