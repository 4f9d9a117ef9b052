"""T12: what is sent twice is made once; a key does not come back with other content."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from config import Config
from forecasts.domain.permissions import Role
from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.store.models import Candidate, Forecast, LedgerEntry, Post
from forecasts.web.app import create_app
from tests.making import NOW
from tests.web.conftest import csrf_token
from tests.web.making_posts import a_post

LINE = {
    "line": "It rains before year end 85%",
    "read_on": "2026-11-22",
    "said_on": "2026-11-22",
    "claim": "It rains before year end",
    "author": "Ada Author",
    "deadline": "2026-12-31",
    "chance": "85 %",
}
QUOTE = {"quote": "A look at the year."}


def count(database, column) -> int:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count(column))) or 0


def key_in(page: str) -> str:
    return re.search(r'name="request_key" value="([^"]{1,100})"', page)[1]


@pytest.mark.parametrize(
    ("address", "form", "column"),
    [
        pytest.param("/posts", a_post(), Post.id, id="post"),
        pytest.param("/forecasts", LINE, Forecast.id, id="forecast"),
        pytest.param("/posts/1/quotes", QUOTE, Candidate.id, id="quote"),
    ],
)
@pytest.mark.parametrize("way", ["field", "header"])
def test_the_same_again_gives_the_same_answer(post, web_database, address, form, column, way):
    post("/posts", a_post())
    before = count(web_database, column)
    sent = {"form": form | {"request_key": "k1"}} if way == "field" else {"form": form}
    headers = {"Idempotency-Key": '"k1"'} if way == "header" else {}

    answers = [post(address, **sent, headers=headers) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert count(web_database, column) - before <= 1


def test_a_repeated_quote_leads_to_its_candidate_instead_of_a_conflict(post):
    post("/posts", a_post())
    quote = {"quote": "A look at the year."}

    first, again = [post("/posts/1/quotes", quote | {"request_key": "k"}) for _ in range(2)]
    other = post("/posts/1/quotes", quote | {"request_key": "another"})

    assert again.location == first.location
    assert other.status_code == 409


@pytest.mark.parametrize(
    ("address", "form", "changed"),
    [
        pytest.param("/posts", a_post(), {"title": "Another"}, id="post"),
        pytest.param("/forecasts", LINE, {"claim": "It snows"}, id="forecast"),
        pytest.param("/posts/1/quotes", QUOTE, {"quote": "look"}, id="quote"),
    ],
)
def test_a_key_with_other_content_is_refused_and_the_form_gets_another(
    post, web_database, address, form, changed
):
    post("/posts", a_post())
    post(address, form | {"request_key": "k1"})
    entries = count(web_database, LedgerEntry.sequence)

    answer = post(address, form | changed | {"request_key": "k1"})

    assert answer.status_code == 422
    assert "sent before with other content" in answer.text
    assert count(web_database, LedgerEntry.sequence) == entries
    assert key_in(answer.text) != "k1"


def test_a_form_that_is_refused_keeps_its_key(post):
    answer = post("/posts", a_post(author="", request_key="k1"))

    assert answer.status_code == 422
    assert key_in(answer.text) == "k1"


def test_a_form_that_was_refused_used_its_key_for_nothing(post):
    post("/forecasts", LINE | {"request_key": "k1", "claim": ""})

    assert post("/forecasts", LINE | {"request_key": "k1"}).status_code == 303


def test_a_file_is_content_too(post):
    def send(text):
        file = (io.BytesIO(text), "post.txt")
        return post("/posts", a_post(text="", file=file, request_key="k1"))

    answers = [send(text) for text in (b"It will rain.", b"It will rain.", b"It will snow.")]

    assert [answer.status_code for answer in answers] == [303, 303, 422]


def test_the_key_of_somebody_else_opens_nothing(browser_of, post):
    post("/forecasts", LINE | {"request_key": "k1"})
    otto = browser_of("otto", Role.AUTHOR)

    answer = otto.post(
        "/forecasts",
        data=LINE | {"claim": "My own", "request_key": "k1", "csrf_token": csrf_token(otto)},
    )

    assert answer.location == "/forecasts/2"


def test_each_form_has_a_key_of_its_own(operator, post):
    post("/posts", a_post())
    line = "/forecasts/new?line=It+rains"
    pages = ["/posts/new", "/posts/new", "/posts/1", "/posts/1/passed-over", line, line]

    keys = [key_in(operator.get(page).text) for page in pages]

    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "ä", "\t"])
def test_a_key_that_is_none_is_refused_or_left_out(post, web_database, key):
    answer = post("/forecasts", LINE | {"request_key": key})

    assert answer.status_code == 422
    assert count(web_database, Forecast.id) == 0


def test_without_a_key_each_request_is_done(post):
    assert [post("/forecasts", LINE).location for _ in range(2)] == ["/forecasts/1", "/forecasts/2"]


@pytest.mark.slow
def test_fifty_at_once_make_one(database, tmp_path):
    """On both databases, each request in a browser of the same person, all at the same time."""
    config = Config(home=tmp_path, database_url="", secret_key="for tests alone")  # noqa: S106 - signs nothing real
    app = create_app(config, database=database, clock=lambda: NOW)
    with database.writing.begin() as session:
        operator = find_or_add_operator(session, now=NOW)
        token = issue_sign_in_link(session, operator.id, now=NOW)
    browser = app.test_client()
    browser.get(f"/sign-in/{token}")
    form = LINE | {"csrf_token": csrf_token(browser), "request_key": "k1"}
    cookie = browser.get_cookie("forecasts").value

    def send(changes):
        own = app.test_client()
        own.set_cookie("forecasts", cookie)
        return own.post("/forecasts", data=form | changes)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(send, [{}] * 50))
    other = send({"claim": "It snows"})

    assert {(each.status_code, each.location) for each in answers} == {(303, "/forecasts/1")}
    assert len({each.data for each in answers}) == 1
    assert other.status_code == 422
    assert count(database, Forecast.id) == 1
