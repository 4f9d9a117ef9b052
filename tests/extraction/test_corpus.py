"""How much of a corpus of labelled posts is found, where it is at hand.

The floors lie a little under what was measured; docs/extraction.md has the figures.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from forecasts.domain.candidates import EstimateKind
from forecasts.extraction import TextFormat, extract, normalise

POSTS = sorted((Path(__file__).parents[3] / "shared" / "corpus" / "posts").glob("*.json"))

pytestmark = pytest.mark.skipif(not POSTS, reason="the corpus is not at hand")


@dataclass
class Tally:
    """Counts over all posts."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    deadlines: int = 0
    probabilities: int = 0

    @property
    def precision(self):
        return self.found / (self.found + self.wrong)

    @property
    def recall(self):
        return self.found / (self.found + self.missed)

    @property
    def f1(self):
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def overlap(candidate, label):
    return min(candidate.end, label["end"]) - max(candidate.start, label["start"])


def match(candidates, labels):
    """Pairs that overlap by half of the shorter span, one to one, the longest overlaps first."""
    pairs = sorted(
        (
            (-overlap(candidate, label), i, j)
            for i, candidate in enumerate(candidates)
            for j, label in enumerate(labels)
            if 2 * overlap(candidate, label)
            >= min(candidate.end - candidate.start, label["end"] - label["start"])
        ),
    )
    chosen, taken = {}, set()
    for _, i, j in pairs:
        if i not in taken and j not in chosen:
            chosen[j] = i
            taken.add(i)
    return chosen


def deadline_is_right(candidate, label):
    latest = candidate.deadline.latest if candidate.deadline else None
    return (latest and latest.isoformat()) in [label["deadline"], *label["deadline_also"]]


def probability_is_right(candidate, label):
    stated = candidate.chance.kind is EstimateKind.STATED
    value = candidate.chance.middle / 1_000_000 if stated else None
    accepted = [label["probability"], *label["probability_also"]]
    if value is None:
        return None in accepted
    return any(each is not None and abs(each - value) <= 0.005 for each in accepted)


@pytest.fixture(scope="module")
def tally():
    total = Tally()
    for path in POSTS:
        post = json.loads(path.read_text(encoding="utf-8"))
        candidates = extract(
            post["text"], published=date.fromisoformat(post["published"]), title=post["title"]
        )
        count(total, candidates, post["labels"])
    return total


def count(total, candidates, labels):
    chosen = match(candidates, labels)
    total.wrong += len(candidates) - len(chosen)
    for j, label in enumerate(labels):
        if label["optional"]:
            continue
        if j not in chosen:
            total.missed += 1
            continue
        candidate = candidates[chosen[j]]
        total.found += 1
        total.deadlines += deadline_is_right(candidate, label)
        total.probabilities += probability_is_right(candidate, label)


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_normalisation_gives_the_text_that_the_labels_refer_to(path):
    post = json.loads(path.read_text(encoding="utf-8"))
    raw = post.get("input", post["text"])

    text = normalise(raw, text_format=TextFormat(post["format"]))

    assert text == post["text"]


def test_finds_most_core_forecasts(tally):
    assert tally.recall >= 0.93


def test_proposes_little_that_is_no_forecast(tally):
    assert tally.precision >= 0.86


def test_balances_both(tally):
    assert tally.f1 >= 0.90


def test_reads_the_deadline_of_nearly_every_forecast_it_finds(tally):
    assert tally.deadlines >= 0.95 * tally.found


def test_reads_stated_probabilities_and_invents_none(tally):
    assert tally.probabilities >= 0.99 * tally.found
