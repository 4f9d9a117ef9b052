"""One card of figures for a table of forecasts, as ``forecasts score`` prints it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from forecasts.scoring.bands import misstated, null_of
from forecasts.scoring.calibration import bins
from forecasts.scoring.decomposition import auc, decompose
from forecasts.scoring.evidence import evidence, in_the_large_z, spiegelhalter_z
from forecasts.scoring.expectation import luck_range
from forecasts.scoring.inference import (
    around,
    brier_interval,
    cluster_sums,
    clustered_error,
    self_stated_error,
)
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import (
    LOG_LIMIT,
    NATS_PER_BIT,
    expected_brier,
    limited_forecasts,
    mean_brier,
    mean_log_loss,
    mean_spherical,
    skill,
)
from forecasts.scoring.scorecard import PROVISIONAL_BELOW, TOO_FEW_BELOW
from forecasts.scoring.table import Row
from forecasts.scoring.triptych import murphy_parts
from forecasts.scoring.wording import stated_in_words

FORMULA_VERSION = "1"
"""Changes whenever the same rows would give another figure."""

SCALE = "brier one-sided 0 to 1"


class _Levels(NamedTuple):
    """Each probability as a whole number of ``scale``-ths."""

    of: dict[Decimal, int]
    scale: int


def score_rows(rows: Sequence[Row]) -> dict[str, object]:
    """Every figure about the rows, ready for JSON; the order of the rows makes no difference.

    Levels are grouped by the exact decimal that was given. Figures that the rows do not define
    (skill where all outcomes are alike) are None.

    Raises:
        ValueError: there are no rows.
    """
    levels = _levels({row.probability for row in rows})
    table = _table(rows, levels)
    card = {"scale": SCALE, "formula_version": FORMULA_VERSION, **figures(table)}
    if any(row.question is not None for row in rows):
        card["clustered"] = _clustered(rows, levels, table)
    if any(row.author is not None for row in rows):
        card["authors"] = _by_author(rows, levels)
    return card


def figures(table: LevelTable) -> dict[str, object]:
    """Every figure that follows from the table alone, ready for JSON.

    Raises:
        ValueError: the table is empty.
    """
    parts, against, by_bins = decompose(table), evidence(table), murphy_parts(table, binned=True)
    return {
        "n": table.n,
        "yes": table.yes,
        "provisional": table.n < PROVISIONAL_BELOW,
        "brier": float(mean_brier(table)),
        "brier_interval": list(brier_interval(table)),
        "brier_expected": float(expected_brier(table)),
        "brier_expected_range": list(luck_range(table)),
        "skill": skill(table),
        "skill_reference": "own base rate",
        "log_loss_nats": mean_log_loss(table),
        "log_loss_bits": mean_log_loss(table) / NATS_PER_BIT,
        "log_clip": LOG_LIMIT,
        "log_clipped": limited_forecasts(table),
        "spherical": mean_spherical(table),
        "mcb": float(parts.miscalibration),
        "mcb_null95": null_of(table).miscalibration95,
        "dsc": float(parts.discrimination),
        "unc": float(parts.uncertainty),
        "murphy_ten_bins": {name: float(part) for name, part in by_bins._asdict().items()},
        "auc": auc(table),
        "spiegelhalter_z": spiegelhalter_z(table),
        "in_the_large_z": in_the_large_z(table),
        "e_value": against.e_value,
        "misstated": [each._asdict() for each in misstated(table)],
        "bins": [each.as_json() for each in bins(table)],
        "in_words": stated_in_words(table),
    }


def _clustered(rows: Sequence[Row], levels: _Levels, table: LevelTable) -> dict[str, object]:
    """The error of the Brier score if forecasts of one question rise and fall together.

    A row that names no question is a question of its own.
    """
    sums = cluster_sums(
        (
            (row.question or place, levels.of[row.probability], row.outcome)
            for place, row in enumerate(rows)
        ),
        scale=levels.scale,
    )
    error = clustered_error(sums)
    interval = None
    if error is not None:
        floored = max(error, self_stated_error(table))
        interval = list(around(float(mean_brier(table)), floored, freedom=sums.groups - 1))
    return {"groups": sums.groups, "standard_error": error, "interval": interval}


def _by_author(rows: Sequence[Row], levels: _Levels) -> dict[str, object]:
    by_author: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_author[row.author or ""].append(row)
    return {author: _author(_table(by_author[author], levels)) for author in sorted(by_author)}


def _author(table: LevelTable) -> dict[str, object]:
    """An author's score with its interval; below ten forecasts only what luck would give."""
    enough = table.n >= TOO_FEW_BELOW
    return {
        "n": table.n,
        "yes": table.yes,
        "brier": float(mean_brier(table)) if enough else None,
        "brier_interval": list(brier_interval(table)) if enough else None,
        "brier_expected_range": list(luck_range(table)),
    }


def _levels(probabilities: set[Decimal]) -> _Levels:
    """Whole levels for all probabilities: as many parts as the finest of them needs."""
    ratios = {probability: probability.as_integer_ratio() for probability in probabilities}
    places = max((-int(each.as_tuple().exponent) for each in probabilities), default=0)
    scale: int = 10 ** max(0, places)
    return _Levels(
        {each: above * (scale // below) for each, (above, below) in ratios.items()}, scale
    )


def _table(rows: Sequence[Row], levels: _Levels) -> LevelTable:
    tally = Counter((levels.of[row.probability], row.outcome) for row in rows)
    return LevelTable.from_tally(tally, scale=levels.scale)
