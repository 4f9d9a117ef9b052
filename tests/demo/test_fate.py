"""What becomes of a forecast of the story."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forecasts.demo.draws import Deck
from forecasts.demo.fate import Foretold, choose_turn, draw_outcome, verdicts_on
from forecasts.demo.story import Turn, read_story
from forecasts.domain.lifecycle import Outcome, VoidReason
from tests.making import stated_chance

TODAY = datetime(2026, 11, 23, tzinfo=UTC)
NO_TURN = Turn(words="")


def foretold(**wanted):
    """A forecast of January 2025 by an author who means what they say."""
    author = next(post.author for post in read_story(TODAY.date()).posts)
    ordinary: dict[str, Any] = {
        "key": "a post/1",
        "author": replace(author, trust=1.0, flat_rate=0.5),
        "quote": "The bridge will open by the end of June (70%)",
        "chance": stated_chance(0.7),
        "negated": False,
        "said_on": date(2025, 1, 10),
        "first_day": date(2025, 1, 10),
        "last_day": date(2025, 6, 30),
        "recorded_at": datetime(2025, 1, 10, 12, tzinfo=UTC),
        "due_at": datetime(2025, 6, 30, 23, tzinfo=UTC),
    }
    return Foretold(**(ordinary | wanted))


@pytest.mark.parametrize(
    ("trust", "stated", "expected"),
    [
        pytest.param(1.0, 0.9, 0.9, id="calibrated"),
        pytest.param(0.25, 0.9, 0.6, id="overconfident"),
        pytest.param(1.0, 0.1, 0.1, id="calibrated about what will hardly happen"),
    ],
)
def test_forecasts_come_true_as_often_as_the_character_has_it(trust, stated, expected):
    one = foretold(chance=stated_chance(stated))
    author = replace(one.author, trust=trust)

    outcomes = [draw_outcome(replace(one, author=author, key=f"post/{n}")) for n in range(2000)]

    assert outcomes.count(Outcome.YES) / 2000 == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("number", range(20))
def test_outcome_is_known_after_it_was_said_and_decided_after_it_was_known(number):
    one = foretold(key=f"post/{number}")

    (verdict,) = verdicts_on(one, NO_TURN, today=TODAY)

    assert verdict.decision.known_on > one.said_on
    assert verdict.at.date() > verdict.decision.known_on
    assert verdict.at > one.recorded_at


def test_what_was_captured_late_is_decided_after_it_was_logged():
    one = foretold(recorded_at=datetime(2026, 3, 1, tzinfo=UTC))

    (verdict,) = verdicts_on(one, NO_TURN, today=TODAY)

    assert verdict.at > one.recorded_at


def test_outcome_of_a_single_day_is_known_on_that_day():
    saturday = date(2025, 1, 11)
    one = foretold(first_day=saturday, last_day=saturday)

    (verdict,) = verdicts_on(one, NO_TURN, today=TODAY)

    assert verdict.decision.known_on == saturday


def test_a_lasting_claim_is_not_known_to_be_true_before_its_time_is_over():
    one = foretold(quote="The bridge will stay closed until the end of June")
    turn = Turn(words="", outcome=Outcome.YES)

    (verdict,) = verdicts_on(one, turn, today=TODAY)

    assert verdict.decision.known_on > one.last_day


def test_a_mistaken_decision_is_reversed_later():
    turn = Turn(words="bridge", outcome=Outcome.NO, reversed_from=Outcome.YES, note="Reversed: no.")

    first, second = verdicts_on(foretold(), turn, today=TODAY)

    assert (first.decision.outcome, second.decision.outcome) == (Outcome.YES, Outcome.NO)
    assert first.at < second.at


def test_a_void_decision_has_its_reason_and_needs_no_evidence():
    turn = Turn(words="bridge", void=VoidReason.PREMISE_FAILED, note="There is no bridge.")

    (verdict,) = verdicts_on(foretold(), turn, today=TODAY)

    assert verdict.decision.outcome is Outcome.VOID
    assert verdict.decision.void_reason is VoidReason.PREMISE_FAILED


def test_reviewer_leaves_some_of_the_last_days_undecided():
    last_week = datetime(2026, 11, 15, tzinfo=UTC)
    late = [
        foretold(key=f"post/{n}", due_at=last_week, last_day=last_week.date()) for n in range(200)
    ]

    decided = [one for one in late if list(verdicts_on(one, NO_TURN, today=TODAY))]

    assert 50 < len(decided) < 110


def test_a_turn_counts_where_its_words_stand_even_across_a_line():
    turn = Turn(words="bridge will open")

    found = choose_turn("The bridge\nwill open by June", [turn])

    assert found is turn


def test_every_turn_of_the_story_names_words_of_its_texts():
    story = read_story(TODAY.date())
    texts = [post.text for post in story.posts] + [line.text for line in story.lines]

    unused = [turn.words for turn in story.turns if not any(turn.words in text for text in texts)]

    assert unused == []


def test_a_deck_deals_every_card_before_any_comes_again():
    deck = Deck(["a", "b", "c"], "a key")

    dealt = [deck.deal() for _ in range(6)]

    assert sorted(dealt[:3]) == sorted(dealt[3:]) == ["a", "b", "c"]
