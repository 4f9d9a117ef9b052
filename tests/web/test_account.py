"""One's own account on its page."""

import re

import pytest
import sqlalchemy as sa

from forecasts.domain.permissions import Role
from forecasts.store.models import Account, WebSession
from tests.making import PASSWORD, make_forecast
from tests.web.making_posts import shown
from tests.web.people import account_of, app_code, mails_to, make_person, path_in, send, sign_in

NEW = "marble kettle orbit finch"


@pytest.fixture
def ada(visitor, web_database):
    """A browser in which Ada is signed in, by password."""
    make_person(web_database)
    sign_in(visitor)
    return visitor


def test_shows_who_one_is(ada):
    page = shown(ada, "/account")

    assert "ada@example.org" in page
    assert "account:1 in the ledger" in page


def test_changes_the_name(ada):
    assert send(ada, "/account/name", name="Ada King").status_code == 303
    assert "Ada King" in ada.get("/account").text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        pytest.param({}, "password-new_password", id="nothing"),
        pytest.param(
            {"present_password": "wrong", "new_password": NEW},
            "password-present_password",
            id="wrong present one",
        ),
        pytest.param(
            {"present_password": PASSWORD, "new_password": "short"},
            "password-new_password",
            id="short",
        ),
        pytest.param(
            {"present_password": PASSWORD, "new_password": "ada@example.org 1"},
            "password-new_password",
            id="made of the address",
        ),
    ],
)
def test_refuses_a_change_of_password_that_is_not_in_order(ada, web_database, form, field):
    before = account_of(web_database, 1).password_hash

    answer = send(ada, "/account/password", **form)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert NEW not in answer.text
    assert account_of(web_database, 1).password_hash == before


def test_a_changed_password_ends_the_other_sessions(app, ada):
    other = app.test_client()
    sign_in(other)

    send(ada, "/account/password", present_password=PASSWORD, new_password=NEW)

    assert ada.get("/account").status_code == 200
    assert other.get("/account").status_code == 401
    assert sign_in(other, "ada", NEW).status_code == 303


def test_guesses_at_the_present_password_are_limited(ada):
    form = {"present_password": "wrong", "new_password": NEW}

    answers = [send(ada, "/account/password", **form).status_code for _ in range(7)]

    assert answers == [422] * 5 + [429] * 2


def test_a_new_address_is_confirmed_by_mail(ada, web_database):
    send(ada, "/account/email", email="Ada@example.com", present_password=PASSWORD)
    assert account_of(web_database, 1).email == "ada@example.org"
    path = path_in(mails_to(web_database, "ada@example.com")[0].body)

    assert "ada@example.com" in ada.get(path).text
    assert account_of(web_database, 1).email == "ada@example.org"
    send(ada, path)

    assert account_of(web_database, 1).email == "ada@example.com"
    assert "was changed" in mails_to(web_database, "ada@example.org")[-1].body


def test_a_new_address_needs_the_present_password(ada, web_database):
    answer = send(ada, "/account/email", email="eve@example.org", present_password=NEW)

    assert answer.status_code == 422
    assert mails_to(web_database, "eve@example.org") == []


def test_the_operator_gives_an_address_and_a_password_later(operator, app, web_database):
    page = send(operator, "/account/email", email="op@example.org").text
    send(operator, path_in(page))
    send(operator, "/account/password", new_password=NEW)

    assert account_of(web_database, 1).email == "op@example.org"
    assert sign_in(app.test_client(), "op", NEW).status_code == 303


