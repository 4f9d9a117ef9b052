"""Calendars: one secret address a person, deadlines under names that stay, and revocable."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Role
from forecasts.domain.visibility import Visibility
from forecasts.services.calendars import make_address
from forecasts.services.erasure import ErasureReason, erase_account
from forecasts.services.recording import withdraw
from forecasts.store.models import Account, CalendarAddress, CalendarScope, Forecast
from forecasts.store.queries.following import list_deadlines
from forecasts.web.ics import write_calendar
from tests.making import NOW, OPERATOR, make_account, make_forecast
from tests.web.record import decide, log, log_due

_ADDRESS = re.compile(r"https://forecasts\.example\.org(/calendars/[\w-]{43}\.ics)")


@pytest.fixture
def make(post):
    """``make("own")``: where the calendar of the operator is."""

    def send(scope="own"):
        answer = post("/account/calendar", {"scope": scope})
        assert answer.status_code == 200
        return _ADDRESS.search(answer.text)[1]

    return send


def events_of(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return {
        str(event["uid"]).partition("@")[0]: event
        for event in Calendar.from_ical(answer.data).walk("VEVENT")
    }


def test_a_deadline_is_a_whole_day_with_the_claim_and_a_reminder(visitor, make, web_database):
    number = log(web_database, claim="The bridge will be open", deadline=date(2026, 12, 31))

    event = events_of(visitor, make())[f"forecast-{number}"]

    assert event["dtstart"].dt == date(2026, 12, 31)
    assert event["dtend"].dt == date(2027, 1, 1)
    assert str(event["summary"]) == "The bridge will be open"
    assert str(event["status"]) == "CONFIRMED"
    assert f"/forecasts/{number}" in str(event["url"])
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-7)]


def test_a_deadline_finishes_under_the_same_name_with_a_higher_number(visitor, make, web_database):
    number = log(web_database, deadline=date(2026, 12, 31))
    address = make()
    before = events_of(visitor, address)[f"forecast-{number}"]
    decide(web_database, number, Outcome.YES)

    after = events_of(visitor, address)[f"forecast-{number}"]

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert str(after["status"]) == "CANCELLED"
    assert str(after["summary"]).startswith("Yes: ")
    assert after.walk("VALARM") == []


def test_what_was_decided_after_its_day_stays_on_it(visitor, make, web_database):
    number = log_due(web_database, deadline=date(2026, 11, 20))
    decide(web_database, number, Outcome.NO, version=2)

    event = events_of(visitor, make())[f"forecast-{number}"]

    assert str(event["status"]) == "CONFIRMED"
    assert str(event["summary"]).startswith("No: ")


def test_what_was_taken_back_is_cancelled(visitor, make, web_database):
    number = log(web_database)
    with web_database.writing.begin() as session:
        withdraw(session, number, version=1, actor=OPERATOR, now=NOW)

    assert str(events_of(visitor, make())[f"forecast-{number}"]["status"]) == "CANCELLED"


def test_a_deadline_that_moves_is_the_same_event_with_a_higher_number(web_database):
    """Nothing moves one today, but a calendar that was wrong about it could not be mended."""
    number = log(web_database)
    with web_database.reading() as session:
        (forecast,) = list_deadlines(session, CalendarScope.OWN, actor=OPERATOR, since=NOW, limit=9)
        written = [_write(forecast)]
        forecast.deadline, forecast.version = date(2027, 3, 1), forecast.version + 1
        written.append(_write(forecast))

    first, second = (Calendar.from_ical(each).walk("VEVENT")[0] for each in written)
    assert first["uid"] == second["uid"] == f"forecast-{number}@here.example"
    assert second["sequence"] == first["sequence"] + 1
    assert second["dtstart"].dt == date(2027, 3, 1)


def _write(forecast: Forecast) -> bytes:
    addresses = {forecast.id: "https://here.example/"}
    return write_calendar([forecast], name="x", site="here.example", addresses=addresses)


def test_without_a_deadline_it_says_that_it_is_looked_at_again(visitor, make, web_database):
    number = log(web_database, deadline=None)

    event = events_of(visitor, make())[f"forecast-{number}"]

    assert str(event["summary"]).startswith("Look at again: ")


def test_another_address_ends_the_one_before(visitor, make):
    first, second = make(), make()

    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200


def test_a_revoked_address_works_no_more(visitor, make, post):
    address = make()

    assert post("/account/calendar/revocation").status_code == 303

    assert visitor.get(address).status_code == 404


def test_the_secret_is_kept_as_a_hash_and_shown_once(operator, make, web_database):
    token = make().removeprefix("/calendars/").removesuffix(".ics")

    assert token not in operator.get("/account").text
    with web_database.reading() as session:
        assert token not in str(session.scalars(sa.select(CalendarAddress.token_sha256)).all())


@pytest.mark.parametrize("scope", list(CalendarScope))
def test_a_calendar_shows_nothing_private_of_others_even_to_reviewers(visitor, web_database, scope):
    with web_database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        rita = make_account(session, "rita", Role.REVIEWER)
        make_forecast(session, claim="Xqz", visibility=Visibility.PRIVATE)
        make_forecast(session, claim="Public")
        token = make_address(session, scope, actor=rita, now=NOW)

    told = visitor.get(f"/calendars/{token}.ics").text

    assert "Xqz" not in told
    assert ("Public" in told) is (scope is CalendarScope.PUBLIC)


def test_an_author_has_what_others_recorded_of_them_private_or_not(visitor, web_database):
    with web_database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        make_forecast(session, author="Ada Author", claim="Xqz", visibility=Visibility.PRIVATE)
        ada = make_account(session, "ada", Role.AUTHOR, authors=["Ada Author"])
        token = make_address(session, CalendarScope.OWN, actor=ada, now=NOW)

    assert "Xqz" in visitor.get(f"/calendars/{token}.ics").text


@pytest.mark.parametrize("end", ["suspended", "erased"])
def test_the_calendar_of_who_may_not_sign_in_is_gone(visitor, web_database, end):
    with web_database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        ada = make_account(session, "ada", Role.AUTHOR)
        token = make_address(session, CalendarScope.OWN, actor=ada, now=NOW)
        if end == "erased":
            erase_account(
                session, ada.account_id, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW
            )
        else:
            session.get_one(Account, ada.account_id).suspended_at = NOW

    assert visitor.get(f"/calendars/{token}.ics").status_code == 404


def test_who_has_this_very_calendar_is_told_so(visitor, make, web_database):
    log(web_database)
    address = make()
    tag = visitor.get(address).headers["ETag"]

    assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_the_address_is_told_to_no_other_site(visitor, make):
    answer = visitor.get(make())

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "private" in answer.headers["Cache-Control"]


def test_lines_of_a_claim_cannot_end_the_event(visitor, make, web_database):
    number = log(web_database, claim="One\nEND:VEVENT\nBEGIN:VEVENT\nUID:x; two, three\\")

    events = events_of(visitor, make())

    assert list(events) == [f"forecast-{number}"]
