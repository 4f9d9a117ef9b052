"""Signing in by password and code, within limits."""

import statistics
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from config import Config
from forecasts.domain.passwords import PasswordCost
from forecasts.domain.permissions import Role
from forecasts.services.accounts import find_signed_in
from forecasts.store.models import Account, WebSession
from forecasts.web.app import create_app
from tests.making import CHEAP, NOW, PASSWORD
from tests.web.conftest import SECRET, csrf_token
from tests.web.people import account_of, app_code, make_person, send, sign_in

WRONG = "a wrong guess"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def is_signed_in(browser) -> bool:
    return "Sign out" in browser.get("/").text


@pytest.fixture
def at(web_database, tmp_path):
    """``at(moment)``: the application at another time, or with other settings."""

    def make(moment=NOW, **wanted):
        settings = {"home": tmp_path, "database_url": "", "secret_key": SECRET}
        config = Config(**(settings | {"password_cost": CHEAP} | wanted))
        return create_app(config, database=web_database, clock=lambda: moment)

    return make


def test_signs_in_and_goes_to_the_first_page(visitor, web_database):
    make_person(web_database)

    answer = sign_in(visitor)

    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(visitor)


def test_small_and_capital_letters_of_the_address_are_the_same(visitor, web_database):
    make_person(web_database)

    sign_in(visitor, "ADA")

    assert is_signed_in(visitor)


def test_goes_on_to_the_page_that_was_asked_for(visitor, web_database):
    make_person(web_database)
    visitor.get("/forecasts/new?line=It+rains+85%25")

    assert sign_in(visitor).location == "/forecasts/new?line=It+rains+85%25"


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"name": "ada", "password": f"{PASSWORD}x"}, id="wrong password"),
        pytest.param({"name": "ada", "password": f" {PASSWORD}"}, id="with a space before it"),
        pytest.param({"name": "nobody"}, id="unknown name"),
        pytest.param({"name": "olga"}, id="account without a password"),
    ],
)
def test_says_the_same_of_every_wrong_pair(visitor, web_database, browser_of, form):
    make_person(web_database)
    browser_of("olga", Role.AUTHOR)

    answer = sign_in(visitor, **form)

    assert answer.status_code == 422
    assert "This e-mail and this password do not belong together." in answer.text
    assert not is_signed_in(visitor)


def test_never_shows_a_password_again(visitor):
    answer = sign_in(visitor, "nobody", "a secret that was typed")

    assert 'value="nobody@example.org"' in answer.text
    assert "a secret that was typed" not in answer.text


def test_a_suspended_account_is_told_so_only_with_its_password(visitor, web_database):
    number = make_person(web_database)
    with web_database.writing.begin() as session:
        session.get_one(Account, number).suspended_at = NOW

    assert "suspended" not in sign_in(visitor, "ada", WRONG).text
    assert "suspended" in sign_in(visitor).text
    assert not is_signed_in(visitor)


def test_each_signing_in_makes_a_new_session_and_ends_the_one_before(app, visitor, web_database):
    make_person(web_database)
    sign_in(visitor)
    old = visitor.get_cookie("forecasts").value
    sign_in(visitor)
    thief = app.test_client()
    thief.set_cookie("forecasts", old)

    assert visitor.get_cookie("forecasts").value != old
    assert is_signed_in(visitor)
    assert not is_signed_in(thief)


def test_a_token_of_a_form_from_before_signing_in_is_not_taken_after_it(visitor, web_database):
    make_person(web_database)
    before = csrf_token(visitor)
    sign_in(visitor)

    assert visitor.post("/account/name", data={"csrf_token": before}).status_code == 400


def test_a_hash_is_made_anew_when_it_became_dearer(at, web_database):
    number = make_person(web_database)
    browser = at(password_cost=PasswordCost(1, 16, 1)).test_client()

    assert sign_in(browser).status_code == 303
    assert account_of(web_database, number).password_hash.startswith("$argon2id$v=19$m=16,t=1,p=1$")
    assert sign_in(browser).status_code == 303


# --- the code --------------------------------------------------------------------


def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(visitor, web_database):
    make_person(web_database, secret=TOTP)

    answer = sign_in(visitor)

    assert answer.location == "/sign-in/code"
    assert not is_signed_in(visitor)


