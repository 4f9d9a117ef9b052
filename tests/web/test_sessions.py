"""Signing in with an address that works once, and out again."""

from datetime import timedelta

import pytest

from config import Config
from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.web.app import create_app
from tests.making import NOW
from tests.web.conftest import csrf_token


def test_signs_in_and_goes_to_the_first_page(visitor, sign_in_address):
    answer = visitor.get(sign_in_address)

    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Sign out" in visitor.get("/").text


def test_an_address_signs_in_once(app, sign_in_address):
    app.test_client().get(sign_in_address)

    answer = app.test_client().get(sign_in_address)

    assert answer.status_code == 403
    assert "was used already" in answer.text


def test_opening_the_address_again_where_one_is_signed_in_just_goes_home(operator, sign_in_address):
    answer = operator.get(sign_in_address)

    assert (answer.status_code, answer.location) == (303, "/")


def test_an_address_is_too_old_after_an_hour(visitor, web_database):
    with web_database.writing.begin() as session:
        operator = find_or_add_operator(session, now=NOW)
        token = issue_sign_in_link(session, operator.id, now=NOW - timedelta(hours=1))

    assert visitor.get(f"/sign-in/{token}").status_code == 403


def test_a_preview_does_not_use_up_the_address(app, sign_in_address):
    app.test_client().head(sign_in_address)

    assert app.test_client().get(sign_in_address).status_code == 303


def test_goes_on_to_the_page_that_was_asked_for(visitor, sign_in_address):
    visitor.get("/forecasts/new?line=It+rains+85%25")

    answer = visitor.get(sign_in_address)

    assert answer.location == "/forecasts/new?line=It+rains+85%25"


def test_says_how_to_sign_in(visitor):
    answer = visitor.get("/sign-in")

    assert answer.status_code == 200
    assert "forecasts sign-in" in answer.text


def test_a_session_that_was_signed_out_is_over_everywhere(app, operator):
    cookie = operator.get_cookie("forecasts")
    operator.post("/sign-out", data={"csrf_token": csrf_token(operator)})
    thief = app.test_client()
    thief.set_cookie("forecasts", cookie.value)

    assert operator.get("/posts/new").status_code == 401
    assert thief.get("/posts/new").status_code == 401


def test_signing_out_needs_the_token_of_a_form(operator):
    assert operator.post("/sign-out").status_code == 400
    assert operator.get("/posts/new").status_code == 200


@pytest.mark.parametrize(
    ("secure", "name"),
    [
        pytest.param(False, "forecasts", id="http"),
        pytest.param(True, "__Host-forecasts", id="https"),
    ],
)
def test_the_cookie_keeps_to_itself(web_database, tmp_path, sign_in_address, secure, name):
    config = Config(
        home=tmp_path,
        database_url="sqlite://",
        secret_key="for tests alone",  # noqa: S106 - signs nothing real
        secure_cookies=secure,
    )
    browser = create_app(config, database=web_database, clock=lambda: NOW).test_client()

    cookie = browser.get(sign_in_address, base_url="https://localhost").headers["Set-Cookie"]

    assert cookie.startswith(f"{name}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is secure
