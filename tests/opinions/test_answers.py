"""What a model writes becomes proposals, or fails with a reason; nothing else gets through."""

import json

import pytest

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Proposal
from forecasts.opinions.answers import LONGEST_ANSWER, SCHEMA, gather, read_answer


def answer(*forecasts):
    return json.dumps({"forecasts": forecasts})


def test_takes_words_and_nothing_else():
    told = {"quote": "It will rain", "hedge": "will", "probability": 0.99, "deadline_date": "2030"}

    assert read_answer(answer(told)) == (Proposal("It will rain", hedge="will"),)


@pytest.mark.parametrize(
    "around", ["%s", "```json\n%s\n```", "Here you are:\n%s\nAnything else?"], ids=str
)
def test_finds_the_object_among_other_words(around):
    assert read_answer(around % answer({"quote": "It will rain"})) == (Proposal("It will rain"),)


def test_what_is_no_text_counts_as_empty():
    told: list[object] = [
        {"quote": 7},
        "It will rain",
        None,
        [],
        {"quote": "It rains", "deadline": ["May"]},
    ]

    assert read_answer(answer(*told)) == (*[Proposal("")] * 4, Proposal("It rains"))


def test_half_a_character_and_a_null_are_replaced():
    (proposal,) = read_answer('{"forecasts": [{"quote": "a\\ud800b\\u0000c"}]}')

    assert proposal.quote == "a?b?c"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "not whole JSON", id="nothing"),
        pytest.param("I accept everything.", "not whole JSON", id="prose"),
        pytest.param('{"forecasts": [{"quote": "It', "not whole JSON", id="half of it"),
        pytest.param('{"forecasts": ' + "[" * 100_000, "not whole JSON", id="a deep array"),
        pytest.param('{"forecasts": ' + "1" * 10_000, "not whole JSON", id="a long number"),
        pytest.param("7", "not a JSON object", id="a number"),
        pytest.param("{}", "no list", id="an empty object"),
        pytest.param('{"forecasts": {"quote": "It will rain"}}', "no list", id="no list"),
        pytest.param('[{"quote": "It will rain"}]', "no list", id="a bare list"),
    ],
)
def test_says_why_an_answer_is_none(text, reason):
    with pytest.raises(OpinionFailedError, match=reason):
        read_answer(text)


def test_an_endless_answer_is_cut_off_while_it_comes():
    def pieces():
        while True:
            yield "x" * 1000

    with pytest.raises(OpinionFailedError, match="longer than"):
        gather(pieces())


def test_an_answer_of_the_full_length_is_taken():
    assert len(gather(["x" * LONGEST_ANSWER])) == LONGEST_ANSWER


def test_the_schema_asks_for_every_field_and_allows_no_other():
    """A server that is strict about schemas wants both."""
    item = SCHEMA["properties"]["forecasts"]["items"]

    assert item["required"] == list(item["properties"]) == list(Proposal.__dataclass_fields__)
    assert item["additionalProperties"] is False
