"""Triage: a candidate becomes a forecast, is corrected, is dismissed, or is added by quoting."""

from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.domain.candidates import FLAT, EstimateKind
from forecasts.domain.errors import ConflictError, InvalidInputError, NotFoundError
from forecasts.services.intake import capture_post
from forecasts.services.triage import (
    A_PERSON,
    SET_BY_A_PERSON,
    Correction,
    accept,
    add_quoted,
    dismiss,
    reconsider,
)
from forecasts.store.models import (
    Candidate,
    CandidateStatus,
    Estimate,
    Forecast,
    LedgerEntry,
    Origin,
)
from tests.making import NOW, OPERATOR, a_submission

TEXT = (
    "The old bridge was closed in May.\n\n"
    "I am 80% sure that the new bridge will open by the end of June."
)


@pytest.fixture
def candidate(session) -> Candidate:
    post = capture_post(session, a_submission(TEXT), actor=OPERATOR, now=NOW)
    return session.scalars(sa.select(Candidate).where(Candidate.post_id == post.id)).one()


def take(session, candidate, correction=None, version=None):
    return accept(
        session,
        candidate.id,
        version=version or candidate.version,
        actor=OPERATOR,
        now=NOW,
        correction=correction,
    )


def corrected(candidate, **wanted) -> Correction:
    ordinary = {"claim": candidate.claim, "deadline": candidate.deadline, "chance": FLAT}
    return Correction(**(ordinary | wanted))


def test_an_accepted_candidate_is_logged_with_its_quote_and_deadline(session, candidate):
    forecast = take(session, candidate)

    estimate = session.scalars(sa.select(Estimate)).one()
    assert forecast.origin is Origin.POST
    assert TEXT[forecast.start : forecast.end] == forecast.quote == candidate.quote
    assert (forecast.deadline, forecast.deadline_rule) == (
        date(2026, 6, 30),
        candidate.deadline_rule,
    )
    assert (estimate.kind, estimate.probability) == (EstimateKind.STATED, 800_000)
    assert forecast.said_on == date(2026, 1, 5)


def test_accepting_marks_the_candidate_and_writes_the_ledger(session, candidate):
    take(session, candidate)

    session.refresh(candidate)
    kinds = session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)).all()
    assert candidate.status is CandidateStatus.ACCEPTED
    assert kinds == ["captured", "logged"]


def test_a_candidate_is_accepted_once(session, candidate):
    take(session, candidate)

    with pytest.raises(ConflictError, match="accepted already"):
        take(session, candidate, version=2)
    assert session.scalar(sa.select(sa.func.count(Forecast.id))) == 1


def test_a_correction_is_what_gets_logged(session, candidate):
    correction = corrected(
        candidate, claim="The new bridge opens to cars", deadline=date(2026, 7, 31), criteria="Cars"
    )

    forecast = take(session, candidate, correction)

    estimate = session.scalars(sa.select(Estimate)).one()
    assert (forecast.claim, forecast.criteria) == ("The new bridge opens to cars", "Cars")
    assert (forecast.deadline, forecast.deadline_rule) == (date(2026, 7, 31), SET_BY_A_PERSON)
    assert (estimate.kind, estimate.probability) == (EstimateKind.FLAT, None)
    assert forecast.quote == candidate.quote


def test_a_deadline_left_alone_keeps_the_rule_that_read_it(session, candidate):
    forecast = take(session, candidate, corrected(candidate))

    assert forecast.deadline_rule == candidate.deadline_rule


def test_a_deadline_taken_away_leaves_a_day_to_look_again(session, candidate):
    forecast = take(
        session, candidate, corrected(candidate, deadline=None, review_by=date(2027, 1, 1))
    )

    assert (forecast.deadline, forecast.review_by) == (None, date(2027, 1, 1))


def test_a_correction_that_cannot_be_taken_leaves_the_candidate_open(session, candidate):
    with pytest.raises(InvalidInputError), session.begin_nested():
        take(session, candidate, corrected(candidate, claim=" "))

    session.refresh(candidate)
    assert candidate.status is CandidateStatus.PROPOSED


def test_a_dismissed_candidate_stays_beside_the_post(session, candidate):
    dismiss(session, candidate.id, version=1, actor=OPERATOR, now=NOW)

    session.refresh(candidate)
    assert candidate.status is CandidateStatus.DISMISSED
    with pytest.raises(ConflictError, match="dismissed already"):
        take(session, candidate)


def test_a_dismissal_can_be_taken_back(session, candidate):
    dismiss(session, candidate.id, version=1, actor=OPERATOR, now=NOW)

    reconsider(session, candidate.id, version=2, actor=OPERATOR, now=NOW)

    session.refresh(candidate)
    assert (candidate.status, candidate.decided_at) == (CandidateStatus.PROPOSED, None)
    assert take(session, candidate).candidate_id == candidate.id


def test_only_a_dismissal_can_be_taken_back(session, candidate):
    take(session, candidate)

    with pytest.raises(ConflictError, match="accepted already"):
        reconsider(session, candidate.id, version=2, actor=OPERATOR, now=NOW)


@pytest.mark.parametrize("act", [accept, dismiss, reconsider])
def test_what_is_not_there_cannot_be_decided(session, act):
    with pytest.raises(NotFoundError):
        act(session, 404, version=1, actor=OPERATOR, now=NOW)


def test_words_the_extractor_missed_are_added_by_quoting_them(session, candidate):
    quote = "The old bridge was closed in May."

    added = add_quoted(session, candidate.post_id, quote, actor=OPERATOR, now=NOW)

    assert (added.start, added.end, added.quote) == (0, len(quote), quote)
    assert added.status is CandidateStatus.PROPOSED
    assert added.found_by == [A_PERSON]


def test_words_that_do_not_stand_in_the_post_are_refused(session, candidate):
    with pytest.raises(InvalidInputError):
        add_quoted(session, candidate.post_id, "The moon will fall.", actor=OPERATOR, now=NOW)


def test_the_same_words_are_not_quoted_twice(session, candidate):
    quote = candidate.quote

    with pytest.raises(ConflictError, match="already"):
        add_quoted(session, candidate.post_id, quote, actor=OPERATOR, now=NOW)


@pytest.mark.parametrize("act", [accept, dismiss])
def test_what_was_superseded_is_decided_no_more(session, candidate, act):
    candidate.superseded_at = NOW
    session.flush()

    with pytest.raises(ConflictError, match="its post was read anew"):
        act(session, candidate.id, version=1, actor=OPERATOR, now=NOW)


def test_tells_that_a_candidate_has_changed(session, candidate):
    with pytest.raises(ConflictError, match="has changed since you opened it"):
        take(session, candidate, version=2)


def test_words_of_a_superseded_candidate_can_be_quoted(session, candidate):
    candidate.superseded_at = NOW
    session.flush()

    added = add_quoted(session, candidate.post_id, candidate.quote, actor=OPERATOR, now=NOW)

    assert (added.id, added.version, added.superseded_at) == (candidate.id, 2, None)
    assert added.found_by == [A_PERSON]


def test_a_post_that_is_not_there_cannot_be_quoted(session):
    with pytest.raises(NotFoundError):
        add_quoted(session, 404, "words", actor=OPERATOR, now=NOW)
