"""Signing in by a real OpenID provider on loopback, and all that it must not be able to do."""

import http.client
import logging
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from joserfc.jwk import RSAKey

from config import Config, ConfigError, read_config
from forecasts.domain.permissions import Role
from forecasts.domain.providers import ProviderSettings
from forecasts.services.joining import invite
from forecasts.services.mailed_links import LinkMaker
from forecasts.store.models import Account, LedgerEntry, OutsideIdentity, WebSession
from forecasts.web.app import create_app
from tests.making import CHEAP, NOW, OPERATOR, PASSWORD
from tests.provider import CLIENT_ID, CLIENT_SECRET, provider
from tests.web.people import make_person, send, sign_in

SITE = "http://localhost"


@pytest.fixture(scope="module")
def shared_outside():
    with provider() as outside:
        yield outside


@pytest.fixture
def outside(shared_outside):
    """The provider, honest again."""
    ada = {"sub": "s-1", "email": "Ada@Example.org", "email_verified": True, "name": "Ada Author"}
    shared_outside.claims, shared_outside.says, shared_outside.shows = ada, {}, None
    shared_outside.leaves_out = shared_outside.broken = False
    return shared_outside


@pytest.fixture
def make_app(web_database, tmp_path, outside, compiled_templates):
    def make(*, trusts_factor=False, issuer=None, secret=CLIENT_SECRET, registration=True):
        settings = ProviderSettings(
            issuer=issuer or outside.address,
            client_id=CLIENT_ID,
            client_secret=secret,
            name="the institute",
            trusts_factor=trusts_factor,
        )
        config = Config(
            home=tmp_path,
            database_url="sqlite://",
            secret_key="for tests alone",  # noqa: S106 - signs nothing real
            provider=settings,
            registration=registration,
            site=SITE,
            password_cost=CHEAP,
        )
        app = create_app(config, database=web_database, clock=lambda: NOW)
        app.jinja_env.bytecode_cache = compiled_templates
        return app

    return make


