"""The card that ``forecasts score`` prints."""

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.scoring.report import score_rows
from forecasts.scoring.table import Row, read_csv

PROBABILITIES = st.one_of(
    st.integers(0, 100).map(lambda percent: Decimal(percent) / 100),
    st.floats(0, 1).map(lambda number: Decimal(repr(number))),
)
ROWS = st.lists(
    st.builds(
        Row,
        PROBABILITIES,
        st.integers(0, 1),
        st.sampled_from(["a", "b", "c", ""]),
        st.sampled_from(["A", "B"]),
    ),
    min_size=1,
    max_size=25,
)


def card_of(*lines, columns="probability,outcome"):
    return score_rows(read_csv("\n".join([columns, *lines])))


@settings(max_examples=50)
@given(ROWS)
def test_a_card_is_json_whatever_the_rows(rows):
    card = score_rows(rows)

    assert json.loads(json.dumps(card, allow_nan=False)) == card


@settings(max_examples=50)
@given(ROWS, st.randoms())
def test_the_order_of_rows_makes_no_difference(rows, random):
    assert score_rows(random.sample(rows, len(rows))) == score_rows(rows)


@settings(max_examples=50)
@given(ROWS)
def test_the_parts_of_the_score_add_up(rows):
    card: dict[str, Any] = score_rows(rows)

    assert card["mcb"] - card["dsc"] + card["unc"] == pytest.approx(card["brier"], abs=1e-15)
    assert sum(each["n"] for each in card["bins"]) == card["n"] == len(rows)
    assert sum(each["yes"] for each in card["bins"]) == card["yes"]


def test_a_card_is_worked_out_by_hand():
    card = card_of("0.2,1", "0.3,0", "0.9,1")

    assert card["scale"] == "brier one-sided 0 to 1"
    assert (card["n"], card["yes"], card["provisional"]) == (3, 2, True)
    assert card["brier"] == pytest.approx(0.74 / 3)
    assert card["brier_expected"] == pytest.approx((0.16 + 0.21 + 0.09) / 3)
    assert card["skill"] == pytest.approx(1 - (0.74 / 3) / (2 / 9))
    assert card["log_loss_nats"] == pytest.approx(-math.log(0.2 * 0.7 * 0.9) / 3)
    assert card["log_loss_bits"] == pytest.approx(-math.log2(0.2 * 0.7 * 0.9) / 3)
    assert (card["log_clip"], card["log_clipped"]) == (1e-6, 0)
    assert card["mcb"] == pytest.approx(0.08)
    assert card["dsc"] == pytest.approx(1 / 18)
    assert card["unc"] == pytest.approx(2 / 9)
    assert card["auc"] == 0.5


def test_figures_that_the_rows_do_not_define_are_none():
    card = card_of("1,1", "1,1")

    undefined = ("skill", "auc", "spiegelhalter_z", "in_the_large_z")
    assert [card[name] for name in undefined] == [None] * 4
    assert "clustered" not in card
    assert "authors" not in card


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("0.29", 2),
        ("0.3", 3),
        ("0.57", 5),
        ("0.58", 5),
        ("0.6", 6),
        ("0.7", 7),
        ("0.7999999999999999", 7),
        ("0.30000000000000004", 3),
        ("0.2999999999999999999999999999999999999", 2),
        ("1.00", 9),
    ],
)
def test_a_probability_falls_into_the_bin_it_is_written_in(written, place):
    (only,) = (number for number, each in enumerate(card_of(f"{written},1")["bins"]) if each["n"])

    assert only == place


def test_one_level_written_in_two_ways_is_one_level():
    tied, apart = card_of("0.50,1", "5e-1,0"), card_of("0.5,1", "0.5000000001,0")

    assert tied["auc"] == 0.5
    assert apart["auc"] == 0.0


def test_no_probability_is_rounded():
    card = card_of("0.333333333333333333,1")

    assert card["brier"] == pytest.approx((2 / 3) ** 2, rel=1e-15)
    assert card_of("0.33,1")["brier"] != card["brier"]


def test_questions_give_a_clustered_error():
    card = card_of(
        "0.9,1,a", "0.8,1,a", "0.7,0,b", "0.4,0,c", columns="probability,outcome,question"
    )

    clustered = card["clustered"]
    mean = (0.05 + 0.49 + 0.16) / 4
    squares = (0.05 - 2 * mean) ** 2 + (0.49 - mean) ** 2 + (0.16 - mean) ** 2
    assert clustered["groups"] == 3
    assert clustered["standard_error"] == pytest.approx(math.sqrt(squares * 3 / 2) / 4)
    assert clustered["interval"][0] <= mean <= clustered["interval"][1]


def test_rows_that_name_no_question_are_questions_of_their_own():
    card = card_of("0.9,1,", "0.8,1,", "0.7,0,b", columns="probability,outcome,question")

    assert card["clustered"]["groups"] == 3


def test_one_question_tells_nothing_of_the_spread_between_questions():
    card = card_of("0.9,1,a", "0.8,1,a", columns="probability,outcome,question")

    assert card["clustered"] == {"groups": 1, "standard_error": None, "interval": None}


def test_an_author_with_few_forecasts_gets_no_score():
    lines = [*["0.8,1,Many"] * 10, *["0.8,1,Few"] * 9]

    card = card_of(*lines, columns="probability,outcome,author")

    few, many = card["authors"]["Few"], card["authors"]["Many"]
    assert (few["brier"], few["brier_interval"]) == (None, None)
    assert few["brier_expected_range"][0] < few["brier_expected_range"][1]
    assert many["brier"] == pytest.approx(0.04)


def test_no_rows_have_no_card():
    with pytest.raises(ValueError, match="no forecasts"):
        score_rows([])