def test_lists_the_sessions_and_ends_one(app, ada):
    other = app.test_client()
    sign_in(other, headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    page = shown(ada, "/account")
    rows = sorted(re.findall(r"<tr>(.*?)</tr>", page)[1:], key=lambda row: "this one" in row)
    handles = [re.search(r"/account/sessions/(\w+)/end", row)[1] for row in rows]
    assert "Firefox on Linux" in page
    assert "(this one)" in page

    statuses = []
    for handle in handles:
        send(ada, f"/account/sessions/{handle}/end")
        statuses.append([browser.get("/account").status_code for browser in (ada, other)])

    assert statuses == [[200, 401], [401, 401]]


def test_ends_all_other_sessions(app, ada):
    others = [app.test_client() for _ in range(3)]
    for browser in others:
        sign_in(browser)

    send(ada, "/account/sessions/end-others")

    assert ada.get("/account").status_code == 200
    assert [browser.get("/account").status_code for browser in others] == [401] * 3


def test_nobody_ends_the_session_of_somebody_else(ada, browser_of, web_database):
    browser_of("bob", Role.ADMIN)
    with web_database.reading() as session:
        query = sa.select(WebSession.handle).where(WebSession.account_id == 2)
        handle = session.scalars(query).one()

    assert send(ada, f"/account/sessions/{handle}/end").status_code == 404
    with web_database.reading() as session:
        assert session.scalars(query.where(WebSession.ended_at.is_(None))).all() == [handle]


def test_asks_to_be_an_author(ada, web_database):
    with web_database.writing.begin() as session:
        make_forecast(session)

    send(ada, "/account/claims", author="Ada Author", reason="See my page.")

    page = shown(ada, "/account")
    assert "an admin confirms it" in page
    assert "See my page." in page
    assert send(ada, "/account/claims", author="Nobody", reason="x").status_code == 422


# --- the second factor on its pages --------------------------------------------------


def set_up(browser, database, password=PASSWORD):
    """The secret and the recovery codes of a factor that was set up on the pages."""
    send(browser, "/account/second-factor", present_password=password)
    secret = account_of(database, 1).totp_secret
    page = send(browser, "/account/second-factor/confirmation", code=app_code(secret)).text
    return secret, re.findall(r"<code>((?:\w{4}-){5}\w{4})</code>", page)


def test_sets_a_second_factor_up(ada, web_database):
    assert "Set it up" in ada.get("/account/second-factor").text
    send(ada, "/account/second-factor", present_password=PASSWORD)
    page = ada.get("/account/second-factor").text
    secret = account_of(web_database, 1).totp_secret

    assert " ".join(secret[n : n + 4] for n in range(0, 32, 4)) in page
    assert "<svg" in page
    assert " style=" not in page
    _, codes = set_up_rest(ada, secret)
    assert len(codes) == 10
    assert "10 codes left of ten" in shown(ada, "/account/second-factor")
    assert codes[0] not in ada.get("/account/second-factor").text


def set_up_rest(browser, secret):
    page = send(browser, "/account/second-factor/confirmation", code=app_code(secret)).text
    return secret, re.findall(r"<code>((?:\w{4}-){5}\w{4})</code>", page)


def test_a_reviewer_is_told_on_every_page_until_it_is_set_up(visitor, web_database):
    make_person(web_database, "ada", Role.REVIEWER)
    sign_in(visitor)
    for address in ("/", "/forecasts", "/account", "/no-such-page"):
        assert "You were appointed reviewer, and act as author" in shown(visitor, address)
    assert visitor.get("/review").status_code == 403

    set_up(visitor, web_database)

    assert visitor.get("/review").status_code == 200
    assert "You were appointed reviewer" not in visitor.get("/").text


def test_setting_it_up_ends_the_sessions_from_before(app, ada, web_database):
    other = app.test_client()
    sign_in(other)
    old = ada.get_cookie("forecasts").value
    set_up(ada, web_database)
    thief = app.test_client()
    thief.set_cookie("forecasts", old)

    statuses = [browser.get("/account").status_code for browser in (ada, other, thief)]
    assert statuses == [200, 401, 401]


def test_a_recovery_code_signs_in_once(app, ada, web_database):
    _, codes = set_up(ada, web_database)
    statuses = []
    for _ in range(2):
        browser = app.test_client()
        sign_in(browser)
        statuses.append(send(browser, "/sign-in/code", code=codes[0]).status_code)

    assert statuses == [303, 422]


def test_a_session_without_it_proves_itself_and_undoes_nothing_before(web_database, ada):
    secret, _ = set_up(ada, web_database)
    with web_database.writing.begin() as session:  # as a provider of sign-in opens one
        session.execute(sa.update(WebSession).values(verified_at=None))
        session.get_one(Account, 1).totp_step = None

    removal = send(ada, "/account/second-factor/removal", present_password=PASSWORD)
    assert removal.status_code == 403
    assert send(ada, "/account/second-factor/proof", code="000000").status_code == 422
    assert send(ada, "/account/second-factor/proof", code=app_code(secret)).status_code == 303

    assert send(ada, "/account/second-factor/codes", present_password=NEW).status_code == 422
    answer = send(ada, "/account/second-factor/removal", present_password=PASSWORD)
    assert answer.location == "/sign-in"
    assert account_of(web_database, 1).totp_secret is None
    assert ada.get("/account").status_code == 401


def test_the_square_says_what_the_app_needs():
    import segno  # noqa: PLC0415 - here alone

    from forecasts.web.squares import draw_square  # noqa: PLC0415 - here alone

    told = "otpauth://totp/Forecast%20ledger:ada?secret=ABC"
    drawn = draw_square(told)

    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert segno.make(told, error="m", micro=False).symbol_size(border=4)[0] == int(
        re.search(r'viewBox="0 0 (\d+)', drawn)[1]
    )
