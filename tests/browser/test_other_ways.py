"""The smaller ways in a real browser: a typed line, a correction, missed words, the keyboard."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
POST = (
    "The ferry ran on Sunday.\n\n"
    "I am 80% sure that the new bridge will open before the end of this year.\n\n"
    "The toll will go up by March."
)


@pytest.fixture
def signed_in(site, open_page):
    def open_one(*, scripts: bool = True) -> Page:
        page = open_page(scripts=scripts)
        page.goto(site.sign_in_address())
        return page

    return open_one


def paste(page: Page, text: str = POST) -> None:
    page.goto("/posts/new")
    page.get_by_label("The text", exact=True).fill(text)
    page.get_by_label("Who wrote it").fill("A. Blogger")
    page.get_by_label("Published on").fill("2017-10-26")
    page.get_by_role("button", name="Find the forecasts").click()


@BOTH
def test_a_typed_line_is_read_confirmed_and_logged(signed_in, scripts):
    page = signed_in(scripts=scripts)

    page.get_by_label("Log a forecast in one line").fill("Iraq liberated before year end 85%")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_label("By the end of")).to_have_value("2017-12-31")
    page.get_by_label("Whose forecast").fill("A. Blogger")
    page.get_by_role("button", name="Log this forecast").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Iraq liberated before year end")
    expect(page.locator("main")).to_contain_text("85 %")
    expect(page.locator("main")).to_contain_text("31 Dec 2017")


@BOTH
def test_a_candidate_is_logged_as_it_was_corrected(signed_in, scripts):
    page = signed_in(scripts=scripts)
    paste(page)

    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("By the end of").fill("2018-01-31")
    page.get_by_label("How sure").fill("likely")
    page.get_by_role("button", name="Log").click()
    page.get_by_role("link", name="Logged as forecast 1").click()

    expect(page.locator("main")).to_contain_text("31 Jan 2018")
    expect(page.locator("main")).to_contain_text("likely (67 to 80 %)")


@BOTH
def test_words_that_were_missed_are_added_by_quoting_them(signed_in, scripts):
    page = signed_in(scripts=scripts)
    paste(page)
    before = page.locator("[data-candidate]").count()

    page.get_by_label("The exact words").fill("The ferry ran on Sunday.")
    page.get_by_role("button", name="Add these words").click()

    expect(page.locator("[data-candidate]")).to_have_count(before + 1)


@BOTH
def test_what_was_passed_over_is_logged_from_its_list(signed_in, scripts):
    page = signed_in(scripts=scripts)
    paste(page)
    before = page.locator("[data-candidate]").count()

    page.get_by_text("What was passed over, and why").click()
    if not scripts:
        page.get_by_role("link", name="Every sentence that was weighed").click()
    sentence = page.locator(".passed-sentence").filter(has_text="The ferry ran on Sunday.")
    expect(sentence).to_contain_text("tells what has happened")
    sentence.get_by_role("button", name="Log this").click()

    expect(page.locator("[data-candidate]")).to_have_count(before + 1)
    expect(page.locator("[data-candidate]").first).to_contain_text("Found by a person")


def test_a_decision_changes_the_marks_of_what_is_said_again(signed_in):
    page = signed_in()
    paste(page, f"{POST}\n\nAgain: the toll.\n\nThe toll will go up by March.")
    card = page.locator("[data-candidate]").filter(has_text="Said again once")

    card.get_by_role("link", name="The toll will go up").click()
    expect(page.locator(".number-again:target")).to_be_in_viewport()
    card.get_by_role("button", name="Accept").click()

    expect(page.locator("mark.mark-accepted.mark-again")).to_have_count(1)
    expect(page.locator(".passage")).to_have_count(5)


@BOTH
def test_words_that_are_not_there_come_back_with_the_reason(signed_in, scripts):
    page = signed_in(scripts=scripts)
    paste(page)

    page.get_by_label("The exact words").fill("The moon will fall.")
    page.get_by_role("button", name="Add these words").click()

    expect(page.get_by_label("The exact words")).to_have_value("The moon will fall.")
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)


def test_candidates_are_decided_with_the_keyboard_alone(signed_in):
    page = signed_in()
    paste(page)
    expect(page.locator("[data-keys-hint]")).to_be_visible()  # the script listens from now on

    for key in ("j", "a"):
        page.keyboard.press(key)
    expect(page.locator("[data-candidate=accepted]")).to_have_count(1)
    expect(page.locator("[data-candidate=proposed]")).to_be_focused()
    page.keyboard.press("x")

    expect(page.locator("[data-candidate=dismissed]")).to_have_count(1)
    expect(page.locator("[data-candidate=proposed]")).to_have_count(0)
