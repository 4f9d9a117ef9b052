"""Each cue beside its own examples."""

import pytest

from forecasts.extraction.cues import AGAINST, CUES, SPEAKING_FOR


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


def test_what_speaks_for_a_forecast_never_takes_away_and_what_speaks_against_never_adds():
    assert [cue.name for cue in SPEAKING_FOR if cue.weight < 0] == []
    assert [cue.name for cue in AGAINST if cue.weight > 0] == []
