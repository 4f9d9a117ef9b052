"""Scoring rules: hand-worked values, and that honesty pays."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import (
    LOG_LIMIT,
    brier,
    expected_brier,
    limited_forecasts,
    log_loss,
    mean_brier,
    mean_log_loss,
    skill,
)
from tests.scoring.forecasts_made_up import LISTS, table_of

PERCENT = st.integers(1, 99).map(lambda percent: percent / 100)


@pytest.mark.parametrize("rule", [brier, log_loss])
@given(truth=PERCENT, stated=PERCENT)
def test_honesty_is_the_best_policy(rule, truth, stated):
    chances = np.array([truth, 1 - truth])

    honest = float(chances @ rule([truth, truth], [1, 0]))
    otherwise = float(chances @ rule([stated, stated], [1, 0]))

    assert honest < otherwise or stated == truth


@given(LISTS)
def test_the_table_scores_as_its_forecasts_do(pairs):
    levels, outcomes = zip(*pairs, strict=True)
    stated = [level / 1_000_000 for level in levels]
    table = LevelTable.from_pairs(pairs)

    assert float(mean_brier(table)) == pytest.approx(brier(stated, outcomes).mean(), abs=1e-14)
    assert mean_log_loss(table) == pytest.approx(log_loss(stated, outcomes).mean(), abs=1e-9)


def test_the_brier_score_is_exact():
    table = table_of((29, 1), (57, 0), (58, 1), (58, 0))

    assert mean_brier(table) == Fraction(71**2 + 57**2 + 42**2 + 58**2, 4 * 100**2)


def test_the_expected_brier_score_is_the_mean_of_p_times_its_complement():
    assert expected_brier(table_of((90, 1), (50, 0))) == Fraction(9 + 25, 200)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(table_of((100, 1), (0, 0)), 1.0, id="perfect"),
        pytest.param(table_of((50, 1), (50, 0)), 0.0, id="as good as the base rate"),
        pytest.param(table_of((0, 1), (100, 0)), -3.0, id="always certain, always wrong"),
        pytest.param(table_of((90, 1), (80, 1)), None, id="nothing to be told apart"),
    ],
)
def test_skill_compares_with_the_own_base_rate(table, expected):
    assert skill(table) == expected


def test_the_log_score_limits_certainty_and_counts_whom_it_touched():
    table = LevelTable.from_pairs([(1_000_000, 0), (0, 0), (1, 0), (999_999, 1)])

    assert mean_log_loss(LevelTable.from_pairs([(1_000_000, 0)])) == -math.log(LOG_LIMIT)
    assert limited_forecasts(table) == 2


def test_one_half_costs_one_bit():
    assert log_loss([0.5], [1])[0] == pytest.approx(math.log(2))


@pytest.mark.parametrize(
    ("probabilities", "outcomes"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([0.5], [1, 0], id="two lengths"),
        pytest.param([[0.5]], [[1]], id="a matrix"),
        pytest.param([1.01], [1], id="beyond certainty"),
        pytest.param([math.nan], [1], id="not a number"),
        pytest.param([0.5], [0.5], id="half an outcome"),
    ],
)
def test_refuses_what_cannot_be_scored(probabilities, outcomes):
    with pytest.raises(ValueError, match=r"lists of one length|between 0 and 1|0 or 1"):
        brier(probabilities, outcomes)


def test_refuses_to_average_nothing():
    with pytest.raises(ValueError, match="no forecasts"):
        mean_brier(LevelTable())