def test_password_and_code_sign_in_in_the_whole_role(visitor, web_database):
    make_person(web_database, "rita", Role.REVIEWER, secret=TOTP)
    sign_in(visitor, "rita")

    answer = send(visitor, "/sign-in/code", code=app_code(TOTP))

    assert answer.status_code == 303
    assert visitor.get("/review").status_code == 200


def test_no_code_is_taken_twice(app, web_database):
    make_person(web_database, secret=TOTP)
    one, other = app.test_client(), app.test_client()
    for browser in (one, other):
        sign_in(browser)

    first = send(one, "/sign-in/code", code=app_code(TOTP))
    second = send(other, "/sign-in/code", code=app_code(TOTP))

    assert (first.status_code, second.status_code) == (303, 422)


@pytest.mark.parametrize(
    ("seconds", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (60, 422)]
)
def test_a_clock_may_be_half_a_minute_off(visitor, web_database, seconds, status):
    make_person(web_database, secret=TOTP)
    sign_in(visitor)

    answer = send(visitor, "/sign-in/code", code=app_code(TOTP, NOW + timedelta(seconds=seconds)))

    assert answer.status_code == status


def test_the_code_may_be_given_for_ten_minutes(at, web_database):
    make_person(web_database, secret=TOTP)
    browser, later = at().test_client(), at(NOW + timedelta(minutes=10)).test_client()
    sign_in(browser)
    later.set_cookie("forecasts", browser.get_cookie("forecasts").value)

    answer = send(later, "/sign-in/code", code=app_code(TOTP, NOW + timedelta(minutes=10)))

    assert answer.status_code == 403
    assert "Begin again" in answer.text


def test_a_code_helps_nobody_who_gave_no_password(visitor, web_database):
    make_person(web_database, secret=TOTP)

    assert visitor.get("/sign-in/code").status_code == 403
    assert send(visitor, "/sign-in/code", code=app_code(TOTP)).status_code == 403


def test_a_password_that_changed_meanwhile_helps_no_more(visitor, web_database):
    number = make_person(web_database, secret=TOTP)
    sign_in(visitor)
    with web_database.writing.begin() as session:
        session.get_one(Account, number).version += 1

    assert send(visitor, "/sign-in/code", code=app_code(TOTP)).status_code == 403


# --- limits (T37) ------------------------------------------------------------------


def test_a_thousand_guesses_are_limited_after_five(app, web_database):
    make_person(web_database)
    browser = app.test_client()
    form = {"csrf_token": csrf_token(browser), "email": "ada@example.org"}

    answers = [
        browser.post("/sign-in", data={**form, "password": f"guess number {n}"})
        for n in range(1000)
    ]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 995
    assert answers[-1].headers["Retry-After"] == "30"
    assert "Try again in 30 s" in answers[-1].text
    assert sign_in(browser).status_code == 429


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_known_and_unknown_names_are_limited_alike(app, web_database, name):
    make_person(web_database)

    answers = [
        sign_in(app.test_client(), name, WRONG, environ_base={"REMOTE_ADDR": f"192.0.2.{n}"})
        for n in range(7)
    ]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2


