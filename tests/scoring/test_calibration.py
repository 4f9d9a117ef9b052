"""Ten bins: who belongs where, and the doubt around each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.calibration import Bin, bin_of, bins
from forecasts.scoring.inference import wilson
from forecasts.scoring.levels import LevelTable
from tests.scoring.forecasts_made_up import TABLES, table_of


@pytest.mark.parametrize(
    ("percent", "place"),
    [
        (0, 0),
        (9, 0),
        (10, 1),
        (29, 2),
        (30, 3),
        (57, 5),
        (58, 5),
        (60, 6),
        (70, 7),
        (90, 9),
        (100, 9),
    ],
)
def test_a_bin_is_closed_below_and_the_last_above_too(percent, place):
    (only,) = (number for number, each in enumerate(bins(table_of((percent, 1)))) if each.n)

    assert only == place


@given(TABLES)
def test_the_bins_partition_the_forecasts(table):
    ten = bins(table)

    assert len(ten) == 10
    assert sum(each.n for each in ten) == table.n
    assert sum(each.yes for each in ten) == table.yes


@given(TABLES)
def test_the_mean_of_a_bin_lies_in_it(table):
    assert all(
        each.mean_p is None or each.low - 1e-12 <= each.mean_p <= each.high for each in bins(table)
    )


@given(level=st.integers(0, 10**30))
def test_every_level_of_any_scale_has_its_bin(level):
    place = bin_of(level, 10**30)

    assert 0 <= place <= 9
    assert place * 10**29 <= level
    assert place == 9 or level < (place + 1) * 10**29


def test_a_bin_tells_what_was_said_and_what_came_true():
    eighty = bins(table_of((80, 1), (85, 0), (88, 1), (20, 0)))[8]

    assert (eighty.low, eighty.high, eighty.n, eighty.yes) == (0.8, 0.9, 3, 2)
    assert eighty.mean_p == pytest.approx(253 / 300)
    assert eighty.observed == pytest.approx(2 / 3)
    assert eighty.wilson95 == wilson(3, 2)


def test_an_empty_bin_claims_nothing():
    empty = bins(LevelTable())[4]

    assert empty == Bin(low=0.4, high=0.5, n=0, yes=0, mean_p=None)
    assert (empty.observed, empty.wilson95, empty.consistency) == (None, None, None)


def test_the_band_is_where_a_calibrated_author_would_be():
    ten_of_half = Bin(low=0.5, high=0.6, n=10, yes=10, mean_p=0.5)

    assert ten_of_half.consistency == (0.2, 0.8)


@pytest.mark.parametrize(("percent", "expected"), [(0, (0, 0)), (100, (1, 1))])
def test_certainty_has_a_band_without_width(percent, expected):
    (held,) = (each for each in bins(table_of((percent, 1))) if each.n)

    assert held.consistency == expected
