"""An application on a file of its own, with a clock that stands still, and browsers to ask it."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.test import TestResponse

from config import Config
from forecasts.domain.permissions import Role
from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.store.engine import Database
from forecasts.web.app import create_app
from forecasts.web.context import Context, set_context
from tests.making import CHEAP, NOW, make_account

if TYPE_CHECKING:
    from tests.web.world import World

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

SECRET = "for tests alone"  # noqa: S105 - signs nothing real
SITE = "https://forecasts.example.org"

Post = Callable[..., TestResponse]


@pytest.fixture
def web_database(sqlite_url: str, opened: Callable[[str], Database]) -> Iterator[Database]:
    """The database behind the pages."""
    database = opened(sqlite_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates as compiled once, for tests that make an application of their own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, opened: Callable[[str], Database]) -> Flask:
    """The application, whose routes and templates need not be compiled for each test."""
    return create_app(
        _config(tmp_path_factory.mktemp("home")), database=opened("sqlite://"), clock=lambda: NOW
    )


@pytest.fixture
def serve(made_once: Flask, tmp_path: Path) -> Callable[[Database], Flask]:
    """``serve(database)``: the application before it, at noon on 22 November 2026."""

    def serve_from(database: Database) -> Flask:
        set_context(made_once, Context(_config(tmp_path), database, lambda: NOW))
        return made_once

    return serve_from


@pytest.fixture
def app(web_database: Database, serve: Callable[[Database], Flask]) -> Flask:
    """The application before an empty database; whoever changes its settings puts them back."""
    return serve(web_database)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in_address(web_database: Database) -> str:
    """An address that signs the operator in, once."""
    with web_database.writing.begin() as session:
        operator = find_or_add_operator(session, now=NOW)
        token = issue_sign_in_link(session, operator.id, now=NOW)
    return f"/sign-in/{token}"


@pytest.fixture
def operator(app: Flask, sign_in_address: str) -> FlaskClient:
    """A browser in which the operator is signed in."""
    browser = app.test_client()
    browser.get(sign_in_address)
    return browser


@pytest.fixture
def browser_of(app: Flask, web_database: Database) -> Callable[..., FlaskClient]:
    """``browser_of("rita", Role.REVIEWER)``: a browser in which a new account is signed in."""

    def sign_in(name: str, role: Role, **wanted: Any) -> FlaskClient:
        with web_database.writing.begin() as session:
            actor = make_account(session, name, role, **wanted)
            token = issue_sign_in_link(session, actor.account_id, now=NOW)
        browser = app.test_client()
        browser.get(f"/sign-in/{token}")
        return browser

    return sign_in


@pytest.fixture
def post(operator: FlaskClient) -> Post:
    """Sends a form as the operator, with the token that forms carry."""
    token = csrf_token(operator)

    def send(address: str, form: dict[str, object] | None = None, **rest: object) -> TestResponse:
        return operator.post(address, data={"csrf_token": token, **(form or {})}, **rest)

    return send


@pytest.fixture
def count_statements(web_database: Database) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the questions that are put to the database meanwhile."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("SELECT"):
                asked.append(statement)

        event.listen(web_database.engine, "before_cursor_execute", note)
        yield asked
        event.remove(web_database.engine, "before_cursor_execute", note)

    return collect


def _config(home: Path) -> Config:
    return Config(
        home=home, database_url="sqlite://", secret_key=SECRET, site=SITE, password_cost=CHEAP
    )


def csrf_token(browser: FlaskClient) -> str:
    """The token that forms of this browser carry."""
    found = _TOKEN.search(browser.get("/sign-in").text)
    assert found, "the page that signs in has no form with a token"
    return found[1]


@pytest.fixture(scope="module")
def world(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator["World"]:
    """People signed in, and what one of them recorded; the tests of a module share it."""
    from tests.web.world import build_world  # noqa: PLC0415 - it is needed by few

    world = build_world(sqlite_template, tmp_path_factory.mktemp("world"))
    yield world
    world.database.close()
