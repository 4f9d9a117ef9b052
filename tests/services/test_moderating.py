"""Hiding what an account recorded, and bringing it back as it was."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError, NotFoundError
from forecasts.domain.permissions import VISITOR, Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.services.due import flag_due
from forecasts.services.intake import capture_post
from forecasts.services.moderating import bring_back, hide_all
from forecasts.services.recording import log_forecast
from forecasts.services.showing import show_forecast
from forecasts.services.verification import verify_record
from forecasts.store.models import Account, Forecast, LedgerEntry, Post
from forecasts.store.queries.moderation import list_newest_accounts, tell_recorded
from forecasts.store.queries.paging import Paging
from tests.making import NOW, OPERATOR, a_draft, a_submission, make_account, make_forecast


@pytest.fixture
def spammer(session: Session) -> Actor:
    """Somebody with a forecast of each kind, one due, and a post."""
    make_account(session, "operator", Role.ADMIN)
    actor = make_account(session, "sam", Role.AUTHOR)
    for visibility in Visibility:
        draft = a_draft(session, claim=f"Buy {visibility} pills", visibility=visibility)
        log_forecast(session, draft, actor=actor, now=NOW)
    due = a_draft(session, claim="Buy pills now", deadline=date(2026, 11, 1))
    log_forecast(session, due, actor=actor, now=NOW)
    flag_due(session, now=NOW)
    capture_post(session, a_submission("Pills will be cheap."), actor=actor, now=NOW)
    session.expire_all()
    return actor


def seen(session: Session) -> list[Visibility]:
    session.expire_all()
    return [
        *session.scalars(sa.select(Forecast.visibility).order_by(Forecast.id)),
        *session.scalars(sa.select(Post.visibility)),
    ]


def test_hides_all_of_an_account_whatever_its_state_and_brings_it_back(session, spammer):
    before = seen(session)
    make_forecast(session, claim="Nobody hides this")

    hidden = hide_all(session, spammer.account_id, actor=OPERATOR, now=NOW)

    assert hidden == 4
    assert set(seen(session)) == {Visibility.PUBLIC, Visibility.PRIVATE}
    assert seen(session).count(Visibility.PUBLIC) == 1

    assert bring_back(session, spammer.account_id, actor=OPERATOR, now=NOW) == 4
    after = seen(session)
    assert [*after[:4], after[-1]] == before
    assert verify_record(session).fault is None


def test_the_ledger_tells_of_each(session, spammer):
    hide_all(session, spammer.account_id, actor=OPERATOR, now=NOW)

    kinds = list(session.scalars(sa.select(LedgerEntry.kind)))
    assert kinds.count("hidden") == 4


def test_who_recorded_it_cannot_bring_it_back(session, spammer):
    hide_all(session, spammer.account_id, actor=OPERATOR, now=NOW)
    forecast = session.scalars(sa.select(Forecast).order_by(Forecast.id)).first()

    with pytest.raises(NotAllowedError, match="only an admin"):
        show_forecast(
            session,
            forecast.id,
            Visibility.PUBLIC,
            version=forecast.version,
            actor=spammer,
            now=NOW,
        )


def test_twice_does_it_once(session, spammer):
    hide_all(session, spammer.account_id, actor=OPERATOR, now=NOW)

    assert hide_all(session, spammer.account_id, actor=OPERATOR, now=NOW) == 0
    bring_back(session, spammer.account_id, actor=OPERATOR, now=NOW)
    assert bring_back(session, spammer.account_id, actor=OPERATOR, now=NOW) == 0


@pytest.mark.parametrize("role", [None, Role.READER, Role.AUTHOR, Role.REVIEWER])
def test_only_admins_moderate(session, spammer, role):
    actor = make_account(session, "other", role) if role else VISITOR

    with pytest.raises(NotAllowedError):
        hide_all(session, spammer.account_id, actor=actor, now=NOW)
    with pytest.raises(NotAllowedError):
        bring_back(session, spammer.account_id, actor=actor, now=NOW)


def test_an_account_that_is_not_there_is_not_found(session, spammer):
    assert spammer
    with pytest.raises(NotFoundError):
        hide_all(session, 404, actor=OPERATOR, now=NOW)


def test_the_list_tells_what_the_newest_accounts_recorded(session, spammer):
    page = list_newest_accounts(session, Paging())

    told = tell_recorded(session, page.rows)[spammer.account_id]

    assert [account.name for account in page.rows] == ["sam", "operator"]
    assert (told.forecasts, told.posts, told.private) == (4, 1, 1)
    assert told.words[0] == "Buy pills now"
    assert isinstance(page.rows[0], Account)
