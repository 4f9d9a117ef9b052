"""A served product with a clock that can be moved, and a real browser to look at it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from config import Config
from forecasts.domain.policies import Policy
from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.store.engine import Database, open_database
from forecasts.web.app import create_app
from scheduler.passes import DUE, run_pass

CHROMIUM = shutil.which("chromium")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE = 10_000
"""Milliseconds after which something that should be on a page is taken not to be."""


@dataclass
class Site:
    """The product, served from a file, at a time that the test sets."""

    address: str
    database: Database
    now: datetime = field(default=datetime(2017, 10, 27, 12, 0, tzinfo=UTC))

    def tick(self) -> str:
        """Let the clock pass once, as it would by itself; what it did."""
        return run_pass(DUE, self.database, lambda: self.now)

    def sign_in_address(self) -> str:
        """An address that signs the operator in, once."""
        with self.database.writing.begin() as session:
            operator = find_or_add_operator(session, now=self.now)
            token = issue_sign_in_link(session, operator.id, now=self.now)
        return f"{self.address}/sign-in/{token}"


@pytest.fixture
def policy() -> Policy:
    """How many people it takes to decide; a module that asks for more has a fixture of its own."""
    return Policy.SOLO


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, policy: Policy) -> Iterator[Site]:
    """The product on a free port, empty."""
    database = open_database(sqlite_url)
    site = Site(address="", database=database)
    config = Config(
        home=tmp_path,
        database_url=sqlite_url,
        secret_key="for tests alone",  # noqa: S106 - signs nothing real
        policy=policy,
    )
    app = create_app(config, database=database, clock=lambda: site.now)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    site.address = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's browser; the tests that ask for it are skipped where it is missing."""
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Open]:
    """``open_page(scripts=False, width=390, dark=True)``: a page in a browser of its own."""
    contexts: list[BrowserContext] = []

    def open_one(*, scripts: bool = True, width: int = 1280, dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