def ask(address: str) -> str:
    """Where the provider sends the browser back to."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    location = connection.getresponse().headers["Location"]
    connection.close()
    return location


def way_back(browser) -> str:
    """The path on which the browser comes back from the provider."""
    leaving = browser.get("/sign-in/provider")
    assert leaving.status_code == 302, leaving.text
    parts = urlsplit(ask(leaving.location))
    assert f"{parts.scheme}://{parts.netloc}" == SITE
    return f"{parts.path}?{parts.query}"


def go_through(browser):
    return browser.get(way_back(browser))


def accounts_in(database) -> list[Account]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Account).order_by(Account.id)))


def entries_in(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)))


def sessions_in(database) -> list[WebSession]:
    with database.reading() as session:
        return list(session.scalars(sa.select(WebSession)))


def test_opens_an_account_as_a_reader_and_signs_in_to_it_again(make_app, web_database):
    app = make_app()
    first, again = app.test_client(), app.test_client()
    first.get("/posts/new?line=1")

    answers = go_through(first), go_through(again)

    (account,) = accounts_in(web_database)
    assert [(each.status_code, each.location) for each in answers] == [
        (303, "/posts/new?line=1"),
        (303, "/"),
    ]
    assert (account.name, account.email) == ("Ada Author", "ada@example.org")
    assert account.role is Role.READER
    assert "Sign out" in again.get("/").text
    assert entries_in(web_database) == ["joined"]
    assert answers[0].headers["Referrer-Policy"] == "no-referrer"


def test_asks_with_state_nonce_and_challenge(make_app):
    asked = parse_qs(urlsplit(make_app().test_client().get("/sign-in/provider").location).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{SITE}/sign-in/provider/return"]
    assert len(asked["state"][0]) >= 20
    assert len(asked["nonce"][0]) >= 20
    assert CLIENT_SECRET not in str(asked)


def test_roles_never_come_from_the_provider(make_app, web_database, outside):
    outside.claims |= {"role": "admin", "roles": ["admin"], "groups": ["admin"], "version": 9}

    go_through(make_app().test_client())

    assert accounts_in(web_database)[0].role is Role.READER


def invited(database, role=Role.REVIEWER, *, now=NOW):
    links = LinkMaker("http://localhost", "for tests alone")
    with database.writing.begin() as session:
        invite(session, "ada@example.org", role, links, actor=OPERATOR, now=now)


def test_an_invitation_gives_its_role_once(make_app, web_database, outside):
    invited(web_database)
    app = make_app(registration=False)

    first = go_through(app.test_client())
    outside.claims |= {"sub": "s-2"}
    second = go_through(app.test_client())

    assert (first.status_code, second.status_code) == (303, 403)
    assert [account.role for account in accounts_in(web_database)] == [Role.REVIEWER]


def test_an_invitation_that_is_too_old_opens_nothing(make_app, web_database):
    invited(web_database, now=NOW - timedelta(days=8))

    answer = go_through(make_app(registration=False).test_client())

    assert answer.status_code == 403
    assert "none waits for you" in answer.text
    assert accounts_in(web_database) == []


@pytest.mark.parametrize("verified", [False, None, "true", 1, "false"])
def test_an_address_that_is_not_confirmed_opens_nothing(make_app, web_database, outside, verified):
    outside.claims["email_verified"] = verified

    answer = go_through(make_app().test_client())

    assert answer.status_code == 403
    assert "has not confirmed your e-mail" in answer.text
    assert accounts_in(web_database) == []


def test_an_account_is_never_found_by_its_address(make_app, web_database):
    make_person(web_database)
    browser = make_app().test_client()

    answer = go_through(browser)

    assert answer.status_code == 403
    assert "link the two" in " ".join(answer.text.split())
    assert browser.get("/account").status_code == 401


def linked_browser(app, database):
    make_person(database)
    browser = app.test_client()
    sign_in(browser)
    page = send(browser, "/account/identities", present_password=PASSWORD)
    assert 'href="/sign-in/provider"' in page.text
    answer = go_through(browser)
    assert (answer.status_code, answer.location) == (303, "/account")
    return browser


def test_links_the_account_one_is_signed_in_to(make_app, web_database):
    app = make_app()
    linked_browser(app, web_database)
    another = app.test_client()

    answer = go_through(another)

    assert answer.status_code == 303
    assert "account:1 in the ledger" in another.get("/account").text
    assert len(accounts_in(web_database)) == 1
    assert entries_in(web_database) == ["identified"]


def test_linking_takes_the_password_and_a_form_of_ours(make_app, web_database):
    make_person(web_database)
    browser = make_app().test_client()
    sign_in(browser)

    wrong = send(browser, "/account/identities", present_password=f"{PASSWORD}?")
    foreign = browser.post("/account/identities", data={"present_password": PASSWORD})
    go_through(browser)

    assert (wrong.status_code, foreign.status_code) == (403, 400)
    with web_database.reading() as session:
        assert session.scalars(sa.select(OutsideIdentity)).all() == []


def test_one_identity_belongs_to_one_account(make_app, web_database):
    app = make_app()
    linked_browser(app, web_database)
    make_person(web_database, "otto")
    browser = app.test_client()
    sign_in(browser, "otto")
    send(browser, "/account/identities", present_password=PASSWORD)

    answer = go_through(browser)

    assert answer.status_code == 409
    assert "belongs to another account" in answer.text


def test_a_link_can_be_removed(make_app, web_database):
    app = make_app(registration=False)
    browser = linked_browser(app, web_database)

    removed = send(browser, "/account/identities/removal", present_password=PASSWORD)

    assert removed.status_code == 303
    assert go_through(app.test_client()).status_code == 403
    assert entries_in(web_database) == ["identified", "unidentified"]


def test_who_has_no_password_keeps_the_link(make_app):
    browser = make_app().test_client()
    go_through(browser)

    answer = send(browser, "/account/identities/removal")

    assert answer.status_code == 409
    assert "Choose a password first" in answer.text


def test_a_suspended_account_stays_out(make_app, web_database):
    app = make_app()
    go_through(app.test_client())
    with web_database.writing.begin() as session:
        session.execute(sa.update(Account).values(suspended_at=NOW))

    assert go_through(app.test_client()).status_code == 403


@pytest.mark.parametrize(
    ("trusts", "claims", "verified"),
    [
        pytest.param(False, {"amr": ["pwd", "mfa"]}, False, id="told, not trusted"),
        pytest.param(True, {"amr": ["pwd"]}, False, id="trusted, not told"),
        pytest.param(True, {}, False, id="nothing told"),
        pytest.param(True, {"amr": ["pwd", "mfa"]}, True, id="told and trusted"),
        pytest.param(True, {"acr": "phr"}, True, id="told by context"),
    ],
)
def test_a_second_factor_there_counts_where_it_is_told_and_trusted(
    make_app, web_database, outside, trusts, claims, verified
):
    outside.claims |= claims

    go_through(make_app(trusts_factor=trusts).test_client())

    assert [each.verified_at is not None for each in sessions_in(web_database)] == [verified]


LIES = {
    "another issuer": {"iss": "https://evil.example"},
    "another client": {"aud": "somebody-else"},
    "several clients, not ours": {"aud": ["a", "b"]},
    "expired": {"exp": 1_000_000_000, "iat": 999_999_000},
    "no expiry": {"exp": None},
    "issued tomorrow": {"iat": 99_999_999_999},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "endless subject": {"sub": "x" * 5000},
    "odd subject": {"sub": {"a": 1}},
    "odd e-mail": {"email": ["a"], "email_verified": True},
    "methods in another shape": {"amr": "mfa"},
    "odd methods": {"amr": {"mfa": 1}, "exp": "soon"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_right_lets_nobody_in(make_app, web_database, outside, lie):
    outside.says = LIES[lie]

    answer = go_through(make_app().test_client())

    assert answer.status_code == 403
    assert "<h1" in answer.text
    assert accounts_in(web_database) == []
    assert sessions_in(web_database) == []


def test_a_token_signed_by_another_key_lets_nobody_in(make_app, web_database, outside):
    outside.shows = RSAKey.generate_key(2048, {"kid": "k1"})

    assert go_through(make_app().test_client()).status_code == 403
    assert sessions_in(web_database) == []


def test_no_token_lets_nobody_in(make_app, outside):
    outside.leaves_out = True

    assert go_through(make_app().test_client()).status_code == 403


def test_a_way_back_works_once_and_in_one_browser(make_app, web_database):
    app = make_app()
    mine, thief = app.test_client(), app.test_client()
    address = way_back(mine)

    answers = [browser.get(address).status_code for browser in (thief, mine, mine)]

    assert answers == [403, 303, 403]
    assert len(sessions_in(web_database)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "code=x",
        "state=x",
        "code=x&state=x",
        "error=access_denied&error_description=<b>no</b>",
        "error=x&state=x",
        "code=%00&state=%00",
        "code=x&state=" + "y" * 3000,
        "code[]=x&state[]=y",
    ],
)
def test_a_way_back_that_nobody_was_sent_on_is_a_page(make_app, query):
    browser = make_app().test_client()
    browser.get("/sign-in/provider")

    answer = browser.get(f"/sign-in/provider/return?{query}")

    assert answer.status_code == 403
    assert "Begin again" in answer.text
    assert "<b>" not in answer.text


def test_a_code_that_was_changed_is_refused(make_app, web_database):
    browser = make_app().test_client()
    address = re.sub(r"code=[\w-]{1,50}", "code=forged", way_back(browser))

    assert browser.get(address).status_code == 403
    assert sessions_in(web_database) == []


@pytest.mark.parametrize("kind", ["away", "broken", "another"])
def test_a_provider_that_does_not_answer_as_one_is_told(make_app, outside, kind):
    outside.broken = kind == "broken"
    issuer = {"away": "http://127.0.0.1:9", "another": outside.address + "/"}.get(kind)

    answer = make_app(issuer=issuer).test_client().get("/sign-in/provider")

    assert answer.status_code in {403, 502}
    assert "<h1" in answer.text


def test_secrets_of_the_provider_are_in_no_log_and_on_no_page(make_app, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = "a-wrong-secret-of-the-client"
    answers = [
        go_through(make_app(secret=wrong).test_client()),
        go_through(make_app().test_client()),
    ]

    told = "".join(answer.text for answer in answers) + caplog.text
    assert [answer.status_code for answer in answers] == [403, 303]
    assert wrong not in told
    assert CLIENT_SECRET not in told


def test_without_a_provider_there_is_no_such_way(operator):
    answers = [operator.get(f"/sign-in/provider{end}") for end in ("", "/return?code=x&state=x")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "/sign-in/provider" not in operator.get("/account").text


def settings(**changes: str) -> dict[str, str]:
    return {
        "FORECASTS_OIDC_ISSUER": "https://id.example.org",
        "FORECASTS_OIDC_CLIENT_ID": "ledger",
        "FORECASTS_OIDC_CLIENT_SECRET": "s3cret",
        **changes,
    }


def test_the_settings_of_a_provider_are_read(tmp_path):
    config = read_config({"FORECASTS_HOME": str(tmp_path), **settings()})

    assert config.provider.name == "id.example.org"
    assert config.provider.trusts_factor is False
    assert "s3cret" not in repr(config)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORECASTS_OIDC_ISSUER", "id.example.org"),
        ("FORECASTS_OIDC_CLIENT_ID", ""),
        ("FORECASTS_OIDC_CLIENT_SECRET", ""),
        ("FORECASTS_OIDC_TRUST_FACTOR", "maybe"),
    ],
)
def test_a_setting_that_cannot_be_is_told(tmp_path, name, value):
    with pytest.raises(ConfigError, match=name):
        read_config({"FORECASTS_HOME": str(tmp_path)} | settings(**{name: value}))
