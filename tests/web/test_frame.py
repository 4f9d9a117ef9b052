"""What stands around every page: headers, permissions, limits, and where requests come from."""

import re

import pytest
from flask import Blueprint, Flask

from forecasts.domain.permissions import Permission
from forecasts.services.heartbeats import beat
from forecasts.web.permissions import ROUTES, UnguardedRouteError, guard_routes
from tests.making import NOW, SECOND, make_forecast


def test_every_route_says_which_permission_it_asks_for(app):
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert routes == ROUTES.keys()


def test_does_not_start_with_a_route_that_nobody_may_judge():
    app = Flask("stray")
    stray = Blueprint("stray", "stray")
    stray.get("/stray")(lambda: "anybody could read this")
    app.register_blueprint(stray)

    with pytest.raises(UnguardedRouteError, match=r"stray\.<lambda>"):
        guard_routes(app, {"static": Permission.READ})


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/", 200, id="a page"),
        pytest.param("/posts/new", 401, id="not signed in"),
        pytest.param("/nothing", 404, id="no such page"),
        pytest.param("/sign-out", 405, id="wrong method"),
        pytest.param("/static/theme.css", 200, id="a file"),
    ],
)
def test_sends_its_headers_with_every_answer(visitor, address, status):
    answer = visitor.get(address, buffered=True)

    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_sends_its_headers_when_something_breaks(app, operator, monkeypatch):
    monkeypatch.setitem(app.view_functions, "posts.index", lambda: 1 / 0)

    answer = operator.get("/posts")

    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "division" not in answer.text
    assert "Something broke on our side" in answer.text


@pytest.mark.parametrize("address", ["/", "/posts/new", "/forecasts/new", "/sign-in", "/nothing"])
def test_no_page_holds_a_style_or_a_script_of_its_own(operator, address):
    page = operator.get(address).text

    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert " on" not in {attribute[:3] for attribute in page.split('"')[::2] if "=" in attribute}


def test_keeps_what_the_operator_sees_out_of_every_cache(operator, visitor):
    assert operator.get("/").headers["Cache-Control"] == "private, no-store"
    assert visitor.get("/").headers["Cache-Control"] == "no-cache"


def test_keeps_a_file_for_good_when_its_address_names_its_version(visitor):
    page = visitor.get("/").text
    (address,) = re.findall(r'"(/static/theme\.css\?v=\w+)"', page)

    named = visitor.get(address, buffered=True)
    bare = visitor.get("/static/theme.css", buffered=True)

    assert "immutable" in named.headers["Cache-Control"]
    assert bare.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "/posts/9223372036854775808",
        "/posts/99999999999999999999",
        f"/posts/{'9' * 5000}",
        "/forecasts/-1",
        "/forecasts/1e3",
        "/candidates/9223372036854775807/edit",
        "/authors/%00",
        "/%ff%fe",
    ],
)
def test_finds_nothing_under_a_hostile_address(operator, address):
    assert operator.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/authors/%00", "/sign-in/%00", "/posts%00"])
def test_asks_no_database_about_an_address_that_is_no_text(visitor, address):
    answer = visitor.get(address)

    assert answer.status_code == 404
    assert "No page has this address." in answer.text


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=-3", "?page=99999999999999999999", "?page=%00", "?size=7&page=x"]
)
def test_takes_a_page_that_makes_no_sense_for_the_first_or_an_empty_one(visitor, query):
    assert visitor.get(f"/posts{query}").status_code == 200


def test_refuses_a_body_that_is_too_large(operator):
    answer = operator.post("/posts", data={"text": "a" * 2_200_000})

    assert answer.status_code == 413
    assert "up to 2 MB" in answer.text


def test_refuses_a_form_without_its_token(operator):
    answer = operator.post("/posts", data={"text": "It will rain."})

    assert answer.status_code == 400
    assert "cannot be taken any more" in answer.text


def test_says_when_the_database_does_not_answer(operator, web_database):
    with web_database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE post RENAME TO gone")

    answer = operator.get("/posts")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "3"
    assert "The database is busy" in answer.text
    assert "no such table" not in answer.text


def test_tells_the_clock_and_the_ledger_at_the_foot(operator, web_database):
    with web_database.writing.begin() as session:
        make_forecast(session)
        beat(session, "due", "0 flagged as due", now=NOW - 4 * SECOND)

    page = operator.get("/").text

    assert "last pass 4 s ago" in page
    assert "1 entry, head" in " ".join(page.split())


def test_asks_whether_the_clock_runs_when_it_has_been_silent(operator, web_database):
    with web_database.writing.begin() as session:
        beat(session, "due", "0 flagged as due", now=NOW - 63 * SECOND)
    on_time = operator.get("/").text
    with web_database.writing.begin() as session:
        beat(session, "due", "0 flagged as due", now=NOW - 64 * SECOND)
    late = operator.get("/").text

    assert "is it running?" not in on_time
    assert "is it running?" in late


def test_tells_a_visitor_who_sent_a_form_that_it_is_not_lost(visitor):
    assert "what you typed is still in the form" in visitor.post("/posts").text
    assert "brought back to this page" in visitor.get("/posts/new").text


def test_shows_the_desk_to_the_operator_alone(operator, visitor):
    assert 'href="/review"' in operator.get("/").text
    assert 'href="/review"' not in visitor.get("/").text


def test_leads_back_only_to_pages_of_its_own(operator):
    ours = operator.get("/nothing", headers={"Referer": "http://localhost/posts?page=2"}).text
    theirs = operator.get("/nothing", headers={"Referer": "https://example.org/posts"}).text

    assert 'href="/posts?page=2"' in ours
    assert "Back to where you were" not in theirs