def test_one_address_may_not_try_name_after_name(app, web_database):
    make_person(web_database)
    answers = [sign_in(app.test_client(), f"name{n}", WRONG) for n in range(25)]

    assert [answer.status_code for answer in answers] == [422] * 20 + [429] * 5
    elsewhere = app.test_client()
    assert sign_in(elsewhere, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303


def test_nobody_is_locked_out_for_good(at, web_database):
    make_person(web_database)
    guesser = at().test_client()
    for _ in range(50):
        sign_in(guesser, "ada", WRONG)

    assert sign_in(at(NOW + timedelta(minutes=15)).test_client()).status_code == 303


def test_whoever_was_right_begins_anew(app, web_database):
    make_person(web_database)
    for _ in range(4):
        sign_in(app.test_client(), "ada", WRONG)
        assert sign_in(app.test_client()).status_code == 303


def test_codes_are_limited_as_well(visitor, web_database):
    make_person(web_database, secret=TOTP)
    sign_in(visitor)

    answers = [send(visitor, "/sign-in/code", code="000000") for _ in range(7)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2


@pytest.mark.parametrize(
    ("hops", "limited"),
    [pytest.param(0, True, id="no proxy"), pytest.param(1, False, id="one proxy")],
)
def test_takes_the_word_of_as_many_proxies_as_were_set_up(at, hops, limited):
    app = at(proxy_hops=hops)

    for n in range(21):
        headers = {"X-Forwarded-For": f"198.51.100.1, 192.0.2.{n}"}
        last = sign_in(app.test_client(), f"name{n}", WRONG, headers=headers)

    assert (last.status_code == 429) is limited


def test_what_stands_before_the_word_of_the_proxy_counts_for_nothing(at):
    app = at(proxy_hops=1)

    for n in range(21):
        headers = {"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.1"}
        last = sign_in(app.test_client(), f"name{n}", WRONG, headers=headers)

    assert last.status_code == 429


@pytest.mark.nightly
def test_known_and_unknown_names_take_the_same_time(web_database, tmp_path):
    """T37: medians within 10 %, with a cost that outweighs the noise of a small machine."""
    make_person(web_database)
    days = iter(range(1, 1000))
    config = Config(home=tmp_path, database_url="", secret_key=SECRET)
    app = create_app(config, database=web_database, clock=lambda: NOW + timedelta(days=next(days)))
    with web_database.writing.begin() as session:
        session.execute(sa.update(Account).values(password_hash=kept_dearly()))
    browser = app.test_client()
    token = csrf_token(browser)
    spent: dict[str, list[float]] = {"ada": [], "nobody": []}
    for turn in range(42):
        for name in ("ada", "nobody") if turn % 2 else ("nobody", "ada"):
            form = {"csrf_token": token, "email": f"{name}@example.org", "password": "a wrong one"}
            begun = time.perf_counter()
            assert browser.post("/sign-in", data=form).status_code == 422
            spent[name].append(time.perf_counter() - begun)
    known, unknown = (statistics.median(times[2:]) for times in spent.values())

    assert abs(known - unknown) / max(known, unknown) < 0.10


def kept_dearly() -> str:
    from forecasts.domain.passwords import STANDARD  # noqa: PLC0415 - here alone
    from forecasts.services.passwords import choose  # noqa: PLC0415 - here alone

    return choose(PASSWORD, about=(), cost=STANDARD)


# --- a role that changed counts at once (T38) -----------------------------------------


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(visitor, web_database):
    number = make_person(web_database, "rita", Role.REVIEWER, secret=TOTP)
    sign_in(visitor, "rita")
    send(visitor, "/sign-in/code", code=app_code(TOTP))
    answers = []
    for _ in range(100):
        assert visitor.get("/review").status_code == 200
        set_role(web_database, number, Role.AUTHOR)
        answers.append(visitor.get("/review").status_code)
        set_role(web_database, number, Role.REVIEWER)

    assert answers == [403] * 100


def test_a_session_that_ended_is_gone_at_the_next_request(web_database, app):
    make_person(web_database)
    refused = 0
    for turn in range(100):
        browser = app.test_client()
        sign_in(browser, environ_base={"REMOTE_ADDR": f"192.0.2.{turn}"})
        with web_database.writing.begin() as session:
            session.execute(sa.update(WebSession).values(ended_at=NOW))
        refused += browser.get("/account").status_code == 401

    assert refused == 100


def test_a_suspended_account_is_out_at_the_next_request(visitor, web_database):
    number = make_person(web_database)
    sign_in(visitor)
    with web_database.writing.begin() as session:
        session.get_one(Account, number).suspended_at = NOW

    assert visitor.get("/account").status_code == 401


def set_role(database, number, role):
    with database.writing.begin() as session:
        session.get_one(Account, number).role = role


def test_a_session_notes_which_browser_it_is(visitor, web_database):
    make_person(web_database)
    sign_in(visitor, headers={"User-Agent": "Firefox/140.0 on Linux" + "x" * 500})

    with web_database.reading() as session:
        told = session.scalars(sa.select(WebSession.browser)).one()
        assert told.startswith("Firefox/140.0")
        assert len(told) == 200
        assert find_signed_in(session, "made up", now=NOW) is None
