"""All that is known of one forecast, and taking it back."""

from datetime import UTC, date, datetime

import pytest

from forecasts.domain.lifecycle import Outcome, Status, VoidReason
from forecasts.services.recording import withdraw
from forecasts.store.models import Forecast
from tests.making import NOW, OPERATOR
from tests.web.record import decide, flag, log, log_due, log_quote

HOSTILE = "<script>alert('x')</script> will be \"open\" & shut"
ESCAPED = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; will be &#34;open&#34; &amp; shut"
POST = "Nobody asked me. The new bridge will be open by the end of December. We shall see."


def status_of(database, forecast_id):
    with database.reading() as session:
        return session.get(Forecast, forecast_id).status


# --- one forecast -----------------------------------------------------------------


def test_a_forecast_is_shown_with_its_quote_in_context_marked(visitor, web_database):
    quote = "The new bridge will be open by the end of December."
    number = log_quote(web_database, POST, quote)

    page = visitor.get(f"/forecasts/{number}").text

    assert f"Nobody asked me. <mark>{quote}</mark> We shall see." in page
    assert 'href="/posts/1"' in page


@pytest.mark.parametrize(
    ("now", "deadline", "words"),
    [
        pytest.param(NOW, date(2027, 1, 1), "due in 40 days", id="to come"),
        pytest.param(NOW, date(2026, 11, 9), "12 days overdue", id="gone by"),
    ],
)
def test_a_forecast_says_how_far_its_deadline_is(visitor, web_database, now, deadline, words):
    number = log(web_database, deadline=deadline)
    flag(web_database, now=now)

    page = visitor.get(f"/forecasts/{number}").text

    assert words in " ".join(page.split())


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        pytest.param("Europe/Berlin", "at the end of that day in Europe/Berlin", id="known"),
        pytest.param(None, "at the end of that day anywhere on earth", id="not known"),
    ],
)
def test_a_forecast_says_where_its_last_day_ends(visitor, web_database, zone, words):
    number = log(web_database, zone=zone)

    page = visitor.get(f"/forecasts/{number}").text

    assert words in page


def test_a_forecast_without_a_deadline_says_when_it_is_looked_at(visitor, web_database):
    number = log(web_database, deadline=None, review_by=date(2027, 3, 1))

    page = visitor.get(f"/forecasts/{number}").text

    assert "no deadline" in page
    assert "1 Mar 2027" in page


def test_a_forecast_shows_all_its_decisions_the_latest_first(visitor, web_database):
    number = log_due(web_database)
    decide(web_database, number, Outcome.YES, version=2)
    decide(web_database, number, Outcome.NO, version=3, note="It was closed again at once.")

    page = visitor.get(f"/forecasts/{number}").text

    assert page.index("It was closed again at once.") < page.index("no longer counts")
    assert page.count('rel="nofollow noopener noreferrer"') == 2
    assert page.count("self-resolved") == 2


@pytest.mark.parametrize(
    ("logged_on", "known_on", "words"),
    [
        pytest.param(6, date(2026, 11, 20), "live: recorded here", id="live"),
        pytest.param(21, date(2026, 11, 20), "self-reported: nothing but", id="self-reported"),
        pytest.param(6, date(2026, 1, 5), "hindsight: said when", id="hindsight"),
    ],
)
def test_a_decided_forecast_carries_its_evidence_grade(
    visitor, web_database, logged_on, known_on, words
):
    now = datetime(2026, 11, logged_on, tzinfo=UTC)
    number = log(web_database, deadline=date(2026, 11, 20), now=now)
    decide(web_database, number, Outcome.YES, known_on=known_on)

    page = visitor.get(f"/forecasts/{number}").text

    assert words in page


def test_a_forecast_shows_its_entries_in_the_ledger(visitor, web_database):
    number = log_due(web_database)

    page = visitor.get(f"/forecasts/{number}").text

    assert ">logged<" in page
    assert ">due<" in page
    assert ">clock<" in page


def test_whatever_somebody_wrote_is_shown_as_text(visitor, web_database):
    number = log_quote(web_database, f"{POST} {HOSTILE}. {POST}", HOSTILE, claim=HOSTILE)
    decide(
        web_database,
        number,
        Outcome.VOID,
        void_reason=VoidReason.DUPLICATE,
        note=HOSTILE,
        evidence_url="https://example.org/?a=<script>&b='\"",
    )

    pages = [visitor.get(address).text for address in (f"/forecasts/{number}", "/forecasts")]

    assert all("<script>alert" not in page for page in pages)
    assert all(ESCAPED in page for page in pages)
    assert 'href="https://example.org/?a=&lt;script&gt;&amp;b=&#39;&#34;"' in pages[0]


@pytest.mark.parametrize("address", ["/forecasts/404", "/forecasts/0", f"/forecasts/{2**70}"])
def test_a_forecast_that_is_not_there_is_not_found(visitor, address):
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("status", "act"),
    [
        pytest.param(Status.OPEN, "Decide early", id="open"),
        pytest.param(Status.DUE, ">Decide<", id="due"),
        pytest.param(Status.RESOLVED, "Reverse this decision", id="resolved"),
    ],
)
def test_the_operator_is_offered_the_act_that_fits(operator, visitor, web_database, status, act):
    number = log(web_database) if status is Status.OPEN else log_due(web_database)
    if status is Status.RESOLVED:
        decide(web_database, number, Outcome.YES, version=2)

    page = operator.get(f"/forecasts/{number}").text

    assert act in page
    assert f'href="/review?item={number}"' in page
    assert act not in visitor.get(f"/forecasts/{number}").text


# --- taking one back ----------------------------------------------------------------


def test_an_open_forecast_can_be_withdrawn_and_stays_on_the_record(post, visitor, web_database):
    number = log(web_database)

    answer = post(f"/forecasts/{number}/withdrawal", {"version": 1})

    assert answer.status_code == 303
    assert answer.location == f"/forecasts/{number}"
    assert status_of(web_database, number) is Status.WITHDRAWN
    assert "withdrawn" in visitor.get(f"/forecasts/{number}").text


def test_what_has_fallen_due_meanwhile_cannot_be_withdrawn(post, web_database):
    number = log_due(web_database)

    answer = post(f"/forecasts/{number}/withdrawal", {"version": 1})

    assert answer.status_code == 409
    assert status_of(web_database, number) is Status.DUE


def test_a_withdrawal_without_a_version_changes_nothing(post, web_database):
    number = log(web_database)

    answer = post(f"/forecasts/{number}/withdrawal", {})

    assert answer.status_code == 422
    assert status_of(web_database, number) is Status.OPEN


def test_a_visitor_cannot_withdraw(app, visitor, web_database, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", value=False)
    number = log(web_database)

    answer = visitor.post(f"/forecasts/{number}/withdrawal", data={"version": 1})

    assert answer.status_code == 401
    assert status_of(web_database, number) is Status.OPEN


def test_a_withdrawn_forecast_offers_no_more_acts(operator, web_database):
    number = log(web_database)
    with web_database.writing.begin() as session:
        withdraw(session, number, version=1, actor=OPERATOR, now=NOW)

    page = operator.get(f"/forecasts/{number}").text

    assert "Decide early" not in page
    assert "Withdraw this forecast" not in page
