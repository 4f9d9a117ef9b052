"""Saying what a forecast is about."""

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.permissions import VISITOR, Role
from forecasts.domain.visibility import Visibility
from forecasts.services.erasure import ErasureReason, erase_author
from forecasts.services.revising import Change, log_changed
from forecasts.services.tagging import tag_forecast
from forecasts.services.verification import verify_record
from forecasts.store.models import LedgerEntry, Tag
from forecasts.store.queries.forecasts import ForecastFilter, list_forecasts
from forecasts.store.queries.paging import Paging
from forecasts.store.queries.tags import list_tags, tags_of
from tests.making import NOW, OPERATOR, make_account, make_forecast, stated_chance


@pytest.fixture
def ada(session):
    make_account(session, "Operator", Role.ADMIN)
    return make_account(session, "Ada", Role.AUTHOR, authors=["Ada Author"])


@pytest.fixture
def forecast(session, ada):  # noqa: ARG001 - they are the author by then
    return make_forecast(session, author="Ada Author")


def tag(session, forecast, *tags, seen=(), actor):
    tag_forecast(session, forecast.id, tags, seen=seen, actor=actor, now=NOW)


def test_an_author_says_what_a_forecast_is_about_and_the_ledger_tells(session, forecast, ada):
    tag(session, forecast, "rivers", "bridges", actor=ada)

    assert tags_of(session, forecast.id) == ("bridges", "rivers")
    last = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert (last.kind, last.subject, last.actor) == ("tagged", f"forecast:{forecast.id}", ada.name)
    assert "rivers" not in last.facts
    assert verify_record(session).fault is None


def test_the_same_tags_again_change_nothing(session, forecast, ada):
    tag(session, forecast, "rivers", actor=ada)
    before = session.scalar(sa.select(sa.func.count()).select_from(LedgerEntry))

    tag(session, forecast, "rivers", actor=ada)

    assert session.scalar(sa.select(sa.func.count()).select_from(LedgerEntry)) == before


def test_tags_that_somebody_changed_meanwhile_are_kept(session, forecast, ada):
    rita = make_account(session, "rita", Role.REVIEWER)
    tag(session, forecast, "rivers", actor=ada)

    with pytest.raises(ConflictError, match="they are rivers now"):
        tag(session, forecast, "bridges", actor=rita)

    assert tags_of(session, forecast.id) == ("rivers",)


def test_a_reviewer_tags_what_is_others_and_an_author_does_not(session, forecast):
    otto = make_account(session, "otto", Role.AUTHOR)
    rita = make_account(session, "rita", Role.REVIEWER)

    tag(session, forecast, "rivers", actor=rita)
    for stranger in (otto, VISITOR):
        with pytest.raises(NotAllowedError):
            tag(session, forecast, "spam", seen=["rivers"], actor=stranger)

    assert tags_of(session, forecast.id) == ("rivers",)


def test_tags_of_what_is_private_are_seen_by_nobody_else(session, ada):
    hidden = make_forecast(session, author="Ada Author", visibility=Visibility.PRIVATE)
    otto = make_account(session, "otto", Role.AUTHOR)
    tag(session, hidden, "rivers", actor=ada)

    assert [each.name for each in list_tags(session, actor=ada)] == ["rivers"]
    assert list_tags(session, actor=VISITOR) == []
    with pytest.raises(NotFoundError):
        tag(session, hidden, "bridges", seen=["rivers"], actor=otto)


def test_a_list_is_asked_for_a_tag(session, forecast, ada):
    make_forecast(session, claim="Something else")
    tag(session, forecast, "rivers", actor=ada)

    found = list_forecasts(session, ForecastFilter(tag="rivers"), Paging(), actor=VISITOR)

    assert [each.id for each in found.rows] == [forecast.id]


def test_a_changed_forecast_keeps_the_tags_of_the_one_before(session, forecast, ada):
    tag(session, forecast, "rivers", actor=ada)
    change = Change(
        claim="The bridge opens", deadline=None, chance=stated_chance(0.7), said_on=NOW.date()
    )

    later = log_changed(session, forecast.id, change, version=1, actor=ada, now=NOW)

    assert tags_of(session, later.id) == ("rivers",)


def test_tags_go_with_the_words_of_whoever_is_erased(session, forecast, ada):
    tag(session, forecast, "rivers", actor=ada)

    erase_author(session, forecast.author_id, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW)

    assert session.scalars(sa.select(Tag)).all() == []
