"""What admins decide about accounts."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import (
    ConflictError,
    ForecastsError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from forecasts.domain.permissions import Role
from forecasts.services.accounts import find_signed_in, open_session
from forecasts.services.appointing import (
    appoint,
    lift,
    link_accounts,
    suspend,
    take_factor_away,
)
from forecasts.services.author_claims import claim_author, confirm_claim, refuse_claim
from forecasts.services.authors import find_or_add_author
from forecasts.store.models import Account, AccountLink, AuthorClaim, LedgerEntry, SealedText
from forecasts.store.queries.accounts import list_acts_about, list_linked, names_of_accounts
from tests.making import NOW, make_account


@pytest.fixture
def root(session):
    return make_account(session, "root", Role.ADMIN)


@pytest.fixture
def ada(session, root):  # noqa: ARG001 - the admin's number is 1
    return make_account(session, "ada", Role.AUTHOR)


def account(session, actor):
    return session.get_one(Account, actor.account_id)


def entries(session):
    return session.execute(
        sa.select(LedgerEntry.kind, LedgerEntry.subject, LedgerEntry.facts)
    ).all()


def test_a_role_counts_at_the_next_request_and_stands_in_the_ledger(session, root, ada):
    token = open_session(session, ada.account_id, now=NOW, verified=True)

    appoint(session, ada.account_id, Role.REVIEWER, version=1, actor=root, now=NOW)

    assert find_signed_in(session, token, now=NOW).actor.role is Role.REVIEWER
    assert entries(session) == [("appointed", "account:2", '{"from":"author","to":"reviewer"}')]


def test_the_same_role_again_changes_nothing(session, root, ada):
    appoint(session, ada.account_id, Role.AUTHOR, version=1, actor=root, now=NOW)

    assert entries(session) == []


def test_a_new_reviewer_acts_as_an_author_until_a_second_factor_was_given(session, root, ada):
    token = open_session(session, ada.account_id, now=NOW, verified=False)

    appoint(session, ada.account_id, Role.ADMIN, version=1, actor=root, now=NOW)

    found = find_signed_in(session, token, now=NOW)
    assert (found.actor.role, found.appointed, found.acts_below) == (Role.AUTHOR, Role.ADMIN, True)


def test_whoever_sees_an_older_version_is_told_the_present_state(session, root, ada):
    appoint(session, ada.account_id, Role.REVIEWER, version=1, actor=root, now=NOW)

    with pytest.raises(ConflictError, match="it is appointed reviewer now"):
        appoint(session, ada.account_id, Role.READER, version=1, actor=root, now=NOW)


@pytest.mark.parametrize("act", ["appoint", "suspend"])
def test_the_last_admin_stays(session, root, act):
    with pytest.raises(ConflictError, match="last admin"):
        do(session, act, root, root)


def test_of_two_admins_who_remove_each_other_at_once_one_stays(database):
    with database.writing.begin() as session:
        pair = [make_account(session, name, Role.ADMIN) for name in ("root", "rosa")]
    ready = threading.Barrier(2)

    def remove(actor, other):
        ready.wait()
        try:
            with database.writing.begin() as session:
                appoint(session, other.account_id, Role.READER, version=1, actor=actor, now=NOW)
        except ForecastsError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        removed = list(pool.map(remove, pair, reversed(pair)))

    assert sum(removed) == 1


def test_a_suspended_account_is_out_at_once_and_may_come_back(session, root, ada):
    token = open_session(session, ada.account_id, now=NOW, verified=False)

    suspend(session, ada.account_id, reason="Spam", version=1, actor=root, now=NOW)
    assert find_signed_in(session, token, now=NOW) is None

    lift(session, ada.account_id, version=2, actor=root, now=NOW)
    assert find_signed_in(session, token, now=NOW) is None
    fresh = open_session(session, ada.account_id, now=NOW, verified=False)
    assert find_signed_in(session, fresh, now=NOW) is not None
    assert [kind for kind, *_ in entries(session)] == ["suspended", "restored"]


def test_the_reason_is_private(session, root, ada):
    suspend(session, ada.account_id, reason="Spam", version=1, actor=root, now=NOW)

    assert entries(session)[0].facts == "{}"
    assert "Spam" in session.scalars(sa.select(SealedText.content)).one()
    assert list_acts_about(session, ada.account_id)[0].private == {"reason": "Spam"}


@pytest.mark.parametrize("act", ["lift", "take_factor_away"])
def test_what_is_not_there_is_not_taken_away(session, root, ada, act):
    with pytest.raises(ConflictError):
        do(session, act, root, ada)


def test_a_lost_second_factor_is_removed_and_the_sessions_end(session, root, ada):
    account(session, ada).totp_secret = "ABC"  # noqa: S105 - opens nothing
    account(session, ada).totp_confirmed_at = NOW
    token = open_session(session, ada.account_id, now=NOW, verified=True)

    take_factor_away(session, ada.account_id, version=1, actor=root, now=NOW)

    assert account(session, ada).totp_secret is None
    assert find_signed_in(session, token, now=NOW) is None


def test_two_accounts_are_linked_once_in_either_order(session, root, ada):
    bob = make_account(session, "bob", Role.REVIEWER)
    link_accounts(session, bob.account_id, ada.account_id, reason="Same desk", actor=root, now=NOW)

    row = session.scalars(sa.select(AccountLink)).one()
    assert (row.account_id, row.other_id) == (ada.account_id, bob.account_id)
    assert entries(session) == [("linked", "account:2", '{"with":"account:3"}')]
    assert [other.name for other in list_linked(session, ada.account_id)] == ["bob"]
    assert [other.name for other in list_linked(session, bob.account_id)] == ["ada"]
    with pytest.raises(ConflictError):
        link_accounts(session, ada.account_id, bob.account_id, reason="x", actor=root, now=NOW)


@pytest.mark.parametrize(
    ("other", "reason", "error"),
    [(2, "Same", InvalidInputError), (1, " ", InvalidInputError), (99, "Same", NotFoundError)],
    ids=["itself", "no reason", "no such account"],
)
def test_refuses_a_link_that_makes_no_sense(session, root, ada, other, reason, error):
    with pytest.raises(error):
        link_accounts(session, ada.account_id, other, reason=reason, actor=root, now=NOW)


def do(session, act, actor, whom):
    """Do one thing to an account."""
    if act == "appoint":
        appoint(session, whom.account_id, Role.READER, version=1, actor=actor, now=NOW)
    elif act == "suspend":
        suspend(session, whom.account_id, reason="Spam", version=1, actor=actor, now=NOW)
    elif act == "lift":
        lift(session, whom.account_id, version=1, actor=actor, now=NOW)
    elif act == "take_factor_away":
        take_factor_away(session, whom.account_id, version=1, actor=actor, now=NOW)
    elif act == "link":
        link_accounts(session, whom.account_id, 1, reason="Same", actor=actor, now=NOW)
    else:
        claim = claimed(session, whom)
        decide = confirm_claim if act == "confirm" else refuse_claim
        decide(session, claim.id, version=claim.version, actor=actor, now=NOW)


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR, Role.REVIEWER])
@pytest.mark.parametrize(
    "act", ["appoint", "suspend", "lift", "take_factor_away", "link", "confirm", "refuse"]
)
def test_nobody_but_an_admin_decides_about_accounts(session, ada, role, act):
    with pytest.raises(NotAllowedError):
        do(session, act, make_account(session, "eve", role), ada)


# --- which author an account is -------------------------------------------------------


def claimed(session, actor, author="Ada Author", reason="My page names this account."):
    find_or_add_author(session, author, now=NOW)
    return claim_author(session, author, reason=reason, actor=actor, now=NOW)


def test_an_account_is_an_author_once_an_admin_confirmed_it(session, root, ada):
    token = open_session(session, ada.account_id, now=NOW, verified=False)
    claim = claimed(session, ada)
    assert find_signed_in(session, token, now=NOW).actor.authors == frozenset()

    confirm_claim(session, claim.id, version=1, actor=root, now=NOW)

    assert find_signed_in(session, token, now=NOW).actor.authors == {claim.author_id}
    assert entries(session) == [
        ("claimed", "author:1", '{"account":"account:2"}'),
        ("author-confirmed", "author:1", '{"account":"account:2"}'),
    ]


def test_a_confirmation_is_taken_back(session, root, ada):
    token = open_session(session, ada.account_id, now=NOW, verified=False)
    claim = claimed(session, ada)
    confirm_claim(session, claim.id, version=1, actor=root, now=NOW)

    refuse_claim(session, claim.id, version=2, actor=root, now=NOW)

    assert find_signed_in(session, token, now=NOW).actor.authors == frozenset()


def test_of_two_admins_the_second_is_told_what_the_first_decided(session, root, ada):
    claim = claimed(session, ada)
    refuse_claim(session, claim.id, version=1, actor=root, now=NOW)

    with pytest.raises(ConflictError, match="it is refused now"):
        confirm_claim(session, claim.id, version=1, actor=root, now=NOW)


def test_whoever_was_refused_may_ask_again(session, root, ada):
    refuse_claim(session, claimed(session, ada).id, version=1, actor=root, now=NOW)

    again = claimed(session, ada, reason="Now it does.")

    assert (again.status, again.reason, again.version) == ("asked", "Now it does.", 3)
    assert session.scalar(sa.select(sa.func.count()).select_from(AuthorClaim)) == 1


def test_asks_once(session, ada):
    claimed(session, ada)

    with pytest.raises(ConflictError, match="already"):
        claimed(session, ada)


@pytest.mark.parametrize(
    ("author", "reason"), [("Nobody", "I am"), ("Ada Author", " ")], ids=["unknown", "no reason"]
)
def test_refuses_a_claim_that_says_nothing(session, ada, author, reason):
    find_or_add_author(session, "Ada Author", now=NOW)

    with pytest.raises(InvalidInputError):
        claim_author(session, author, reason=reason, actor=ada, now=NOW)


@pytest.mark.usefixtures("ada")
def test_names_are_looked_up_for_pages(session):
    names = names_of_accounts(session, ["account:2", "account:99", "clock", "account:x"])

    assert names == {"account:2": "ada"}
