"""Decisions: what they need, that one wins, and that a reversal keeps the first."""

from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError, NotFoundError
from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.services.due import flag_due
from forecasts.services.recording import withdraw
from forecasts.services.resolution import resolve
from forecasts.store.models import LedgerEntry, Resolution
from tests.making import NOW, OPERATOR, SOLO, a_decision, make_forecast


def decide(session, forecast, decision, version=None):
    return resolve(
        session,
        forecast.id,
        decision,
        version=forecast.version if version is None else version,
        actor=OPERATOR,
        now=NOW,
        policy=SOLO,
    )


@pytest.mark.parametrize("outcome", [Outcome.YES, Outcome.NO])
def test_resolves_what_is_due_with_evidence_and_the_day_it_was_known(session, outcome):
    forecast = make_forecast(session, deadline=date(2026, 10, 31))
    flag_due(session, now=NOW)
    session.refresh(forecast)

    resolution = decide(session, forecast, a_decision(outcome))

    session.refresh(forecast)
    last = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert forecast.status is Status.RESOLVED
    assert (resolution.number, resolution.known_on) == (1, date(2026, 11, 20))
    assert resolution.self_resolved
    assert (last.kind, last.subject) == ("resolved", f"forecast:{forecast.id}")


def test_resolves_early_what_is_still_open(session):
    forecast = make_forecast(session)

    decide(session, forecast, a_decision())

    session.refresh(forecast)
    assert forecast.status is Status.RESOLVED


def test_a_reversal_is_another_decision_and_the_first_one_stays(session):
    forecast = make_forecast(session)
    decide(session, forecast, a_decision(Outcome.YES))
    session.refresh(forecast)

    decide(session, forecast, a_decision(Outcome.NO, note="The source was wrong"))

    outcomes = session.scalars(sa.select(Resolution.outcome).order_by(Resolution.number)).all()
    kinds = session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)).all()
    assert outcomes == [Outcome.YES, Outcome.NO]
    assert kinds == ["logged", "resolved", "reversed"]


def test_a_reversal_needs_a_reason(session):
    forecast = make_forecast(session)
    decide(session, forecast, a_decision())
    session.refresh(forecast)

    with pytest.raises(InvalidInputError) as caught:
        decide(session, forecast, a_decision(Outcome.NO, note="  "))

    assert set(caught.value.fields) == {"note"}


def test_the_second_of_two_reviewers_is_told_the_present_state(session):
    forecast = make_forecast(session)
    decide(session, forecast, a_decision(Outcome.YES))

    with pytest.raises(ConflictError, match=r"resolved as yes by a reviewer just now"):
        decide(session, forecast, a_decision(Outcome.NO, note="n"), version=1)


def test_what_was_withdrawn_is_not_resolved(session):
    forecast = make_forecast(session)
    withdraw(session, forecast.id, version=1, actor=OPERATOR, now=NOW)
    session.refresh(forecast)

    with pytest.raises(ConflictError, match="withdrawn"):
        decide(session, forecast, a_decision())


def test_what_is_not_there_is_not_resolved(session):
    forecast = make_forecast(session)
    forecast_id = forecast.id + 1

    with pytest.raises(NotFoundError):
        resolve(
            session,
            forecast_id,
            a_decision(),
            version=1,
            actor=OPERATOR,
            now=NOW,
            policy=SOLO,
        )


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        pytest.param({"evidence_url": None}, "evidence_url", id="no evidence"),
        pytest.param({"evidence_url": "javascript:alert(1)"}, "evidence_url", id="a script"),
        pytest.param({"evidence_url": "https://"}, "evidence_url", id="no host"),
        pytest.param({"evidence_url": "https://[x"}, "evidence_url", id="a broken address"),
        pytest.param({"evidence_url": "https://e.org/" + "x" * 2000}, "evidence_url", id="long"),
        pytest.param({"known_on": date(2026, 11, 25)}, "known_on", id="known in the future"),
        pytest.param({"void_reason": VoidReason.DUPLICATE}, "void_reason", id="a reason for yes"),
        pytest.param(
            {"outcome": Outcome.VOID, "evidence_url": None}, "void_reason", id="void, no reason"
        ),
        pytest.param({"note": "x" * 4001}, "note", id="a long note"),
    ],
)
def test_says_what_a_decision_lacks_and_changes_nothing(session, wanted, field):
    forecast = make_forecast(session)

    with pytest.raises(InvalidInputError) as caught:
        decide(session, forecast, a_decision(**wanted))

    session.refresh(forecast)
    assert set(caught.value.fields) == {field}
    assert forecast.status is Status.OPEN


def test_void_needs_a_reason_but_no_evidence(session):
    forecast = make_forecast(session)
    decision = a_decision(Outcome.VOID, evidence_url=None, void_reason=VoidReason.PREMISE_FAILED)

    resolution = decide(session, forecast, decision)

    assert resolution.void_reason is VoidReason.PREMISE_FAILED
