"""One typed line, read as a forecast."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.errors import InvalidInputError
from forecasts.extraction import read_line
from forecasts.extraction.quicklog import MAX_LINE

SAID = date(2017, 10, 26)


@pytest.mark.parametrize(
    "line",
    [
        "{claim} 85%",
        "{claim}, 85 %",
        "{claim} (85%)",
        "{claim} - 85 percent",
        "{claim} @ 85%.",
        "85% {claim}",
        "[85%] {claim}",
        "85%: {claim}",
        "85% chance that {claim}",
    ],
)
@pytest.mark.parametrize("by", ["before year end", "by year end", "at year end", "by year's end"])
def test_takes_a_number_off_and_keeps_the_deadline_in_the_claim(line, by):
    claim = f"Iraq liberated {by}"

    reading = read_line(line.format(claim=claim), said_on=SAID)

    assert reading.claim == claim
    assert reading.chance.low == reading.chance.middle == reading.chance.high == 850_000
    assert reading.deadline.latest == date(2017, 12, 31)


@pytest.mark.parametrize(
    ("line", "claim", "middle"),
    [
        pytest.param("it rains by March 70-80%", "It rains by March", 750_000, id="a range"),
        pytest.param("it rains tomorrow likely", "It rains tomorrow", 750_000, id="word behind"),
        pytest.param("likely: it rains tomorrow", "It rains tomorrow", 750_000, id="word before"),
        pytest.param("it will probably rain", "It will rain", 700_000, id="word within"),
        pytest.param("I think it will rain", "It will rain", 680_000, id="attitude"),
        pytest.param("60% chance GDP grows by 3%", "GDP grows by 3%", 600_000, id="no that"),
        pytest.param(
            "I\u2019d put the odds that GDP grows by 3% at 60%",
            "GDP grows by 3%",
            600_000,
            id="put at",
        ),
        pytest.param("GDP below 3% in May at 60%", "GDP below 3% in May", 600_000, id="at"),
        pytest.param("GDP grows by 3% 60%", "GDP grows by 3%", 600_000, id="beside an amount"),
    ],
)
def test_takes_other_ways_to_say_how_sure_one_is(line, claim, middle):
    reading = read_line(line, said_on=SAID)

    assert (reading.claim, reading.chance.middle) == (claim, middle)


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        pytest.param("Iraq liberated by 2019", "Iraq liberated by 2019", id="nothing stated"),
        pytest.param("GDP grows by 3% in 2018", "GDP grows by 3% in 2018", id="an amount"),
        pytest.param("90% of troops leave by 2019", "90% of troops leave by 2019", id="a share"),
        pytest.param("it  will\nrain", "It will rain", id="white space"),
    ],
)
def test_a_line_without_a_probability_is_flat(line, claim):
    reading = read_line(line, said_on=SAID)

    assert (reading.claim, reading.chance.kind) == (claim, EstimateKind.FLAT)


def test_a_line_without_a_day_has_no_deadline():
    assert read_line("Iraq liberated 85%", said_on=SAID).deadline is None


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="white space"),
        pytest.param("85%", id="only a number"),
        pytest.param("85", id="a bare number"),
        pytest.param("!?", id="signs"),
    ],
)
def test_asks_for_a_claim_where_there_is_none(line):
    with pytest.raises(InvalidInputError, match="write what will happen") as caught:
        read_line(line, said_on=SAID)

    assert caught.value.fields["line"]


def test_refuses_a_line_that_is_a_post():
    read_line("x " * (MAX_LINE // 2), said_on=SAID)

    with pytest.raises(InvalidInputError, match="paste a longer text as a post"):
        read_line("x" * (MAX_LINE + 1), said_on=SAID)


@given(st.integers(0, 100), st.sampled_from(["{claim} {n}%", "{n}% {claim}", "{claim} ({n} %)"]))
def test_any_percentage_at_either_end_is_read(number, form):
    line = form.format(claim="Iraq liberated by 2019", n=number)

    reading = read_line(line, said_on=SAID)

    assert reading.claim == "Iraq liberated by 2019"
    assert reading.chance.low == reading.chance.middle == reading.chance.high == number * 10_000
