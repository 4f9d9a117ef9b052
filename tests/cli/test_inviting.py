"""`forecasts invite`: an address that opens an account."""

import pytest
import sqlalchemy as sa

from config import read_config
from forecasts.store.engine import open_database
from forecasts.store.models import MailedLink


@pytest.fixture
def prepared(run):
    run("migrate")
    return run


def test_prints_an_address_on_the_site_that_is_set(prepared, monkeypatch):
    monkeypatch.setenv("FORECASTS_SITE", "https://forecasts.example.org/")

    answer = prepared("invite", "Ada@example.org", "--role", "reviewer")

    assert answer.code == 0
    assert answer.out.startswith("https://forecasts.example.org/invitation/")
    database = open_database(read_config().database_url)
    with database.reading() as session:
        link = session.scalars(sa.select(MailedLink)).one()
    database.close()
    assert (link.email, link.role, link.made_by) == ("ada@example.org", "reviewer", "command")


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("a@example.org", "--role", "king"), ()],
    ids=["address", "role", "none"],
)
def test_says_what_is_wrong_in_one_line(prepared, words):
    answer = prepared("invite", *words)

    assert answer.code == 2
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORECASTS_SITE", "forecasts.example.org"),
        ("FORECASTS_SITE", "https://user:secret@example.org"),
        ("FORECASTS_SITE", "https://example.org/path"),
        ("FORECASTS_SITE", "https://["),
        ("FORECASTS_PROXY_HOPS", "-1"),
        ("FORECASTS_PROXY_HOPS", "many"),
        ("FORECASTS_REGISTRATION", "perhaps"),
    ],
)
def test_a_wrong_setting_stops_it(prepared, monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    answer = prepared("invite", "ada@example.org")

    assert answer.code == 2
    assert name in answer.err
    assert "secret" not in answer.err
