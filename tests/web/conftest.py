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
from forecasts.store.engine import Database, open_database
from forecasts.web.app import create_app
from tests.making import CHEAP, NOW, make_account

if TYPE_CHECKING:
    from tests.web.world import World

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

SECRET = "for tests alone"  # noqa: S105 - signs nothing real
SITE = "https://forecasts.example.org"

Post = Callable[..., TestResponse]


@pytest.fixture
def web_database(sqlite_url: str) -> Iterator[Database]:
    """The database behind the pages."""
    database = open_database(sqlite_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates as compiled once, so that each test's application need not do it again."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(web_database: Database, tmp_path: Path, compiled_templates: BytecodeCache) -> Flask:
    """The application, at noon on 22 November 2026."""
    config = Config(
        home=tmp_path,
        database_url="sqlite://",
        secret_key=SECRET,
        site=SITE,
        password_cost=CHEAP,
    )
    app = create_app(config, database=web_database, clock=lambda: NOW)
    app.jinja_env.bytecode_cache = compiled_templates
    return app


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
