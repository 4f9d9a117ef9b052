"""What a captured post has to do with a second opinion: it is wanted, and nobody waits for it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from forecasts.domain.opinions import OpinionSettings
from forecasts.store.models import Opinion, OpinionStatus
from forecasts.web.context import context, set_context
from tests.web.making_posts import a_post, candidates_of


def wanted(database):
    with database.reading() as session:
        return list(session.scalars(sa.select(Opinion.status)))


@pytest.fixture
def set_up(app):
    """Somebody who cannot be reached may be asked."""
    asked = OpinionSettings("llm", "m", endpoint="http://127.0.0.1:9/v1")
    with app.app_context():
        here = context()
    set_context(app, replace(here, config=replace(here.config, second_opinion=asked)))


@pytest.mark.usefixtures("set_up")
def test_a_captured_post_is_there_at_once_and_waits_for_an_opinion(post, web_database):
    answer = post("/posts", a_post())

    assert answer.location == "/posts/1"
    assert wanted(web_database) == [OpinionStatus.WAITING]
    assert candidates_of(web_database)


def test_without_anybody_to_ask_none_is_wanted(post, web_database):
    post("/posts", a_post())

    assert wanted(web_database) == []


@pytest.mark.usefixtures("set_up")
def test_the_same_post_again_wants_no_other(post, web_database):
    for _ in range(2):
        post("/posts", a_post())

    assert wanted(web_database) == [OpinionStatus.WAITING]
