"""Deadlines read from phrases, by the conventions in docs/extraction.md."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.deadlines import Grain
from forecasts.extraction import read_deadline
from forecasts.extraction.dates.durations import RULES as DURATION_RULES
from forecasts.extraction.dates.narrowing import NARROWING_RULES
from forecasts.extraction.dates.periods import add_months
from forecasts.extraction.dates.reading import (
    LONGEST_PHRASE,
    MOST_MENTIONS,
    PERIOD_RULES,
    read_deadlines,
)
from forecasts.extraction.dates.undated import RULES as UNDATED_RULES

POSTED = date(2017, 10, 26)
CASES = Path(__file__).parent / "cases" / "deadlines.toml"


GROUPS = tomllib.loads(CASES.read_text(encoding="utf-8"))["group"]


def written_groups():
    """What is read rightly: a test for each group, as a test for each phrase takes minutes."""
    for group in GROUPS:
        phrases = [(phrase, latest) for phrase, latest, *failure in group["cases"] if not failure]
        name = f"{group['name']}, from {group['published']}"
        yield pytest.param(group["published"], phrases, id=name)


def known_failures():
    for group in GROUPS:
        for phrase, latest, *failure in group["cases"]:
            if failure:
                marks = pytest.mark.xfail(strict=True, reason=failure[0])
                yield pytest.param(group["published"], phrase, latest, id=phrase, marks=marks)


def latest_of(phrase, published=POSTED):
    deadline = read_deadline(phrase, published=published)
    return deadline.latest.isoformat() if deadline and deadline.latest else None


@pytest.mark.parametrize(("published", "phrases"), list(written_groups()))
def test_reads_the_last_day_that_each_phrase_leaves(published, phrases):
    found = [(phrase, latest_of(phrase, published) or "") for phrase, _ in phrases]

    wrong = [
        f"{phrase!r} is read as {day or 'no day'}, not as {latest or 'no day'}"
        for (phrase, day), (_, latest) in zip(found, phrases, strict=True)
        if day != latest
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("published", "phrase", "latest"), list(known_failures()))
def test_a_phrase_that_is_read_wrongly_is_known_to_be(published, phrase, latest):
    assert (latest_of(phrase, published) or "") == latest


@pytest.mark.parametrize(
    ("rule", "phrase", "published", "expected"),
    [
        pytest.param(rule, *example, id=f"{rule.name}: {example[0]}")
        for rule in (*PERIOD_RULES, *DURATION_RULES, *NARROWING_RULES)
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


@pytest.mark.parametrize(
    ("phrase", "grain"),
    [
        pytest.param("by Friday", Grain.DAY, id="a weekday"),
        pytest.param("by Christmas", Grain.DAY, id="a feast"),
        pytest.param("within 48 hours", Grain.DAY, id="hours"),
        pytest.param("next week", Grain.WEEK, id="a week"),
        pytest.param("within a fortnight", Grain.WEEK, id="weeks"),
        pytest.param("in the first week of May", Grain.WEEK, id="a week of a month"),
        pytest.param("by the end of March", Grain.MONTH, id="the end of a month"),
        pytest.param("early March", Grain.MONTH, id="a part of a month"),
        pytest.param("3Q18", Grain.QUARTER, id="a quarter"),
        pytest.param("H1'21", Grain.HALF, id="a half"),
        pytest.param("in the summer", Grain.SEASON, id="a season"),
        pytest.param("early 2018", Grain.YEAR, id="a part of a year"),
        pytest.param("within two years", Grain.YEAR, id="years"),
        pytest.param("in the 2020s", Grain.DECADE, id="a decade"),
        pytest.param("this century", Grain.CENTURY, id="a century"),
        pytest.param("soon", None, id="none for what names no period"),
        pytest.param("5/6/2018", None, id="none for what cannot be told"),
    ],
)
def test_tells_how_precise_the_words_are(phrase, grain):
    assert read_deadline(phrase, published=POSTED).grain is grain


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        pytest.param("by 2020", "dated", id="dated"),
        pytest.param("in the coming weeks", "vague", id="vague"),
        pytest.param("before the election", "event", id="an event"),
        pytest.param("fiscal 2019", "ambiguous", id="a year of a company"),
        pytest.param("more than five years from now", "vague", id="a first day alone"),
    ],
)
def test_tells_why_there_is_no_day(phrase, kind):
    assert read_deadline(phrase, published=POSTED).kind == kind


@pytest.mark.parametrize(
    ("phrase", "plain"),
    [
        pytest.param("by year\u2019s end", "by year's end", id="an apostrophe"),
        pytest.param("mid\u20112019", "mid-2019", id="a hyphen that does not break"),
        pytest.param("in 18\u201324 months", "in 18-24 months", id="a dash between numbers"),
        pytest.param("by\u00a0the\nend of 2018", "by the end of 2018", id="other spaces"),
        pytest.param("BEFORE THE END OF MARCH", "before the end of march", id="capitals"),
    ],
)
def test_reads_what_typesetters_write_like_its_plain_form(phrase, plain):
    found = read_deadline(phrase, published=POSTED)

    assert found.latest == read_deadline(plain, published=POSTED).latest
    assert found.phrase == phrase


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


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_a_sentence_that_never_stops_naming_days_is_read_up_to_the_hundredth(apostrophe):
    text = f"by the year{apostrophe}s end, " + "by May 2018, " * 2 * MOST_MENTIONS + "by June 2019."

    found = read_deadlines(text, published=POSTED)

    assert len(found) == MOST_MENTIONS
    assert {each.latest.isoformat() for each in found} == {"2017-12-31", "2018-05-31"}
    assert all(text[each.start : each.end] == each.phrase for each in found)


PHRASES = st.sampled_from([phrase for group in GROUPS for phrase, *_ in group["cases"]])
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(st.lists(PHRASES, min_size=1, max_size=4), DAYS)
def test_no_deadline_lies_before_the_post(phrases, published):
    text = ", and ".join(phrases)

    deadlines = read_deadlines(text, published=published)

    for deadline in deadlines:
        assert deadline.latest is None or deadline.latest >= published
        assert text[deadline.start : deadline.end] == deadline.phrase


MOVES_WITH_THE_YEAR = [
    "by the end of this year", "early next year", "mid-next year", "by July",
    "in the third quarter", "in the second half of next year", "before Christmas", "by Halloween",
    "this summer", "over the winter", "late next year", "on March 5", "mid-November",
    "by the end of next month", "by mid-December", "in five years", "within 18 months",
    "over the next two to three years", "a year and a half from now", "this time next year",
    "the year after next", "before the year is out", "not until June", "in the first week of May",
    "the last day of March", "by 12/31", "between June and September",
]  # fmt: skip


@given(
    st.sampled_from(MOVES_WITH_THE_YEAR),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)).filter(lambda day: day.day < 29),
    st.integers(1, 30),
)
def test_a_later_post_of_the_same_day_moves_the_deadline_by_whole_years(phrase, published, years):
    moved = published.replace(year=published.year + years)

    before = read_deadline(f"It will happen {phrase}.", published=published)
    after = read_deadline(f"It will happen {phrase}.", published=moved)

    assert after.latest.year - before.latest.year == years
    assert month_and_day(after.latest) == month_and_day(before.latest)
    assert (after.rule, after.grain, after.start, after.end) == (
        *(before.rule, before.grain, before.start, before.end),
    )


def month_and_day(day):
    """The last of February is one and the same, in leap years too."""
    return (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)


@given(DAYS, st.integers(1, 900), st.sampled_from(["day", "week"]))
def test_lengths_of_time_count_from_the_post(published, count, unit):
    deadline = read_deadline(f"within {count} {unit}s", published=published)

    assert deadline.latest == published + timedelta(days=count * (7 if unit == "week" else 1))


@given(DAYS, st.integers(1, 400), st.integers(1, 12))
def test_of_a_range_of_lengths_the_larger_counts(published, count, more):
    deadline = read_deadline(f"in {count}-{count + more} months", published=published)

    assert deadline.latest == add_months(published, count + more)


@given(DAYS, st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_written_date_is_read_in_every_form_or_has_passed(published, day):
    forms = (
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day.day}-{day:%b}-{day.year}",
        f"the {day.day} of {day:%B} {day.year}",
    )

    read = {latest_of(f"by {form}", published) for form in forms}

    assert read == {day.isoformat() if day >= published else None}


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
