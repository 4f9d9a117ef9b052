"""Is there evidence that the stated probabilities are off? Two z values, and one e-value."""

import math
from typing import NamedTuple

import numpy as np

from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import LOG_LIMIT, FloatArray, filled

SLOPES = (0.5, 0.75, 1.0, 1.33, 2.0)
SHIFTS = (-0.8, -0.4, 0.0, 0.4, 0.8)
"""The alternatives: true log odds = shift + slope * stated log odds, all weighing the same."""

LARGEST_LOG_E = 690.0
"""An e-value is given as no larger than exp of this, so that it remains a number."""

_ENOUGH_BITS = 600
"""Precision that is kept of a variance before it becomes a float."""


class Evidence(NamedTuple):
    """What the fixed alternatives say against the stated probabilities.

    Attributes:
        e_value: the evidence; 20 or more happens to a calibrated author once in 20 at most,
            however often one looks.
        slope: of the alternative that fits best; below 1 the author was too sure.
        shift: of the same; above 0 more came true than was said.
    """

    e_value: float
    slope: float
    shift: float


def spiegelhalter_z(table: LevelTable) -> float | None:
    """Brier score minus its expectation, in standard deviations; above 0 is worse than stated.

    None where nothing could vary: every level 0, one half or 1. Blind to shifts that
    make some levels too high and others too low.

    Source:
        Spiegelhalter (1986), Statistics in Medicine 5(5), 421-433.
    """
    whole = table.scale
    excess = sum((whole * yes - n * level) * (whole - 2 * level) for level, n, yes in table)
    variance = sum(n * level * (whole - level) * (whole - 2 * level) ** 2 for level, n, _ in table)
    return _ratio(excess, variance)


def in_the_large_z(table: LevelTable) -> float | None:
    """How many more came true than was said, in standard deviations; None if all was certain.

    Blind to being too sure in both directions.
    """
    whole = table.scale
    excess = sum(whole * yes - n * level for level, n, yes in table)
    variance = sum(n * level * (whole - level) for level, n, _ in table)
    return _ratio(excess, variance)


def evidence(table: LevelTable) -> Evidence:
    """Evidence against the stated probabilities: the mean likelihood ratio of 25 alternatives.

    Anybody may look at any time, provided that each question counts once, the forecast stood
    before the outcome, and questions are not copies of one event. A certain forecast that came
    true says nothing; one that did not counts as if given at ``LOG_LIMIT``.

    Raises:
        ValueError: the table is empty.

    Source:
        Ville (1939) for the bound; Ramdas and others (2023), Statistical Science 38(4), 576-601.
    """
    logs = _log_likelihood_ratios(filled(table))
    slope, shift = np.unravel_index(int(np.argmax(logs)), logs.shape)
    log_e = float(np.logaddexp.reduce(logs.ravel())) - math.log(logs.size)
    return Evidence(math.exp(min(log_e, LARGEST_LOG_E)), SLOPES[slope], SHIFTS[shift])


def _log_likelihood_ratios(table: LevelTable) -> FloatArray:
    """Log likelihood ratio of each alternative; shape (slopes, shifts)."""
    odds = np.array([_log_odds(cell.level, table.scale) for cell in table])
    n, yes = (np.array([cell[index] for cell in table], dtype=np.float64) for index in (1, 2))
    certain_yes = np.array([cell.level == table.scale for cell in table])
    certain_no = np.array([cell.level == 0 for cell in table])
    said_yes, said_no = -np.logaddexp(0, -odds), -np.logaddexp(0, odds)

    def against(slope: float, shift: float) -> float:
        other = shift + slope * odds
        came = np.where(certain_yes, 0.0, -np.logaddexp(0, -other) - said_yes)
        failed = np.where(certain_no, 0.0, -np.logaddexp(0, other) - said_no)
        return float(np.sum(yes * came + (n - yes) * failed))

    return np.array([[against(slope, shift) for shift in SHIFTS] for slope in SLOPES])


def _log_odds(level: int, scale: int) -> float:
    """ln(p/(1-p)), with certainty read as ``LOG_LIMIT``."""
    if level in (0, scale):
        certainty = math.log(1 - LOG_LIMIT) - math.log(LOG_LIMIT)
        return certainty if level else -certainty
    return math.log(level) - math.log(scale - level)


def _ratio(excess: int, variance: int) -> float | None:
    """Excess over the root of the variance; both may be too large for a float by themselves."""
    if variance == 0:
        return None
    shift = max(0, variance.bit_length() - _ENOUGH_BITS) // 2
    return (excess >> shift) / math.sqrt(variance >> (2 * shift))
