"""Invited and registered: addresses that open an account, once and not for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forecasts.domain.errors import (
    ConflictError,
    ForecastsError,
    InvalidInputError,
    NotAllowedError,
)
from forecasts.domain.permissions import COMMAND, Role
from forecasts.services.joining import invite, open_account, register
from forecasts.services.mailed_links import LASTS, SPENT, LinkMaker, find_link
from forecasts.store.models import Account, LedgerEntry, LinkPurpose, Mail, MailedLink
from tests.making import NOW, SECOND, make_account

LINKS = LinkMaker("https://forecasts.example.org", "for tests alone")
HASH = "$argon2id$"
INVITATION, REGISTRATION = LinkPurpose.INVITATION, LinkPurpose.REGISTRATION


def invited(session, email="ada@example.org", role=Role.REVIEWER):
    """The token of a new invitation."""
    address = invite(session, email, role, LINKS, actor=COMMAND, now=NOW)
    return address.rpartition("/")[2]


def join(session, token, *, purpose=INVITATION, now=NOW, links=LINKS, name="Ada"):
    return open_account(session, purpose, token, links, name=name, password_hash=HASH, now=now)


def test_an_invitation_opens_an_account_in_its_role(session):
    account = join(session, invited(session))

    assert (account.name, account.email, account.role) == ("Ada", "ada@example.org", Role.REVIEWER)


def test_the_address_is_mailed_and_only_its_hash_is_kept(session):
    token = invited(session)

    mail = session.scalars(sa.select(Mail)).one()
    assert mail.address == "ada@example.org"
    assert f"https://forecasts.example.org/invitation/{token}" in mail.body
    assert "as a reviewer" in mail.body
    assert "29 November 2026, 12:00 UTC" in mail.body
    assert token not in mail.key
    assert token not in session.scalars(sa.select(MailedLink.token_sha256)).one()


def test_the_ledger_tells_of_both_without_name_or_address(session):
    join(session, invited(session))

    entries = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence)).all()
    assert [(entry.kind, entry.actor) for entry in entries] == [
        ("invited", "command"),
        ("joined", "account:1"),
    ]
    assert entries[1].facts == '{"by":"invitation","made_by":"command","role":"reviewer"}'
    assert not any("ada" in f"{entry.subject}{entry.facts}".lower() for entry in entries)


@pytest.mark.parametrize(
    ("later", "works"),
    [(LASTS[INVITATION] - SECOND, True), (LASTS[INVITATION], False)],
    ids=["in the last second", "a week later"],
)
def test_an_invitation_works_for_a_week(session, later, works):
    token = invited(session)

    if works:
        join(session, token, now=NOW + later)
    else:
        with pytest.raises(NotAllowedError, match="too old"):
            join(session, token, now=NOW + later)


def test_an_invitation_works_once(session):
    token = invited(session)
    join(session, token)

    with pytest.raises(NotAllowedError) as refused:
        join(session, token)

    assert str(refused.value) == SPENT


def test_looking_at_it_does_not_use_it_up(session):
    token = invited(session)

    for _ in range(3):
        assert find_link(session, INVITATION, token, LINKS, now=NOW).email == "ada@example.org"

    join(session, token)


def test_of_many_who_use_it_at_once_one_gets_through(database):
    with database.writing.begin() as session:
        token = invited(session)

    def use(number):
        try:
            with database.writing.begin() as session:
                join(session, token, name=f"Ada {number}")
        except (ForecastsError, IntegrityError):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(6))) == 1
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1


@pytest.mark.parametrize(
    "links",
    [
        pytest.param(LinkMaker(LINKS.site, "another secret"), id="not signed by us"),
        pytest.param(LINKS, id="signed by us, not in the table"),
    ],
)
def test_neither_a_signature_nor_a_row_alone_is_enough(session, links):
    token = invited(session)
    if links is LINKS:
        session.execute(sa.update(MailedLink).values(token_sha256="0" * 64))

    with pytest.raises(NotAllowedError):
        join(session, token, links=links)


def test_an_address_of_one_kind_is_none_of_another(session):
    token = invited(session)

    with pytest.raises(NotAllowedError):
        join(session, token, purpose=REGISTRATION)


def test_whoever_has_an_account_is_not_invited(session):
    make_account(session, "ada", Role.READER)

    with pytest.raises(ConflictError, match="already"):
        invite(session, "Ada@Example.ORG", Role.AUTHOR, LINKS, actor=COMMAND, now=NOW)


def test_of_two_invitations_to_one_address_one_opens_an_account(session):
    first, second = invited(session), invited(session)
    join(session, first)

    with pytest.raises(ConflictError, match="already"):
        join(session, second)


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR, Role.REVIEWER])
def test_only_an_admin_invites(session, role):
    with pytest.raises(NotAllowedError):
        invite(
            session,
            "ada@example.org",
            Role.ADMIN,
            LINKS,
            actor=make_account(session, "rita", role),
            now=NOW,
        )


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.org", "a b@example.org", "a@b@c.org", "a@example.org\nx"]
)
def test_refuses_what_is_no_address(session, email):
    with pytest.raises(InvalidInputError):
        invite(session, email, Role.AUTHOR, LINKS, actor=COMMAND, now=NOW)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_refuses_a_name_that_is_none(session, name):
    with pytest.raises(InvalidInputError):
        join(session, invited(session), name=name)


def test_whoever_registers_becomes_a_reader(session):
    register(session, "Ada@example.org", LINKS, now=NOW)
    body = session.scalars(sa.select(Mail.body)).one()
    token = body.partition("/registration/")[2].split()[0]

    account = join(session, token, purpose=REGISTRATION, now=NOW + timedelta(hours=23))

    assert account.role is Role.READER


def test_whoever_registers_again_is_told_that_they_have_an_account(session):
    make_account(session, "ada", Role.AUTHOR)

    register(session, "ada@example.org", LINKS, now=NOW)

    assert "There is one already" in session.scalars(sa.select(Mail.body)).one()
    assert "/registration/" not in session.scalars(sa.select(Mail.body)).one()
