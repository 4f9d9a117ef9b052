"""T28: whoever has nothing but the ledger arrives at the outcomes that the tables hold."""

import random
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ForecastsError
from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.services.confirming import confirm, reject
from forecasts.services.decisions import Verdict
from forecasts.services.disputes import dispute
from forecasts.services.replaying import replay
from forecasts.services.second_looks import look_again
from forecasts.services.verification import read_entries
from forecasts.store.models import (
    Forecast,
    LedgerEntry,
    Proposal,
    ProposalStatus,
    Resolution,
    SecondLook,
)
from tests.deciding import decide_as, make_due
from tests.making import NOW, make_account

STEPS = 250


def told(session: Session) -> dict[str, tuple[Status, str | None, str | None]]:
    """Status, outcome and day known of each forecast, from the facts of the ledger alone."""
    replayed = replay(read_entries(session, limit=10_000))
    return {
        f"forecast:{number}": (each.status, *last_decision(each.decisions))
        for number, each in replayed.items()
    }


def last_decision(decisions) -> tuple[str | None, str | None]:
    return (decisions[-1]["outcome"], decisions[-1]["known_on"]) if decisions else (None, None)


def kept(session: Session) -> dict[str, tuple[Status, str | None, str | None]]:
    """The same from the tables."""
    states: dict[str, tuple[Status, str | None, str | None]] = {}
    for forecast in session.scalars(sa.select(Forecast)):
        last = session.scalars(
            sa.select(Resolution)
            .where(Resolution.forecast_id == forecast.id)
            .order_by(Resolution.number.desc())
        ).first()
        session.refresh(forecast)
        decided = (last.outcome.value, last.known_on.isoformat()) if last else (None, None)
        states[f"forecast:{forecast.id}"] = (forecast.status, *decided)
    return states


def test_the_ledger_alone_tells_how_everything_stands(session):
    draw = random.Random(13)  # noqa: S311 - a story to be told again, no secret
    people = [make_account(session, f"person {n}", Role.REVIEWER) for n in range(6)]
    forecasts = [make_due(session, claim=f"Bridge {n}") for n in range(8)]
    wanted = {"proposed", "rejected", "resolved", "reversed", "disputed", "answered"}
    done = 0
    entries: list[LedgerEntry] = []

    for step in range(4 * STEPS):
        if step >= STEPS and wanted <= {entry.kind for entry in entries}:
            break
        forecast, actor = draw.choice(forecasts), draw.choice(people)
        now = NOW + step * timedelta(minutes=20)
        try:
            with session.begin_nested():
                do_something(session, draw, forecast, actor, now)
            done += 1
        except ForecastsError:
            continue
        entries = list(session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence)))
        assert told(session) == kept(session)

    assert done > STEPS / 4
    assert wanted <= {entry.kind for entry in entries}


def do_something(session, draw, forecast, actor, now):
    """One act out of all that a reviewer may try, sensible or not."""
    outcome = draw.choice(list(Outcome))
    why = VoidReason.DUPLICATE if outcome is Outcome.VOID else None
    proposal = session.scalar(
        sa.select(Proposal)
        .where(Proposal.forecast_id == forecast.id, Proposal.status == ProposalStatus.STANDING)
        .execution_options(populate_existing=True)
    )
    look = session.scalar(sa.select(SecondLook).where(SecondLook.looked_at.is_(None)))
    by = {"actor": actor, "now": now}
    act = draw.choice(("decide", "decide", "close", "close", "dispute", "look"))
    if act == "close" and proposal is not None:
        if draw.random() < 0.6:
            confirm(session, proposal.id, version=1, policy=Policy.INDEPENDENT, share=50, **by)
        else:
            reject(session, proposal.id, version=1, note="no", **by)
    elif act == "dispute":
        number = session.scalar(
            sa.select(sa.func.max(Resolution.number)).where(Resolution.forecast_id == forecast.id)
        )
        dispute(session, forecast.id, number=number or 0, reason="no", evidence_url=None, **by)
    elif act == "look" and look is not None:
        verdict = Verdict(outcome=outcome, void_reason=why)
        look_again(session, look.id, verdict, policy=Policy.INDEPENDENT, **by)
    else:
        policy = draw.choice([Policy.INDEPENDENT, Policy.TWO_PERSON])
        decide_as(
            session, forecast, actor, outcome, policy=policy, now=now, share=50, void_reason=why
        )
