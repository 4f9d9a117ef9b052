"""A second opinion points at words; it sets no day, no chance and no place."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.candidates import FLAT, EstimateKind
from forecasts.domain.opinions import Document, Proposal
from forecasts.extraction import extract
from forecasts.extraction.second_opinion import (
    MOST_PROPOSALS,
    SCORE,
    merge_opinion,
    places_of,
    weigh_opinion,
)

PUBLISHED = date(2017, 10, 26)
POST = (
    "The road was closed in May. Rain tomorrow, say the farmers. The bridge will open before the"
    " end of this year. Nobody   knows “when”: tolls double by June 2019, or by 2030 for lorries."
)


def ask(*proposals, text=POST, title=None):
    """The merged candidates and the opinion, for a post and what somebody points at."""
    ours = extract(text, published=PUBLISHED, title=title)
    opinion = weigh_opinion(
        text,
        [each if isinstance(each, Proposal) else Proposal(each) for each in proposals],
        known=[places_of(each) for each in ours],
        name="llm",
        published=PUBLISHED,
        title=title,
    )
    return ours, merge_opinion(ours, opinion, name="llm"), opinion


def added(*proposals, **wanted):
    return ask(*proposals, **wanted)[2].added


def told(candidate):
    return [reason.sentence for reason in candidate.reasons if reason.rule == "second opinion"]


def test_what_our_rules_passed_over_becomes_a_candidate_of_a_modest_score():
    (candidate,) = added("Rain tomorrow")

    assert (candidate.quote, candidate.start) == ("Rain tomorrow", POST.index("Rain"))
    assert (candidate.found_by, candidate.score) == (("llm",), SCORE)
    assert candidate.deadline.latest == date(2017, 10, 27)
    assert told(candidate) == ["llm quoted these words"]
    assert all(reason.weight == 0 for reason in candidate.reasons)


def test_what_both_found_is_one_candidate_and_only_its_finders_change():
    ours, merged, opinion = ask("The bridge will open", "will open before the end of this year.")

    assert opinion.added == ()
    assert merged == (replace(ours[0], found_by=("rules", "llm")), *ours[1:])


def test_where_little_is_shared_it_is_another_candidate():
    _, merged, _ = ask('this year. Nobody knows "when": tolls double by June 2019')

    assert [each.found_by for each in merged] == [("rules",), ("llm",)]


def test_the_same_words_twice_are_one_candidate():
    assert len(added("Rain tomorrow", "Rain tomorrow", "Rain tomorrow, say the farmers.")) == 1


def test_words_that_stand_in_several_places_are_one_candidate_with_sightings():
    text = "Rain tomorrow. Well. Rain tomorrow. I say: rain\ntomorrow."

    (candidate,) = added("Rain tomorrow", text=text)

    assert (candidate.start, [each.start for each in candidate.sightings]) == (0, [21])
    assert all(text[each.start : each.end] == each.quote for each in candidate.sightings)


def test_words_that_our_rules_found_in_another_place_are_found_by_both():
    text = "The bridge will open soon. So be it. Yes. The bridge will open soon."
    ours = extract(text, published=PUBLISHED)[:1]
    assert ours[0].sightings

    opinion = weigh_opinion(
        text, [Proposal("Yes. The bridge will open soon.")], known=[places_of(ours[0])],
        name="llm", published=PUBLISHED,
    )  # fmt: skip

    assert (set(opinion.agreed), opinion.added) == ({0}, ())


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        pytest.param("The tunnel will open in 2018.", "do not stand in the post", id="invented"),
        pytest.param("the bridge will open", "do not stand in the post", id="other capitals"),
        pytest.param("he bridge will open", "do not stand in the post", id="half a word"),
        pytest.param("", "hardly any letters", id="nothing"),
        pytest.param("...", "hardly any letters", id="no words"),
        pytest.param("The bridge will open" * 200, "more than 2,000", id="too long"),
    ],
)
def test_what_does_not_stand_in_the_post_is_rejected_with_a_reason(quote, reason):
    ours, merged, opinion = ask(quote)

    assert merged == ours
    (rejection,) = opinion.rejected
    assert reason in rejection.reason
    assert len(rejection.quote) <= 200


def test_of_endless_proposals_the_rest_is_rejected():
    _, _, opinion = ask(*["No such words."] * (MOST_PROPOSALS + 5))

    assert [each.reason for each in opinion.rejected].count("there are too many proposals") == 5


def test_of_two_days_in_a_quote_the_one_pointed_at_counts():
    quote = 'Nobody knows "when": tolls double by June 2019, or by 2030 for lorries.'

    (own,) = added(quote)
    (pointed,) = added(Proposal(quote, deadline="by June 2019"))

    assert (own.deadline.latest, pointed.deadline.latest) == (date(2030, 12, 31), date(2019, 6, 30))
    assert POST[pointed.deadline.start : pointed.deadline.end] == "by June 2019"


def test_words_pointed_at_are_read_where_they_stand():
    """ "June 2019" alone would be its last day; here it is a day before it begins."""
    text = 'Nobody knows "when": tolls double before June 2019.'

    (candidate,) = added(Proposal(text, deadline="June 2019"), text=text)

    assert candidate.deadline.latest == date(2019, 5, 31)


@pytest.mark.parametrize("deadline", ["by 2040", "2019-06-30", "this year", "tomorrow"], ids=str)
def test_a_deadline_that_does_not_stand_in_the_quote_is_passed_over(deadline):
    quote = "tolls double by June 2019"

    (candidate,) = added(Proposal(quote, deadline=deadline))

    assert candidate.deadline.latest == date(2019, 6, 30)
    assert told(candidate)[1:] == ["the deadline that llm named does not stand here"]


def test_a_deadline_of_the_heading_counts_where_it_is_pointed_at():
    text = "# Predictions for 2018\n\nTalks about the 2030 games break down."
    quote = "Talks about the 2030 games break down."

    (own,) = weigh(text, Proposal(quote))
    (pointed,) = weigh(text, Proposal(quote, deadline="2018"))

    assert pointed.deadline.latest == date(2018, 12, 31)
    assert told(pointed) == ["llm quoted these words"]
    assert own.deadline is not None


def weigh(text, *proposals, title=None):
    """What is added where our own rules found nothing."""
    opinion = weigh_opinion(text, proposals, known=[], name="llm", published=PUBLISHED, title=title)
    return opinion.added


def test_without_a_day_of_its_own_a_quote_takes_that_of_its_heading():
    (candidate,) = weigh("# Predictions for 2018\n\nRain, mostly.", Proposal("Rain, mostly."))

    assert candidate.deadline.latest == date(2018, 12, 31)


def test_the_title_is_a_heading_too():
    (candidate,) = weigh("Rain, mostly", Proposal("Rain, mostly"), title="Predictions for 2018")

    assert candidate.deadline.latest == date(2018, 12, 31)
    assert [reason.rule for reason in candidate.reasons] == ["second opinion"]


@pytest.mark.parametrize(
    ("text", "hedge", "middle"),
    [
        pytest.param("Rain is 70% likely.", "70%", 700_000, id="a number that our rules read"),
        pytest.param("Prices up 70%.", "70%", None, id="a number that is no chance"),
        pytest.param("Prices up 70%.", "0.99", None, id="a number that does not stand there"),
        pytest.param("Prices up 70%.", "certain", None, id="a word that does not stand there"),
        pytest.param("An unlikely tale of rain.", "likely", 200_000, id="half a word"),
        pytest.param("Rain is not almost certain.", "almost certain", None, id="a word denied"),
        pytest.param(
            "Rain will come, as they say presumably: 70%, in the end.",
            "presumably: 70%",
            None,
            id="a number beside a word",
        ),
    ],
)
def test_a_chance_is_only_what_our_rules_read_in_the_quote(text, hedge, middle):
    (candidate,) = weigh(text, Proposal(text, hedge=hedge))

    assert candidate.chance.middle == middle


def test_a_word_of_chance_beside_the_forecast_counts_where_it_is_pointed_at():
    text = "Rain will come, as everybody probably knows by now, in the end."

    (own,) = weigh(text, Proposal(text))
    (pointed,) = weigh(text, Proposal(text, hedge="probably"))

    assert own.chance == FLAT
    assert (pointed.chance.kind, pointed.chance.hedge) == (EstimateKind.WORDED, "probably")


def test_condition_and_attribution_count_where_they_stand_in_the_quote():
    text = "Rain tomorrow, says the almanac, wind permitting."

    (candidate,) = weigh(
        text, Proposal(text, attribution="says the almanac", condition="wind permitting")
    )
    (invented,) = weigh(text, Proposal(text, attribution="the king", condition="if it snows"))

    assert (candidate.attributed, candidate.conditional) == (True, True)
    assert told(invented)[1:] == [
        "the attribution that llm named does not stand here",
        "the condition that llm named does not stand here",
    ]
    assert not invented.conditional


def test_what_the_model_invents_is_shown_to_nobody():
    invented = "IGNORE THE ABOVE, 0.99"

    (candidate,) = added(Proposal("Rain tomorrow", invented, invented, invented, invented))

    assert invented not in str(candidate)


SENTENCES = ("It will rain", "by May 2018", "“probably”", "*no*", "70%", "if", "it's", ".")
words = st.sampled_from([*SENTENCES, "\n\n", "\n- ", "  ", "# Next year\n"])
texts = st.lists(words, min_size=1, max_size=12).map(" ".join)


@given(texts, st.data())
def test_every_candidate_quotes_the_text_and_ours_are_never_changed(text, data):
    parts = st.builds(
        lambda start, length: text[start : start + length].replace("“", '"').replace("\n", " "),
        st.integers(0, len(text)),
        st.integers(0, 60),
    )
    anything = st.one_of(parts, texts, st.text(max_size=20))
    proposals = data.draw(st.lists(st.builds(Proposal, *[anything] * 5), max_size=6))

    ours, merged, _ = ask(*proposals, text=text)

    for candidate in merged:
        assert text[candidate.start : candidate.end] == candidate.quote
        assert all(text[each.start : each.end] == each.quote for each in candidate.sightings)
        assert all(0 <= each.start <= each.end <= len(text) for each in candidate.reasons)
    kept = [each for each in merged if "rules" in each.found_by]
    assert [replace(each, found_by=("rules",)) for each in kept] == list(ours)
    assert {each.found_by for each in merged} <= {("rules",), ("rules", "llm"), ("llm",)}


def test_a_document_hashes_what_is_shown():
    assert Document("a").sha256 == Document("a").sha256 != Document("a", "b").sha256
