"""Two people for a decision: proposals, what confirms them, and what takes them back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.policies import TAKE_BACK_WITHIN, Policy
from forecasts.services.confirming import confirm, reject
from forecasts.services.conflicts import declare_conflict
from forecasts.services.due import flag_due
from forecasts.services.recording import withdraw
from forecasts.services.resolution import resolve
from forecasts.store.models import LedgerEntry, Proposal, ProposalStatus, Resolution
from tests.deciding import YESTERDAY, decide_as, make_due, make_proposal
from tests.making import NOW, OPERATOR, SECOND, a_decision, make_forecast

TWO, INDEPENDENT = Policy.TWO_PERSON, Policy.INDEPENDENT


def confirm_as(session, proposal, actor, *, policy=TWO, version=1, now=NOW):
    return confirm(
        session, proposal.id, version=version, actor=actor, now=now, policy=policy, share=0
    )


def kinds(session):
    return session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)).all()


def test_a_proposal_counts_once_somebody_else_has_confirmed_it(session, rita, ben):
    forecast = make_due(session)

    proposal = make_proposal(session, forecast, rita, Outcome.NO)
    assert (forecast.status, forecast.version) == (Status.PROPOSED, 3)
    resolution = confirm_as(session, proposal, ben)

    session.refresh(forecast)
    assert forecast.status is Status.RESOLVED
    assert (resolution.outcome, resolution.number) == (Outcome.NO, 1)
    assert (resolution.decided_by, resolution.confirmed_by) == (rita.name, ben.name)
    assert not resolution.self_resolved
    assert kinds(session) == ["logged", "due", "proposed", "resolved"]


def test_what_is_rejected_is_due_again_and_can_be_proposed_anew(session, rita, ben):
    forecast = make_due(session)
    proposal = make_proposal(session, forecast, rita)

    reject(session, proposal.id, version=1, note="Another bridge", actor=ben, now=NOW)

    session.refresh(forecast)
    session.refresh(proposal)
    assert forecast.status is Status.DUE
    assert (proposal.status, proposal.closing_note) == (ProposalStatus.REJECTED, "Another bridge")
    assert kinds(session)[-1] == "rejected"
    assert make_proposal(session, forecast, ben).proposed_by == ben.name


def test_who_proposed_takes_it_back_alone(session, rita):
    forecast = make_due(session)
    proposal = make_proposal(session, forecast, rita)

    reject(session, proposal.id, version=1, note="I misread it", actor=rita, now=NOW)

    session.refresh(forecast)
    assert forecast.status is Status.DUE


def test_a_rejection_needs_a_reason(session, rita, ben):
    proposal = make_proposal(session, make_due(session), rita)

    with pytest.raises(InvalidInputError) as caught:
        reject(session, proposal.id, version=1, note=" ", actor=ben, now=NOW)

    assert set(caught.value.fields) == {"note"}


def test_an_early_proposal_stands_while_the_forecast_is_open_and_falls_due(session, rita, ben):
    forecast = make_forecast(session)
    proposal = make_proposal(session, forecast, rita)
    statuses = [forecast.status]

    later = NOW + timedelta(days=60)
    flag_due(session, now=later)
    session.refresh(forecast)
    statuses.append(forecast.status)
    confirm_as(session, proposal, ben, now=later)
    session.refresh(forecast)

    assert [*statuses, forecast.status] == [Status.OPEN, Status.DUE, Status.RESOLVED]


def test_nobody_withdraws_what_is_proposed_to_be_decided(session, rita):
    forecast = make_forecast(session)
    make_proposal(session, forecast, rita, Outcome.NO)

    with pytest.raises(ConflictError, match="proposed as no by a reviewer just now"):
        withdraw(session, forecast.id, version=forecast.version, actor=OPERATOR, now=NOW)


def test_one_proposal_stands_at_a_time(session, rita, ben):
    forecast = make_due(session)
    make_proposal(session, forecast, rita)

    with pytest.raises(ConflictError, match="proposed as yes by a reviewer just now"):
        make_proposal(session, forecast, ben, Outcome.NO)


def test_who_opened_the_page_before_is_told_what_is_proposed(session, rita, ben):
    forecast = make_due(session)
    make_proposal(session, forecast, rita, now=NOW - timedelta(minutes=5))

    with pytest.raises(ConflictError, match="proposed as yes by a reviewer 5 minutes ago"):
        resolve(
            session, forecast.id, a_decision(), version=2, actor=ben, now=NOW, policy=INDEPENDENT
        )


@pytest.mark.parametrize("status", [ProposalStatus.CONFIRMED, ProposalStatus.REJECTED])
def test_a_proposal_is_closed_once(session, rita, ben, cora, status):
    proposal = make_proposal(session, make_due(session), rita)
    if status is ProposalStatus.CONFIRMED:
        confirm_as(session, proposal, ben)
    else:
        reject(session, proposal.id, version=1, note="no", actor=ben, now=NOW)

    with pytest.raises(ConflictError, match=f"{status} already by a reviewer"):
        confirm_as(session, proposal, cora, version=2)


def test_a_proposal_that_is_not_there_is_not_confirmed(session, rita):
    with pytest.raises(NotFoundError):
        confirm(session, 7, version=1, actor=rita, now=NOW, policy=TWO)


def test_a_proposal_of_somebody_with_a_conflict_by_now_is_not_confirmed(session, rita, ben):
    forecast = make_due(session)
    proposal = make_proposal(session, forecast, rita)
    declare_conflict(
        session, reason="We married", actor=rita, now=NOW, author_id=forecast.author_id
    )

    with pytest.raises(NotAllowedError, match="Who proposed this has a conflict"):
        confirm_as(session, proposal, ben)


@pytest.mark.parametrize(
    ("after", "came"),
    [
        pytest.param(TAKE_BACK_WITHIN, Resolution, id="in time"),
        pytest.param(TAKE_BACK_WITHIN + SECOND, Proposal, id="a second too late"),
    ],
)
def test_who_decided_alone_changes_it_alone_for_a_short_while(session, rita, after, came):
    forecast = make_due(session)
    decide_as(session, forecast, rita)

    reversal = decide_as(session, forecast, rita, Outcome.NO, now=NOW + after)

    assert isinstance(reversal, came)
    assert forecast.status is Status.RESOLVED


def test_the_short_while_does_not_begin_anew_with_each_change(session, rita):
    forecast = make_due(session)
    minutes = [timedelta(minutes=each) for each in (0, 10, 20)]

    outcomes = (Outcome.YES, Outcome.NO, Outcome.YES)
    came = [
        type(decide_as(session, forecast, rita, outcome, now=NOW + after))
        for outcome, after in zip(outcomes, minutes, strict=True)
    ]

    assert came == [Resolution, Resolution, Proposal]


def test_what_two_people_decided_is_changed_by_two(session, rita, ben):
    forecast = make_due(session)
    confirm_as(session, make_proposal(session, forecast, rita), ben)

    reversal = decide_as(session, forecast, rita, Outcome.NO, policy=INDEPENDENT)

    assert isinstance(reversal, Proposal)


def test_a_reversal_counts_once_it_is_confirmed(session, rita, ben):
    forecast = make_due(session)
    decide_as(session, forecast, rita, now=YESTERDAY)
    proposal = decide_as(session, forecast, rita, Outcome.NO)
    assert isinstance(proposal, Proposal)

    confirm_as(session, proposal, ben, policy=INDEPENDENT)

    last = session.scalars(sa.select(Resolution).order_by(Resolution.number.desc())).first()
    assert (last.number, last.outcome, last.confirmed_by) == (2, Outcome.NO, ben.name)
    assert kinds(session)[-2:] == ["proposed", "reversed"]


def test_one_person_alone_is_told_that_it_takes_two(session, rita):
    forecast = make_due(session)

    with pytest.raises(NotAllowedError, match="takes two people"):
        resolve(session, forecast.id, a_decision(), version=2, actor=rita, now=NOW, policy=TWO)


def test_an_admin_is_bound_by_the_policy_as_well(session):
    forecast = make_due(session)
    admin = Actor("account:1", Role.ADMIN, 1)

    assert isinstance(decide_as(session, forecast, admin, policy=TWO), Proposal)
