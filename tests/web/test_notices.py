"""The page of notices: what concerns whoever asks, each once, read or unread."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.permissions import Role
from forecasts.services.brake import pull_brake
from forecasts.services.due import flag_due
from forecasts.store.models import Notice
from forecasts.web.frame import take_frame
from tests.making import NOW, make_account, make_forecast
from tests.reminding import remind
from tests.web.making_posts import shown
from tests.web.people import send

LATE = NOW.date().replace(month=10)


@pytest.fixture
def due(web_database):
    """Three forecasts that are due, and one that falls due soon."""
    with web_database.writing.begin() as session:
        make_account(session, "recorder", Role.AUTHOR)
        numbers = [
            make_forecast(session, claim=f"Dam {n} holds", deadline=LATE).id for n in range(3)
        ]
        soon = NOW.date() + timedelta(days=3)
        early = NOW - timedelta(days=30)
        make_forecast(session, claim="The well runs dry", deadline=soon, now=early)
        flag_due(session, now=NOW)
        remind(session, now=NOW)
    return numbers


def unread_in(page):
    return page.count("<strong>unread</strong>")


@pytest.mark.usefixtures("due")
def test_a_reviewer_sees_what_waits_and_how_much_of_it_is_new(browser_of):
    rita = browser_of("rita", Role.REVIEWER)

    page = shown(rita, "/notices")

    assert unread_in(page) == 3
    assert "Dam 1 holds" in page
    assert "waits for a decision" in page
    assert "The well runs dry" not in page
    assert 'Notices<span class="waiting">3<' in page


@pytest.mark.usefixtures("due")
def test_an_author_sees_theirs(browser_of):
    ada = browser_of("ada", Role.AUTHOR, authors=["Ada Author"])
    otto = browser_of("otto", Role.AUTHOR)

    assert unread_in(shown(ada, "/notices")) == 4
    assert "Nothing to tell you" in shown(otto, "/notices")


def test_a_notice_is_read_and_stays_so(due, browser_of, web_database):
    rita = browser_of("rita", Role.REVIEWER)
    with web_database.reading() as session:
        number = session.scalar(sa.select(Notice.id).where(Notice.forecast_id == due[0]))

    answers = [send(rita, f"/notices/{number}/read").status_code for _ in range(2)]

    assert answers == [303, 303]
    assert unread_in(shown(rita, "/notices")) == 2
    assert "Dam 0 holds" not in shown(rita, "/notices?unread=1")


@pytest.mark.usefixtures("due")
def test_all_are_read_up_to_the_newest_that_was_shown(browser_of, web_database):
    rita = browser_of("rita", Role.REVIEWER)
    page = shown(rita, "/notices")
    newest = page.split('name="newest"')[1].split('value="')[1].split('"')[0]
    with web_database.writing.begin() as session:
        make_forecast(session, claim="Told later", deadline=LATE)
        flag_due(session, now=NOW)

    send(rita, "/notices/read", newest=newest)

    page = shown(rita, "/notices?unread=1")
    assert unread_in(page) == 1
    assert "Told later" in page


@pytest.mark.usefixtures("due")
def test_the_list_can_be_narrowed_and_bears_nonsense(browser_of):
    ada = browser_of("ada", Role.AUTHOR, authors=["Ada Author"])

    assert unread_in(shown(ada, "/notices?kind=due+soon")) == 1
    assert unread_in(shown(ada, "/notices?kind=nonsense&page=x")) == 4
    assert "The list ends before this page" in shown(ada, "/notices?page=9")
    assert "Nothing like that" in shown(ada, "/notices?kind=disputed")


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("newest", ["", "x", "-1", "99999999999999999999"])
def test_what_is_no_number_of_a_notice_is_refused(browser_of, newest):
    rita = browser_of("rita", Role.REVIEWER)

    assert send(rita, "/notices/read", newest=newest).status_code == 422
    assert unread_in(shown(rita, "/notices")) == 3


@pytest.mark.usefixtures("due")
def test_nobody_marks_what_is_not_theirs(browser_of):
    otto = browser_of("otto", Role.AUTHOR)

    assert send(otto, "/notices/1/read").status_code == 404


def test_the_frame_counts_no_further_than_it_says(web_database, app, operator):
    with web_database.writing.begin() as session:
        for number in range(101):
            make_forecast(session, claim=f"Dam {number} holds", deadline=LATE)
        flag_due(session, now=NOW)

    assert 'Notices<span class="waiting">99+<' in shown(operator, "/")
    with app.test_request_context("/"):
        assert take_frame().unread is None


def test_what_the_brake_holds_is_told_to_admins_alone_as_a_number(
    web_database, operator, browser_of
):
    with web_database.writing.begin() as session:
        pull_brake(session, "There was an outage.", now=NOW)
        make_forecast(session, claim="Dam 1 holds", deadline=LATE)
        flag_due(session, now=NOW)
    rita = browser_of("rita", Role.REVIEWER)

    assert "1 notice held back" in shown(operator, "/notices")
    assert "held back" not in shown(rita, "/notices")
    assert "Dam 1 holds" not in shown(rita, "/notices?past=1")


def test_a_longer_list_asks_the_database_no_more(web_database, operator, count_statements):
    counts = []
    for _ in range(2):
        with web_database.writing.begin() as session:
            for number in range(5):
                make_forecast(session, author=f"Author {number}", deadline=LATE)
            flag_due(session, now=NOW)
        with count_statements() as asked:
            shown(operator, "/notices")
        counts.append(len(asked))

    assert counts[0] == counts[1]
