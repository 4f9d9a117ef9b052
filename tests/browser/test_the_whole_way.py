"""The seed post travels from pasted prose to a scorecard, in a real browser, scripts on and off."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from forecasts.services.verification import verify_record
from forecasts.store.models import Candidate

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEED = Path(__file__).parents[3] / "shared" / "seed" / "2017-10-26-iraq.txt"
IRAQ = "Iraq will be liberated completely before the end of this year"
SYRIA = "Syria will join them sometime early in 2018 at the latest"
REPORTED = (
    "have launched",
    "has told",
    "still has control",
    "have already",
    "is thought to have",
    "remain in the two towns",
    "has been cut off",
)
"""Words of facts that the post reports; no candidate may be one of these sentences."""


@pytest.fixture
def seed() -> str:
    if not SEED.exists():
        pytest.skip("the founding post is not beside this checkout")
    return SEED.read_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_post_becomes_a_scorecard(site, open_page, seed, scripts):
    page = open_page(scripts=scripts)
    page.goto(site.sign_in_address())

    paste(page, seed)
    look_at_candidates(page, site)
    accept(page, IRAQ, "31 Dec 2017")
    accept(page, SYRIA, "30 Apr 2018")
    leave_the_rest(page)

    site.now = datetime(2018, 1, 2, 9, 0, tzinfo=UTC)
    assert site.tick() == "1 flagged as due"
    page.goto(site.sign_in_address())  # the session of last October has ended
    resolve_iraq(page)
    read_scorecard(page)

    with site.database.reading() as session:
        assert verify_record(session).fault is None


def paste(page: Page, text: str) -> None:
    page.get_by_role("link", name="Paste a post").click()
    page.get_by_label("The text", exact=True).fill(text)
    page.get_by_label("Who wrote it").fill("A. Blogger")
    page.get_by_label("Published on").fill("2017-10-26")
    page.get_by_role("button", name="Find the forecasts").click()
    expect(page).to_have_url(re.compile(r"/posts/\d+$"))


def look_at_candidates(page: Page, site) -> None:
    with site.database.reading() as session:
        quotes = session.scalars(sa.select(Candidate.quote)).all()
    assert not [quote for quote in quotes if any(words in quote for words in REPORTED)]
    assert page.locator("mark").count() == len(quotes)


def accept(page: Page, claim: str, deadline: str) -> None:
    card = page.locator("[data-candidate]").filter(has_text=claim)
    expect(card).to_have_count(1)
    expect(card).to_contain_text(deadline)
    expect(card).to_contain_text("My guess is")
    card.get_by_role("button", name="Accept").click()
    expect(page.locator("[data-candidate]").filter(has_text=claim)).to_contain_text("Logged")


def leave_the_rest(page: Page) -> None:
    button = page.get_by_role("button", name="Not a forecast").first
    button.click()
    expect(page.get_by_text(re.compile("dismissed", re.IGNORECASE)).first).to_be_attached()


def resolve_iraq(page: Page) -> None:
    page.goto("/review")
    expect(page.locator("main")).to_contain_text(IRAQ)
    expect(page.locator("main mark").first).to_contain_text("Iraq will be liberated")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_label(re.compile("known", re.IGNORECASE)).first.fill("2017-12-09")
    page.get_by_label(re.compile("evidence", re.IGNORECASE)).first.fill("https://example.org/news")
    page.get_by_role("button", name=re.compile("^Resolve")).click()
    expect(page.locator("main")).to_contain_text(re.compile("resolved", re.IGNORECASE))


def read_scorecard(page: Page) -> None:
    page.goto("/authors/a-blogger")
    main = page.locator("main")
    expect(main).to_contain_text("2 logged = 1 open + 0 due + 1 resolved + 0 void")
    expect(main).to_contain_text("self-resolved")
    expect(main).to_contain_text("fewer than 10, too few for a score")
    expect(main).to_contain_text(IRAQ)
