"""Notices and the page of the clock in a real browser: read, let go, and fit for everybody."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from forecasts.domain.permissions import Role
from forecasts.services.brake import pull_brake
from forecasts.services.due import flag_due
from forecasts.services.loops import beat_loop
from forecasts.services.outbox import post_mail
from forecasts.services.poison import note_poison
from scheduler.passes import DUE, KEYS, run_pass
from scheduler.reminding import run_reminder_pass
from tests.making import make_account, make_forecast

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CLAIMS = ("The bridge will be open", "The dam will hold", "No new party will win a seat")


@pytest.fixture
def told(site):
    """Three forecasts that were due before an outage, and what the clock held back after it."""
    site.now = NOW
    early = NOW - timedelta(days=60)
    with site.database.writing.begin() as session:
        make_account(session, "Operator", Role.ADMIN)
        for day, claim in enumerate(CLAIMS):
            make_forecast(session, claim=claim, deadline=date(2026, 10, 10 + day), now=early)
        make_forecast(session, claim="It will snow", deadline=date(2026, 11, 25), now=early)
        flag_due(session, now=NOW - timedelta(days=35))
    run_reminder_pass(site.database, lambda: NOW)
    with site.database.writing.begin() as session:
        pull_brake(
            session, "More than 100 forecasts had fallen due more than an hour before.", now=NOW
        )
        failing = make_forecast(session, claim="The mill will burn", deadline=date(2026, 10, 9))
        make_forecast(session, claim="The well will run dry", deadline=date(2026, 10, 9))
        note_poison(session, DUE, failing.id, ValueError("cannot tell of it"), now=NOW)
        beat_loop(session, "host-a:4711", seconds=1, now=NOW)
        beat_loop(session, "host-b:815", seconds=1, now=NOW - timedelta(hours=2))
        post_mail(session, key="a", address="ada@example.org", subject="Hello", body="x", now=NOW)
    run_pass(DUE, site.database, lambda: NOW)
    run_pass(KEYS, site.database, lambda: NOW)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where somebody wants to look at it."""
    folder = os.environ.get("FORECASTS_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def faults(page: Page) -> list[object]:
    return [
        (each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]
    ]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_pages_of_the_clock_are_fit_for_everybody(site, open_page, width, dark):
    page = open_page(width=width, dark=dark)
    page.goto(site.sign_in_address())

    for address in ("/notices", "/notices?past=1", "/admin/clock"):
        page.goto(address)
        picture(page, f"{address.strip('/').replace('/', '-').partition('?')[0]}-{width}")
        assert faults(page) == [], address
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, address


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("scripts", [True, False])
def test_an_admin_reads_and_lets_go(site, open_page, scripts):
    page = open_page(scripts=scripts)
    page.goto(site.sign_in_address())
    page.get_by_role("link", name="Notices").click()
    expect(page.locator("strong", has_text="unread")).to_have_count(4)

    page.get_by_role("button", name="Mark all of these as read").click()
    expect(page.get_by_text("4 notices marked as read.")).to_be_visible()
    page.get_by_role("link", name="Look at why, and let them go").click()
    page.get_by_role("button", name="Let the notices go").click()
    expect(page.get_by_text("1 notice let go.")).to_be_visible()
    page.get_by_role("link", name="Notices").click()

    expect(page.locator("strong", has_text="unread")).to_have_count(1)
    expect(page.get_by_text("The well will run dry")).to_be_visible()
