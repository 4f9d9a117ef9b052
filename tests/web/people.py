"""People with passwords, mails and apps, as tests play them."""

import re
from urllib.parse import urlsplit

import pyotp
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forecasts.domain.permissions import Role
from forecasts.services.passwords import choose
from forecasts.store.engine import Database
from forecasts.store.models import Account, Mail
from tests.making import CHEAP, NOW, PASSWORD, make_account
from tests.web.conftest import csrf_token


def make_person(
    database: Database, name: str = "ada", role: Role = Role.AUTHOR, *, secret: str | None = None
) -> int:
    """The number of a new account with a password, and a second factor where a secret is given."""
    with database.writing.begin() as session:
        actor = make_account(session, name, role)
        account = session.get_one(Account, actor.account_id)
        account.password_hash = choose(PASSWORD, about=(), cost=CHEAP)
        if secret:
            account.totp_secret, account.totp_confirmed_at = secret, NOW
    return account.id


def send(browser: FlaskClient, address: str, /, **form: object) -> TestResponse:
    """Send a form with the token that forms carry."""
    return browser.post(address, data={"csrf_token": csrf_token(browser), **form})


def sign_in(browser: FlaskClient, name: str = "ada", password: str = PASSWORD, **how: object):
    """Send the form that signs in."""
    form = {"email": f"{name}@example.org", "password": password}
    headers = {"csrf_token": csrf_token(browser)}
    return browser.post("/sign-in", data=headers | form, **how)


def app_code(secret: str, moment=NOW) -> str:
    """What the app shows at that moment."""
    return pyotp.TOTP(secret).at(moment)


def mails_to(database: Database, address: str) -> list[Mail]:
    """The mails in line for an address, in order."""
    with database.reading() as session:
        query = sa.select(Mail).where(Mail.address == address).order_by(Mail.id)
        return list(session.scalars(query))


def path_in(text: str) -> str:
    """The path of the first of our addresses that carries a token."""
    found = re.search(r"https://forecasts\.example\.org(/\w{1,20}/[\w.-]{20,300})", text)
    assert found, text
    return urlsplit(found[1]).path


def account_of(database: Database, account_id: int) -> Account:
    with database.reading() as session:
        return session.get_one(Account, account_id)
