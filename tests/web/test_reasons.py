"""Why a sentence was proposed or passed over: the rules on either side, and their sum."""

import pytest

from forecasts.domain.candidates import Reason
from forecasts.web.reasons import explain

TEXT = "I hope it'll  rain."
WHOLE = {"start": 0, "end": len(TEXT)}
HOPE = Reason("wish", 0, 6, -3.0, "'I hope': says what is hoped for")
WILL = Reason("future verb", 9, 12, 3.0, '"\'ll": a verb about the future')
UNDER = Reason("among predictions", 0, len(TEXT), 2.5, "stands under 'Outlook: 2027'")
SURE = Reason("worded probability", 0, 6, 0.0, "'I hope': suggests 60 %")


def test_parts_what_speaks_for_it_from_what_speaks_against_and_weighs_nothing():
    explanation = explain([UNDER, SURE, HOPE, WILL], TEXT, **WHOLE)

    sides = [(side, [each.rule for each in spoken]) for side, spoken in explanation.sides]
    assert sides == [
        ("Speaks for it", ["future verb", "among predictions"]),
        ("Speaks against it", ["wish"]),
        ("Was read, and weighs nothing", ["worded probability"]),
    ]
    assert (explanation.gain, explanation.loss, explanation.total) == (5.5, -3.0, 2.5)
    assert explanation.score == 0.5


@pytest.mark.parametrize(
    ("reason", "words", "told"),
    [
        pytest.param(HOPE, "I hope", "says what is hoped for", id="words"),
        pytest.param(WILL, "'ll", "a verb about the future", id="an apostrophe in the words"),
        pytest.param(UNDER, "", "stands under 'Outlook: 2027'", id="of the whole sentence"),
        pytest.param(
            Reason("deadline", 0, len(TEXT), 2.0, r"'a \' b': a day"), "", "a day", id="all words"
        ),
        pytest.param(
            Reason("title", 0, 0, 2.0, "'2027': a year"), "", "'2027': a year", id="from the title"
        ),
        pytest.param(
            Reason("future verb", 7, 17, 3.0, "told plainly"),
            "it'll rai",
            "told plainly",
            id="lines",
        ),
    ],
)
def test_shows_the_words_apart_from_what_is_told_of_them(reason, words, told):
    (spoken,) = explain([reason], TEXT, **WHOLE).spoken

    assert (spoken.words, spoken.told) == (words, told)


@pytest.mark.parametrize(
    ("weight", "near"),
    [
        pytest.param(1.0, False, id="less than half"),
        pytest.param(1.25, True, id="half of what is needed"),
        pytest.param(2.0, True, id="more than half"),
        pytest.param(2.5, False, id="enough"),
    ],
)
def test_a_near_miss_has_half_of_what_is_needed(weight, near):
    reason = Reason("future verb", 0, 6, weight, "told")

    assert explain([reason], TEXT, **WHOLE).came_near is near


def test_where_no_rule_spoke_nothing_was_weighed():
    explanation = explain([], TEXT, **WHOLE)

    assert explanation.sides == []
    assert not explanation.weighed
    assert explanation.missing == 2.5
