"""Deadlines read from phrases, by the conventions in docs/extraction.md."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.extraction import read_deadline
from forecasts.extraction.dates.durations import RULES as DURATION_RULES
from forecasts.extraction.dates.reading import LONGEST_PHRASE, PERIOD_RULES, read_deadlines
from forecasts.extraction.dates.undated import RULES as UNDATED_RULES

POSTED = date(2017, 10, 26)
CASES = Path(__file__).parent / "cases" / "deadlines.toml"


def written_cases():
    for group in tomllib.loads(CASES.read_text(encoding="utf-8"))["group"]:
        for phrase, latest, *failure in group["cases"]:
            marks = [pytest.mark.xfail(strict=True, reason=failure[0])] if failure else []
            yield pytest.param(
                phrase,
                group["published"],
                latest or None,
                id=f"{group['name']}: {phrase}",
                marks=marks,
            )


def latest_of(phrase, published=POSTED):
    deadline = read_deadline(phrase, published=published)
    return deadline.latest.isoformat() if deadline and deadline.latest else None


@pytest.mark.parametrize(("phrase", "published", "expected"), list(written_cases()))
def test_reads_the_last_day_that_a_phrase_leaves(phrase, published, expected):
    assert latest_of(phrase, published) == expected


@pytest.mark.parametrize(
    ("rule", "phrase", "published", "expected"),
    [
        pytest.param(rule, *example, id=f"{rule.name}: {example[0]}")
        for rule in (*PERIOD_RULES, *DURATION_RULES)
        for example in rule.examples
    ],
)
def test_each_rule_reads_its_own_examples(rule, phrase, published, expected):
    lead = "by " if rule in PERIOD_RULES and not phrase.startswith("from") else ""

    latest = latest_of(lead + phrase, date.fromisoformat(published))

    assert latest == expected


@pytest.mark.parametrize(
    ("rule", "phrase"),
    [pytest.param(rule, phrase, id=phrase) for rule in UNDATED_RULES for phrase in rule.examples],
)
def test_words_without_a_day_say_why_there_is_none(rule, phrase):
    deadline = read_deadline(phrase, published=POSTED)

    assert deadline is not None
    assert (deadline.latest, deadline.kind) == (None, rule.kind)


@pytest.mark.parametrize(
    ("phrase", "kind", "alternatives"),
    [
        pytest.param("by 2020", "dated", (date(2019, 12, 31),), id="by a year"),
        pytest.param("by the end of 2020", "dated", (), id="by its end"),
        pytest.param("by Friday", "dated", (), id="by a day"),
        pytest.param("5/6/2018", "ambiguous", (date(2018, 5, 6), date(2018, 6, 5)), id="numbers"),
    ],
)
def test_keeps_the_other_defensible_readings(phrase, kind, alternatives):
    deadline = read_deadline(phrase, published=POSTED)

    assert deadline is not None
    assert (deadline.kind, deadline.alternatives) == (kind, alternatives)
    assert deadline.ambiguous is bool(alternatives)


def test_an_opening_bound_gives_the_first_day_but_no_last():
    deadline = read_deadline("not earlier than 2019", published=POSTED)

    assert deadline is not None
    assert (deadline.earliest, deadline.latest) == (date(2019, 1, 1), None)


def test_the_phrase_stands_where_the_offsets_say():
    text = "Syria will join them sometime early in 2018 at the latest."

    deadline = read_deadline(text, published=POSTED)

    assert deadline is not None
    assert deadline.phrase == "sometime early in 2018 at the latest"
    assert text[deadline.start : deadline.end] == deadline.phrase


PHRASES = st.sampled_from(
    [
        phrase
        for group in tomllib.loads(CASES.read_text(encoding="utf-8"))["group"]
        for phrase, *_ in group["cases"]
    ]
)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(st.lists(PHRASES, min_size=1, max_size=4), DAYS)
def test_no_deadline_lies_before_the_post(phrases, published):
    text = ", and ".join(phrases)

    deadlines = read_deadlines(text, published=published)

    for deadline in deadlines:
        assert deadline.latest is None or deadline.latest >= published
        assert text[deadline.start : deadline.end] == deadline.phrase


@given(
    st.sampled_from(
        [
            "by the end of this year", "early next year", "by July", "in the third quarter",
            "before Christmas", "this summer", "late next year", "on March 5", "mid-November",
        ]
    ),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)).filter(lambda day: day.day < 29),
    st.integers(1, 30),
)  # fmt: skip
def test_a_later_post_of_the_same_day_moves_the_deadline_by_whole_years(phrase, published, years):
    moved = published.replace(year=published.year + years)

    before = read_deadline(phrase, published=published)
    after = read_deadline(phrase, published=moved)

    assert before is not None
    assert after is not None
    assert after.latest.year - before.latest.year == years
    assert (after.latest.month, after.latest.day) == (before.latest.month, before.latest.day)


@given(DAYS, st.integers(1, 900), st.sampled_from(["day", "week"]))
def test_lengths_of_time_count_from_the_post(published, count, unit):
    deadline = read_deadline(f"within {count} {unit}s", published=published)

    assert deadline is not None
    assert deadline.latest == published + timedelta(days=count * (7 if unit == "week" else 1))


@given(st.text(max_size=300), st.dates())
def test_never_stumbles_over_any_text_or_day(text, published):
    deadline = read_deadline(text, published=published)

    assert deadline is None or text[deadline.start : deadline.end] == deadline.phrase


@pytest.mark.parametrize(
    ("phrase", "latest"),
    [
        pytest.param("by the \u017fpring of 2018", "2018-05-31", id="a long s"),
        pytest.param("by Fr\u0130day", "2017-10-27", id="a capital i with a dot"),
        pytest.param("w\u0131thin six \u017fhort weeks", "2017-12-07", id="a small i without one"),
        pytest.param("within six wee\u212as", "2017-12-07", id="the sign for kelvin"),
    ],
)
def test_reads_letters_that_a_pattern_takes_for_others(phrase, latest):
    deadline = read_deadline(phrase, published=POSTED)

    assert deadline is not None
    assert (deadline.latest.isoformat(), deadline.phrase) == (latest, phrase)


def test_reads_no_further_than_the_longest_phrase():
    text = "x" * LONGEST_PHRASE + " by 2020"

    assert read_deadline(text, published=POSTED) is None
