"""A post that is named by its address or uploaded is watched on its way, asked about, captured."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.domain.found import FoundPost
from forecasts.domain.permissions import Role
from forecasts.services.arrivals import claim_arrival, keep_found
from forecasts.store.models import Arrival, ArrivalStatus, Post, SourceCheck, SourceState
from scheduler.arriving import open_fetcher, run_arrival_pass
from scheduler.fetching import Client
from scheduler.polling import LEASE
from scheduler.reading import Reader
from tests.making import NOW
from tests.scheduler.reading.samples import MAIL
from tests.web.making_posts import TEXT, a_post, shown

ADDRESS = "https://ada.example/2026/01/05/year"


def arrive(database, **found):
    """Let the clock find that at the address that was named last."""
    ordinary = {"raw": TEXT.encode(), "text_format": "text", "text": TEXT, "title": "The year"}
    with database.writing.begin() as session:
        errand = claim_arrival(session, now=NOW, lease=LEASE)
        keep_found(session, errand, FoundPost(**(ordinary | found)), now=NOW)


def the_post(database) -> Post:
    with database.reading() as session:
        return session.scalars(sa.select(Post)).one()


@pytest.fixture
def named(post):
    """The post on its way, as number 1."""
    answer = post("/posts/arrivals", {"address": ADDRESS, "author": "Ada Author"})
    assert (answer.status_code, answer.location) == (303, "/posts/arrivals/1")


@pytest.mark.usefixtures("named")
def test_shows_how_far_it_is_and_leads_to_the_post(operator, web_database):
    assert "next in line" in shown(operator, "/posts/arrivals/1")
    assert "1 post of yours on the way" in shown(operator, "/posts")

    arrive(web_database, published=date(2026, 1, 5), origin="from the page")

    assert operator.get("/posts/arrivals/1").location == "/posts/1"
    assert "from the page, time zone unknown" in shown(operator, "/posts/1")
    by_script = operator.get("/posts/arrivals/1", headers={"HX-Request": "true"})
    assert by_script.headers["HX-Redirect"] == "/posts/1"


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({"published": date(2026, 1, 5), "origin": "guessed: its address"}, "The day is a guess"),
        ({}, "does not say on which day"),
    ],
)
def test_asks_for_what_is_not_certain(operator, post, web_database, found, told):
    arrive(web_database, **found)

    page = shown(operator, "/posts/arrivals/1")
    assert told in page
    assert "My guess is that the bridge will be open" in page
    assert "1 you are asked about" in shown(operator, "/posts")
    said = {"version": 2, "author": "Ada Author", "published": "2026-01-04"}
    assert post("/posts/arrivals/1", said).location == "/posts/1"
    assert the_post(web_database).date_origin == "typed in"


@pytest.mark.usefixtures("named")
def test_loses_nothing_that_was_typed_when_it_cannot_be_taken(post, web_database):
    arrive(web_database)

    answer = post("/posts/arrivals/1", {"version": 2, "author": "Bo B.", "published": "2999-01-01"})

    assert answer.status_code == 422
    assert 'value="Bo B."' in answer.text
    assert "future" in answer.text


@pytest.mark.usefixtures("named")
def test_takes_one_answer(post, web_database):
    arrive(web_database)
    said = {"version": 2, "author": "Ada Author", "published": "2026-01-04"}
    post("/posts/arrivals/1", said)

    answer = post("/posts/arrivals/1", said)

    assert answer.status_code == 409


@pytest.mark.usefixtures("named")
def test_drops_a_post_with_all_its_words(operator, post, web_database):
    arrive(web_database)

    assert post("/posts/arrivals/1/drop", {"version": 2}).location == "/posts/arrivals"

    with web_database.reading() as session:
        arrival = session.get_one(Arrival, 1)
    assert (arrival.status, arrival.raw, arrival.text) == (ArrivalStatus.DROPPED, None, None)
    assert "nothing of it was kept" in shown(operator, "/posts/arrivals/1")


@pytest.mark.usefixtures("named")
def test_others_see_nothing_of_it(browser_of):
    other = browser_of("otto", Role.AUTHOR)

    assert other.get("/posts/arrivals/1").status_code == 403
    assert "/posts/arrivals/1" not in shown(other, "/posts/arrivals")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://x.example:8080/", "ftp://x.example/", "http://a@x.example/"],
)
def test_says_at_once_what_is_wrong_with_an_address(post, address):
    answer = post("/posts/arrivals", {"address": address})

    fetchable = address.startswith("http://127")  # only who connects judges machines
    assert answer.status_code == (303 if fetchable else 422)


def test_says_that_an_address_was_captured_before(post):
    post("/posts", a_post(source_url=ADDRESS))

    answer = post("/posts/arrivals", {"address": f" {ADDRESS}#top "})

    assert answer.status_code == 422
    assert 'href="/posts/1"' in answer.text
    assert "Fetch it once more" in answer.text
    again = post("/posts/arrivals", {"address": ADDRESS, "again": "yes"})
    assert again.location == "/posts/arrivals/1"


@pytest.mark.usefixtures("named")
def test_shows_what_changed_from_one_capture_to_the_next(operator, post, web_database):
    arrive(web_database, published=date(2026, 1, 5), origin="from the page")
    post("/posts/arrivals", {"address": ADDRESS, "author": "Ada Author", "again": "yes"})
    changed = TEXT.replace("Prices will rise.", "Prices will fall.")
    arrive(web_database, text=changed, published=date(2026, 1, 5), origin="from the page")

    assert "Captured again" in shown(operator, "/posts/1")
    assert "Captured before" in shown(operator, "/posts/2")
    page = shown(operator, "/posts/1/changes/2")
    assert "<del>Prices will rise.</del>" in page
    assert "<ins>Prices will fall.</ins>" in page


def test_shows_how_the_source_of_a_post_stands(operator, post, web_database):
    post("/posts", a_post(source_url=ADDRESS))
    with web_database.writing.begin() as session:
        told = "1 of 2 paragraphs no longer stand there word for word."
        check = {"since": NOW, "checked_at": NOW, "next_check_at": NOW, "told": told}
        session.add(SourceCheck(post_id=1, state=SourceState.CHANGED, **check))

    page = shown(operator, "/posts/1")

    assert "it has changed" in page
    assert "1 of 2 paragraphs" in page
    assert "Capture it as it is now" in page


def upload(content: bytes, name: str, **form):
    return {"file": (io.BytesIO(content), name), **form}


def read_all(database) -> None:
    run_arrival_pass(database, lambda: NOW, fetcher=open_fetcher(Client(), Reader()))


def test_reads_an_uploaded_mail(operator, post, web_database):
    answer = post("/posts", upload(MAIL, "post.eml"))

    assert answer.location == "/posts/arrivals/1"
    read_all(web_database)
    assert operator.get("/posts/arrivals/1").location == "/posts/1"
    page = shown(operator, "/posts/1")
    assert "Ada Author" in page
    assert "from the mail" in page


def test_asks_for_what_an_uploaded_text_does_not_say(operator, post, web_database):
    post("/posts", upload(b"It will rain by the end of 2027.", "post.txt", author="Ada Author"))

    read_all(web_database)

    page = shown(operator, "/posts/arrivals/1")
    assert "does not say on which day" in page
    assert 'value="Ada Author"' in page


def test_says_that_a_text_was_captured_as_of_another_day(post):
    post("/posts", a_post())

    answer = post("/posts", a_post(published="2026-01-06"))

    assert answer.status_code == 422
    assert "post 1 already, published on 2026-01-05" in answer.text
    assert post("/posts", a_post(published="2026-01-06", again="yes")).location == "/posts/2"
