"""How sure the author said to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.candidates import FLAT, EstimateKind
from forecasts.extraction import LEXICON_VERSION, read_chance
from forecasts.extraction.percentages import RULES, find_stated
from forecasts.extraction.probabilities import LEAST, MOST
from forecasts.extraction.verbal import lexicon


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(*example, id=f"{rule.name}: {example[0]}")
        for rule in RULES
        for example in rule.examples
    ],
)
def test_each_rule_reads_its_own_numbers(words, expected):
    found = find_stated(words)

    assert (found.chance.middle if found else None) == expected


@pytest.mark.parametrize(
    ("text", "low", "middle", "high"),
    [
        pytest.param("Rain: 85%", 850_000, 850_000, 850_000, id="one number"),
        pytest.param("Rain (70-80%)", 700_000, 750_000, 800_000, id="a range"),
        pytest.param("a 0.5 % chance of rain", 5_000, 5_000, 5_000, id="half a percent"),
        pytest.param("Rain: 100%", 1_000_000, 1_000_000, 1_000_000, id="certain, as stated"),
        pytest.param("Probably rain: 20%", 200_000, 200_000, 200_000, id="a number beats words"),
    ],
)
def test_reads_numbers_exactly(text, low, middle, high):
    chance = read_chance(text)

    assert chance.kind is EstimateKind.STATED
    assert (chance.low, chance.middle, chance.high) == (low, middle, high)


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        pytest.param("I put the odds of 4% growth at 45%.", 450_000, id="behind an amount"),
        pytest.param("There's a 75% chance that it tops 5%", 750_000, id="before an amount"),
        pytest.param("The chance that it tops 5% is about 45%", 450_000, id="is"),
        pytest.param("It tops 5% by May, 45 %.", 450_000, id="behind a comma"),
    ],
)
def test_the_number_that_governs_the_claim_counts_and_not_the_one_in_it(text, middle):
    assert read_chance(text).middle == middle


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Prices rose by 10 percent.", id="an amount"),
        pytest.param("The council voted 9 to 6 on Thursday.", id="a vote"),
        pytest.param("The home side won 3 to 1 on penalties.", id="a match"),
        pytest.param("It was a 2-1 defeat on Saturday.", id="a result"),
        pytest.param("The bill passed 52-48.", id="a share of the votes"),
        pytest.param("Turnout reached its highest level, 75%.", id="how large it is"),
        pytest.param("He wins with 55% of the vote", id="a share"),
        pytest.param("Rain: 120%", id="more than all"),
        pytest.param("It will rain.", id="will"),
        pytest.param("It is going to rain.", id="going to"),
        pytest.param("It will not rain.", id="will not"),
        pytest.param("They met in May.", id="a month"),
        pytest.param("You should sell.", id="advice"),
        pytest.param("It could have rained.", id="what could have been"),
        pytest.param("It is more likely than before.", id="a comparison"),
        pytest.param("They expect rain.", id="what others expect"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_states_no_chance_stays_flat(text):
    assert read_chance(text) == FLAT


@pytest.mark.parametrize(
    ("text", "hedge", "middle"),
    [
        pytest.param("My guess is that it will rain", "My guess is", 650_000, id="attitude"),
        pytest.param("I think it could rain", "could", 400_000, id="never raises a weaker word"),
        pytest.param("I think it will rain", "I think", 680_000, id="lowers a bare will"),
        pytest.param("I think it is unlikely", "unlikely", 200_000, id="never turns it round"),
        pytest.param("It will probably rain", "probably", 700_000, id="adverb"),
        pytest.param("Rain is not likely", "not likely", 250_000, id="a denied word"),
        pytest.param("It is almost certain", "almost certain", 950_000, id="capped above"),
        pytest.param("It seems impossible", "seems impossible", 40_000, id="seems impossible"),
        pytest.param("They have no chance of winning", "no chance", 20_000, id="capped below"),
        pytest.param("I\u2019m guessing a draw", "I\u2019m guessing", 600_000, id="curly quotes"),
        pytest.param("Expect rain", "Expect", 750_000, id="a request to expect"),
        pytest.param("It will rain, I think", "I think", 680_000, id="behind the claim"),
        pytest.param("Probably, it will rain", "Probably", 700_000, id="before the claim"),
    ],
)
def test_reads_the_word_that_governs_the_claim(text, hedge, middle):
    chance = read_chance(text)

    assert (chance.kind, chance.hedge, chance.middle) == (EstimateKind.WORDED, hedge, middle)


@pytest.mark.parametrize(
    ("text", "hedge", "middle"),
    [
        pytest.param("Po\u017f\u017fibly it rains", "Po\u017f\u017fibly", 450_000, id="a long s"),
        pytest.param(
            "a one in f\u0131ve chance", "one in f\u0131ve", 200_000, id="an i without a dot"
        ),
    ],
)
def test_reads_letters_that_a_pattern_takes_for_others(text, hedge, middle):
    chance = read_chance(text)

    assert (chance.hedge, chance.middle) == (hedge, middle)


def test_a_word_in_another_clause_does_not_govern_the_claim():
    assert read_chance("It probably helped, but it will end") == FLAT


@given(st.sampled_from(sorted(lexicon().entries)))
def test_no_word_stands_for_less_or_more_than_the_caps(phrase):
    chance = read_chance(f"{phrase} it rains")

    assert chance.kind is EstimateKind.WORDED
    assert LEAST <= chance.low <= chance.middle <= chance.high <= MOST


def test_every_entry_is_a_range_with_a_source():
    for phrase, entry in lexicon().entries.items():
        assert 0 <= entry.low <= entry.middle <= entry.high <= 1_000_000, phrase
        assert entry.source, phrase


def test_the_version_is_that_of_the_table():
    assert lexicon().version == LEXICON_VERSION


@given(st.text(max_size=200))
def test_the_hedge_stands_in_the_text(text):
    chance = read_chance(text)

    assert chance.hedge is None or chance.hedge in text
