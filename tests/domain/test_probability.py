from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.probability import ONE, from_millionths, in_percent, to_millionths


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        pytest.param(0, 0, id="never"),
        pytest.param(1, ONE, id="always"),
        pytest.param(0.29, 290_000, id="a float as it prints"),
        pytest.param("0.85", 850_000, id="a string"),
        pytest.param("1e-6", 1, id="the smallest step"),
        pytest.param(Decimal("0.999999"), 999_999, id="a decimal"),
        pytest.param("0.5000000000", 500_000, id="zeros behind"),
    ],
)
def test_counts_a_probability_in_millionths(probability, expected):
    assert to_millionths(probability) == expected


@pytest.mark.parametrize(
    ("probability", "complaint"),
    [
        pytest.param("", "not a number", id="nothing"),
        pytest.param("85 %", "not a number", id="percent"),
        pytest.param("0,5", "not a number", id="a comma"),
        pytest.param(-0.1, "between 0 and 1", id="below 0"),
        pytest.param("-1e-6", "between 0 and 1", id="just below 0"),
        pytest.param("1.000001", "between 0 and 1", id="just above 1"),
        pytest.param(85, "between 0 and 1", id="a percentage"),
        pytest.param("inf", "between 0 and 1", id="infinite"),
        pytest.param("1e999999", "between 0 and 1", id="huge"),
        pytest.param("nan", "not a number", id="not a number"),
        pytest.param(0.1 + 0.2, "finer than", id="a float with noise"),
        pytest.param("0." + "1" * 40, "finer than", id="more digits than a context holds"),
        pytest.param("0.0000001", "finer than", id="a tenth of a millionth"),
    ],
)
def test_refuses_what_is_no_probability(probability, complaint):
    with pytest.raises(ValueError, match=complaint):
        to_millionths(probability)


@given(st.integers(0, ONE))
def test_comes_back_as_the_same_millionths(millionths):
    assert to_millionths(from_millionths(millionths)) == millionths


@given(st.integers(0, ONE))
def test_percent_says_the_same_number(millionths):
    number, _, sign = in_percent(millionths).partition(" ")

    assert sign == "%"
    assert Decimal(number) * 10_000 == millionths


@pytest.mark.parametrize(
    ("millionths", "expected"),
    [
        (0, "0 %"),
        (1, "0.0001 %"),
        (5_000, "0.5 %"),
        (100_000, "10 %"),
        (333_333, "33.3333 %"),
        (ONE, "100 %"),
    ],
)
def test_is_shown_in_percent_without_needless_digits(millionths, expected):
    assert in_percent(millionths) == expected
