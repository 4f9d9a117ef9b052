from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.evidence import grade_evidence, suggest_review_by
from forecasts.domain.lifecycle import EvidenceGrade

KNOWN = date(2024, 5, 1)
DAY = timedelta(days=1)
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("said_on", "recorded_on", "quoted", "expected"),
    [
        pytest.param(KNOWN - DAY, KNOWN - DAY, False, EvidenceGrade.LIVE, id="recorded before"),
        pytest.param(KNOWN - DAY, KNOWN, True, EvidenceGrade.SOURCED, id="recorded that day"),
        pytest.param(KNOWN - DAY, KNOWN + DAY, True, EvidenceGrade.SOURCED, id="recorded later"),
        pytest.param(KNOWN - DAY, KNOWN, False, EvidenceGrade.SELF_REPORTED, id="without a quote"),
        pytest.param(KNOWN, KNOWN, True, None, id="said that day"),
        pytest.param(KNOWN + DAY, KNOWN + DAY, True, None, id="said later"),
        pytest.param(KNOWN, KNOWN - DAY, True, None, id="said later than it was recorded"),
    ],
)
def test_grades_how_well_it_is_proven_to_have_come_first(said_on, recorded_on, quoted, expected):
    grade = grade_evidence(said_on=said_on, recorded_on=recorded_on, known_on=KNOWN, quoted=quoted)

    assert grade is expected


@given(DAYS, DAYS, st.booleans())
def test_what_is_not_yet_known_is_live(said_on, recorded_on, quoted):
    grade = grade_evidence(said_on=said_on, recorded_on=recorded_on, known_on=None, quoted=quoted)

    assert grade is EvidenceGrade.LIVE


@given(DAYS, DAYS, DAYS, st.booleans())
def test_what_is_said_once_the_outcome_is_known_has_no_grade(
    said_on, recorded_on, known_on, quoted
):
    grade = grade_evidence(
        said_on=said_on, recorded_on=recorded_on, known_on=known_on, quoted=quoted
    )

    assert (grade is None) == (said_on >= known_on)


@given(DAYS, DAYS)
def test_a_review_comes_a_year_after_the_later_of_both_days(said_on, recorded_on):
    review_by = suggest_review_by(said_on=said_on, recorded_on=recorded_on)

    assert review_by - max(said_on, recorded_on) == 365 * DAY
