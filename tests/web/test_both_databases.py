"""The pages on PostgreSQL as on SQLite: the whole way once, and every page that can be read."""

import re
from datetime import date

import pytest

from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.store.engine import Database
from scheduler.passes import DUE, run_pass
from tests.making import NOW
from tests.web.conftest import csrf_token

pytestmark = pytest.mark.slow

TEXT = "I am 80% sure that the new bridge will open by the end of June."


@pytest.fixture
def browser(database: Database, serve):
    """A signed-in browser before either database."""
    client = serve(database).test_client()
    with database.writing.begin() as session:
        operator = find_or_add_operator(session, now=NOW)
        token = issue_sign_in_link(session, operator.id, now=NOW)
    client.get(f"/sign-in/{token}")
    return client


def send(browser, address: str, **form: object):
    return browser.post(address, data={"csrf_token": csrf_token(browser), **form})


def walk(browser, database: Database) -> None:
    """Capture, accept, let it fall due, decide."""
    send(browser, "/posts", text=TEXT, author="Ada Author", published="2026-01-05")
    send(browser, "/candidates/1/accept", version=1)
    run_pass(DUE, database, lambda: NOW)
    send(
        browser,
        "/forecasts/1/resolutions",
        version=2,
        outcome="yes",
        known_on="2026-06-20",
        evidence_url="https://example.org/bridge",
    )


def test_the_whole_way_leads_to_the_same_card(browser, database: Database):
    walk(browser, database)

    card = browser.get("/authors/ada-author").text

    assert "1 logged = 0 open + 0 due + 1 resolved" in re.sub(r"\s+", " ", card)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/posts",
        "/posts/new",
        "/posts/1",
        "/posts/1/passed-over",
        "/forecasts",
        "/forecasts?status=resolved&outcome=yes&kind=stated&level=80-90&words=bridge&author=ada",
        "/forecasts/1",
        "/forecasts/new?line=The+bridge+opens+before+year+end+85%25",
        "/review",
        "/review?lane=overdue",
        "/review?item=1",
        "/authors",
        "/authors/ada-author",
        "/ledger",
        "/ledger.jsonl",
        "/account",
        "/account/second-factor",
        "/admin/accounts?words=op&role=admin&state=active",
        "/admin/accounts/1",
        "/admin/claims?status=refused",
        "/admin/clock",
        "/healthz",
        "/metrics",
        "/notices",
        "/notices?past=1&unread=1&kind=due",
        "/readyz",
    ],
)
def test_every_page_can_be_read(browser, database: Database, address):
    walk(browser, database)

    answer = browser.get(address)

    assert answer.status_code == 200
    assert answer.text


@pytest.mark.parametrize(
    "address",
    ["/posts/0", "/posts/9223372036854775808", "/forecasts/9223372036854775807", "/authors/%00"],
)
def test_what_is_not_there_is_not_found(browser, address):
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "a\0b"),
        ("author", "a\0b"),
        ("title", "x" * 5000),
        ("published", "0000-00-00"),
        ("zone", "../../etc/passwd"),
        ("source_url", "javascript:alert(1)"),
    ],
)
def test_hostile_input_is_refused_alike(browser, field, value):
    ordinary = {"text": TEXT, "author": "Ada", "published": date(2026, 1, 5)}

    answer = send(browser, "/posts", **(ordinary | {field: value}))

    assert answer.status_code in {400, 422}
