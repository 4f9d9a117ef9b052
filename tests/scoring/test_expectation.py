"""What luck alone would give, against every possible outcome counted out."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.scoring import expectation
from forecasts.scoring.expectation import luck_range
from forecasts.scoring.levels import LevelTable
from tests.scoring.forecasts_made_up import LEVELS, table_of


def counted_out(levels, share=0.9):
    """The range from all 2**n outcomes."""
    stated = [level / 1_000_000 for level in levels]
    found = []
    for outcomes in product((0, 1), repeat=len(stated)):
        chance = 1.0
        score = sum((p - came) ** 2 for p, came in zip(stated, outcomes, strict=True))
        for p, came in zip(stated, outcomes, strict=True):
            chance *= p if came else 1 - p
        found.append((score / len(stated), chance))
    ends, reached = [], 0.0
    tails = [(1 - share) / 2, (1 + share) / 2]
    for score, chance in sorted(found):
        reached += chance
        while tails and reached >= tails[0] - 1e-9:
            ends.append(score)
            tails.pop(0)
    return ends


@settings(max_examples=60)
@given(st.lists(st.integers(0, 20).map(lambda step: step * 50_000), min_size=1, max_size=8))
def test_the_range_is_the_one_counted_out(levels):
    table = LevelTable.from_pairs((level, 0) for level in levels)

    assert luck_range(table) == pytest.approx(counted_out(levels), abs=1e-9)


def test_levels_of_no_common_grid_are_met_closely():
    levels = [123_457, 654_321, 777_777, 900_001, 333_333, 51, 999_999, 271_828]
    table = LevelTable.from_pairs((level, 0) for level in levels)

    assert luck_range(table) == pytest.approx(counted_out(levels), abs=2e-4)


def test_a_coarse_grid_does_not_move_the_range():
    alone = LevelTable.from_pairs([(400_001, 0)] * 399)
    off_the_grid = alone + LevelTable.from_pairs([(999_999, 1)])

    expected = [end * 399 / 400 for end in luck_range(alone)]

    assert luck_range(off_the_grid) == pytest.approx(expected, abs=1e-4)


@given(st.lists(LEVELS, min_size=1, max_size=60), st.randoms())
def test_the_range_knows_no_yes_from_no_and_no_outcome(levels, random):
    table = LevelTable.from_pairs((level, random.randint(0, 1)) for level in levels)
    mirrored = LevelTable.from_pairs((1_000_000 - level, 0) for level in levels)

    assert luck_range(table) == pytest.approx(luck_range(mirrored), abs=1e-9)


@pytest.mark.parametrize(
    ("percents", "near"),
    [
        pytest.param([5, 15, 30, 45, 60, 70, 80, 95] * 50, 1.2e-4, id="a mix"),
        pytest.param([1, 2, 5, 99] * 100, 1e-3, id="nearly certain, in coarse steps"),
    ],
)
def test_the_approximation_beyond_agrees_where_both_can_be_had(percents, near, monkeypatch):
    table = table_of(*((percent, 0) for percent in percents))
    exact = luck_range(table)

    monkeypatch.setattr(expectation, "CONVOLVED_UP_TO", 0)
    approximate = luck_range(table)

    assert approximate == pytest.approx(exact, abs=near)
    assert approximate != exact


def test_certainty_leaves_nothing_to_luck():
    assert luck_range(table_of((0, 1), (100, 0))) == (0.0, 0.0)
    assert luck_range(table_of(*[(100, 1)] * 500)) == (0.0, 0.0)


def test_one_half_leaves_nothing_to_luck():
    assert luck_range(table_of((50, 1), (50, 0))) == (0.25, 0.25)


@given(st.lists(LEVELS, min_size=20, max_size=60))
def test_the_range_lies_within_the_scale(levels):
    table = LevelTable.from_pairs((level, 0) for level in levels)

    low, high = luck_range(table)

    assert 0 <= low <= high <= 1


def test_refuses_a_range_of_nothing():
    with pytest.raises(ValueError, match="no forecasts"):
        luck_range(LevelTable())
