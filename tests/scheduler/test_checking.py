"""Whether a source still says what was captured is looked at, and told on the post's page."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.services.intake import capture_post
from forecasts.services.sources import Seen as SeenThere
from forecasts.services.sources import claim_check, keep_check, want_checks
from forecasts.store.models import SourceCheck, SourceState
from scheduler.checking import open_onlooker, run_source_pass
from scheduler.fetching import Client
from scheduler.reading import Reader
from tests.making import NOW, OPERATOR, a_submission
from tests.web_server import Page, web_server

TEXT = "It will rain in the north all of 2027.\n\nIt will [snow](https://a.example/x) in the south."
STANDING = (
    b"<html><nav>Home</nav><p>It will <b>rain</b> in the north all of\n2027.</p>"
    b"<p>It will <a href=x>snow</a> in the south.</p>"
)
DAY = timedelta(days=1)
HTML = {"Content-Type": "text/html"}


@pytest.fixture
def server():
    with web_server({"/": Page(STANDING, headers=HTML)}) as server:
        yield server


@pytest.fixture
def look(database, server):
    """Looks so many days after the capture; how the source of the last post stands then."""
    onlooker = open_onlooker(Client(reach=server.reach, seconds=2), Reader())

    def look(days: int) -> SourceCheck:
        run_source_pass(database, lambda: NOW + days * DAY, onlooker=onlooker)
        with database.reading() as session:
            order = SourceCheck.post_id.desc()
            return session.scalars(sa.select(SourceCheck).order_by(order)).first()

    return look


@pytest.fixture
def captured(database, server, look):
    capture(database, server)
    look(0)


def capture(database, server, text: str = TEXT) -> None:
    with database.writing.begin() as session:
        there = a_submission(text, source_url=f"{server.address}/")
        capture_post(session, there, actor=OPERATOR, now=NOW)


@pytest.mark.usefixtures("captured")
def test_sees_that_a_source_is_unchanged_and_looks_less_and_less_often(server, look):
    states = [look(days).state for days in range(2, 60)]

    assert set(states) == {SourceState.UNCHANGED}
    pages = [asked for asked in server.asked if asked.path == "/"]
    assert len(pages) == 3


@pytest.mark.usefixtures("captured")
def test_sees_that_a_source_has_changed(server, look):
    assert look(2).state is SourceState.UNCHANGED
    server.pages["/"] = Page(STANDING.replace(b"snow", b"hail"), headers=HTML)

    check = look(12)

    assert check.state is SourceState.CHANGED
    assert check.told == "1 of 2 paragraphs no longer stand there word for word."
    assert check.since == NOW + 12 * DAY


@pytest.mark.usefixtures("captured")
def test_sees_that_a_source_is_gone_on_the_second_look(server, look):
    server.pages["/"] = Page(status=404)

    assert look(2).state is SourceState.UNKNOWN
    assert look(6).state is SourceState.GONE
    server.pages["/"] = Page(STANDING, headers=HTML)
    assert look(20).state is SourceState.UNCHANGED


@pytest.mark.usefixtures("captured")
def test_a_page_that_shows_nothing_to_programs_says_nothing(server, look):
    server.pages["/"] = Page(b"<html><div id=app></div>", headers=HTML)

    check = look(2)

    assert (check.state, check.told) == (
        SourceState.UNKNOWN,
        "The page does not show its text to programs.",
    )


@pytest.mark.usefixtures("captured")
def test_looks_at_nothing_that_robots_txt_forbids(server, look):
    server.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /\n")

    check = look(2)

    assert check.state is SourceState.UNKNOWN
    assert "robots.txt" in check.told
    assert {asked.path for asked in server.asked} == {"/robots.txt"}


@pytest.mark.usefixtures("captured")
def test_looks_for_the_last_capture_alone(database, server, look):
    server.pages["/"] = Page(STANDING.replace(b"snow", b"hail"), headers=HTML)
    capture(database, server, TEXT.replace("snow", "hail"))
    look(0)

    assert look(2).state is SourceState.UNCHANGED
    with database.reading() as session:
        looked = session.scalars(sa.select(SourceCheck.checks).order_by(SourceCheck.post_id)).all()
    assert looked == [0, 1]


def test_only_the_last_look_counts(database, server):
    capture(database, server)
    later = NOW + 3 * DAY
    with database.writing.begin() as session:
        want_checks(session, now=NOW)
        first = claim_check(session, now=later, lease=DAY)
        assert claim_check(session, now=later, lease=DAY) is None
        claim_check(session, now=later + DAY, lease=DAY)

        assert keep_check(session, first, SeenThere(words=TEXT), now=later) is None
