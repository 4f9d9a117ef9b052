"""The comparison with other libraries counts what it says and hides nothing."""

from datetime import date

import pytest

from benchmarks import deadline_libraries
from benchmarks.deadline_libraries import Case, measure, measure_libraries

POSTED, THEN = date(2017, 10, 26), date(2017, 12, 31)
CASES = [
    Case("by year end", POSTED, THEN),
    Case("by Friday", POSTED, date(2017, 10, 27)),
    Case("soon", POSTED, None),
]


def test_counts_the_dated_and_the_undated_apart():
    score = measure(lambda _phrase, _published: THEN, CASES)

    assert score.right == pytest.approx(1 / 3)
    assert (score.right_dated, score.right_without) == (0.5, 0.0)


def test_a_reader_that_fails_on_a_phrase_has_read_nothing():
    def fails(_phrase, _published):
        raise RuntimeError("cannot read this")

    score = measure(fails, CASES)

    assert (score.right_dated, score.right_without) == (0.0, 1.0)


def test_names_a_library_that_is_not_installed(monkeypatch):
    def missing():
        raise ImportError("No module named 'nowhere'")

    monkeypatch.setattr(deadline_libraries, "LIBRARIES", (("nowhere", "nowhere", missing),))

    ((name, why),) = measure_libraries(CASES)

    assert name == "nowhere"
    assert "not installed" in why


@pytest.mark.parametrize(
    ("value", "last"),
    [
        pytest.param({"type": "daterange", "end": "2019-01-01"}, "2018-12-31", id="a range"),
        pytest.param({"type": "date", "value": "2018-03-05"}, "2018-03-05", id="a day"),
        pytest.param({"type": "duration", "value": "172800"}, "2017-10-28", id="a length"),
        pytest.param({"type": "set", "value": "not resolved"}, None, id="unresolved"),
    ],
)
def test_takes_the_last_day_of_what_a_library_resolved(value, last):
    day = deadline_libraries.end_of_value(value, POSTED)

    assert (day and day.isoformat()) == last
