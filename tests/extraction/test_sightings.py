"""The same forecast said twice is one candidate."""

from datetime import date

import pytest

from forecasts.extraction import extract

POSTED = date(2017, 10, 26)


def extracted(*paragraphs):
    return extract("\n\n".join(paragraphs), published=POSTED)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param("The bridge will open by May.", id="word for word"),
        pytest.param("So the bridge is going to open by May!", id="in other auxiliaries"),
        pytest.param("The bridge will open.", id="without its day"),
        pytest.param("By May the bridge will open.", id="in another order"),
    ],
)
def test_a_forecast_said_again_is_a_sighting(again):
    (candidate,) = extracted("The bridge will open by May.", "It has been long.", again)

    (sighting,) = candidate.sightings
    assert sighting.quote == again
    assert candidate.start == 0


def test_the_one_that_names_a_day_stands_for_both():
    (candidate,) = extracted("The bridge will open.", "The bridge will open by May.")

    assert candidate.quote == "The bridge will open by May."
    assert candidate.deadline.latest == date(2018, 5, 31)
    assert [each.start for each in candidate.sightings] == [0]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("The bridge will open by June.", id="another day"),
        pytest.param("The bridge will not open by May.", id="denied"),
        pytest.param("The bridge will probably open by May.", id="less sure"),
        pytest.param("If it is dry, the bridge will open by May.", id="on a condition"),
        pytest.param("The tunnel will open by May.", id="something else"),
    ],
)
def test_what_differs_is_a_forecast_of_its_own(other):
    candidates = extracted("The bridge will open by May.", other)

    assert [len(each.sightings) for each in candidates] == [0, 0]


def test_a_claim_without_a_day_joins_none_of_two_days():
    candidates = extracted(
        "The bridge will open.", "The bridge will open by May.", "The bridge will open by June."
    )

    assert len(candidates) == 3


def test_sightings_are_told_in_order_and_stand_where_they_say():
    text = "It will rain in Paris.\n\nIt will rain in Paris.\n\nAnd it will rain in Paris!"

    (candidate,) = extract(text, published=POSTED)

    assert [text[each.start : each.end] for each in candidate.sightings] == [
        each.quote for each in candidate.sightings
    ]
    assert [each.start for each in candidate.sightings] == [24, 48]
