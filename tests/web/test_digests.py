"""How often one gets a digest, and the address in each that ends them without signing in."""

import pytest
import sqlalchemy as sa

from forecasts.domain.permissions import Role
from forecasts.services.stopping import StopLinks
from forecasts.store.models import DigestChoice
from tests.making import make_account
from tests.web.conftest import SECRET, SITE
from tests.web.making_posts import shown
from tests.web.people import make_person, send, sign_in


@pytest.fixture
def ada(visitor, web_database):
    """A browser in which Ada is signed in."""
    make_person(web_database)
    sign_in(visitor)
    return visitor


@pytest.fixture
def address(web_database):
    """What stands in the digests of somebody who is not signed in here."""
    with web_database.writing.begin() as session:
        number = make_account(session, "rita", Role.REVIEWER).account_id
    return StopLinks(SITE, SECRET).address_of(number).removeprefix(SITE)


def choices(database) -> list[tuple[int, str]]:
    with database.reading() as session:
        return list(session.execute(sa.select(DigestChoice.account_id, DigestChoice.rhythm)))


@pytest.mark.parametrize("rhythm", ["daily", "weekly", "never"])
def test_chooses_how_often(ada, web_database, rhythm):
    assert send(ada, "/account/digests", rhythm=rhythm).status_code == 303

    assert choices(web_database) == [(1, rhythm)]
    assert f'value="{rhythm}"' in shown(ada, "/account").partition(" checked")[0][-300:]


def test_refuses_what_is_no_rhythm(ada, web_database):
    answer = send(ada, "/account/digests", rhythm="hourly")

    assert answer.status_code == 422
    assert "Choose one of daily, weekly, never." in answer.text
    assert choices(web_database) == []


def test_opening_the_address_ends_nothing(visitor, web_database, address):
    """Programs that look at the links of a mail open them."""
    assert "No more digests by mail?" in visitor.get(address).text
    assert choices(web_database) == []


def test_the_button_ends_them_without_signing_in(visitor, web_database, address):
    answer = visitor.post(address)

    assert "You get no digests by mail" in answer.text
    assert choices(web_database) == [(1, "never")]
    assert "You get no digests by mail" in visitor.get(address).text


def test_a_mail_program_ends_them_with_one_request(visitor, web_database, address):
    """RFC 8058: one POST with this body, without a cookie, a token or an origin."""
    answer = visitor.post(address, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert choices(web_database) == [(1, "never")]


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: text + "x", str.upper])
def test_an_address_that_is_not_ours_ends_nothing(visitor, web_database, address, change):
    head, _, token = address.rpartition("/")

    answer = visitor.post(f"{head}/{change(token)}")

    assert answer.status_code == 403
    assert choices(web_database) == []


def test_a_page_of_another_site_cannot_use_it(visitor, web_database, address):
    answer = visitor.post(address, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 400
    assert choices(web_database) == []
