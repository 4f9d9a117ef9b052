"""Posts in, candidates out."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.candidates import EstimateKind
from forecasts.extraction import extract, read_post

POSTED = date(2017, 10, 26)
CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "sentences.toml").read_text(encoding="utf-8")
)["case"]
LAYOUTS = (
    "{0}",
    "{0} {0}",
    "- {0}",
    "- {0} 60%",
    "- It is so. {0}",
    "> {0}",
    "## {0}",
    "It fell. {0}",
)
TITLES = (None, None, "Predictions for 2018", "My predictions, graded", "A walk by the sea")


def extracted(text, title=None):
    return extract(text, published=POSTED, title=title)


def only(text, title=None):
    (candidate,) = extracted(text, title)
    return candidate


def written_cases():
    for case in CASES:
        marks = []
        if "failure" in case:
            marks = [pytest.mark.xfail(strict=True, reason=case["failure"])]
        name = " ".join([case.get("title", ""), *case["text"].split()])[:60]
        yield pytest.param(case, id=name.strip(), marks=marks)


@pytest.mark.parametrize("case", list(written_cases()))
def test_finds_the_forecasts_of_a_text_and_nothing_else(case):
    candidates = extracted(case["text"], case.get("title"))

    assert [candidate.claim for candidate in candidates] == case["claims"]
    if "deadlines" in case:
        latest = [each.deadline and each.deadline.latest for each in candidates]
        assert [day.isoformat() if day else "" for day in latest] == case["deadlines"]


def test_two_dated_claims_of_one_sentence_share_its_attitude():
    text = "My guess is that Iraq will be free this year and Syria will follow early in 2018."

    first, second = extracted(text)

    assert first.end <= second.start
    assert (first.chance.hedge, second.chance.hedge) == ("My guess is", "My guess is")
    assert second.quote == "Syria will follow early in 2018."
    hedges = [reason for reason in second.reasons if reason.rule == "worded probability"]
    assert [text[reason.start : reason.end] for reason in hedges] == ["My guess is"]


@pytest.mark.parametrize(
    ("text", "claim", "middle"),
    [
        pytest.param(*row, id=row[0][:30])
        for row in (
            (
                "I put the chance that the toll is cut by May at 60%.",
                "The toll is cut by May",
                600_000,
            ),
            ("I'd put the odds of a new toll by May at 45%.", "A new toll by May", 450_000),
            (
                "But I would put the probability that tolls stay below 3.5% by May at about 45%.",
                "Tolls stay below 3.5% by May",
                450_000,
            ),
            ("I'd put tolls below 3.5% in May at 45%.", "Tolls below 3.5% in May", 450_000),
            ("I give it a 30% chance that the toll goes by May.", "The toll goes by May", 300_000),
            ("I think there's a 90% chance the toll goes by May.", "The toll goes by May", 900_000),
            ("A 60% chance that the toll goes by May.", "The toll goes by May", 600_000),
            ("I am 85% sure that the toll goes by May.", "The toll goes by May", 850_000),
            ("I'm now 85% sure it goes by May.", "It goes by May", 850_000),
            ("My estimate is 40% that the toll goes by May.", "The toll goes by May", 400_000),
            ("I'd put the odds at 40% that tolls go by May.", "Tolls go by May", 400_000),
            (
                "My numbers: there is a 75% chance that tolls stay above 5% in May.",
                "Tolls stay above 5% in May",
                750_000,
            ),
            (
                "There is a 90% chance that tolls go by May and a 10% chance that they stay.",
                "Tolls go by May",
                900_000,
            ),
            ("By May, there is a 60% chance that tolls go.", "By May, tolls go", 600_000),
            (
                "If the vote fails, I put the chance that tolls go by May at 60%.",
                "If the vote fails, tolls go by May",
                600_000,
            ),
            ("The toll goes by the end of May, 75%.", "The toll goes by the end of May", 750_000),
            ("The toll goes by the end of May (75%).", "The toll goes by the end of May", 750_000),
            ("The toll goes by the end of May: 75%.", "The toll goes by the end of May", 750_000),
            (
                "The toll goes by the end of May \u2013 75 %.",
                "The toll goes by the end of May",
                750_000,
            ),
        )
    ],
)
def test_a_claim_built_round_a_number_stands_alone(text, claim, middle):
    candidate = only(text)

    assert (candidate.claim, candidate.chance.middle) == (claim, middle)
    assert candidate.deadline.latest == date(2018, 5, 31)


def test_a_chance_of_the_first_claim_says_nothing_about_the_second():
    first, second = extracted("It will probably rain today and it will snow next week.")

    assert first.chance.kind is EstimateKind.WORDED
    assert second.chance.kind is EstimateKind.FLAT


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        pytest.param("If it rains, the dam will burst.", "conditional", id="if"),
        pytest.param("Unless it rains, the dam will be empty.", "conditional", id="unless"),
        pytest.param("The dam will not burst.", "negated", id="not"),
        pytest.param("Nobody will come.", "negated", id="nobody"),
        pytest.param("The dam is expected to burst by May.", "attributed", id="expected"),
        pytest.param("According to her, the dam will burst by May.", "attributed", id="according"),
    ],
)
def test_flags_what_a_reviewer_must_know(text, flag):
    candidate = only(text)

    flags = {name for name in ("conditional", "negated", "attributed") if getattr(candidate, name)}
    assert flags == {flag}


@pytest.mark.parametrize("title", [None, "Outlook for the harbour"], ids=["bare", "titled"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"The pier will stand in five years," said foreman Ann Lee.', id="said she"),
        pytest.param('"I think the pier will stand in 2020," the foreman said.', id="she said"),
        pytest.param("\u201cThe pier will stand in 2020\u201d, he told the paper.", id="curly"),
    ],
)
def test_words_in_quotation_marks_belong_to_who_spoke_them(text, title):
    assert only(text, title).attributed


def test_the_authors_own_words_in_quotation_marks_are_not_somebody_elses():
    assert not only('My bet: "The pier will stand in 2020," and I say it gladly.').attributed


def test_the_authors_own_attitude_makes_a_report_their_own():
    candidate = only("I think she says the truth: the dam will burst by May.")

    assert not candidate.attributed


def test_the_heading_says_how_sure_the_author_is_of_all_below_it():
    text = "At 90%:\n\n- The mayor resigns\n\nAt 60%:\n\n- Beer gets dearer"

    candidates = extracted(text, "Predictions for 2018")

    assert [candidate.chance.middle for candidate in candidates] == [900_000, 600_000]


def test_a_claim_that_is_repeated_is_proposed_once():
    assert len(extracted("It will rain.\n\nAs I said.\n\nIt will rain.")) == 1


@pytest.mark.parametrize("title", [None, "Predictions for 2018"])
def test_every_sentence_is_proposed_or_passed_over_with_the_rules_that_fired(title):
    text = "It rained. I hope it stops. Will it? It will snow by May. The dam is old."

    reading = read_post(text, published=POSTED, title=title)

    spans = sorted((each.start, each.end) for each in (*reading.candidates, *reading.passed_over))
    assert [text[start:end] for start, end in spans] == [
        "It rained.", "I hope it stops.", "Will it?", "It will snow by May.", "The dam is old.",
    ]  # fmt: skip
    rules = {each.quote: {reason.rule for reason in each.reasons} for each in reading.passed_over}
    assert "wish" in rules["I hope it stops."]
    assert "question" in rules["Will it?"]


def test_asking_why_never_changes_what_is_proposed():
    for case in CASES:
        text, title = case["text"], case.get("title")

        reading = read_post(text, published=POSTED, title=title)

        assert reading.candidates == extracted(text, title)


@given(
    st.lists(st.tuples(st.sampled_from(LAYOUTS), st.sampled_from(CASES)), max_size=12),
    st.sampled_from(TITLES),
)
def test_asking_why_never_changes_what_is_proposed_in_posts_of_many_layouts(parts, title):
    text = "\n\n".join(layout.format(" ".join(case["text"].split())) for layout, case in parts)

    reading = read_post(text, published=POSTED, title=title)

    assert reading.candidates == extracted(text, title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "- The mayor resigns 10%\n- Oslo is host 20%\n- Gold is dead 30%\n- It opens 40%",
            None,
            id="numbers at the end of items",
        ),
        pytest.param(
            "## The mayor wins the race\n\nIt will rain. It will snow.",
            "Predictions for 2018",
            id="a heading that is a claim",
        ),
        pytest.param("The pier is probably no longer there soon.", None, id="words without a day"),
        pytest.param("The coalition falls within a year.", None, id="what happens by a day"),
    ],
)
def test_what_is_only_just_proposed_is_so_without_asking_why(text, title):
    reading = read_post(text, published=POSTED, title=title)

    assert reading.candidates
    assert reading.candidates == extracted(text, title)


def test_a_plan_weighs_in_full_among_predictions_only():
    plan = "- I will move house by May."

    (listed,) = extracted(plan, "Predictions for 2018")

    assert listed.score > 0.95
    assert extracted(plan) == ()


def test_every_reason_tells_a_person_why():
    candidate = only("My guess is that it will rain by May.")

    assert {reason.rule for reason in candidate.reasons} >= {
        "future verb",
        "the author's guess",
        "deadline",
        "worded probability",
    }
    for reason in candidate.reasons:
        assert reason.sentence
        assert candidate.start <= reason.start < reason.end <= candidate.end


def test_more_reasons_give_a_higher_score():
    bare, dated, sure = (
        only(text).score
        for text in ("It will rain.", "It will rain by May.", "I bet it will rain by May.")
    )

    assert 0.5 <= bare < dated < sure < 1


def test_relative_words_count_from_the_post_and_never_from_today():
    text = "It will rain before the end of this year."

    (old,) = extract(text, published=date(1987, 3, 1))

    assert old.deadline.latest == date(1987, 12, 31)


WORDS = st.sampled_from(
    [case["text"] for case in CASES]
    + ["", "\n\n", "# ", "- ", "> ", "**", "&rsquo;", "[x](y)", "<li>", "1. ", "😀", "will ", "20%"]
)  # fmt: skip


def test_a_phrase_with_markup_in_it_is_given_as_it_stands_in_the_text():
    text = "## Predictions by **May** 2018\n\n* The bridge will open.\n"

    (candidate,) = extract(text, published=date(2017, 10, 26))

    deadline = candidate.deadline
    assert deadline.phrase == text[deadline.start : deadline.end] == "by **May** 2018"


@given(
    st.lists(WORDS | st.text(max_size=20), max_size=8),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)
def test_every_quote_and_phrase_stands_where_its_offsets_say(pieces, published):
    text = "".join(pieces)

    candidates = extract(text, published=published, title="Predictions for 2150")

    assert list(candidates) == sorted(candidates, key=lambda each: each.start)
    for candidate in candidates:
        assert text[candidate.start : candidate.end] == candidate.quote
        assert candidate.claim
        deadline = candidate.deadline
        if deadline and deadline.end:
            assert text[deadline.start : deadline.end] == deadline.phrase
        if deadline and deadline.latest:
            assert deadline.latest >= published
