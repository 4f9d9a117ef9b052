"""ROC, Murphy diagram and Murphy's parts: identities that hold without remainder."""

from itertools import pairwise

import pytest
from hypothesis import given

from forecasts.scoring.decomposition import auc
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.rules import mean_brier
from forecasts.scoring.triptych import murphy_curve, murphy_parts, roc
from tests.scoring.forecasts_made_up import TABLES, table_of


def area(points) -> float:
    return sum((right[0] - left[0]) * (left[1] + right[1]) / 2 for left, right in pairwise(points))


@given(TABLES)
def test_the_area_under_the_murphy_diagram_is_the_brier_score(table):
    assert area(murphy_curve(table)) == pytest.approx(float(mean_brier(table)), abs=1e-12)


@given(TABLES)
def test_the_murphy_diagram_goes_from_end_to_end_and_costs_nothing_there(table):
    points = murphy_curve(table)

    assert (points[0].threshold, points[-1].threshold) == (0, 1)
    assert all(left.threshold <= right.threshold for left, right in pairwise(points))
    assert min(point.score for point in points) >= 0


@given(TABLES)
def test_the_area_under_the_roc_curve_is_the_auc(table):
    points = roc(table)

    if auc(table) is None:
        assert points == ()
    else:
        assert area(points) == pytest.approx(auc(table), abs=1e-12)
        assert (points[0], points[-1]) == ((0, 0), (1, 1))


@pytest.mark.parametrize("binned", [False, True])
@given(TABLES)
def test_the_parts_add_up_without_remainder(binned, table):
    parts = murphy_parts(table, binned=binned)

    whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within

    assert whole == mean_brier(table)
    assert min(parts.reliability, parts.resolution, parts.uncertainty) >= 0
    assert binned or parts.within == 0


def test_the_parts_are_worked_out_by_hand():
    parts = murphy_parts(table_of((20, 1), (80, 1), (80, 0)))

    assert float(parts.reliability) == pytest.approx((0.64 + 2 * 0.09) / 3)
    assert float(parts.resolution) == pytest.approx((1 / 9 + 2 / 36) / 3)


def test_nothing_has_no_murphy_diagram():
    with pytest.raises(ValueError, match="no forecasts"):
        murphy_curve(LevelTable())
