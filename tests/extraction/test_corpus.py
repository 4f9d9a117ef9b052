"""How much of a corpus of labelled posts is found, where it is at hand.

The floors lie a little under what was measured; docs/extraction.md has the figures.
"""

import json
from pathlib import Path

import pytest

from forecasts.evaluation import evaluate, match_post, read_corpus
from forecasts.extraction import TextFormat, extract, normalise

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
POSTS = sorted((CORPUS / "posts").glob("*.json"))

pytestmark = pytest.mark.skipif(not POSTS, reason="the corpus is not at hand")


@pytest.fixture(scope="module")
def evaluation():
    return evaluate(
        [
            match_post(post, extract(post.text, published=post.published, title=post.title))
            for post in read_corpus(CORPUS)
        ]
    )


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_normalisation_gives_the_text_that_the_labels_refer_to(path):
    post = json.loads(path.read_text(encoding="utf-8"))
    raw = post.get("input", post["text"])

    text = normalise(raw, text_format=TextFormat(post["format"]))

    assert text == post["text"]


def test_finds_most_core_forecasts(evaluation):
    assert evaluation.overall.recall >= 0.93


def test_proposes_little_that_is_no_forecast(evaluation):
    assert evaluation.overall.precision >= 0.86


def test_balances_both(evaluation):
    assert evaluation.overall.f1 >= 0.90


def test_reads_the_deadline_of_nearly_every_forecast_it_finds(evaluation):
    assert evaluation.deadline.value >= 0.95


def test_reads_stated_probabilities_and_invents_none(evaluation):
    assert evaluation.probability.value >= 0.99
