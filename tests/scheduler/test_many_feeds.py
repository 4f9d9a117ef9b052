"""Many feeds over days: steady, changing, failing, moving, huge, slow, hostile, and all of them."""

import pytest

from forecasts.services.polling import Taken, take_post
from scheduler import polling
from tests.scheduler.many_feeds import KINDS, ManyFeeds
from tests.web_server import web_server

pytestmark = pytest.mark.slow


def live(database, days: int) -> ManyFeeds:
    with web_server() as server:
        many = ManyFeeds(database, server)
        many.found(len(KINDS), posts=3)
        many.run(days)
    return many


def test_captures_everything_once_and_asks_nobody_too_often(database):
    many = live(database, days=1)

    assert list(many.faults()) == []
    assert many.figures()["captures"] > len(KINDS) * 3


def test_sees_a_clock_that_waits_for_nobody(database, monkeypatch):
    """A twin: whoever does not listen to the servers is found out."""
    monkeypatch.setattr(polling, "asked_wait", lambda *_, **__: polling.timedelta(0))

    faults = list(live(database, days=1).faults())

    assert any("too soon" in fault for fault in faults)


def test_sees_a_change_that_nobody_captures(database, monkeypatch):
    """A twin: whoever takes each post for known the second time is found out."""
    seen: set[str] = set()

    def take_once(session, feed_id, found, **rest):
        if found.key in seen:
            return Taken.KNOWN
        seen.add(found.key)
        return take_post(session, feed_id, found, **rest)

    monkeypatch.setattr(polling, "take_post", take_once)

    faults = list(live(database, days=1).faults())

    assert any("changing1: 1 of" in fault for fault in faults)
