"""Heartbeats of several clocks."""

import threading
import time

from forecasts.services.heartbeats import beat
from forecasts.store.models import Heartbeat
from tests.making import NOW, SECOND


def test_two_clocks_may_beat_for_the_first_time_at_once(database):
    failures = []

    def tick_too():
        try:
            with database.writing.begin() as session:
                beat(session, "due", "second", now=NOW + SECOND)
        except Exception as failure:  # noqa: BLE001 - told below
            failures.append(failure)

    with database.writing.begin() as session:
        beat(session, "due", "first", now=NOW)
        other = threading.Thread(target=tick_too)
        other.start()
        time.sleep(0.5)  # the other has come as far as it can while this one is not yet committed
    other.join()

    with database.reading() as session:
        assert session.get_one(Heartbeat, "due").report == "second"
    assert failures == []
