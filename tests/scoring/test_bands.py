"""Bands around a reliability curve: exact bounds, and how often they hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.bands import _look, clopper_pearson, honest_band, misstated, null_of
from forecasts.scoring.decomposition import curve_at, decompose
from forecasts.scoring.distributions import beta_distribution, binomial_chances
from forecasts.scoring.levels import Cell, LevelTable
from tests.scoring.forecasts_made_up import TABLES


def drawn(chance: np.random.Generator, n: int, *, slope: float = 1.0) -> LevelTable:
    """Forecasts in whole tens of percent, true chances as stated or nearer to one half."""
    levels = chance.integers(1, 10, n) * 100_000
    true = 0.5 + slope * (levels / 1_000_000 - 0.5)
    came = (chance.random(n) < true).astype(int)
    return LevelTable.from_pairs(zip(levels.tolist(), came.tolist(), strict=True))


@pytest.mark.parametrize(("n", "yes"), [(10, 8), (20, 0), (20, 20), (7, 3), (500, 40)])
def test_the_ends_of_the_exact_interval_cut_off_a_fortieth(n, yes):
    low, high = clopper_pearson(n, yes)

    if yes:
        assert sum(binomial_chances(n, low)[yes:]) == pytest.approx(0.025, abs=1e-9)
    if yes < n:
        assert sum(binomial_chances(n, high)[: yes + 1]) == pytest.approx(0.025, abs=1e-9)
    assert low <= yes / n <= high


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_beta_distribution_is_that_of_binomial_sums(first, second, value):
    n = first + second - 1

    found = beta_distribution(
        np.array([value]), np.array([float(first)]), np.array([float(second)])
    )

    assert found[0] == pytest.approx(math.fsum(binomial_chances(n, value)[first:]), abs=1e-10)


@given(TABLES)
def test_the_honest_band_rises_and_holds_the_curve(table):
    band = honest_band(table)

    heights = curve_at(table)
    assert len(band) == len(heights) == len(table.cells)
    assert all(low <= height <= high for (low, high), height in zip(band, heights, strict=True))
    assert [low for low, _ in band] == sorted(low for low, _ in band)
    assert [high for _, high in band] == sorted(high for _, high in band)


def test_the_honest_band_accuses_nobody_who_is_calibrated():
    chance = np.random.default_rng(1)

    accused = sum(bool(misstated(drawn(chance, 500))) for _ in range(20))

    assert accused <= 2


def test_the_honest_band_tells_where_somebody_is_too_sure():
    found = misstated(drawn(np.random.default_rng(2), 4_000, slope=0.4))

    assert (found[0].low, found[0].too_high) == (0.1, False)
    assert (found[-1].high, found[-1].too_high) == (0.9, True)


def test_of_calibrated_people_one_in_twenty_passes_the_null_of_miscalibration():
    chance = np.random.default_rng(3)
    passed = 0
    for _ in range(20):
        table = drawn(chance, 100)
        passed += float(decompose(table).miscalibration) > null_of(table).miscalibration95
    assert passed <= 4


@given(TABLES)
def test_a_look_at_a_table_finds_its_miscalibration(table):
    error, _ = _look(table)

    assert error == pytest.approx(float(decompose(table).miscalibration), abs=1e-12)


def test_the_null_is_the_same_each_time_and_in_step_with_what_was_measured():
    table = LevelTable(tuple(Cell(percent * 10_000, 1, 0) for percent in range(1, 100, 2)))

    assert null_of(table) == null_of(table)
    assert null_of(table).miscalibration95 == pytest.approx(0.047, abs=0.02)


def test_the_band_lies_around_what_was_stated():
    table = drawn(np.random.default_rng(4), 5_000)

    for cell, (low, high) in zip(table, null_of(table).band, strict=True):
        assert low - 0.02 <= cell.level / table.scale <= high + 0.02


@pytest.mark.parametrize(("n", "yes"), [(3, 4), (3, -1)])
def test_what_cannot_have_been_counted_is_refused(n, yes):
    with pytest.raises(ValueError, match="cannot have been counted"):
        clopper_pearson(n, yes)


def test_very_many_levels_are_put_to_whole_percents():
    chance = np.random.default_rng(5)
    levels = chance.integers(0, 1_000_000, 20_000).tolist()
    table = LevelTable.from_pairs((level, 0) for level in levels)

    assert len(null_of(table).band) == 101
    assert misstated(table)[-1].high == 1.0
