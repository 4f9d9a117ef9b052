"""What admins see and decide about accounts."""

import pytest
import sqlalchemy as sa

from forecasts.domain.permissions import Role
from forecasts.services.author_claims import claim_author
from forecasts.store.models import Account, AuthorClaim
from tests.making import NOW, PASSWORD, make_account, make_forecast
from tests.web.making_posts import shown
from tests.web.people import account_of, make_person, path_in, send, sign_in


def people(database):
    """Ada, an author; Rita, a reviewer who is suspended."""
    with database.writing.begin() as session:
        make_account(session, "ada", Role.AUTHOR)
        rita = make_account(session, "rita", Role.REVIEWER)
        session.get_one(Account, rita.account_id).suspended_at = NOW


def claim(database):
    with database.writing.begin() as session:
        make_forecast(session)
        ada = make_account(session, "ada", Role.AUTHOR)
        return claim_author(session, "Ada Author", reason="See my page.", actor=ada, now=NOW).id


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Operator", "ada", "rita"}),
        ("?words=ADA", {"ada"}),
        ("?words=rita@exam", {"rita"}),
        ("?words=account:2", {"ada"}),
        ("?words=%25", set()),
        ("?role=reviewer", {"rita"}),
        ("?state=suspended", {"rita"}),
        ("?state=active&role=author", {"ada"}),
        ("?state=nonsense", {"Operator", "ada", "rita"}),
        ("?size=20&page=2", set()),
    ],
)
def test_finds_accounts(operator, web_database, query, names):
    people(web_database)

    page = operator.get(f"/admin/accounts{query}").text

    assert {name for name in ("Operator", "ada", "rita") if f">{name}</a>" in page} == names


def test_the_list_takes_as_many_questions_for_many_as_for_few(
    operator, web_database, count_statements
):
    operator.get("/admin/accounts")
    with count_statements() as few:
        operator.get("/admin/accounts?size=100")
    with web_database.writing.begin() as session:
        for n in range(60):
            make_account(session, f"n{n}", Role.AUTHOR)
    with count_statements() as many:
        operator.get("/admin/accounts?size=100")

    assert len(many) == len(few)


def test_an_invitation_is_shown_where_no_mail_is_set_up(operator, app):
    page = send(operator, "/admin/accounts/invitations", email="bo@example.org", role="author").text
    assert "1 invitation not taken up yet" in page

    answer = send(app.test_client(), path_in(page), name="Bo", new_password=PASSWORD)

    assert answer.status_code == 303
    assert ">Bo</a>" in operator.get("/admin/accounts").text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"email": "nonsense", "role": "author"}, 422),
        ({"email": "bo@example.org", "role": "king"}, 422),
        ({"email": "bo@example.org"}, 422),
        ({"email": "ada@example.org", "role": "author"}, 409),
    ],
)
def test_says_what_is_wrong_with_an_invitation(operator, web_database, form, status):
    people(web_database)

    answer = send(operator, "/admin/accounts/invitations", **form)

    assert answer.status_code == status
    assert 'id="invite-summary"' in answer.text


def test_appoints_and_tells_the_ledger(operator, web_database):
    people(web_database)

    answer = send(operator, "/admin/accounts/2/role", role="reviewer", version=1)

    assert answer.status_code == 303
    assert account_of(web_database, 2).role is Role.REVIEWER
    page = shown(operator, "/admin/accounts/2")
    assert ", from author, to reviewer" in page
    assert "Version 0.1.0" in page
    assert "appointed" in operator.get("/ledger.jsonl").text


def test_somebody_was_first(operator, web_database):
    people(web_database)
    send(operator, "/admin/accounts/2/role", role="reviewer", version=1)

    answer = send(operator, "/admin/accounts/2/role", role="reader", version=1)

    assert answer.status_code == 409
    assert "it is appointed reviewer now" in answer.text


def test_suspends_with_a_reason_and_lifts(operator, app, web_database):
    make_person(web_database)
    browser = app.test_client()
    sign_in(browser)

    assert send(operator, "/admin/accounts/2/suspension", version=1).status_code == 422
    send(operator, "/admin/accounts/2/suspension", version=1, reason="Spam in 40 forecasts")

    assert browser.get("/account").status_code == 401
    assert "Spam in 40 forecasts" in operator.get("/admin/accounts/2").text
    assert "Spam" not in operator.get("/ledger.jsonl").text
    send(operator, "/admin/accounts/2/restoration", version=2)
    assert sign_in(browser).status_code == 303


def test_the_last_admin_is_not_suspended(operator):
    answer = send(operator, "/admin/accounts/1/suspension", version=1, reason="x")

    assert answer.status_code == 409
    assert "last admin" in answer.text


def test_links_two_accounts(operator, web_database):
    people(web_database)

    send(operator, "/admin/accounts/3/links", other=2, reason="Same desk")

    assert "Same desk" in shown(operator, "/admin/accounts/2")
    assert "Same desk" in shown(operator, "/admin/accounts/3")
    assert send(operator, "/admin/accounts/3/links", other=2, reason="x").status_code == 409
    assert send(operator, "/admin/accounts/3/links", other="two", reason="x").status_code == 422
    assert send(operator, "/admin/accounts/3/links", other=99, reason="x").status_code == 404


def test_helps_whoever_forgot_the_password_or_lost_the_phone(operator, app, web_database):
    make_person(web_database, secret="JBSWY3DPEHPK3PXP")  # noqa: S106 - opens nothing real

    page = send(operator, "/admin/accounts/2/reset").text
    visitor = app.test_client()
    assert visitor.get(path_in(page)).status_code == 200
    send(operator, "/admin/accounts/2/factor-removal", version=1)

    assert sign_in(visitor).location == "/"


def test_an_account_without_mail_gets_no_reset(operator):
    assert send(operator, "/admin/accounts/1/reset").status_code == 409


def test_confirms_and_refuses_claims(operator, web_database):
    number = claim(web_database)
    assert "See my page." in shown(operator, "/admin/claims")
    assert ">1</span>" in operator.get("/admin/accounts").text

    send(operator, f"/admin/claims/{number}/confirmation", version=1)
    assert "No claim waits" in operator.get("/admin/claims").text
    assert "Take it back" in operator.get("/admin/claims?status=confirmed").text
    again = send(operator, f"/admin/claims/{number}/confirmation", version=1)
    assert again.status_code == 409
    send(operator, f"/admin/claims/{number}/refusal", version=2)

    with web_database.reading() as session:
        assert session.scalars(sa.select(AuthorClaim.status)).all() == ["refused"]


def test_what_is_not_there_is_not_found(operator):
    assert operator.get("/admin/accounts/99").status_code == 404
    assert send(operator, "/admin/claims/99/refusal", version=1).status_code == 404
    assert send(operator, "/admin/accounts/99/role", role="admin", version=1).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR, Role.REVIEWER])
def test_only_admins_see_accounts(browser_of, role):
    browser = browser_of("eve", role)

    assert browser.get("/admin/accounts").status_code == 403
    assert browser.get("/admin/accounts/1").status_code == 403
    assert browser.get("/admin/claims").status_code == 403
    assert "/admin" not in browser.get("/").text
