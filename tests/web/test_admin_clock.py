"""The page that tells an admin how the clock is doing, and lets them set it going again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import MailFailedError
from forecasts.services.brake import pull_brake
from forecasts.services.due import flag_due
from forecasts.services.heartbeats import beat
from forecasts.services.loops import beat_loop
from forecasts.services.outbox import lease_mail, note_failure, post_mail
from forecasts.services.poison import note_poison
from forecasts.store.models import Mail, PoisonRow
from tests.making import NOW, SECOND, make_forecast
from tests.web.making_posts import shown

LATE = NOW.date().replace(month=10)


@pytest.fixture
def troubled(web_database):
    """A clock with a late pass, a loop that stopped, a brake, a row that fails and a lost mail."""
    with web_database.writing.begin() as session:
        beat(session, "due", "3 flagged as due", now=NOW - timedelta(hours=1))
        beat_loop(session, "host-a:17", seconds=1, now=NOW - SECOND)
        beat_loop(session, "host-b:4", seconds=1, now=NOW - timedelta(minutes=5))
        pull_brake(session, "There was an outage.", now=NOW)
        for _ in range(2):
            forecast = make_forecast(session, deadline=LATE)
        flag_due(session, now=NOW)
        make_forecast(session, deadline=LATE)
        note_poison(session, "due", forecast.id, ValueError("<b>no</b>\nway"), now=NOW)
        post_mail(session, key="a", address="a@example.org", subject="Hi", body="x", now=NOW)
        parcel = lease_mail(session, now=NOW, lease=SECOND)
        note_failure(session, parcel, MailFailedError("no such box", lasting=True), now=NOW)


@pytest.mark.usefixtures("troubled")
def test_tells_what_waits_what_failed_and_what_has_stopped(operator):
    page = shown(operator, "/admin/clock")

    for words in (
        "There was an outage.",
        "by now that is 2 notices",
        "1 forecast past the due instant and not flagged",
        "2 forecasts to decide, 2 of them for more than a week",
        "3 flagged as due",
        "ValueError: &lt;b&gt;no&lt;/b&gt; way",
        "no such box",
        "0 mails in line; 1 given up",
    ):
        assert words in " ".join(page.split()), words
    assert page.count("stopped without a word") == 1
    assert page.count('<span class="flag">late</span>') == 1


def test_says_so_where_no_clock_has_ever_ticked(operator):
    page = shown(operator, "/admin/clock")

    assert "No pass has run yet" in page
    assert "No process says that the clock ticks in it" in page


@pytest.mark.usefixtures("troubled")
def test_lets_the_notices_go_once(operator, post):
    first = post("/admin/clock/brakes/1/release")
    page = shown(operator, "/admin/clock")
    second = post("/admin/clock/brakes/1/release")

    assert (first.status_code, second.status_code) == (303, 409)
    assert "2 notices let go" in page
    assert "held back after an outage" not in shown(operator, "/notices")


@pytest.mark.usefixtures("troubled")
def test_has_what_failed_tried_again(operator, post, web_database):
    post("/admin/clock/poison/retry")
    post("/admin/clock/mails/again")

    with web_database.reading() as session:
        assert session.scalar(sa.select(PoisonRow.next_try_at)) == NOW
        assert session.scalar(sa.select(Mail.parked_at)) is None
    page = shown(operator, "/admin/clock")
    assert "1 forecast tried again" in page
    assert "1 mail in line again" in page
