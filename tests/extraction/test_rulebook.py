"""The page with every rule says what the tables say."""

from pathlib import Path

from forecasts.extraction.cues import CUES
from forecasts.extraction.rulebook import write_rulebook

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_is_the_one_that_the_tables_make():
    assert PAGE.read_text(encoding="utf-8") == write_rulebook(), "run `make rules`"


def test_every_cue_stands_on_it_with_its_first_example():
    page = write_rulebook()

    for cue in CUES:
        assert f"| {cue.name} | {cue.weight:g} | {cue.fires_on[0]}" in page.replace("&lt;", "<")
