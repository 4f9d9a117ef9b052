"""Addresses that were mailed: a page with a button, used up by the button alone."""

import pytest
import sqlalchemy as sa

from config import Config
from forecasts.domain.permissions import Role
from forecasts.services.joining import invite
from forecasts.services.mailed_links import LinkMaker
from forecasts.store.models import Account, Attempts, LinkPurpose, MailedLink, WebSession
from forecasts.web.app import create_app
from forecasts.web.security import WITH_SECRET_ADDRESS
from tests.making import CHEAP, NOW, OPERATOR, PASSWORD
from tests.web.conftest import SECRET, SITE
from tests.web.people import (
    account_of,
    app_code,
    mails_to,
    make_person,
    path_in,
    send,
    sign_in,
)

ADA = "ada@example.org"
REFUSING = (
    "CREATE TRIGGER refused BEFORE INSERT ON account BEGIN SELECT RAISE(ABORT, 'refused'); END"
)
NEW = "marble kettle orbit finch"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def invitation(web_database) -> str:
    """The path of an invitation to become a reviewer."""
    with web_database.writing.begin() as session:
        address = invite(
            session, ADA, Role.REVIEWER, LinkMaker(SITE, SECRET), actor=OPERATOR, now=NOW
        )
    return address.removeprefix(SITE)


@pytest.fixture
def open_to_all(web_database, tmp_path):
    """A browser before an installation where anybody may open an account."""
    config = Config(
        home=tmp_path,
        database_url="",
        secret_key=SECRET,
        site=SITE,
        password_cost=CHEAP,
        registration=True,
    )
    return create_app(config, database=web_database, clock=lambda: NOW).test_client()


def asked_reset(visitor, database) -> str:
    """The path of the address that was mailed for a new password."""
    send(visitor, "/reset", email=ADA)
    return path_in(mails_to(database, ADA)[-1].body)


def test_an_invitation_opens_an_account_and_signs_in(visitor, invitation):
    assert "as reviewer" in visitor.get(invitation).text

    answer = send(visitor, invitation, name="Ada", new_password=PASSWORD)

    assert answer.status_code == 303
    page = visitor.get("/account").text
    assert "You were appointed reviewer, and act as author" in page
    assert visitor.get("/review").status_code == 403


def test_opening_the_page_does_not_use_it_up(app, visitor, invitation):
    for browser in (app.test_client(), app.test_client(), visitor):
        assert browser.get(invitation).status_code == 200
    app.test_client().head(invitation)

    assert send(visitor, invitation, name="Ada", new_password=PASSWORD).status_code == 303


def test_the_button_uses_it_up(app, visitor, invitation):
    send(visitor, invitation, name="Ada", new_password=PASSWORD)
    late = app.test_client()

    assert late.get(invitation).status_code == 403
    assert send(late, invitation, name="Eve", new_password=PASSWORD).status_code == 403
    assert "used already" in late.get(invitation).text


def test_what_was_wrong_is_said_and_the_address_still_works(visitor, invitation):
    answer = send(visitor, invitation, name="Ada", new_password=ADA)

    assert answer.status_code == 422
    assert 'value="Ada"' in answer.text
    assert answer.text.count("among the first that others would guess") == 2
    assert send(visitor, invitation, name="Ada", new_password=PASSWORD).status_code == 303


@pytest.mark.parametrize("path", ["/invitation/x", "/registration/x", "/reset/x", "/email/x"])
def test_what_was_never_mailed_is_refused(visitor, path):
    assert visitor.get(path).status_code == 403
    assert send(visitor, path, name="Eve", new_password=PASSWORD).status_code == 403


def test_a_page_with_a_secret_address_sends_no_referrer_and_is_kept_nowhere(visitor, invitation):
    answer = visitor.get(invitation)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "store" in answer.headers["Cache-Control"]
    assert invitation.rpartition("/")[2] not in answer.text


def test_every_address_with_a_token_is_known_to_be_secret(app):
    with_token = {rule.endpoint for rule in app.url_map.iter_rules() if "token" in rule.arguments}

    assert with_token | {"providers.come_back"} == WITH_SECRET_ADDRESS


def test_every_purpose_has_its_page(app):
    rules = {rule.rule for rule in app.url_map.iter_rules()}

    assert {f"/{purpose}/<token>" for purpose in LinkPurpose} <= rules


# --- a new password -------------------------------------------------------------------


def test_a_reset_changes_the_password_ends_sessions_and_signs_in(app, visitor, web_database):
    make_person(web_database)
    elsewhere = app.test_client()
    sign_in(elsewhere)

    answer = send(visitor, asked_reset(visitor, web_database), new_password=NEW)

    assert answer.status_code == 303
    assert visitor.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 401
    assert sign_in(app.test_client(), password=PASSWORD).status_code == 422
    assert sign_in(app.test_client(), password=NEW).status_code == 303


