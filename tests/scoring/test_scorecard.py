"""A card: counts that add up, no score below ten, nothing mixed."""

import pytest

from forecasts.domain.lifecycle import Status
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.scorecard import Counts, Rate, Scorecard, WordedTables
from tests.scoring.forecasts_made_up import table_of

STATED = [(60, 1), (60, 0), (70, 1), (80, 1), (90, 1)]


def a_card(**parts):
    return Scorecard(author="A. Blogger", counts=Counts(), **parts)


def test_every_logged_forecast_is_in_the_sum():
    tally = {
        Status.OPEN: 9,
        Status.DUE: 3,
        Status.PROPOSED: 1,
        Status.RESOLVED: 125,
        Status.DISPUTED: 1,
        Status.WITHDRAWN: 3,
    }

    counts = Counts.from_statuses(tally, void=8, erased=2)

    assert str(counts) == (
        "144 logged = 9 open + 4 due + 118 resolved + 8 void + 3 withdrawn + 2 erased"
    )


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"logged": 2, "open": 1}, id="one is missing"),
        pytest.param({"logged": 0, "open": 1, "void": -1}, id="fewer than none"),
    ],
)
def test_counts_that_do_not_add_up_are_refused(parts):
    with pytest.raises(ValueError, match="does not add up"):
        Counts(**parts)


@pytest.mark.parametrize(
    ("n", "scored", "provisional"),
    [
        pytest.param(9, False, None, id="nine"),
        pytest.param(10, True, True, id="ten"),
        pytest.param(19, True, True, id="nineteen"),
        pytest.param(20, True, False, id="twenty"),
    ],
)
def test_there_is_no_score_below_ten_and_a_provisional_one_below_twenty(n, scored, provisional):
    card = a_card(stated=table_of(*(STATED * 4)[:n]))

    figures = card.stated_figures

    assert (figures is not None) is scored
    assert (figures.provisional if figures else None) is provisional
    assert card.luck is not None


def test_a_card_without_stated_forecasts_has_no_range_either():
    card = a_card()

    assert (card.stated_figures, card.luck) == (None, None)


def test_stated_worded_and_flat_never_meet():
    alone = a_card(stated=table_of(*STATED * 4))
    words = WordedTables(*[table_of(*[(99, 0)] * 50)] * 3)
    together = a_card(stated=table_of(*STATED * 4), worded=words, flat=Rate(44, 31))

    assert together.stated_figures == alone.stated_figures


def test_worded_forecasts_score_a_range_once_there_are_ten():
    outcomes = [1, 1, 1, 0, 1, 1, 0, 1, 1, 1]
    tables = (table_of(*((percent, came) for came in outcomes)) for percent in (60, 80, 95))

    worded = WordedTables(*tables)

    assert worded.brier == pytest.approx((0.16, 0.20))
    assert (worded.n, worded.yes) == (10, 8)


def test_few_worded_forecasts_have_no_score():
    assert WordedTables(*[table_of((70, 1))] * 3).brier is None


def test_worded_tables_of_different_forecasts_are_refused():
    with pytest.raises(ValueError, match="same forecasts"):
        WordedTables(table_of((50, 1)), table_of((60, 0)), table_of((70, 1)))


def test_the_default_card_is_empty():
    card = a_card()

    assert card.stated == LevelTable()
    assert card.flat.interval == (0.0, 1.0)
