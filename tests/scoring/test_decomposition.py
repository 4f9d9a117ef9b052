"""CORP: hand-worked, an identity without remainder, and the same in every order."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.decomposition import auc, curve, decompose, pooled
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import mean_brier
from tests.scoring.forecasts_made_up import LISTS, TABLES, table_of


def test_the_parts_are_worked_out_by_hand():
    parts = decompose(table_of((20, 1), (30, 0), (90, 1)))

    assert parts.uncertainty == Fraction(2, 9)
    assert parts.discrimination == Fraction(2, 9) - Fraction(1, 6)
    assert parts.miscalibration == Fraction(74, 300) - Fraction(1, 6)


@given(TABLES)
def test_the_parts_make_up_the_score_without_remainder(table):
    parts = decompose(table)

    whole = parts.miscalibration - parts.discrimination + parts.uncertainty

    assert whole == mean_brier(table)


@given(TABLES)
def test_no_part_is_negative(table):
    parts = decompose(table)

    assert min(parts.miscalibration, parts.discrimination, parts.uncertainty) >= 0


@given(TABLES)
def test_an_author_recalibrated_by_the_curve_has_nothing_left_to_correct(table):
    blocks = pooled(table)
    common = int(np.lcm.reduce([block.n for block in blocks], dtype=object))

    recalibrated = LevelTable.from_pairs(
        (
            (block.yes * (common // block.n), came)
            for block in blocks
            for came in [1] * block.yes + [0] * (block.n - block.yes)
        ),
        scale=common,
    )

    assert decompose(recalibrated).miscalibration == 0


@given(TABLES)
def test_the_curve_rises_and_holds_every_forecast(table):
    blocks = pooled(table)

    shares = [Fraction(block.yes, block.n) for block in blocks]
    assert shares == sorted(set(shares))
    assert sum(block.n for block in blocks) == table.n
    assert all(before.high < after.low for before, after in pairwise(blocks))


def test_forecasts_of_one_level_are_pooled_whatever_their_order():
    falling, rising = table_of((70, 1), (70, 0)), table_of((70, 0), (70, 1))

    assert pooled(falling) == pooled(rising)
    assert decompose(falling).miscalibration == Fraction(29, 100) - Fraction(1, 4)


def test_the_curve_has_a_point_at_both_ends_of_a_block():
    points = curve(table_of((20, 1), (30, 0), (90, 1)))

    assert points == ((0.2, 0.5), (0.3, 0.5), (0.9, 1.0))


@given(LISTS, st.randoms())
def test_the_auc_is_the_share_of_pairs_in_the_right_order(pairs, random):
    yes = [level for level, came in pairs if came]
    no = [level for level, came in pairs if not came]
    random.shuffle(pairs)

    found = auc(LevelTable.from_pairs(pairs))

    if yes and no:
        wins = sum((above > below) + (above == below) / 2 for above in yes for below in no)
        assert found == pytest.approx(wins / (len(yes) * len(no)))
    else:
        assert found is None
