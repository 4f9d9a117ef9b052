"""How sure somebody was, as typed into a field."""

import pytest

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.errors import InvalidInputError
from forecasts.web.readings import prefill_chance, read_typed_chance

ODD_WORDS = Chance(EstimateKind.WORDED, 900_000, 850_000, 950_000, "as sure\nas eggs")
RANGE = Chance(EstimateKind.STATED, 735_000, 670_000, 800_000, "67-80%")


@pytest.mark.parametrize("shown", [ODD_WORDS, RANGE, FLAT], ids=["words", "range", "none"])
def test_keeps_exactly_what_a_person_left_alone(shown):
    assert read_typed_chance(prefill_chance(shown), shown=shown) is shown


@pytest.mark.parametrize(
    ("typed", "middle"),
    [("85", 850_000), ("85 %", 850_000), ("0", 0), ("100", 1_000_000), (" 7 ", 70_000)],
)
def test_reads_a_number_with_or_without_its_sign(typed, middle):
    chance = read_typed_chance(typed, shown=RANGE)

    assert (chance.kind, chance.middle) == (EstimateKind.STATED, middle)


@pytest.mark.parametrize("typed", [None, "", "   "])
def test_an_emptied_field_gives_no_probability(typed):
    assert read_typed_chance(typed, shown=RANGE) is FLAT


@pytest.mark.parametrize("typed", ["0.85", "blue", "101", "-5", "٨٥", "nan", "8" * 90])
def test_asks_again_where_it_would_have_to_guess(typed):
    with pytest.raises(InvalidInputError) as refused:
        read_typed_chance(typed, shown=FLAT)

    assert "chance" in refused.value.fields
