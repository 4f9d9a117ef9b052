"""Intervals: hand-worked, and how often they hold the truth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.distributions import binomial_chances, t_quantile
from forecasts.scoring.inference import (
    brier_interval,
    cluster_sums,
    clustered_error,
    observed_error,
    self_stated_error,
    wilson,
)
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import brier, mean_brier
from tests.scoring.forecasts_made_up import LISTS, TABLES, table_of


@pytest.mark.parametrize(
    ("n", "yes", "low", "high"),
    [
        pytest.param(10, 0, 0.0, 0.2775, id="never"),
        pytest.param(10, 10, 0.7225, 1.0, id="always"),
        pytest.param(10, 5, 0.2366, 0.7634, id="half"),
        pytest.param(0, 0, 0.0, 1.0, id="nothing known"),
    ],
)
def test_wilsons_interval_is_the_known_one(n, yes, low, high):
    assert wilson(n, yes) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("n", "mean", "worst"),
    [(5, 0.954, 0.84), (10, 0.954, 0.86), (20, 0.954, 0.91), (50, 0.952, 0.91), (100, 0.950, 0.92)],
)
def test_wilsons_interval_holds_the_truth_as_often_as_was_measured_before(n, mean, worst):
    intervals = np.array([wilson(n, yes) for yes in range(n + 1)])
    half_percents = np.arange(2, 199) / 200

    covered = [
        binomial_chances(n, p)[(intervals[:, 0] <= p) & (p <= intervals[:, 1])].sum()
        for p in half_percents
    ]

    assert np.mean(covered) == pytest.approx(mean, abs=6e-4)
    assert min(covered) == pytest.approx(worst, abs=5e-3)


def test_wilson_refuses_impossible_counts():
    with pytest.raises(ValueError, match="cannot have been counted"):
        wilson(3, 4)


@given(LISTS.filter(lambda pairs: len(pairs) > 1))
def test_the_observed_error_is_that_of_the_scores(pairs):
    levels, outcomes = zip(*pairs, strict=True)
    scores = brier([level / 1_000_000 for level in levels], outcomes)

    error = observed_error(LevelTable.from_pairs(pairs))

    assert error == pytest.approx(scores.std(ddof=1) / math.sqrt(len(pairs)), abs=1e-9)


def test_the_self_stated_error_is_worked_out_by_hand():
    table = table_of((90, 1), (60, 0))
    chance = (0.09 * 0.64 + 0.24 * 0.04) / 2
    spread = (0.24 - 0.09) ** 2 / 2

    assert self_stated_error(table) == pytest.approx(math.sqrt((chance + spread) / 2))


def test_scores_that_happen_to_be_alike_do_not_make_the_interval_vanish():
    table = table_of(*[(80, 1)] * 12)

    low, high = brier_interval(table)

    assert observed_error(table) == 0
    assert high - float(mean_brier(table)) == pytest.approx(
        t_quantile(0.975, 11) * math.sqrt(0.16 * 0.36 / 12)
    )
    assert low == 0.0


def test_one_forecast_leaves_everything_open():
    assert brier_interval(table_of((80, 1))) == (0.0, 1.0)


@given(TABLES)
def test_the_interval_holds_the_mean_and_stays_within_the_scale(table):
    low, high = brier_interval(table)

    assert 0 <= low <= float(mean_brier(table)) <= high <= 1


def test_the_interval_holds_the_truth_at_least_as_often_as_it_says():
    draw = np.random.default_rng(2017)
    percents = np.array([5, 20, 35, 50, 60, 65, 70, 80, 85, 90, 95])
    true = np.mean(percents / 100 * (1 - percents / 100))
    said = draw.choice(percents, size=(600, 20))
    came = (draw.random(said.shape) * 100 < said).astype(int)

    intervals = [
        brier_interval(table_of(*zip(card.tolist(), outcomes.tolist(), strict=True)))
        for card, outcomes in zip(said, came, strict=True)
    ]

    held = [low <= true <= high for low, high in intervals]
    assert np.mean(held) >= 0.95


def test_the_clustered_error_is_that_of_sums_by_question():
    forecasts = [("a", 900_000, 1), ("a", 800_000, 1), ("b", 700_000, 0), ("c", 400_000, 0)]
    sums, sizes = np.array([0.01 + 0.04, 0.49, 0.16]), np.array([2, 1, 1])
    mean = sums.sum() / 4

    error = clustered_error(cluster_sums(forecasts))

    assert error == pytest.approx(math.sqrt(((sums - mean * sizes) ** 2).sum() * 3 / 2) / 4)


@given(LISTS.filter(lambda pairs: len(pairs) > 1))
def test_clusters_of_one_give_the_ordinary_error(pairs):
    sums = cluster_sums((place, *pair) for place, pair in enumerate(pairs))

    assert clustered_error(sums) == pytest.approx(
        observed_error(LevelTable.from_pairs(pairs)), abs=1e-12
    )


@given(LISTS, st.integers(2, 6))
def test_copies_of_every_forecast_add_nothing_to_what_is_known(pairs, copies):
    once = cluster_sums((place, *pair) for place, pair in enumerate(pairs))
    repeated = cluster_sums(
        (place, *pair) for place, pair in enumerate(pairs) for _ in range(copies)
    )

    assert clustered_error(repeated) == pytest.approx(clustered_error(once))


@given(LISTS, LISTS)
def test_cluster_sums_of_different_questions_add_field_by_field(some, others):
    first = [(("some", place), *pair) for place, pair in enumerate(some)]
    second = [(("others", place // 2), *pair) for place, pair in enumerate(others)]

    both = np.array(cluster_sums(first)) + np.array(cluster_sums(second))
    assert cluster_sums(first + second) == tuple(both)


def test_one_question_has_no_clustered_error():
    assert clustered_error(cluster_sums([("a", 1, 1), ("a", 2, 0)])) is None
