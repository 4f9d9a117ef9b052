"""Sign-in by an address that works once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import NotAllowedError
from forecasts.services.accounts import (
    LINK_LASTS,
    SESSION_LASTS,
    find_or_add_operator,
    find_signed_in,
    issue_sign_in_link,
    sign_in,
    sign_out,
)
from forecasts.store.models import SignInLink, WebSession
from tests.making import NOW, SECOND


@pytest.fixture
def token(session):
    operator = find_or_add_operator(session, now=NOW)
    return issue_sign_in_link(session, operator.id, now=NOW)


def test_there_is_one_operator(session):
    assert find_or_add_operator(session, now=NOW).id == find_or_add_operator(session, now=NOW).id


def test_an_address_signs_in(session, token):
    signed_in = sign_in(session, token, now=NOW)

    assert find_signed_in(session, signed_in, now=NOW).name == "Operator"


@pytest.mark.parametrize(
    "later",
    [pytest.param(timedelta(0), id="used twice"), pytest.param(LINK_LASTS, id="too old")],
)
def test_an_address_works_once_and_not_for_long(session, token, later):
    if not later:
        sign_in(session, token, now=NOW)

    with pytest.raises(NotAllowedError, match="forecasts sign-in"):
        sign_in(session, token, now=NOW + later)


def test_a_made_up_address_is_refused(session):
    with pytest.raises(NotAllowedError):
        sign_in(session, "made up", now=NOW)


def test_a_session_ends_when_it_is_ended(session, token):
    signed_in = sign_in(session, token, now=NOW)

    sign_out(session, signed_in, now=NOW + SECOND)

    assert find_signed_in(session, signed_in, now=NOW + SECOND) is None


def test_a_session_ends_by_itself(session, token):
    signed_in = sign_in(session, token, now=NOW)

    assert find_signed_in(session, signed_in, now=NOW + SESSION_LASTS - SECOND) is not None
    assert find_signed_in(session, signed_in, now=NOW + SESSION_LASTS) is None


def test_no_token_is_kept(session, token):
    signed_in = sign_in(session, token, now=NOW)

    kept = [
        *session.scalars(sa.select(SignInLink.token_sha256)),
        *session.scalars(sa.select(WebSession.token_sha256)),
    ]
    assert not {token, signed_in} & set(kept)
