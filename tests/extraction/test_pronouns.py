"""Pronouns are resolved where only one thing can be meant, and nowhere else."""

from datetime import date

import pytest

from forecasts.extraction import extract
from forecasts.extraction.pronouns import resolve_pronoun


@pytest.mark.parametrize(
    ("before", "claim", "resolved"),
    [
        pytest.param(
            "The Greens are strong.", "They will win", "Greens will win", id="a plural name"
        ),
        pytest.param("Ann Lee is tired.", "She'll resign", "Ann Lee will resign", id="a person"),
        pytest.param(
            "President Lee is tired.", "He will resign", "President Lee will resign", id="a title"
        ),
        pytest.param("Nokia is weak.", "It will collapse", "Nokia will collapse", id="a firm"),
        pytest.param(
            "NATO is divided.", "Their summit will fail", "NATO's summit will fail", id="owned"
        ),
    ],
)
def test_resolves_what_the_sentence_before_speaks_of_alone(before, claim, resolved):
    found = resolve_pronoun(claim, before)

    assert found is not None
    assert found.claim == resolved


@pytest.mark.parametrize(
    ("before", "claim"),
    [
        pytest.param("", "They will win", id="nothing before"),
        pytest.param("The Greens fight the Reds.", "They will win", id="two names"),
        pytest.param("I met some people at the fair in Oslo.", "They will win", id="said last"),
        pytest.param("Oslo is old.", "It will rain", id="the weather"),
        pytest.param("Oslo is old.", "It will be hard to leave", id="it, of what follows"),
        pytest.param("Iraq is weak.", "He will win", id="no person"),
        pytest.param("Ann Lee is tired.", "They will win", id="one person, not many"),
        pytest.param("Nokia is weak.", "The firm will collapse", id="no pronoun"),
        pytest.param("Nokia is weak.", "This will collapse", id="this"),
    ],
)
def test_leaves_every_doubtful_pronoun(before, claim):
    assert resolve_pronoun(claim, before) is None


def test_the_claim_names_it_and_a_reason_tells_so():
    text = "Nokia is weak. It will collapse by May."

    (candidate,) = extract(text, published=date(2017, 10, 26))

    assert candidate.claim == "Nokia will collapse by May"
    assert candidate.quote == "It will collapse by May."
    (reason,) = [each for each in candidate.reasons if each.rule == "pronoun"]
    assert text[reason.start : reason.end] == "It"
    assert reason.weight == 0


def test_a_sentence_of_the_paragraph_before_names_nothing():
    (candidate,) = extract("Nokia is weak.\n\nIt will collapse.", published=date(2017, 10, 26))

    assert candidate.claim == "It will collapse"
