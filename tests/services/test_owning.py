"""Whose a post or a forecast is, and that services ask before they write."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError
from forecasts.domain.permissions import VISITOR, Actor, Role
from forecasts.services.intake import capture_post
from forecasts.services.recording import log_forecast, withdraw
from forecasts.services.reextraction import reextract
from forecasts.services.resolution import resolve
from forecasts.services.triage import accept, add_quoted, dismiss, reconsider
from forecasts.store.models import LedgerEntry
from forecasts.store.queries.posts import list_candidates
from tests.making import (
    NOW,
    OPERATOR,
    SOLO,
    a_decision,
    a_draft,
    a_submission,
    make_account,
    make_forecast,
)

TEXT = "My guess is that the bridge will be open by the end of this year. The ferry is old."


@pytest.fixture
def people(session: Session) -> dict[str, Actor]:
    make_account(session, "operator", Role.ADMIN)
    return {
        "visitor": VISITOR,
        "reader": make_account(session, "rea", Role.READER),
        "owner": make_account(session, "ada", Role.AUTHOR, authors=["Ada Author"]),
        "other author": make_account(session, "otto", Role.AUTHOR, authors=["Otto Other"]),
        "reviewer": make_account(session, "rita", Role.REVIEWER),
        "admin": make_account(session, "adam", Role.ADMIN),
    }


ALLOWED = {
    "capture": {"owner", "other author", "reviewer", "admin"},
    "log": {"owner", "other author", "reviewer", "admin"},
    "accept": {"owner", "admin"},
    "dismiss": {"owner", "admin"},
    "reconsider": {"owner", "admin"},
    "quote": {"owner", "admin"},
    "withdraw": {"owner", "admin"},
    "decide": {"reviewer", "admin"},
    "reextract": {"admin"},
}


def act(session: Session, name: str, actor: Actor) -> None:
    """Do one thing to what the operator recorded of Ada Author."""
    by = {"actor": actor, "now": NOW}
    if name == "capture":
        capture_post(session, a_submission("The mill will burn."), **by)
        return
    if name == "log":
        log_forecast(session, a_draft(session), **by)
        return
    forecast = make_forecast(session)
    if name == "withdraw":
        withdraw(session, forecast.id, version=1, **by)
        return
    if name == "decide":
        resolve(session, forecast.id, a_decision(), version=1, policy=SOLO, **by)
        return
    post = capture_post(session, a_submission(TEXT), actor=OPERATOR, now=NOW)
    candidate, *_ = list_candidates(session, post.id)
    if name == "accept":
        accept(session, candidate.id, version=1, **by)
    elif name == "dismiss":
        dismiss(session, candidate.id, version=1, **by)
    elif name == "reconsider":
        dismiss(session, candidate.id, version=1, actor=OPERATOR, now=NOW)
        reconsider(session, candidate.id, version=2, **by)
    elif name == "quote":
        add_quoted(session, post.id, "The ferry is old.", **by)
    elif name == "reextract":
        reextract(session, post.id, [], **by)


def count_entries(session: Session, actor: Actor) -> int:
    query = sa.select(sa.func.count()).where(LedgerEntry.actor == actor.name)
    return session.scalar(query) or 0


@pytest.mark.parametrize("name", ALLOWED)
@pytest.mark.parametrize(
    "person", ["visitor", "reader", "owner", "other author", "reviewer", "admin"]
)
def test_services_do_what_is_allowed_and_nothing_else(session, people, name, person):
    actor = people[person]

    if person in ALLOWED[name]:
        act(session, name, actor)
    else:
        with pytest.raises(NotAllowedError):
            act(session, name, actor)

    assert count_entries(session, actor) == (person in ALLOWED[name])
