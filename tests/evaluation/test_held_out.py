"""Weights learned without an author, and what they propose for that author."""

from datetime import date

import pytest

from forecasts.evaluation import (
    Figures,
    LabelledPost,
    Row,
    as_json,
    cross_validate,
    describe,
    evaluate,
    read_rows,
)
from forecasts.evaluation.held_out import propose_held_out
from forecasts.extraction import read_post

AUTHORS = ("Ann", "Ben", "Cy")


def row(author, *rules, core=False, proposed=False):
    return Row(author, frozenset(rules), core=core, proposed=proposed)


def rows_of(author):
    """Ten sentences: "bold" is always right, "past" always wrong, "day" says nothing."""
    right = [row(author, "bold", "day", core=True), row(author, "bold", core=True)]
    wrong = [row(author, "past", "day"), row(author, "past"), row(author)]
    return [*right, *wrong] * 2


@pytest.fixture
def rows():
    return [each for author in AUTHORS for each in rows_of(author)]


@pytest.fixture
def read(a_label):
    def make(text, *quotes, optional=()):
        labels = [
            a_label(text.index(each), text.index(each) + len(each), optional=each in optional)
            for each in (*quotes, *optional)
        ]
        post = LabelledPost("a-post", "Ann", "kind", date(2020, 1, 1), None, text, tuple(labels))
        return list(read_rows(post, read_post(text, published=post.published)))

    return make


def test_a_rule_that_is_right_for_the_others_finds_the_forecasts_of_the_one_held_out(rows):
    found = cross_validate(rows)

    assert found.authors == 3
    assert found.learned == Figures(found=12, missed=0, wrong=0)
    assert found.ours == Figures(found=0, missed=12, wrong=0)


def test_a_rule_that_only_the_one_held_out_uses_finds_nothing(rows):
    odd = [row("Di", "odd", core=True), row("Di", "bold")]

    assert propose_held_out([*rows, *odd])[-2:] == [False, True]


def test_labels_of_an_author_do_not_change_what_is_proposed_for_that_author(rows):
    turned = [
        row(each.author, *each.rules, core=each.core != (each.author == "Ann")) for each in rows
    ]

    before, after = propose_held_out(rows), propose_held_out(turned)

    others = slice(len(rows_of("Ann")), None)
    assert before[: others.start] == after[: others.start]
    assert before[others] != after[others]


def test_our_own_proposals_do_not_change_what_is_learned(rows):
    ours = [row(each.author, *each.rules, core=each.core, proposed=True) for each in rows]

    assert propose_held_out(ours) == propose_held_out(rows)
    assert cross_validate(ours).ours == Figures(found=12, missed=0, wrong=18)


def test_the_same_rows_in_another_order_propose_the_same(rows):
    # Two rules of equal worth, so that whatever hangs on the order of a set would show.
    rows += [row(author, rule, core=True) for author in AUTHORS for rule in ("x", "y")]

    assert propose_held_out(rows) == propose_held_out(rows)
    assert propose_held_out(rows[::-1]) == propose_held_out(rows)[::-1]


def test_an_author_without_forecasts_is_held_out_too(rows):
    found = cross_validate([*rows, row("Di", "bold")])

    assert (found.authors, found.learned.wrong) == (4, 1)


@pytest.mark.parametrize(
    ("authors", "held_out"),
    [pytest.param(2, False, id="two authors"), pytest.param(3, True, id="three authors")],
)
def test_holds_nobody_out_unless_two_authors_with_forecasts_are_left(authors, held_out):
    rows = [row(author, "bold", core=True) for author in AUTHORS[:authors]]

    assert (cross_validate([*rows, row("Di")]) is not None) is held_out


def test_says_so_where_there_are_too_few_authors():
    names = {"extractor": "1", "rate": 1.0, "worst": 0}

    printed = as_json(evaluate([]), None, **names)["cross_validation"]
    text = "\n".join(describe(evaluate([]), None, **names))

    assert "fewer than 3 authors" in printed["meaning"]
    assert (printed["authors"], printed["learned"], printed["ours"]) == (None, None, None)
    assert "fewer than 3 authors" in text
    assert "learned without" not in text


def test_says_in_words_and_figures_what_was_found(rows):
    names = {"extractor": "1", "rate": 1.0, "worst": 0}

    printed = as_json(evaluate([]), cross_validate(rows), **names)["cross_validation"]
    text = "\n".join(describe(evaluate([]), cross_validate(rows), **names))

    assert (printed["authors"], printed["learned"]["f1"], printed["ours"]["f1"]) == (3, 1, 0)
    assert "learned without an author have an F1 of 1.000" in text
    assert "our own weights one of 0.000" in text


def test_a_row_is_made_of_what_is_proposed_said_again_and_passed_over(read):
    text = "The bridge will open in 2021. It rained. The bridge will open in 2021."

    rows = read(text, "It rained.")

    assert [(each.core, each.proposed) for each in rows] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert rows[0].rules == rows[1].rules
    assert any(rule.startswith("deadline +") for rule in rows[0].rules)


def test_what_matches_an_optional_label_alone_is_no_row(read):
    text = "The bridge will open in 2021. It rained."

    assert len(read(text)) == 2
    assert len(read(text, optional=["It rained."])) == 1
    assert [each.core for each in read(text, "It rained", optional=["It rained."])] == [False, True]


def test_what_is_told_only_of_proposals_gives_nothing_away(read):
    rows = read("Nokia is weak. It will collapse by May.")

    assert not any("pronoun" in rule for each in rows for rule in each.rules)
