"""Whose a post or a forecast is, and that services ask before they write."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError, NotFoundError
from forecasts.domain.permissions import VISITOR, Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.services.disputes import dispute
from forecasts.services.hints import Pointer, point_out
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


@pytest.mark.parametrize("person", ["reader", "other author"])
def test_what_is_private_cannot_be_pointed_at_or_disputed_by_others(session, people, person):
    private = Visibility.PRIVATE
    waiting, decided = (make_forecast(session, visibility=private) for _ in range(2))
    resolve(session, decided.id, a_decision(), version=1, policy=SOLO, actor=OPERATOR, now=NOW)

    for ask in (point_at, dispute_it):
        with pytest.raises(NotFoundError):
            ask(session, waiting.id if ask is point_at else decided.id, people[person])

    point_at(session, waiting.id, people["owner"])
    dispute_it(session, decided.id, people["owner"])


def point_at(session: Session, forecast_id: int, actor: Actor) -> None:
    pointer = Pointer(evidence_url="https://example.org/", known_on=NOW.date())
    point_out(session, forecast_id, pointer, actor=actor, now=NOW)


def dispute_it(session: Session, forecast_id: int, actor: Actor) -> None:
    why = {"number": 1, "reason": "It was closed again.", "evidence_url": None}
    dispute(session, forecast_id, **why, actor=actor, now=NOW)
