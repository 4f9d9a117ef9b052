"""The Brier score taken apart without bins (CORP), and how well yes is told from no."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import base_rate_brier, filled, mean_brier


class Block(NamedTuple):
    """Neighbouring levels whose shares of yes were pooled, so that the curve never falls.

    Attributes:
        low: lowest level of the block, in parts of the table's scale.
        high: its highest level.
        n: forecasts.
        yes: those that came true.
    """

    low: int
    high: int
    n: int
    yes: int


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Brier = miscalibration - discrimination + uncertainty, exactly.

    Attributes:
        miscalibration: MCB, what recalibrating the author's own levels would have saved; never
            below 0, and above it by luck alone.
        discrimination: DSC, what the recalibrated levels save over stating the base rate.
        uncertainty: UNC, the score of stating the base rate.
    """

    miscalibration: Fraction
    discrimination: Fraction
    uncertainty: Fraction


def pooled(table: LevelTable) -> tuple[Block, ...]:
    """The reliability curve: blocks of levels, ascending, with ascending shares of yes.

    Forecasts of one level are one case from the start, so the order of rows cannot matter.

    Source:
        Pool adjacent violators, Ayer and others (1955); Dimitriadis, Gneiting and Jordan (2021),
        PNAS 118(8) e2016191118.

    >>> [block.yes / block.n for block in pooled(LevelTable.from_pairs(
    ...     [(200_000, 1), (300_000, 0), (900_000, 1)]))]
    [0.5, 1.0]
    """
    blocks: list[Block] = []
    for level, n, yes in table:
        block = Block(level, level, n, yes)
        while blocks and blocks[-1].yes * block.n >= block.yes * blocks[-1].n:
            last = blocks.pop()
            block = Block(last.low, level, last.n + block.n, last.yes + block.yes)
        blocks.append(block)
    return tuple(blocks)


def curve(table: LevelTable) -> tuple[tuple[float, float], ...]:
    """The reliability curve as points (stated, share that came true), both ends of each block.

    >>> curve(LevelTable.from_pairs([(200_000, 1), (300_000, 0), (900_000, 1)]))
    ((0.2, 0.5), (0.3, 0.5), (0.9, 1.0))
    """
    points = (
        (level / table.scale, block.yes / block.n)
        for block in pooled(table)
        for level in sorted({block.low, block.high})
    )
    return tuple(points)


def curve_at(table: LevelTable) -> list[float]:
    """The height of the reliability curve at each level of the table."""
    blocks = iter(pooled(table))
    block, heights = next(blocks, None), []
    for level, _, _ in table:
        while block and level > block.high:
            block = next(blocks, None)
        if block:
            heights.append(block.yes / block.n)
    return heights


def decompose(table: LevelTable) -> Decomposition:
    """What was lost by miscalibration and gained by telling cases apart; exact fractions.

    Raises:
        ValueError: the table is empty.
    """
    score, uncertainty = mean_brier(table), base_rate_brier(table)
    recalibrated = _block_scores(pooled(table)) / filled(table).n
    return Decomposition(score - recalibrated, uncertainty - recalibrated, uncertainty)


def _block_scores(blocks: tuple[Block, ...]) -> Fraction:
    """Sum of Brier scores if each block had stated its own share of yes: yes(n-yes)/n.

    Summed by block size first, which keeps the common denominator small.
    """
    by_size = sorted((block.n, block.yes * (block.n - block.yes)) for block in blocks)
    return sum(
        (
            Fraction(sum(product for _, product in same), size)
            for size, same in groupby(by_size, key=lambda pair: pair[0])
        ),
        Fraction(),
    )


def auc(table: LevelTable) -> float | None:
    """Chance that a case that came true was given more than one that did not; ties count half.

    None where all outcomes are the same. Says nothing about calibration.
    """
    yes, no = table.yes, table.n - table.yes
    if not yes or not no:
        return None
    passed, doubled_wins = 0, 0
    for cell in table:
        failed = cell.n - cell.yes
        doubled_wins += cell.yes * (2 * passed + failed)
        passed += failed
    return float(Fraction(doubled_wins, 2 * yes * no))
