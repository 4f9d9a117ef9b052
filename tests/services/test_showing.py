"""Who gets to see what: chosen by owners, told by the ledger, and no way to hide a miss."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import VISITOR, Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.services.due import flag_due
from forecasts.services.intake import capture_post
from forecasts.services.recording import Line, log_line, withdraw
from forecasts.services.resolution import resolve
from forecasts.services.scorecards import author_card
from forecasts.services.showing import set_default, show_forecast, show_post
from forecasts.services.triage import accept
from forecasts.services.verification import verify_record
from forecasts.store.models import Author, Forecast, LedgerEntry, Post
from forecasts.store.queries.authors import list_authors, names_of_authors
from forecasts.store.queries.forecasts import ForecastFilter, find_forecast, list_forecasts
from forecasts.store.queries.paging import Paging
from forecasts.store.queries.posts import list_candidates
from tests.making import (
    NOW,
    OPERATOR,
    SOLO,
    a_decision,
    a_submission,
    make_account,
    make_forecast,
    stated_chance,
)

PUBLIC, UNLISTED, PRIVATE = Visibility
TEXT = "My guess is that the bridge will be open by the end of this year."


@pytest.fixture
def ada(session: Session) -> Actor:
    make_account(session, "operator", Role.ADMIN)
    return make_account(session, "ada", Role.AUTHOR, authors=["Ada Author"])


@pytest.fixture
def otto(session: Session, ada: Actor) -> Actor:
    assert ada.authors
    return make_account(session, "otto", Role.AUTHOR)


def is_listed(session: Session, actor: Actor) -> bool:
    return bool(list_forecasts(session, ForecastFilter(), Paging(), actor=actor).rows)


def is_readable(session: Session, forecast: Forecast, actor: Actor) -> bool:
    try:
        find_forecast(session, forecast.id, actor=actor)
    except NotFoundError:
        return False
    return True


def last_entry(session: Session) -> tuple[str, str, dict[str, Any]]:
    entry = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    return entry.kind, entry.subject, json.loads(entry.facts)


@pytest.mark.parametrize(
    ("visibility", "listed", "readable"),
    [(PUBLIC, True, True), (UNLISTED, False, True), (PRIVATE, False, False)],
)
def test_others_see_what_its_visibility_says(session, otto, visibility, listed, readable):
    forecast = make_forecast(session, visibility=visibility)

    assert is_listed(session, otto) is is_listed(session, VISITOR) is listed
    assert is_readable(session, forecast, otto) is is_readable(session, forecast, VISITOR)
    assert is_readable(session, forecast, VISITOR) is readable


@pytest.mark.parametrize("visibility", Visibility)
def test_its_author_and_reviewers_see_it_always(session, ada, visibility):
    rita = make_account(session, "rita", Role.REVIEWER)
    forecast = make_forecast(session, visibility=visibility)

    for actor in (ada, rita, OPERATOR):
        assert is_listed(session, actor)
        assert is_readable(session, forecast, actor)


def test_an_author_of_whom_all_is_private_stands_in_no_list(session, otto):
    line = Line(
        author="Una Unknown",
        line="It rains",
        claim="It rains",
        chance=stated_chance(0.5),
        said_on=date(2026, 1, 5),
        deadline=None,
        visibility=PRIVATE,
    )

    log_line(session, line, actor=otto, now=NOW)

    assert "Una Unknown" in names_of_authors(session, actor=otto)
    assert "Una Unknown" not in names_of_authors(session, actor=VISITOR)
    assert "Una Unknown" not in [
        author.name for author in list_authors(session, Paging(), actor=VISITOR).rows
    ]


def test_what_is_recorded_is_seen_as_the_authors_is_by_default(session, ada):
    author = session.scalars(sa.select(Author).where(Author.name == "Ada Author")).one()
    set_default(session, author.id, UNLISTED, version=1, actor=ada, now=NOW)

    post = capture_post(session, a_submission(TEXT), actor=ada, now=NOW)
    forecast = make_forecast(session)

    assert post.visibility is forecast.visibility is UNLISTED
    assert last_entry(session)[0] == "logged"


def test_only_the_author_chooses_the_default(session, otto):
    author = session.scalars(sa.select(Author)).first()

    with pytest.raises(NotAllowedError):
        set_default(session, author.id, PRIVATE, version=1, actor=otto, now=NOW)


def test_a_forecast_is_seen_by_no_more_people_than_its_post(session, ada):
    post = capture_post(session, a_submission(TEXT, visibility=PRIVATE), actor=ada, now=NOW)
    candidate, *_ = list_candidates(session, post.id)

    forecast = accept(session, candidate.id, version=1, actor=ada, now=NOW)

    assert forecast.visibility is PRIVATE


def test_the_ledger_only_commits_to_what_is_private_until_it_is_shown(session, ada):
    forecast = make_forecast(session, visibility=PRIVATE, stated=0.7)
    assert last_entry(session)[2] == {"visibility": "private"}

    show_forecast(session, forecast.id, PUBLIC, version=1, actor=ada, now=NOW)

    kind, subject, facts = last_entry(session)
    assert (kind, subject) == ("shown", f"forecast:{forecast.id}")
    assert facts["deadline"] == "2026-12-31"
    assert facts["estimates"][0]["probability"] == 700_000
    assert verify_record(session).fault is None


@pytest.mark.parametrize("goal", [UNLISTED, PRIVATE])
def test_an_open_forecast_may_be_hidden_by_its_author(session, ada, goal):
    forecast = make_forecast(session)

    show_forecast(session, forecast.id, goal, version=1, actor=ada, now=NOW)

    assert forecast.visibility is goal
    assert last_entry(session)[0] == "hidden"


def falls_due(session: Session, forecast: Forecast) -> None:
    flag_due(session, now=forecast.due_at)


def is_decided(session: Session, forecast: Forecast) -> None:
    resolve(
        session,
        forecast.id,
        a_decision(Outcome.NO),
        version=1,
        actor=OPERATOR,
        now=NOW,
        policy=SOLO,
    )


def is_withdrawn(session: Session, forecast: Forecast) -> None:
    withdraw(session, forecast.id, version=1, actor=OPERATOR, now=NOW)


@pytest.mark.parametrize("happens", [falls_due, is_decided, is_withdrawn])
def test_nothing_is_hidden_once_it_is_due_decided_or_withdrawn(session, ada, happens):
    forecast = make_forecast(session)
    happens(session, forecast)
    session.refresh(forecast)

    with pytest.raises(ConflictError, match="Only while a forecast is open"):
        show_forecast(session, forecast.id, PRIVATE, version=forecast.version, actor=ada, now=NOW)

    assert forecast.visibility is PUBLIC


def test_nothing_is_hidden_after_its_deadline_though_the_clock_is_late(session, ada):
    forecast = make_forecast(session)
    late = forecast.due_at + timedelta(seconds=1)

    with pytest.raises(ConflictError, match="Only while a forecast is open"):
        show_forecast(session, forecast.id, PRIVATE, version=1, actor=ada, now=late)


def test_a_decided_forecast_may_still_be_shown_to_more(session, ada):
    forecast = make_forecast(session, visibility=PRIVATE)
    is_decided(session, forecast)
    session.refresh(forecast)

    show_forecast(session, forecast.id, PUBLIC, version=2, actor=ada, now=NOW)

    assert author_card(session, forecast.author_id, now=NOW).scorecard.counts.resolved == 1


def test_others_neither_show_nor_hide_and_learn_nothing_of_what_is_private(session, otto):
    public = make_forecast(session)
    private = make_forecast(session, visibility=PRIVATE)

    with pytest.raises(NotAllowedError):
        show_forecast(session, public.id, PRIVATE, version=1, actor=otto, now=NOW)
    with pytest.raises(NotFoundError):
        show_forecast(session, private.id, PUBLIC, version=1, actor=otto, now=NOW)


def test_a_choice_made_on_an_old_page_is_refused(session, ada):
    forecast = make_forecast(session)
    show_forecast(session, forecast.id, UNLISTED, version=1, actor=ada, now=NOW)

    with pytest.raises(ConflictError):
        show_forecast(session, forecast.id, PRIVATE, version=1, actor=ada, now=NOW)


def test_a_post_is_hidden_only_while_all_its_forecasts_are_open(session, ada):
    post = capture_post(session, a_submission(TEXT), actor=ada, now=NOW)
    candidate, *_ = list_candidates(session, post.id)
    forecast = accept(session, candidate.id, version=1, actor=ada, now=NOW)
    show_post(session, post.id, PRIVATE, seen_as=PUBLIC, actor=ada, now=NOW)
    show_post(session, post.id, PUBLIC, seen_as=PRIVATE, actor=ada, now=NOW)
    is_decided(session, forecast)

    with pytest.raises(ConflictError, match="due or decided"):
        show_post(session, post.id, PRIVATE, seen_as=PUBLIC, actor=ada, now=NOW)


def test_a_post_that_somebody_keeps_private_is_handed_to_nobody_else(session, ada, otto):
    capture_post(session, a_submission(TEXT, visibility=PRIVATE), actor=ada, now=NOW)

    with pytest.raises(ConflictError, match="keeps it private"):
        capture_post(session, a_submission(TEXT), actor=otto, now=NOW)

    assert session.scalar(sa.select(sa.func.count()).select_from(Post)) == 1


def test_a_card_leaves_private_ones_out_and_says_how_many(session):
    for visibility in (PUBLIC, UNLISTED, UNLISTED, PRIVATE):
        forecast = make_forecast(session, visibility=visibility, claim=f"It is {visibility}")

    card = author_card(session, forecast.author_id, now=NOW)

    assert card.scorecard.counts.logged == 3
    assert (card.unlisted, card.private) == (2, 1)
