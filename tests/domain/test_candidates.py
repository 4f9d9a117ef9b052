import json
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from forecasts.domain.candidates import (
    FLAT,
    Candidate,
    Chance,
    EstimateKind,
    PassedOver,
    Reason,
    Sighting,
)
from forecasts.domain.deadlines import Deadline, Grain

TEXT = "Iraq liberated before year end 85%"
CANDIDATE = Candidate(
    start=0,
    end=34,
    quote=TEXT,
    claim="Iraq is liberated before the end of the year.",
    chance=Chance(EstimateKind.STATED, middle=850_000, low=850_000, high=850_000, hedge="85%"),
    deadline=Deadline(
        latest=date(2017, 12, 31),
        earliest=date(2017, 10, 26),
        phrase="before year end",
        start=15,
        end=30,
        rule="year-end",
        ambiguous=True,
        alternatives=(date(2018, 1, 1), None),
        grain=Grain.YEAR,
    ),
    negated=False,
    conditional=False,
    attributed=True,
    score=0.87654,
    reasons=(Reason("stated-number", 31, 34, 0.5, "A number is stated."),),
)


def test_is_printed_as_the_command_contract_says():
    assert CANDIDATE.as_json() == {
        "start": 0,
        "end": 34,
        "quote": TEXT,
        "claim": "Iraq is liberated before the end of the year.",
        "kind": "stated",
        "probability": 0.85,
        "probability_low": 0.85,
        "probability_high": 0.85,
        "hedge": "85%",
        "deadline": "2017-12-31",
        "deadline_earliest": "2017-10-26",
        "deadline_phrase": "before year end",
        "deadline_rule": "year-end",
        "deadline_grain": "year",
        "deadline_kind": "dated",
        "deadline_ambiguous": True,
        "deadline_alternatives": ["2018-01-01", None],
        "negated": False,
        "conditional": False,
        "attributed": True,
        "score": 0.877,
        "reasons": [
            {
                "rule": "stated-number",
                "start": 31,
                "end": 34,
                "weight": 0.5,
                "sentence": "A number is stated.",
            }
        ],
        "sightings": [],
        "found_by": ["rules"],
    }


def test_names_the_other_places_where_it_is_said():
    again = replace(CANDIDATE, sightings=(Sighting(50, 54, "same"),))

    assert again.as_json()["sightings"] == [{"start": 50, "end": 54, "quote": "same"}]


def test_what_was_passed_over_is_printed_with_its_reasons():
    reason = Reason("wish", 0, 6, -3.0, "'I hope': says what is hoped for")

    printed = PassedOver(0, 20, "I hope that it rains", 0.0123456, (reason,)).as_json()

    assert printed["score"] == 0.012
    assert printed["reasons"][0]["rule"] == "wish"
    assert (printed["start"], printed["end"], printed["quote"]) == (0, 20, "I hope that it rains")


def test_can_be_written_as_json():
    assert json.loads(json.dumps(CANDIDATE.as_json())) == CANDIDATE.as_json()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            {"chance": FLAT},
            {
                "kind": "flat",
                "probability": None,
                "probability_low": None,
                "probability_high": None,
                "hedge": None,
            },
            id="flat",
        ),
        pytest.param(
            {"chance": Chance(EstimateKind.STATED, middle=0, low=0, high=0, hedge="0%")},
            {"kind": "stated", "probability": 0.0, "probability_low": 0.0, "probability_high": 0.0},
            id="never",
        ),
        pytest.param(
            {"chance": Chance(EstimateKind.WORDED, 700_000, 550_000, 850_000, "probably")},
            {"kind": "worded", "probability": 0.7, "probability_low": 0.55, "hedge": "probably"},
            id="worded",
        ),
        pytest.param(
            {"deadline": None},
            {
                "deadline": None,
                "deadline_earliest": None,
                "deadline_phrase": None,
                "deadline_rule": None,
                "deadline_grain": None,
                "deadline_kind": None,
                "deadline_ambiguous": False,
                "deadline_alternatives": [],
            },
            id="no deadline",
        ),
        pytest.param(
            {"deadline": Deadline(None, None, "soon", 0, 4, "vague", kind="vague")},
            {"deadline": None, "deadline_phrase": "soon", "deadline_kind": "vague"},
            id="a deadline without a date",
        ),
        pytest.param({"reasons": ()}, {"reasons": []}, id="no reasons"),
    ],
)
def test_prints_null_for_what_is_not_known(change, expected):
    printed = replace(CANDIDATE, **change).as_json()

    assert {name: printed[name] for name in expected} == expected


def test_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        CANDIDATE.claim = "Another."  # type: ignore[misc] # shall fail
