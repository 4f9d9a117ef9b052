"""A post that is named by its address, or handed in as a file, becomes a capture or a question."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from forecasts.domain.permissions import Role
from forecasts.services.arrivals import (
    MAIL,
    MOST_AT_ONCE,
    Said,
    Wanted,
    announce,
    answer,
    claim_arrival,
    drop,
    forget_arrivals,
    keep_found,
)
from forecasts.services.erasure import ErasureReason, erase_account
from forecasts.store.engine import Database
from forecasts.store.models import Account, Arrival, ArrivalStatus, Post
from scheduler.arriving import Fetcher, open_fetcher, run_arrival_pass
from scheduler.fetching import Client
from scheduler.reading import Reader
from tests.making import NOW, OPERATOR, make_account
from tests.scheduler.reading.samples import MAIL as A_MAIL
from tests.scheduler.reading.samples import PAGE
from tests.web_server import Page, web_server

HTML = {"Content-Type": "text/html; charset=utf-8"}
UNDATED = b"<html><title>Rain</title><p>It will rain all of next year.</p>"
ASKING, CAPTURED = ArrivalStatus.ASKING, ArrivalStatus.CAPTURED


@pytest.fixture
def server():
    with web_server({"/dated": Page(PAGE, headers=HTML)}) as server:
        yield server


@pytest.fixture
def fetcher(server) -> Fetcher:
    return open_fetcher(Client(reach=server.reach, seconds=2), Reader())


@pytest.fixture
def author(database):
    with database.writing.begin() as session:
        return make_account(session, "ada", Role.AUTHOR)


def want(database: Database, server, actor, path: str | None = None, **wanted) -> int:
    address = server.address + path if path else None
    with database.writing.begin() as session:
        return announce(
            session, Wanted(address=address, **wanted), actor=actor, now=NOW, reach=server.reach
        ).id


def run(database: Database, fetcher: Fetcher, now=NOW) -> str:
    return run_arrival_pass(database, lambda: now, fetcher=fetcher)


def look(database: Database, number: int) -> Arrival:
    with database.reading() as session:
        return session.get_one(Arrival, number)


def posts(database: Database) -> list[Post]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Post).order_by(Post.id)))


def test_captures_a_page_that_says_all(database, server, fetcher, author):
    number = want(database, server, author, "/dated")

    assert run(database, fetcher) == "1 posts read, 0 failed, 0 forgotten"

    (post,) = posts(database)
    assert (post.published, post.date_origin) == (date(2017, 10, 26), "from the page")
    assert (post.title, post.captured_by) == ("The bridge", author.name)
    assert post.source_url == f"{server.address}/dated"
    arrival = look(database, number)
    assert (arrival.status, arrival.post_id, arrival.raw) == (CAPTURED, post.id, None)


def test_takes_the_word_of_a_person_before_that_of_the_page(database, server, fetcher, author):
    want(database, server, author, "/dated", author="Bo", published=date(2017, 10, 1))

    run(database, fetcher)

    (post,) = posts(database)
    assert (post.published, post.date_origin) == (date(2017, 10, 1), "typed in")


@pytest.mark.parametrize(
    ("path", "found", "origin"),
    [
        ("/2016/02/03/rain", date(2016, 2, 3), "guessed: its address"),
        ("/rain", None, ""),
    ],
)
def test_asks_for_a_date_that_was_guessed_or_is_missing(
    database, server, fetcher, author, path, found, origin
):
    server.pages[path] = Page(UNDATED, headers=HTML)
    number = want(database, server, author, path, author="Ada Author")

    run(database, fetcher)

    arrival = look(database, number)
    assert posts(database) == []
    assert (arrival.status, arrival.published, arrival.date_origin) == (ASKING, found, origin)


@pytest.mark.parametrize(
    ("said", "origin"),
    [(date(2016, 2, 3), "confirmed; guessed: its address"), (date(2016, 2, 4), "typed in")],
)
def test_tells_who_says_when_it_was_published(database, server, fetcher, author, said, origin):
    server.pages["/2016/02/03/rain"] = Page(UNDATED, headers=HTML)
    number = want(database, server, author, "/2016/02/03/rain")
    run(database, fetcher)

    with database.writing.begin() as session:
        version = session.get_one(Arrival, number).version
        words = Said(author="Ada Author", published=said, title="Rain")
        answer(session, number, words, version=version, actor=author, now=NOW)

    (post,) = posts(database)
    assert (post.published, post.date_origin) == (said, origin)


def test_reads_a_mail_that_was_handed_in(database, server, fetcher, author):
    want(database, server, author, raw=A_MAIL, content_type=MAIL, file_name="a.eml")

    run(database, fetcher)

    (post,) = posts(database)
    assert (post.title, post.date_origin) == ("The büidge", "from the mail")


def test_recognises_a_post_by_its_text(database, server, fetcher, author):
    server.pages["/copy"] = Page(PAGE, headers=HTML)
    want(database, server, author, "/dated")
    second = want(database, server, author, "/copy", published=date(2017, 11, 1))

    run(database, fetcher)

    assert len(posts(database)) == 1
    assert look(database, second).post_id == 1


def test_a_changed_page_is_another_capture(database, server, fetcher, author):
    want(database, server, author, "/dated")
    run(database, fetcher)
    server.pages["/dated"] = Page(PAGE.replace(b"end of 2018", b"end of 2019"), headers=HTML)
    want(database, server, author, "/dated")
    run(database, fetcher)

    before, after = posts(database)
    assert before.source_url == after.source_url
    assert before.text != after.text


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (Page(status=404), "nothing at this address"),
        (Page(b"%PDF", headers={"Content-Type": "application/pdf"}), "application/pdf"),
        (Page(status=302, headers={"Location": "http://169.254.169.254/"}), "not on the open web"),
    ],
)
def test_gives_up_at_once_what_will_not_get_better(database, server, fetcher, author, page, told):
    server.pages["/x"] = page
    number = want(database, server, author, "/x")

    run(database, fetcher)

    arrival = look(database, number)
    assert told in arrival.error
    assert arrival.status is ArrivalStatus.FAILED


def test_tries_again_later_and_gives_up_in_the_end(database, server, fetcher, author):
    server.pages["/x"] = Page(status=503)
    number = want(database, server, author, "/x")
    now = NOW
    for _ in range(4):
        assert look(database, number).status is ArrivalStatus.WAITING
        run(database, fetcher, now)
        run(database, fetcher, now)
        now += timedelta(hours=2)

    assert look(database, number).status is ArrivalStatus.FAILED
    assert len(server.asked) == 4


def test_only_the_last_try_counts(database, server, fetcher, author):
    want(database, server, author, "/dated")
    with database.writing.begin() as session:
        first = claim_arrival(session, now=NOW, lease=timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    run(database, fetcher, later)

    found = fetcher.fetch(f"{server.address}/dated")
    with database.writing.begin() as session:
        assert not keep_found(session, first, found, now=later)


def test_a_role_that_was_taken_away_captures_nothing(database, server, fetcher, author):
    number = want(database, server, author, "/dated")
    with database.writing.begin() as session:
        session.get_one(Account, author.account_id).role = Role.READER

    run(database, fetcher)

    assert posts(database) == []
    assert "one must be an author" in look(database, number).error


def test_people_keep_to_their_own(database, server, fetcher, author):
    number = want(database, server, author, "/dated")
    with database.writing.begin() as session:
        other = make_account(session, "otto", Role.AUTHOR)
        with pytest.raises(NotAllowedError):
            drop(session, number, version=1, actor=other, now=NOW)
        with pytest.raises(ConflictError):
            drop(session, number, version=2, actor=author, now=NOW)
        with pytest.raises(InvalidInputError, match="usual ports"):
            announce(session, Wanted(address="http://x.example:8/"), actor=author, now=NOW)
        drop(session, number, version=1, actor=author, now=NOW)

    assert run(database, fetcher).startswith("0 posts")


def test_nobody_floods_the_clock(database, server, author):
    for _ in range(MOST_AT_ONCE):
        want(database, server, author, "/dated")

    with pytest.raises(ConflictError, match="on their way"):
        want(database, server, author, "/dated")


def test_nothing_of_it_outlives_its_owner_or_a_month(database, server, fetcher, author):
    server.pages["/rain"] = Page(UNDATED, headers=HTML)
    with database.writing.begin() as session:
        other = make_account(session, "otto", Role.AUTHOR)
    want(database, server, author, "/rain")
    want(database, server, other, "/rain")
    run(database, fetcher)
    with database.writing.begin() as session:
        erase_account(
            session, author.account_id, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW
        )
        assert session.scalar(sa.select(sa.func.count()).select_from(Arrival)) == 1
        assert forget_arrivals(session, now=NOW + timedelta(days=31)) == 1
