"""Candidates, labels and posts, each with plain values that a test may change."""

import json
from datetime import date

import pytest

from forecasts.domain.candidates import FLAT, Candidate
from forecasts.domain.deadlines import Deadline
from forecasts.evaluation import Label, LabelledPost

TEXT = "The bridge will open by June. It rained. The ferry will probably stop."


@pytest.fixture
def a_candidate():
    def make(start, end, *, latest=None, score=0.9, chance=FLAT):
        deadline = latest and Deadline(latest, None, "by then", start, end, "by")
        return Candidate(
            start=start,
            end=end,
            quote="x" * (end - start),
            claim="It will",
            chance=chance,
            deadline=deadline,
            negated=False,
            conditional=False,
            attributed=False,
            score=score,
            reasons=(),
        )

    return make


@pytest.fixture
def a_label():
    def make(start, end, *, deadlines=(None,), probabilities=(None,), hedge=None, optional=False):
        quote = "x" * (end - start)
        return Label(start, end, quote, deadlines, probabilities, hedge, optional)

    return make


@pytest.fixture
def a_post():
    def make(*labels, author="Ann", kind="commentary"):
        return LabelledPost("a-post", author, kind, date(2020, 1, 1), None, "x" * 100, labels)

    return make


@pytest.fixture
def content():
    """What a file of the corpus holds: one dated forecast, one fact, one hedged forecast."""

    def make(**changes):
        first = {"start": 0, "end": 29, "quote": TEXT[:29], "deadline": "2020-06-30"}
        second = {"start": 41, "end": 70, "quote": TEXT[41:], "hedge": "probably"}
        return {
            "author_hint": "Ann",
            "kind": "commentary",
            "published": "2020-01-01",
            "title": "Crossings",
            "text": TEXT,
            "labels": [first, second],
            **changes,
        }

    return make


@pytest.fixture
def corpus(tmp_path):
    """``corpus(ferry={...}, bridge=b"...")`` writes a file for each and returns the folder."""

    def write(**files):
        folder = tmp_path / "corpus"
        (folder / "posts").mkdir(parents=True)
        for name, content in files.items():
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            (folder / "posts" / f"{name}.json").write_bytes(raw)
        return folder

    return write
