"""The examples of docs/scoring.md."""

import doctest
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "scoring.md"


def test_the_examples_in_the_documentation_come_out_as_printed():
    outcome = doctest.testfile(str(DOCUMENT), module_relative=False)

    assert outcome.attempted > 3
    assert outcome.failed == 0