def test_a_reset_does_not_stand_in_for_the_second_factor(visitor, web_database):
    make_person(web_database, secret=TOTP)

    answer = send(visitor, asked_reset(visitor, web_database), new_password=NEW)

    assert answer.location == "/sign-in/code"
    assert visitor.get("/account").status_code == 401
    assert send(visitor, "/sign-in/code", code=app_code(TOTP)).status_code == 303


def test_asking_says_the_same_whether_there_is_an_account_or_not(visitor, web_database):
    make_person(web_database)

    known, unknown = (send(visitor, "/reset", email=email) for email in (ADA, "eve@example.org"))

    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(ADA, "") == unknown.text.replace("eve@example.org", "")
    assert len(mails_to(web_database, ADA)) == 1
    assert mails_to(web_database, "eve@example.org") == []


@pytest.mark.parametrize("email", [ADA, "eve@example.org"])
def test_mails_to_one_person_are_limited(visitor, web_database, email):
    make_person(web_database)

    answers = [send(visitor, "/reset", email=email).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 429, 429]


def test_mails_asked_for_from_one_address_are_limited(visitor):
    answers = [send(visitor, "/reset", email=f"n{n}@example.org").status_code for n in range(12)]

    assert answers == [200] * 10 + [429] * 2


def test_the_mail_names_our_site_and_not_what_a_request_says(visitor, web_database):
    make_person(web_database)
    send(visitor, "/reset", email=ADA)
    visitor.post("/reset", data={"email": ADA}, base_url="https://evil.example")

    assert "evil" not in "".join(mail.body for mail in mails_to(web_database, ADA))


def test_an_address_from_before_works_while_guesses_are_limited(app, visitor, web_database):
    make_person(web_database)
    path = asked_reset(visitor, web_database)
    for _ in range(10):
        last = sign_in(app.test_client(), password="a wrong guess")  # noqa: S106 - wrong on purpose

    assert last.status_code == 429
    assert send(visitor, path, new_password=NEW).status_code == 303


# --- where anybody may have an account --------------------------------------------------


def test_nobody_registers_unless_it_is_allowed(visitor):
    assert visitor.get("/register").status_code == 404
    assert send(visitor, "/register", email=ADA).status_code == 404
    assert "/register" not in visitor.get("/sign-in").text


def test_whoever_registers_is_a_reader_once_the_mail_was_answered(open_to_all, web_database):
    assert "/register" in open_to_all.get("/sign-in").text
    send(open_to_all, "/register", email=ADA)
    path = path_in(mails_to(web_database, ADA)[0].body)
    with web_database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 0

    send(open_to_all, path, name="Ada", new_password=PASSWORD)

    assert open_to_all.get("/account").status_code == 200
    assert open_to_all.get("/forecasts/new").status_code == 403
    assert account_of(web_database, 1).role is Role.READER


def test_registering_says_the_same_where_there_is_an_account(open_to_all, web_database):
    make_person(web_database)

    known, unknown = (
        send(open_to_all, "/register", email=email) for email in (ADA, "eve@example.org")
    )

    assert known.text.replace(ADA, "") == unknown.text.replace("eve@example.org", "")


# --- nothing secret is kept ---------------------------------------------------------------


def test_no_secret_stands_in_the_tables_it_could_be_read_from(visitor, web_database, invitation):
    send(visitor, invitation, name="Ada", new_password=PASSWORD)
    token = invitation.rpartition("/")[2]
    with web_database.reading() as session:
        kept = [
            *session.scalars(sa.select(MailedLink.token_sha256)),
            *session.scalars(sa.select(WebSession.token_sha256)),
            *session.scalars(sa.select(Attempts.key)),
            *session.scalars(sa.select(Account.password_hash)),
        ]

    assert not any(secret in text for text in kept for secret in (token, PASSWORD, ADA))


def test_no_secret_stands_in_the_log_when_something_breaks(
    app, visitor, web_database, invitation, caplog, monkeypatch
):
    """T39: whatever fails, neither password, token nor hash is told."""
    make_person(web_database, "bob")
    with web_database.writing.begin() as session:
        session.execute(sa.text(REFUSING))

    answer = send(visitor, invitation, name="Ada", new_password=PASSWORD)
    monkeypatch.setattr("forecasts.services.passwords.is_right", lambda *_, **__: 1 / 0)
    broken = sign_in(app.test_client(), "bob")

    assert (answer.status_code, broken.status_code) == (409, 500)
    assert caplog.records
    told = caplog.text + answer.text + broken.text
    for secret in (PASSWORD, invitation.rpartition("/")[2], "$argon2id$", SECRET, ADA):
        assert secret not in told
