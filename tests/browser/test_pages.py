"""Every page on a living site: no fault that axe can find, no sideways scrolling, no refused style.

Both widths, both colour schemes; the site is the story that `forecasts demo` tells.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from forecasts.demo import tell_story
from forecasts.domain.lifecycle import Status
from forecasts.store.engine import open_database
from forecasts.store.models import Candidate, CandidateStatus, Forecast, Post

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WIDTHS = (1280, 390)
PAGES = (
    "/",
    "/posts",
    "/posts/new",
    "/posts/{post}",
    "/posts/{post}/passed-over",
    "/candidates/{candidate}/edit",
    "/forecasts",
    "/forecasts?status=resolved&kind=stated&size=100",
    "/forecasts?words=nothing+of+the+kind",
    "/forecasts/new",
    "/forecasts/new?line=The+bridge+opens+before+year+end+85%25",
    "/forecasts/{open}",
    "/forecasts/{resolved}",
    "/review",
    "/review?item={resolved}",
    "/authors",
    "/authors/ingrid-solvane",
    "/authors/cassius-dray",
    "/authors/lise-quillon",
    "/ledger",
    "/no-such-page",
    "/sign-in",
    "/reset",
    "/account",
    "/account/second-factor",
    "/admin/accounts",
    "/admin/accounts?words=nobody+of+that+name",
    "/admin/accounts/1",
    "/admin/claims",
)


@pytest.fixture(scope="session")
def story(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the story in it, told once."""
    file = tmp_path_factory.mktemp("story") / "forecasts.sqlite3"
    file.write_bytes(sqlite_template)
    database = open_database(f"sqlite:///{file}")
    for _ in tell_story(database, today=TODAY):
        pass
    database.close()
    return file


@pytest.fixture
def sqlite_url(story: Path, tmp_path: Path) -> str:
    """The story in a file of this test's own, in place of an empty database."""
    return f"sqlite:///{shutil.copy(story, tmp_path / 'told.sqlite3')}"


@pytest.fixture
def signed_in(site, open_page) -> Iterator[Page]:
    site.now = TODAY
    page = open_page()
    page.goto(site.sign_in_address())
    return page


def address_of(site, template: str) -> str:
    """The address with the numbers of rows that exist."""
    with site.database.reading() as session:
        proposed = session.scalars(
            sa.select(Candidate)
            .where(Candidate.status == CandidateStatus.PROPOSED)
            .order_by(Candidate.id.desc())
        ).first()
        first = {
            status: session.scalar(
                sa.select(sa.func.min(Forecast.id)).where(Forecast.status == status)
            )
            for status in (Status.OPEN, Status.RESOLVED)
        }
        post = proposed.post_id if proposed else session.scalar(sa.select(Post.id))
    return template.format(
        post=post, candidate=proposed.id, open=first[Status.OPEN], resolved=first[Status.RESOLVED]
    )


@pytest.mark.parametrize("template", PAGES)
def test_a_page_is_without_fault_at_both_widths_and_in_both_schemes(site, signed_in, template):
    complaints: list[str] = []
    signed_in.on("console", lambda message: complaints.append(message.text))
    address = address_of(site, template)

    faults = {
        (width, scheme): look(signed_in, address, width=width, scheme=scheme)
        for width in WIDTHS
        for scheme in ("light", "dark")
    }

    assert {mode: found for mode, found in faults.items() if found} == {}
    assert [text for text in complaints if "404" not in text] == []


def test_what_was_passed_over_is_without_fault_in_its_fold(site, signed_in):
    signed_in.goto(address_of(site, "/posts/{post}"))
    for why in signed_in.locator("details.reasons > summary").all():
        why.click()
    signed_in.get_by_text("What was passed over, and why").click()
    expect(signed_in.locator("#sentence-1")).to_be_visible()

    found = Axe().run(signed_in).response["violations"]

    assert [fault["id"] for fault in found] == []


def look(page: Page, address: str, *, width: int, scheme: str) -> list[str]:
    """What axe finds wrong, and whether the page is wider than the window."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found] + (
        ["scrolls sideways"] if wide else []
    )


def test_axe_would_find_a_fault(signed_in):
    signed_in.goto("/")
    signed_in.evaluate("document.querySelector('main').innerHTML = '<input>'")

    found = Axe().run(signed_in).response["violations"]

    assert "label" in {fault["id"] for fault in found}
