"""A forecast lives its whole life among people of three kinds, none of whom has a mouse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.services.accounts import issue_sign_in_link
from forecasts.services.verification import verify_record
from tests.making import make_account

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOGGED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
CLAIM = "The ferry to Orlen runs again by 30 June"
MOST_STEPS = 120
"""Presses of Tab after which something cannot be reached."""


@dataclass
class Person:
    """Somebody at a browser of their own, with a keyboard alone.

    Attributes:
        faults: what axe found on the pages they were shown, by the first heading of the page.
    """

    page: Page
    faults: dict[str, list[str]]

    def go(self, name: str) -> None:
        """Follow a link and look at where it leads."""
        self._reach(self.page.get_by_role("link", name=name).first)
        self.press("Enter")

    def send(self, name: str) -> None:
        """Press a button and look at the answer."""
        self._reach(self.page.get_by_role("button", name=name, exact=True).first)
        self.press("Enter")

    def type(self, label: str, words: str) -> None:
        """Fill a field that is empty."""
        self._reach(self.page.get_by_label(label))
        self.page.keyboard.type(words)

    def press(self, key: str) -> None:
        """Press a key that leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.look()

    def look(self) -> None:
        """Note what is wrong with the page as it is."""
        found = Axe().run(self.page).response["violations"]
        if found:
            heading = self.page.get_by_role("heading").first.inner_text()
            self.faults[heading] = [fault["id"] for fault in found]

    def reads(self, *words: str) -> None:
        """The page says all this."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def _reach(self, wanted: Locator) -> None:
        expect(wanted).to_be_visible()
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"no key leads to {wanted}")


@pytest.fixture
def policy() -> Policy:
    return Policy.TWO_PERSON


@pytest.fixture
def enter(site, open_page) -> Callable[[str], Person]:
    """``enter("Ada")``: that person as of now, freshly signed in."""
    site.now = LOGGED
    reviewers = dict.fromkeys(("Rita", "Bert"), Role.REVIEWER)
    roles = {"Olga": Role.ADMIN, "Ada": Role.AUTHOR, **reviewers}
    with site.database.writing.begin() as session:
        people = {
            name: make_account(session, name, role, authors=[name] * (role is Role.AUTHOR))
            for name, role in roles.items()
        }

    def enter_one(name: str) -> Person:
        with site.database.writing.begin() as session:
            token = issue_sign_in_link(session, people[name].account_id, now=site.now)
        page = open_page()
        page.goto(f"{site.address}/sign-in/{token}")
        return Person(page, {})

    return enter_one


def test_a_forecast_is_logged_decided_by_two_disputed_reversed_and_erased(site, enter):
    ada = enter("Ada")
    log(ada)

    site.now = DUE
    assert site.tick() == "1 flagged as due"
    ada, rita, bert, olga = (enter(name) for name in ("Ada", "Rita", "Bert", "Olga"))
    propose(rita, "y", "https://example.org/first-crossing")
    confirm(bert, "Confirm as yes")
    dispute(ada)
    answer(rita)
    leave_to_somebody_else(bert)
    confirm(olga, "Confirm as no")
    read_what_happened(ada)
    erase(ada)

    assert [person.faults for person in (ada, rita, bert, olga)] == [{}, {}, {}, {}]
    with site.database.reading() as session:
        assert verify_record(session).fault is None


def log(ada: Person) -> None:
    ada.go("Log a forecast")
    ada.type("The forecast", f"{CLAIM} 80%")
    ada.press("Enter")
    ada.reads("30 Jun 2026")
    ada.type("Whose forecast", "Ada")
    ada.send("Log this forecast")
    ada.reads(CLAIM, "80")


def propose(reviewer: Person, outcome: str, evidence: str, *, why: str = "") -> None:
    reviewer.go("Review")
    reviewer.reads(CLAIM)
    reviewer.page.keyboard.press(outcome)
    reviewer.page.keyboard.type(evidence)
    if why:
        reviewer.type("Why the earlier decision is reversed", why)
    reviewer.press("Control+Enter" if why else "Enter")


def confirm(reviewer: Person, button: str) -> None:
    reviewer.go("Review")
    expect(reviewer.page.get_by_role("button", name=button)).to_be_visible()
    reviewer.press("c")


def dispute(ada: Person) -> None:
    ada.go("Forecasts")
    ada.go(CLAIM)
    ada.reads("yes")
    ada.go("Dispute this decision")
    ada.type("What is wrong, and why", "It ran once, for a film, and not again.")
    ada.send("Dispute this decision")
    ada.reads("It ran once, for a film, and not again.", "disputed")


def answer(rita: Person) -> None:
    rita.go("Review")
    rita.reads("It ran once, for a film, and not again.")
    propose(rita, "n", "https://example.org/timetable", why="One trip for a film is no service.")


def leave_to_somebody_else(bert: Person) -> None:
    bert.go("Review")
    bert.reads("Nothing waits for a decision")
    bert.go("Forecasts")
    bert.go(CLAIM)
    bert.go("Confirm or reject")
    bert.reads("You both had a part in the decision that is disputed; somebody else confirms.")
    bert.press("r")


def read_what_happened(ada: Person) -> None:
    ada.go("Forecasts")
    ada.go(CLAIM)
    ada.reads("https://example.org/timetable", "https://example.org/first-crossing", "upheld")


def erase(ada: Person) -> None:
    ada.go("Account")
    ada.go("Erase your account …")
    ada.type("Type the word erase", "erase")
    ada.send("Erase my account for good")
    expect(ada.page.get_by_text("Your account was erased")).to_be_visible()
    ada.page.goto("/forecasts/1")
    ada.look()
    expect(ada.page.locator("main")).not_to_contain_text("Orlen")
