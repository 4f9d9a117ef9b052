"""T39: what is secret is pushed through every flow, and then looked for where it must not be."""

import logging
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from forecasts.domain.mails import MailSettings
from forecasts.domain.permissions import Role
from forecasts.store.models import Account, MailedLink, WebSession
from forecasts.web.app import create_app
from scheduler.mailing import run_mail_pass
from scheduler.smtp import SmtpSender
from tests.mail_server import mail_server
from tests.making import CHEAP, NOW, PASSWORD
from tests.web.access_table import GOOD, Good, read_table
from tests.web.people import app_code, make_person, path_in, send, sign_in
from tests.web.world import World

TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG, NEW = "wrong marker password", "newly chosen marker password"
SMTP = "marker-of-the-mail-server"


@pytest.fixture
def site(app):
    """The application as it is reached from outside, with cheap passwords."""
    here = app.extensions["forecasts"]
    config = replace(
        here.config, site="https://forecasts.example.org", password_cost=CHEAP, registration=True
    )
    return create_app(config, database=here.database, clock=here.clock)


def walk(site, database) -> tuple[set[str], list[str]]:
    """All secrets that came up on the way, and all pages but those that hand one out."""
    make_person(database, "ada", Role.ADMIN, secret=TOTP)
    make_person(database, "bea", Role.AUTHOR)
    browser, other = site.test_client(), site.test_client()
    answers = [
        sign_in(browser, "ada", WRONG),
        sign_in(browser, "ada"),
        send(browser, "/sign-in/code", code="000000"),
        send(browser, "/sign-in/code", code=app_code(TOTP)),
        browser.get("/account"),
        browser.get("/account/second-factor"),
        send(browser, "/account/password", present_password=WRONG, new_password=NEW),
        send(browser, "/account/password", present_password=PASSWORD, new_password="short"),  # noqa: S106 - refused
        send(browser, "/account/password", present_password=PASSWORD, new_password=NEW),
        send(other, "/reset", email="bea@example.org"),
        send(other, "/register", email="new@example.org"),
    ]
    secrets = {PASSWORD, WRONG, NEW, TOTP, app_code(TOTP)}
    for path in mailed_paths(database):
        secrets.add(path.rpartition("/")[2])
        answers += [
            site.test_client().get(f"{path}x"),
            send(site.test_client(), f"{path}x", new_password=NEW, name="N"),
        ]
    secrets |= {browser.get_cookie("forecasts").value, cookie_token(browser)}
    answers += [browser.get(path) for path in ("/", "/ledger", "/ledger.jsonl", "/admin/accounts")]
    answers += [browser.get(path) for path in ("/admin/accounts/1", "/nothing", "/posts/4711")]
    return secrets, [answer.text for answer in answers]


def mailed_paths(database) -> list[str]:
    with database.reading() as session:
        bodies = session.scalars(sa.text("SELECT body FROM mail")).all()
    return [path_in(body) for body in bodies if "example.org/" in body]


def cookie_token(browser) -> str:
    """The token of the session, as the cookie carries it."""
    with browser.session_transaction() as carried:
        return str(carried["_user_id"])


def test_no_secret_is_in_a_log_or_on_a_page(site, web_database, caplog):
    caplog.set_level(logging.DEBUG)

    secrets, pages = walk(site, web_database)

    told = {
        secret
        for secret in secrets
        if secret in caplog.text or any(secret in page for page in pages)
    }
    assert len(secrets) >= 9
    assert told == set()


def test_no_secret_that_opens_something_is_in_the_database(site, web_database):
    """But for the key of a second factor, which is needed, and mails that wait to be sent."""
    secrets, _ = walk(site, web_database)
    web_database.close()

    with web_database.writing.begin() as session:
        session.execute(sa.text("UPDATE mail SET body = ''"))
    with web_database.engine.connect() as connection:
        kept = "\n".join(connection.connection.iterdump())

    assert {secret for secret in secrets - {TOTP} if secret in kept} == set()


@pytest.mark.parametrize("broken", ["web_session", "mailed_link", "account", "ledger_head", "mail"])
def test_no_secret_is_told_when_the_database_breaks(site, web_database, caplog, broken):
    """A table is gone: every page fails in its own way, and says nothing."""
    caplog.set_level(logging.DEBUG)
    make_person(web_database, "ada", Role.ADMIN)
    browser, other = site.test_client(), site.test_client()
    sign_in(browser)
    cookie, token = browser.get_cookie("forecasts").value, cookie_token(browser)
    send(other, "/reset", email="ada@example.org")
    (path,) = mailed_paths(web_database)
    forms = [csrf(other), csrf(browser)]
    with web_database.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {broken} RENAME TO gone")

    answers = [
        browser.get("/account"),
        other.get(path),
        other.post(path, data={"csrf_token": forms[0], "new_password": NEW}),
        other.post(
            "/sign-in",
            data={"csrf_token": forms[0], "email": "ada@example.org", "password": WRONG},
        ),
        browser.post(
            "/account/password",
            data={"csrf_token": forms[1], "present_password": PASSWORD, "new_password": NEW},
        ),
    ]

    told = caplog.text + "".join(answer.text for answer in answers)
    secrets = {cookie, token, path.rpartition("/")[2], NEW, WRONG, PASSWORD}
    assert {secret for secret in secrets if secret in told} == set()
    assert any(answer.status_code >= 500 for answer in answers) or broken == "mail"


def csrf(browser) -> str:
    return re.search(r'name="csrf_token" value="([^"]{1,200})"', browser.get("/sign-in").text)[1]


def test_the_password_of_the_mail_server_is_told_nowhere(web_database, caplog, site):
    caplog.set_level(logging.DEBUG)
    make_person(web_database, "bea", Role.AUTHOR)
    send(site.test_client(), "/reset", email="bea@example.org")
    (path,) = mailed_paths(web_database)
    with mail_server() as server:
        settings = MailSettings(
            host="127.0.0.1", port=server.port, sender="f@example.org", user="f", password=SMTP
        )
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # that of the server in the test
        reports = [run_mail_pass(web_database, lambda: NOW, sender=SmtpSender(settings))]

    told = caplog.text + "".join(reports) + repr(settings)
    assert "refused our password" in reports[0]
    assert SMTP not in told
    assert path.rpartition("/")[2] not in told


def test_no_table_names_what_opens_something_as_it_is():
    """Tokens are kept as hashes: no column could hold one."""
    names = {column.name for table in (WebSession, MailedLink) for column in table.__table__.c}

    assert "token" not in names
    assert "token_sha256" in names
    assert "password" not in {column.name for column in Account.__table__.c}


def test_no_answer_of_any_route_tells_the_session(world: World):
    """Each page, asked as an admin: the cookie that came with it is nowhere in it."""
    with world.browser("admin").session_transaction() as carried:
        token = carried["_user_id"]
    told = []
    for route in read_table():
        method, endpoint = route.split()
        good = GOOD.get(endpoint, Good())
        form = {"csrf_token": world.tokens["admin"], **good.form} if method == "POST" else None
        browser, address = world.browser("admin"), world.address(endpoint, good.row)
        answer = browser.open(address, method=method, data=form)
        page = answer.get_data().decode(errors="replace")  # an archive is no text
        answer.close()
        world.begin_anew()
        if token in page or world.cookies["admin"] in page:
            told.append(route)

    assert told == []
