"""People come, prove who they are, are appointed and claim to be an author, in a real browser."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from forecasts.services.accounts import find_or_add_operator
from tests.making import NOW, PASSWORD, make_forecast
from tests.web.people import mails_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STEP = timedelta(seconds=30)


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands, at both widths and in both colour schemes."""
    page.wait_for_load_state("networkidle")  # a form may just have been sent
    faults = []
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            faults += [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"scrolls sideways at {width}")
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults


def invite(admin: Page, email: str, role: str) -> str:
    """The path of the invitation that the admin is shown."""
    admin.goto("/admin/accounts")
    admin.get_by_text("Invite somebody").click()
    admin.get_by_label("E-mail", exact=True).fill(email)
    admin.get_by_label("As", exact=True).select_option(role)
    admin.get_by_role("button", name="Invite").click()
    return urlsplit(admin.locator(".secret-line code").inner_text()).path


def join(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open the account").click()


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def give_code(page: Page, secret: str, moment) -> None:
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(moment))
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_reviewer_is_invited_and_acts_as_one_once_a_second_factor_is_set_up(
    site, open_page, scripts
):
    admin, rita = open_page(), open_page(scripts=scripts)
    admin.goto(site.sign_in_address())
    path = invite(admin, "rita@example.org", "reviewer")
    join(rita, path, "Rita Reviewer")
    expect(rita.get_by_text("You were appointed reviewer, and act as author")).to_be_visible()
    rita.get_by_role("link", name="Prove it").click()
    rita.get_by_label("Present password").fill(PASSWORD)
    rita.get_by_role("button", name="Set it up").click()
    expect(rita.locator(".square")).to_be_visible()
    secret = rita.locator(".secret-line").inner_text().replace(" ", "").strip()

    give_code(rita, secret, site.now)

    expect(rita.locator(".codes li")).to_have_count(10)
    recovery = rita.locator(".codes code").first.inner_text()
    rita.get_by_role("link", name="I have kept them").click()
    rita.get_by_role("link", name="Review").click()
    expect(rita.get_by_role("heading", level=1)).to_be_visible()

    rita.get_by_role("button", name="Sign out", exact=True).click()
    sign_in(rita, "rita@example.org")
    site.now += STEP
    give_code(rita, secret, site.now)
    expect(rita.get_by_role("link", name="Review")).to_be_visible()

    rita.get_by_role("button", name="Sign out", exact=True).click()
    sign_in(rita, "rita@example.org")
    rita.get_by_label("Code").fill(recovery)
    rita.keyboard.press("Enter")
    expect(rita.get_by_role("link", name="Review")).to_be_visible()


@pytest.fixture
def looked(site) -> dict[str, list[str]]:
    """What was looked at, and what was wrong with it; on a day after every forecast was said."""
    site.now = NOW
    with site.database.writing.begin() as session:
        find_or_add_operator(session, now=NOW)
        make_forecast(session, author="Ada Author")
    return {}


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")


def begin_factor(page: Page) -> str:
    """The secret that is shown."""
    page.goto("/account/second-factor")
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    return page.locator(".secret-line").inner_text().replace(" ", "").strip()


def test_the_pages_of_ones_own_account_are_without_fault_in_every_state(site, open_page, looked):
    admin, ada = open_page(), open_page()
    admin.goto(site.sign_in_address())
    path = invite(admin, "ada@example.org", "reviewer")
    ada.goto(path)
    looked["joining"] = faults_of(ada)
    ada.get_by_label("Password").fill("short")
    ada.get_by_role("button", name="Open the account").click()
    looked["joining, with faults"] = faults_of(ada)
    join(ada, path, "Ada " + "Wolfeschlegelsteinhausenbergerdorff " * 3)
    looked["acting below the role"] = faults_of(ada)
    secret = begin_factor(ada)
    looked["the square"] = faults_of(ada)
    give_code(ada, secret, site.now)
    looked["recovery codes"] = faults_of(ada)
    ada.goto("/account/second-factor")
    unfold(ada)
    looked["a factor in force"] = faults_of(ada)
    ada.goto("/account")
    unfold(ada)
    looked["everything unfolded"] = faults_of(ada)
    ada.get_by_label("New password").fill("short")
    ada.get_by_role("button", name="Change the password").click()
    looked["a fault"] = faults_of(ada)
    ada.get_by_role("button", name="Sign out", exact=True).click()
    sign_in(ada, "ada@example.org")
    looked["the code"] = faults_of(ada)
    ada.goto("/register")
    looked["registering"] = faults_of(ada)
    for _ in range(6):
        sign_in(ada, "eve@example.org")
    expect(ada.get_by_role("heading", name="Wait a little")).to_be_visible()
    looked["limited"] = faults_of(ada)

    assert {name: faults for name, faults in looked.items() if faults} == {}


def test_the_pages_of_admins_are_without_fault_in_every_state(site, open_page, looked):
    admin, ada = open_page(), open_page()
    admin.goto(site.sign_in_address())
    path = invite(admin, "ada@example.org", "author")
    unfold(admin)
    looked["an invitation"] = faults_of(admin)
    join(ada, path, "Ada")
    ada.goto("/account")
    unfold(ada)
    ada.get_by_label("Author", exact=True).fill("Ada Author")
    ada.get_by_label("How can we see that?").fill("It stands on my page. " * 40)
    ada.get_by_role("button", name="Ask an admin").click()
    looked["a claim that waits"] = faults_of(ada)
    admin.goto("/admin/claims")
    looked["a claim to decide"] = faults_of(admin)
    admin.get_by_role("button", name="Confirm").click()
    admin.goto("/admin/accounts/2")
    unfold(admin)
    looked["an account with everything"] = faults_of(admin)
    admin.get_by_label("Reason").first.fill("Spam")
    admin.get_by_role("button", name="Suspend", exact=True).click()
    looked["a suspended account"] = faults_of(admin)
    admin.goto("/admin/accounts")
    looked["the list"] = faults_of(admin)
    admin.goto("/admin/claims?status=confirmed")
    looked["a claim that was confirmed"] = faults_of(admin)

    assert {name: faults for name, faults in looked.items() if faults} == {}


def test_a_reset_works_by_keyboard_alone(site, open_page):
    admin, ada = open_page(), open_page()
    admin.goto(site.sign_in_address())
    join(ada, invite(admin, "ada@example.org", "author"), "Ada")
    ada.get_by_role("button", name="Sign out", exact=True).click()
    ada.goto("/sign-in")
    ada.get_by_role("link", name="Choose a new password").focus()
    ada.keyboard.press("Enter")
    ada.get_by_label("E-mail").focus()
    ada.keyboard.type("ada@example.org")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", name="Look into your mail")).to_be_visible()
    mail = mails_to(site.database, "ada@example.org")[-1].body
    ada.goto(urlsplit(re.search(r"http\S{1,300}", mail)[0]).path)
    ada.get_by_label("New password").focus()
    ada.keyboard.type("marble kettle orbit finch")
    ada.keyboard.press("Enter")

    expect(ada.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
