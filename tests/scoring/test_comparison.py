"""Two people compared: the interval for one look, and the one that holds at every look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.comparison import compare, confidence_sequence

DIFFERENCES = st.lists(st.floats(-1, 1), min_size=1, max_size=60)


def test_the_interval_for_one_look_is_worked_out_by_hand():
    found = compare([-0.2, 0.0, -0.1])

    assert found.mean == pytest.approx(-0.1)
    assert found.interval == pytest.approx(
        (-0.1 - 4.3027 * 0.057735, -0.1 + 4.3027 * 0.057735), abs=1e-4
    )


@given(DIFFERENCES)
def test_intervals_lie_within_what_is_possible(differences):
    found = compare(differences)

    assert -1 <= found.always.low <= found.always.high <= 1


@given(DIFFERENCES)
def test_changing_places_turns_everything_round(differences):
    one, other = compare(differences), compare([-each for each in differences])

    assert one.mean == pytest.approx(-other.mean)
    assert one.always == pytest.approx((-other.always.high, -other.always.low), abs=1e-9)


def test_more_looks_never_widen_it_and_it_closes_in():
    chance = np.random.default_rng(1)
    differences = chance.uniform(-0.4, 0.2, 2_000).tolist()

    widths = [np.ptp(confidence_sequence(differences[:n])) for n in (20, 200, 2_000)]

    assert widths[0] > widths[1] > widths[2]
    assert widths[2] < 0.1


def test_it_holds_at_all_looks_at_once():
    chance = np.random.default_rng(2)
    missed = 0
    for _ in range(200):
        differences = (chance.beta(2, 3, 300) * 2 - 1).tolist()
        low, high = confidence_sequence(differences)  # the looks are intersected
        missed += not low <= -0.2 <= high
    assert missed <= 10


def test_someone_who_looks_all_the_time_is_misled_by_the_interval_for_one_look():
    chance = np.random.default_rng(3)
    misled = 0
    for _ in range(100):
        differences = chance.uniform(-0.5, 0.5, 300).tolist()
        looks = [compare(differences[:n]).interval for n in range(10, 301, 10)]
        misled += any(look is None or not look.low <= 0 <= look.high for look in looks)
    assert misled > 10


@pytest.mark.parametrize("differences", [[], [1.5], [float("nan")]])
def test_what_is_no_difference_of_scores_is_refused(differences):
    with pytest.raises(ValueError, match="differences"):
        compare(differences)
