"""Tables of levels: counting, adding, taking away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.levels import Cell, LevelTable, merge
from tests.scoring.forecasts_made_up import LISTS, PAIRS, TABLES


def test_counts_forecasts_and_yes_by_level_in_ascending_order():
    table = LevelTable.from_pairs([(900_000, 1), (200_000, 0), (900_000, 0), (200_000, 0)])

    assert list(table) == [Cell(200_000, 2, 0), Cell(900_000, 2, 1)]
    assert (table.n, table.yes) == (4, 1)


@given(TABLES, TABLES)
def test_taking_away_what_was_added_gives_the_same_table(table, other):
    assert (table + other) - other == table


@given(st.lists(LISTS, max_size=4))
def test_merged_tables_equal_the_table_built_at_once(lists):
    merged = merge(LevelTable.from_pairs(pairs) for pairs in lists)

    assert merged == LevelTable.from_pairs(pair for pairs in lists for pair in pairs)


@given(LISTS, st.randoms())
def test_the_order_of_forecasts_makes_no_difference(pairs, random):
    shuffled = random.sample(pairs, len(pairs))

    assert LevelTable.from_pairs(shuffled) == LevelTable.from_pairs(pairs)


@given(TABLES, PAIRS)
def test_a_corrected_outcome_moves_one_forecast_and_nothing_else(table, pair):
    level, came = pair
    before = table + LevelTable.from_pairs([(level, came)])

    after = (
        before - LevelTable.from_pairs([(level, came)]) + LevelTable.from_pairs([(level, 1 - came)])
    )

    assert after.n == before.n
    assert after.yes == before.yes + 1 - 2 * came


@pytest.mark.parametrize(
    ("kept", "taken"),
    [
        pytest.param([], [(500_000, 1)], id="a level that is not there"),
        pytest.param([(500_000, 1)], [(500_000, 1)] * 2, id="more than are there"),
        pytest.param([(500_000, 0)], [(500_000, 1)], id="a yes where there is a no"),
        pytest.param([(500_000, 0)] * 2, [(500_000, 1)], id="a yes among two no"),
        pytest.param([(5, 1), (5, 1), (5, 0)], [(5, 0)] * 2, id="two no where there is one"),
    ],
)
def test_refuses_to_take_away_what_is_not_there(kept, taken):
    table, other = LevelTable.from_pairs(kept), LevelTable.from_pairs(taken)

    with pytest.raises(ValueError, match="cannot have been counted"):
        _ = table - other


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param((-1, 0), id="below none"),
        pytest.param((1_000_001, 0), id="above certainty"),
        pytest.param((500_000, 2), id="neither yes nor no"),
    ],
)
def test_refuses_what_is_no_forecast(pair):
    with pytest.raises(ValueError, match=r"lie between|0 or 1"):
        LevelTable.from_pairs([pair])


def test_refuses_cells_out_of_order():
    with pytest.raises(ValueError, match="ascend"):
        LevelTable((Cell(2, 1, 0), Cell(1, 1, 0)))


def test_refuses_to_mix_scales():
    coarse, fine = LevelTable(scale=100), LevelTable(scale=1000)

    with pytest.raises(ValueError, match="cannot meet"):
        _ = coarse + fine
    with pytest.raises(ValueError, match="different scales"):
        merge([coarse, fine])
