"""The pages on which an admin sets up web hooks and sees what came of them."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.hooks import Answer
from forecasts.services.hook_deliveries import lease_delivery, note_answer
from forecasts.store.models import Hook, HookDelivery
from tests.making import NOW, make_forecast
from tests.web.making_posts import shown
from tests.web.people import send

ADDRESS = "https://example.org/hook"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
EVENT = {"forecast.created": "yes"}


@pytest.fixture
def admin(operator):
    """A browser of the operator, who has set up one web hook."""
    send(operator, "/admin/hooks", address=ADDRESS, **EVENT)
    return operator


def hooks(database) -> list[Hook]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Hook)))


def log_one(database, *answers):
    """A forecast is logged, and the receiver says these things, one after another."""
    with database.writing.begin() as session:
        make_forecast(session)
    now = NOW
    for answer in answers:
        now += timedelta(days=2)
        with database.writing.begin() as session:
            leased = lease_delivery(session, now=now, lease=timedelta(minutes=1))
            note_answer(session, leased, answer, now=now)


def test_says_what_would_fill_an_empty_list(operator):
    assert "No program is told anything yet" in shown(operator, "/admin/hooks")


def test_shows_a_secret_once(operator, web_database):
    first = send(operator, "/admin/hooks", address=ADDRESS, **EVENT)
    again = shown(operator, "/admin/hooks/1")

    assert SECRET.findall(first.text) == [hooks(web_database)[0].secret]
    assert SECRET.findall(again) == []
    assert hooks(web_database)[0].events == ["forecast.created"]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"address": "http://127.0.0.1/", **EVENT}, "not on the open web"),
        ({"address": "https://example.org:81/", **EVENT}, "usual ports"),
        ({"address": "", **EVENT}, "Give the address"),
        ({"address": "https://u:p@example.org/", **EVENT}, "no user name"),
        ({"address": "https://example.org/"}, "Choose at least one kind"),
    ],
)
def test_refuses_what_cannot_be_told(operator, web_database, form, told):
    answer = send(operator, "/admin/hooks", **form)

    assert answer.status_code == 422
    assert told in answer.text
    assert hooks(web_database) == []


def test_refuses_a_second_one_for_an_address(admin, web_database):
    answer = send(admin, "/admin/hooks", address=ADDRESS, **EVENT)

    assert answer.status_code == 409
    assert "already" in answer.text
    assert len(hooks(web_database)) == 1


def test_shows_what_came_of_each_delivery(admin, web_database):
    log_one(web_database, Answer(503), Answer(None, "example.org took longer than 10 seconds."))

    page = shown(admin, "/admin/hooks/1")

    assert "forecast.created" in page
    assert "took longer than 10 seconds" in page
    assert "failing" in shown(admin, "/admin/hooks")


def test_a_hook_that_is_gone_says_so_and_is_turned_on_again(admin, web_database):
    log_one(web_database, Answer(410))
    page = shown(admin, "/admin/hooks/1")
    version = hooks(web_database)[0].version

    send(admin, "/admin/hooks/1/on", version=version)

    assert "The receiver says that it is gone." in page
    assert "given up" in page
    assert hooks(web_database)[0].disabled_at is None


def test_a_test_is_put_in_line_and_not_sent_within_the_request(admin, web_database):
    answer = send(admin, "/admin/hooks/1/test")

    with web_database.reading() as session:
        (row,) = session.scalars(sa.select(HookDelivery)).all()
    assert answer.status_code == 303
    assert (row.event, row.tries) == ("hook.test", 0)


def test_a_new_secret_is_shown_once_and_the_former_signs_too(admin, web_database):
    before = hooks(web_database)[0].secret

    page = send(admin, "/admin/hooks/1/secret", version=1).text

    hook = hooks(web_database)[0]
    assert SECRET.findall(page) == [hook.secret]
    assert hook.former_secret == before
    assert "Being changed" in page


@pytest.mark.parametrize("act", ["secret", "off", "on", "removal"])
def test_who_comes_second_changes_nothing(admin, web_database, act):
    send(admin, "/admin/hooks/1/secret", version=1)
    before = hooks(web_database)[0].secret

    answer = send(admin, f"/admin/hooks/1/{act}", version=1)

    assert answer.status_code == 409
    assert "Nothing of yours was saved" in answer.text
    assert hooks(web_database)[0].secret == before


def test_turned_off_it_is_told_nothing(admin, web_database):
    send(admin, "/admin/hooks/1/off", version=1)
    log_one(web_database)

    page = shown(admin, "/admin/hooks/1")
    assert "An admin turned it off." in page
    assert "Nothing was told yet" in page
    assert send(admin, "/admin/hooks/1/test").status_code == 409


def test_removes_it(admin, web_database):
    assert send(admin, "/admin/hooks/1/removal", version=1).status_code == 303
    assert hooks(web_database) == []
    assert admin.get("/admin/hooks/1").status_code == 404
