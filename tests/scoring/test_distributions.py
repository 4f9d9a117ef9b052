"""Quantiles and chances, against printed tables and sums done exactly."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.scoring.distributions import binomial_chances, binomial_range, t_quantile


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (9, 2.262), (19, 2.093), (30, 2.042), (120, 1.980)],
)
def test_students_t_agrees_with_the_printed_table(freedom, printed):
    assert t_quantile(0.975, freedom) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize(
    ("freedom", "exact"),
    [
        pytest.param(1, math.tan(0.45 * math.pi), id="Cauchy"),
        pytest.param(2, 0.9 / math.sqrt(2 * 0.95 * 0.05), id="two, in closed form"),
    ],
)
def test_students_t_agrees_with_its_closed_forms(freedom, exact):
    assert t_quantile(0.95, freedom) == pytest.approx(exact, rel=1e-12)


def test_students_t_has_no_step_where_the_method_changes():
    before, at, after = (t_quantile(0.975, freedom) for freedom in (199, 200, 201))

    assert before - at == pytest.approx(at - after, abs=1e-6)
    assert before > at > after


@pytest.mark.parametrize(("chance", "freedom"), [(0.4, 3), (1.0, 3), (0.9, 0)])
def test_students_t_refuses_what_has_no_quantile(chance, freedom):
    with pytest.raises(ValueError, match="no quantile"):
        t_quantile(chance, freedom)


@given(n=st.integers(0, 60), percent=st.integers(0, 100))
def test_binomial_chances_are_the_exact_ones(n, percent):
    chance = percent / 100
    exact = [math.comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(n + 1)]

    assert binomial_chances(n, chance).tolist() == pytest.approx(exact, abs=1e-12)


@given(n=st.integers(1, 400), percent=st.integers(0, 100))
def test_the_binomial_range_cuts_off_no_more_than_its_tails(n, percent):
    chances = binomial_chances(n, percent / 100)

    low, high = binomial_range(n, percent / 100, share=0.9)

    assert chances[:low].sum() < 0.05 + 1e-9
    assert chances[high + 1 :].sum() < 0.05 + 1e-9
    assert chances[: low + 1].sum() > 0.05 - 1e-9
