"""Each cue beside its own examples."""

import pytest

from forecasts.extraction.cues import CUES


@pytest.mark.parametrize(
    ("cue", "words"),
    [pytest.param(cue, words, id=f"{cue.name}: {words}") for cue in CUES for words in cue.fires_on],
)
def test_fires_on_its_examples(cue, words):
    assert cue.pattern.search(words)


@pytest.mark.parametrize(
    ("cue", "words"),
    [pytest.param(cue, words, id=f"{cue.name}: {words}") for cue in CUES for words in cue.quiet_on],
)
def test_stays_quiet_on_the_others(cue, words):
    assert not cue.pattern.search(words)


def test_every_cue_has_an_example():
    assert all(cue.fires_on and cue.sentence for cue in CUES)
