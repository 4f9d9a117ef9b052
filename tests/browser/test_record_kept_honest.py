"""The pages on which a record is kept honest, in a real browser: nothing that axe can find."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from forecasts.domain.deadlines import Deadline
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Role
from forecasts.domain.visibility import Visibility
from forecasts.services.erasure import ErasureReason, erase_author
from forecasts.services.heads import publish_head
from forecasts.services.intake import capture_post
from forecasts.services.resolution import resolve
from forecasts.services.revising import Change, log_changed, revise
from tests.making import (
    NOW,
    OPERATOR,
    SOLO,
    a_decision,
    a_submission,
    make_account,
    make_forecast,
    stated_chance,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/forecasts/1",
    "/forecasts/2",
    "/forecasts/4",
    "/forecasts/2/estimates/new",
    "/forecasts/2/successor/new",
    "/posts/1",
    "/authors/ada-author",
    "/authors/ada-author/erasure",
    "/authors/erased-2",
    "/account/erasure",
    "/admin/accounts/2/erasure",
    "/admin/moderation",
    "/ledger",
    "/forecasts",
)
PICTURES = os.environ.get("FORECASTS_PICTURES")
"""A folder to keep a picture of each page in; empty: none are kept."""


@pytest.fixture
def filled(site):
    """A chain, late estimates, something private, somebody erased, and a published head."""
    site.now = NOW
    site.sign_in_address()
    early = NOW - timedelta(days=90)
    by = {"actor": OPERATOR, "now": NOW}
    with site.database.writing.begin() as session:
        make_account(session, "sam", Role.AUTHOR)
        first = make_forecast(session, now=early, stated=0.6)
        moved = Deadline(NOW.date() + timedelta(days=400), None, "", 0, 0, "set by a person")
        change = Change(
            claim="The new bridge over the river will be open to everybody",
            deadline=moved,
            chance=stated_chance(0.8),
            said_on=early.date(),
        )
        log_changed(session, first.id, change, version=1, actor=OPERATOR, now=early)
        make_forecast(session, visibility=Visibility.PRIVATE, claim="Only I know of the tunnel")
        decided = make_forecast(session, claim="The ferry will stop", stated=0.5, now=early)
        for days, chance in ((60, 0.7), (1, 0.99)):
            day = NOW - timedelta(days=days)
            revise(
                session,
                decided.id,
                stated_chance(chance),
                said_on=day.date(),
                version=decided.version,
                actor=OPERATOR,
                now=day,
            )
            session.refresh(decided)
        resolve(session, decided.id, a_decision(Outcome.YES), version=3, policy=SOLO, **by)
        gone = make_forecast(session, author="Gone Author", claim="Nobody reads this")
        erase_author(session, gone.author_id, reason=ErasureReason.ASKED, **by)
        capture_post(session, a_submission("My guess is that it rains by Friday."), **by)
        publish_head(session, now=NOW)
    return site


@pytest.fixture
def signed_in(filled, open_page) -> Page:
    page = open_page()
    page.goto(filled.sign_in_address())
    return page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_without_fault_at_both_widths_and_in_both_schemes(signed_in, address):
    faults = {
        (width, scheme): look(signed_in, address, width=width, scheme=scheme)
        for width in (1280, 390)
        for scheme in ("light", "dark")
    }

    assert {mode: found for mode, found in faults.items() if found} == {}


def look(page: Page, address: str, *, width: int, scheme: str) -> list[str]:
    """What axe finds wrong with every fold open, and whether the page is wider than the window."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    for fold in page.locator("main details > summary").all():
        fold.click()
    if PICTURES:
        name = f"{address.strip('/').replace('/', '-')}-{width}-{scheme}.png"
        page.screenshot(path=Path(PICTURES) / name, full_page=True)
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found] + (
        ["scrolls sideways"] if wide else []
    )


def test_an_author_revises_changes_and_hides_without_scripts(filled, open_page):
    page = open_page(scripts=False)
    page.goto(filled.sign_in_address())
    page.goto("/forecasts/2")
    page.get_by_role("link", name="Revise the estimate").click()
    page.get_by_label("How sure").fill("75 %")
    page.get_by_role("button", name="Add this estimate").click()
    expect(page.get_by_text("The new estimate stands beside the first one")).to_be_visible()

    page.get_by_role("link", name="Log a changed one").click()
    page.get_by_label("By the end of").fill("2028-06-30")
    page.get_by_role("button", name="Log it in place of this one").click()
    expect(page.get_by_text("The deadline was moved twice")).to_be_visible()

    page.get_by_text("Change who sees it").click()
    page.get_by_label("private").check()
    page.get_by_role("button", name="Show it so").click()
    expect(page.get_by_text("This forecast is private now.")).to_be_visible()


def test_somebody_leaves_and_takes_all_along(filled, open_page):
    page = open_page()
    page.goto(filled.sign_in_address())
    with filled.database.writing.begin() as session:
        make_account(session, "adam", Role.ADMIN)
    page.goto("/account/erasure")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all of mine").click()
    assert download.value.suggested_filename == "forecasts-account-1.zip"

    page.get_by_label("Type the word erase").fill("erase")
    page.get_by_role("button", name="Erase my account for good").click()

    expect(page.get_by_text("Your account was erased")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
