"""What people change about their own account."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from forecasts.domain.permissions import VISITOR, Role
from forecasts.services.accounts import (
    end_other_sessions,
    end_session,
    find_signed_in,
    open_session,
)
from forecasts.services.keeping_accounts import (
    ask_new_email,
    ask_reset,
    change_password,
    confirm_email,
    make_reset,
    rename,
    reset_password,
)
from forecasts.services.mailed_links import LASTS, LinkMaker
from forecasts.store.models import Account, LedgerEntry, LinkPurpose, Mail, WebSession
from tests.making import NOW, make_account

NEW = "$new$"
LINKS = LinkMaker("https://forecasts.example.org", "for tests alone")


@pytest.fixture
def ada(session):
    return make_account(session, "ada", Role.AUTHOR)


def opened(session, actor, count=1):
    return [open_session(session, actor.account_id, now=NOW, verified=False) for _ in range(count)]


def living(session, tokens):
    return [find_signed_in(session, token, now=NOW) is not None for token in tokens]


def handle(session, token):
    return find_signed_in(session, token, now=NOW).session


def kinds(session):
    query = sa.select(LedgerEntry.kind, LedgerEntry.actor).order_by(LedgerEntry.sequence)
    return [tuple(row) for row in session.execute(query)]


def last_mail(session):
    return session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()


def token_in(text):
    return text.split("\n\n")[1].rpartition("/")[2].strip()


def test_a_changed_password_ends_the_other_sessions(session, ada):
    mine, *others = opened(session, ada, 3)

    change_password(session, NEW, keep=handle(session, mine), actor=ada, now=NOW)

    assert living(session, [mine, *others]) == [True, False, False]
    assert session.get_one(Account, ada.account_id).password_hash == NEW
    assert kinds(session) == [("changed-password", "account:1")]
    assert last_mail(session).address == "ada@example.org"


def test_a_reset_ends_all_sessions_and_works_once(session, ada):
    tokens = opened(session, ada, 2)
    ask_reset(session, "ADA@example.org ", LINKS, now=NOW)
    token = token_in(last_mail(session).body)

    reset_password(session, token, LINKS, password_hash=NEW, now=NOW)

    assert living(session, tokens) == [False, False]
    assert kinds(session) == [("reset-password", "account:1")]
    with pytest.raises(NotAllowedError):
        reset_password(session, token, LINKS, password_hash=NEW, now=NOW)


@pytest.mark.usefixtures("ada")
def test_a_reset_works_for_an_hour(session):
    ask_reset(session, "ada@example.org", LINKS, now=NOW)
    late = NOW + LASTS[LinkPurpose.RESET]

    with pytest.raises(NotAllowedError):
        reset_password(
            session, token_in(last_mail(session).body), LINKS, password_hash=NEW, now=late
        )


def test_a_new_password_makes_earlier_addresses_worthless(session, ada):
    ask_reset(session, "ada@example.org", LINKS, now=NOW)
    token = token_in(last_mail(session).body)
    change_password(session, NEW, keep="", actor=ada, now=NOW)

    with pytest.raises(NotAllowedError):
        reset_password(session, token, LINKS, password_hash=NEW, now=NOW)


@pytest.mark.parametrize("state", ["unknown", "suspended_at", "erased_at"])
def test_nothing_is_mailed_where_nobody_may_sign_in(session, ada, state):
    email = "ada@example.org"
    if state == "unknown":
        email = "nobody@example.org"
    else:
        setattr(session.get_one(Account, ada.account_id), state, NOW)

    ask_reset(session, email, LINKS, now=NOW)

    assert last_mail(session) is None


def test_a_suspended_account_cannot_use_a_reset_from_before(session, ada):
    ask_reset(session, "ada@example.org", LINKS, now=NOW)
    session.get_one(Account, ada.account_id).suspended_at = NOW

    with pytest.raises(NotAllowedError):
        reset_password(
            session, token_in(last_mail(session).body), LINKS, password_hash=NEW, now=NOW
        )


def test_only_an_admin_makes_a_reset_for_others(session, ada):
    root = make_account(session, "root", Role.ADMIN)

    assert "/reset/" in make_reset(session, ada.account_id, LINKS, actor=root, now=NOW)
    with pytest.raises(NotAllowedError):
        make_reset(session, root.account_id, LINKS, actor=ada, now=NOW)


def test_a_new_address_counts_once_it_was_confirmed(session, ada):
    address = ask_new_email(session, "Ada@Example.com", LINKS, actor=ada, now=NOW)
    assert session.get_one(Account, ada.account_id).email == "ada@example.org"
    assert last_mail(session).address == "ada@example.com"

    confirm_email(session, address.rpartition("/")[2], LINKS, now=NOW)

    assert session.get_one(Account, ada.account_id).email == "ada@example.com"
    assert last_mail(session).address == "ada@example.org"
    assert kinds(session) == [("changed-address", "account:1")]


def test_an_address_that_another_account_has_is_not_taken_over(session, ada):
    make_account(session, "bob", Role.AUTHOR)
    address = ask_new_email(session, "bob@example.org", LINKS, actor=ada, now=NOW)

    with pytest.raises(ConflictError):
        confirm_email(session, address.rpartition("/")[2], LINKS, now=NOW)


def test_a_changed_address_makes_resets_to_the_old_one_worthless(session, ada):
    ask_reset(session, "ada@example.org", LINKS, now=NOW)
    token = token_in(last_mail(session).body)
    address = ask_new_email(session, "ada@example.com", LINKS, actor=ada, now=NOW)
    confirm_email(session, address.rpartition("/")[2], LINKS, now=NOW)

    with pytest.raises(NotAllowedError):
        reset_password(session, token, LINKS, password_hash=NEW, now=NOW)


def test_a_name_is_changed_and_stands_in_no_entry(session, ada):
    rename(session, "  Ada   King ", actor=ada, now=NOW)

    assert session.get_one(Account, ada.account_id).name == "Ada King"
    assert kinds(session) == [("renamed", "account:1")]
    assert session.scalars(sa.select(LedgerEntry.facts)).one() == "{}"


def test_the_same_name_again_changes_nothing(session, ada):
    rename(session, "ada", actor=ada, now=NOW)

    assert kinds(session) == []


def test_refuses_a_name_that_is_none(session, ada):
    with pytest.raises(InvalidInputError):
        rename(session, "  ", actor=ada, now=NOW)


def test_a_visitor_keeps_no_account(session):
    with pytest.raises(NotAllowedError):
        rename(session, "Eve", actor=VISITOR, now=NOW)


def test_ends_one_session_or_all_others(session, ada):
    tokens = opened(session, ada, 4)

    end_session(session, handle(session, tokens[1]), actor=ada, now=NOW)
    assert living(session, tokens) == [True, False, True, True]

    end_other_sessions(session, handle(session, tokens[0]), actor=ada, now=NOW)
    assert living(session, tokens) == [True, False, False, False]


def test_nobody_ends_the_session_of_somebody_else(session, ada):
    bob = make_account(session, "bob", Role.ADMIN)
    (token,) = opened(session, ada)

    with pytest.raises(NotFoundError, match="no such session"):
        end_session(session, handle(session, token), actor=bob, now=NOW)
    end_other_sessions(session, "", actor=bob, now=NOW)

    assert living(session, [token]) == [True]


def test_a_session_that_ended_stays_ended_since_then(session, ada):
    (token,) = opened(session, ada)
    name = handle(session, token)
    for minutes in (0, 5):
        end_session(session, name, actor=ada, now=NOW + timedelta(minutes=minutes))

    assert session.scalars(sa.select(WebSession.ended_at)).one() == NOW
