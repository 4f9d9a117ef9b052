"""No gate is shut before a rule that matches."""

import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasts.extraction import needs as pattern_needs
from forecasts.extraction.cues import CUES
from forecasts.extraction.dates.durations import RULES as DURATION_RULES
from forecasts.extraction.dates.reading import PERIOD_RULES
from forecasts.extraction.dates.undated import RULES as UNDATED_RULES
from forecasts.extraction.gates import Gates, HasPattern, Sieve
from forecasts.extraction.needs import find_needs, fold
from forecasts.extraction.percentages import RULES as NUMBER_RULES
from forecasts.extraction.verbal import lexicon

RULES: tuple[HasPattern, ...] = (
    *CUES, *NUMBER_RULES, *PERIOD_RULES, *DURATION_RULES, *UNDATED_RULES, lexicon()
)  # fmt: skip
ALL_GATES = Gates(RULES)
CASES = Path(__file__).parent / "cases"
PHRASES = [
    phrase
    for group in tomllib.loads((CASES / "deadlines.toml").read_text(encoding="utf-8"))["group"]
    for phrase, *_ in group["cases"]
]
SENTENCES = [
    case["text"]
    for case in tomllib.loads((CASES / "sentences.toml").read_text(encoding="utf-8"))["case"]
]
RAIN_SNOW_WILL = ("rain", "snow", "will")
CHANGES = (str, str.upper, str.lower, str.title, lambda words: words.replace(" ", "\n"))


def shut_before_a_match(text):
    """The rules that match a text though their gate is shut."""
    opened = {id(rule) for rule in ALL_GATES.open_for(text)}
    return [
        rule.pattern.pattern[:80]
        for rule in RULES
        if id(rule) not in opened and rule.pattern.search(text)
    ]


@pytest.mark.parametrize("change", CHANGES)
def test_no_gate_is_shut_before_a_match_in_a_case(change):
    shut = {text: shut_before_a_match(change(text)) for text in PHRASES + SENTENCES}

    assert [text for text, rules in shut.items() if rules] == []


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data(), st.sampled_from(RULES))
def test_no_gate_is_shut_before_words_made_from_its_pattern(data, rule):
    text = data.draw(st.from_regex(rule.pattern))

    opened = Gates((rule,)).open_for(text)

    assert opened == [rule]


@given(st.lists(st.sampled_from(PHRASES), max_size=4), st.text(max_size=40))
def test_no_gate_is_shut_before_a_match_beside_any_text(phrases, beside):
    assert shut_before_a_match(beside.join(["", *phrases, ""])) == []


def test_every_rule_asks_for_something():
    assert [rule.pattern.pattern[:80] for rule in RULES if not find_needs(rule.pattern)] == []


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        pytest.param(r"shall|will", [{"shall", "will"}], id="either"),
        pytest.param(r"(?:by\s)?(?P<month>March|July)", [{"march", "july"}], id="no optional"),
        pytest.param(r"going\sto", [{"going to"}], id="across a space"),
        pytest.param(r"by\n\tJune", [{"by  june"}], id="across every kind of space"),
        pytest.param(r"soon|sooner", [{"soon"}], id="the shorter of two"),
        pytest.param(r"\d{4}", [{"\0"}], id="digits"),
        pytest.param(r"Q[1-3]", [{"q1", "q2", "q3"}], id="side by side"),
        pytest.param(r"(?:I|he)\s(?:do|go)", [{"i do", "i go", "he do", "he go"}], id="products"),
        pytest.param(r"go(?:\snow)?!", [{"go!", "go now!"}], id="with and without the optional"),
        pytest.param(r"(?:ab){1,2}c", [{"abc"}], id="repeats, the shorter of them"),
        pytest.param(r"(?:ab){2,9}c", [{"ab"}], id="of many repeats one"),
        pytest.param(r"e\w+z", [{"z"}], id="the rarer part"),
        pytest.param(r"e(?=\w*z)", [{"z"}], id="what must stand behind"),
        pytest.param(r"[a-l]{2}z", [{"z"}], id="not what can be too many things"),
        pytest.param(r"(?:may|might)\w*snow", [{"snow"}, {"may", "might"}], id="two parts"),
        pytest.param(
            r"(?:may\w*snow|fog)", [{"snow", "fog"}, {"may", "fog"}], id="two in a choice"
        ),
        pytest.param(r"(?<!not\s)[^x]z", [{"z"}], id="nothing that must not stand there"),
        pytest.param(r"will|\w{2,9}", [], id="a choice that may be anything"),
        pytest.param(r"(?:will){0,1}", [], id="nothing at all"),
    ],
)
def test_needs_are_what_no_match_can_do_without(pattern, needs):
    assert [*find_needs(re.compile(pattern, re.IGNORECASE))] == needs


@pytest.mark.parametrize("letter", ["\u0130", "\u0131", "\u017f", "\u212a"])
def test_folds_every_letter_that_a_pattern_takes_for_one_of_ascii(letter):
    taken_for = [each for each in "iks" if re.fullmatch(each, letter, re.IGNORECASE)]

    assert [fold(letter)] == taken_for


def test_without_a_parser_every_gate_stays_open(monkeypatch):
    monkeypatch.setattr(pattern_needs, "_PARSER", None)
    rule = SimpleNamespace(pattern=re.compile("will"))

    opened = Gates((rule,)).open_for("It rains")

    assert opened == [rule]


def test_keeps_the_order_of_the_rules():
    rules = [SimpleNamespace(pattern=re.compile(word)) for word in ("rain", "snow", "it")]

    opened = Gates(rules).open_for("It may snow and rain")

    assert opened == rules


def test_families_that_share_a_sieve_open_their_own_rules():
    sieve = Sieve()
    rain, snow, will = (SimpleNamespace(pattern=re.compile(word)) for word in RAIN_SNOW_WILL)
    weather, verbs = Gates((rain, snow), sieve), Gates((will,), sieve)

    assert weather.open_for("It will snow") == [snow]
    assert verbs.open_for("It will snow") == [will]


def test_a_family_that_comes_later_is_looked_for_too():
    sieve = Sieve()
    rain, snow, _ = (SimpleNamespace(pattern=re.compile(word)) for word in RAIN_SNOW_WILL)
    earlier = Gates((rain,), sieve)
    earlier.open_for("rain and snow")

    later = Gates((snow,), sieve)

    assert later.open_for("rain and snow") == [snow]
    assert earlier.open_for("rain and snow") == [rain]
