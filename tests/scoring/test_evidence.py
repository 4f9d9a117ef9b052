"""Evidence against the stated probabilities: z values by hand, and an e-value that is one."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.scoring.evidence import (
    LARGEST_LOG_E,
    SHIFTS,
    SLOPES,
    evidence,
    in_the_large_z,
    spiegelhalter_z,
)
from forecasts.scoring.levels import LevelTable
from tests.scoring.forecasts_made_up import TABLES, table_of


def test_the_z_values_are_worked_out_by_hand():
    table = table_of((90, 0), (20, 0))

    assert spiegelhalter_z(table) == pytest.approx((0.72 - 0.12) / math.sqrt(0.0576 + 0.0576))
    assert in_the_large_z(table) == pytest.approx(-1.1 / math.sqrt(0.09 + 0.16))


def test_each_z_value_is_blind_to_what_the_other_sees():
    too_sure = table_of(*[(90, 1)] * 6, *[(90, 0)] * 4, *[(10, 0)] * 6, *[(10, 1)] * 4)
    shifted = table_of(*[(70, 1)] * 9, (70, 0), *[(30, 1)] * 5, *[(30, 0)] * 5)

    assert in_the_large_z(too_sure) == 0
    assert in_the_large_z(shifted) == pytest.approx(4 / math.sqrt(20 * 0.21))
    assert spiegelhalter_z(too_sure) == pytest.approx(6 * 0.8 / math.sqrt(20 * 0.09 * 0.64))
    assert spiegelhalter_z(shifted) == 0


@pytest.mark.parametrize(
    ("table", "spiegelhalter", "large"),
    [
        pytest.param(table_of((100, 1), (0, 0)), None, None, id="all certain"),
        pytest.param(table_of((50, 1), (50, 1)), None, math.sqrt(2), id="all one half"),
    ],
)
def test_there_is_no_z_value_where_nothing_could_vary(table, spiegelhalter, large):
    assert spiegelhalter_z(table) is spiegelhalter
    assert in_the_large_z(table) == (large and pytest.approx(large))


def test_the_e_value_is_a_mean_of_likelihood_ratios():
    p, ratios = 0.8, []
    for slope, shift in product(SLOPES, SHIFTS):
        q = 1 / (1 + math.exp(-shift - slope * math.log(p / (1 - p))))
        ratios.append((q / p) * ((1 - q) / (1 - p)) ** 2)

    e_value = evidence(table_of((80, 1), (80, 0), (80, 0))).e_value

    assert e_value == pytest.approx(sum(ratios) / 25)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 999_999), min_size=1, max_size=6))
def test_the_e_value_is_one_on_average_when_the_stated_numbers_are_right(levels):
    total = 0.0
    for outcomes in product((0, 1), repeat=len(levels)):
        chance = math.prod(
            level / 1e6 if came else 1 - level / 1e6
            for level, came in zip(levels, outcomes, strict=True)
        )
        table = LevelTable.from_pairs(zip(levels, outcomes, strict=True))
        total += chance * evidence(table).e_value

    assert total == pytest.approx(1)


@pytest.mark.parametrize(
    ("table", "slope", "shift"),
    [
        pytest.param(
            table_of(*[(95, 1)] * 60, *[(95, 0)] * 40, *[(5, 0)] * 60, *[(5, 1)] * 40),
            0.5,
            0,
            id="too sure",
        ),
        pytest.param(
            table_of(*[(70, 1)] * 98, *[(70, 0)] * 2, *[(30, 0)] * 98, *[(30, 1)] * 2),
            2,
            0,
            id="not sure enough",
        ),
        pytest.param(
            table_of(*[(50, 1)] * 70, *[(50, 0)] * 30), 0.5, 0.8, id="more came true than was said"
        ),
    ],
)
def test_names_the_alternative_that_fits_best(table, slope, shift):
    found = evidence(table)

    assert found.e_value > 20
    assert (found.slope, found.shift) == (slope, shift)


def test_certainty_that_came_true_says_nothing():
    assert evidence(table_of((100, 1), (0, 0))).e_value == pytest.approx(1)


def test_certainty_that_failed_says_much_and_remains_a_number():
    once, often = evidence(table_of((100, 0))), evidence(table_of(*[(100, 0)] * 1000))

    assert 20 < once.e_value < 1000
    assert often.e_value == math.exp(LARGEST_LOG_E)


@given(TABLES)
def test_every_figure_is_a_finite_number_or_none(table):
    figures = (evidence(table).e_value, spiegelhalter_z(table), in_the_large_z(table))

    assert all(figure is None or math.isfinite(figure) for figure in figures)


def test_levels_finer_than_any_float_still_give_numbers():
    table = LevelTable.from_pairs([(1, 1), (10**400 - 1, 0)], scale=10**400)

    assert evidence(table).e_value == math.exp(LARGEST_LOG_E)
    assert spiegelhalter_z(table) == pytest.approx(math.sqrt(2) * 1e200)
