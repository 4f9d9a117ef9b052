import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.lifecycle import STEPS, EvidenceGrade, Outcome, Status, VoidReason, may_become


@pytest.mark.parametrize(
    ("start", "goals"),
    [
        ("open", {"due", "resolved", "withdrawn"}),
        ("due", {"proposed", "resolved"}),
        ("proposed", {"resolved", "due"}),
        ("resolved", {"disputed", "resolved"}),
        ("disputed", {"resolved"}),
        ("withdrawn", set()),
    ],
)
def test_allows_these_steps_and_no_others(start, goals):
    assert {goal.value for goal in STEPS[Status(start)]} == goals


def test_every_status_has_its_steps():
    assert set(STEPS) == set(Status)


def test_the_steps_cannot_be_changed():
    with pytest.raises(TypeError):
        STEPS[Status.WITHDRAWN] = frozenset({Status.OPEN})


@given(st.sampled_from(Status), st.sampled_from(Status))
def test_may_become_is_the_table_read_backwards(start, goal):
    assert (start in may_become(goal)) == (goal in STEPS[start])


def test_nothing_becomes_open_again():
    assert may_become(Status.OPEN) == frozenset()


def test_every_other_status_can_be_reached_from_open():
    reached = {Status.OPEN}
    for _ in Status:
        reached |= {goal for start in reached for goal in STEPS[start]}

    assert reached == set(Status)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (Outcome, ["yes", "no", "void"]),
        (EvidenceGrade, ["live", "sourced", "self-reported"]),
        (
            VoidReason,
            ["premise failed", "unclear truth", "not a forecast", "duplicate", "source unreadable"],
        ),
    ],
)
def test_uses_the_words_of_the_field(words, expected):
    assert [word.value for word in words] == expected
