"""`forecasts serve`, as a real process: it migrates, prints one address, ticks, and ends well."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
import sqlalchemy as sa

from forecasts.store.engine import open_database
from forecasts.store.models import Heartbeat
from scheduler.passes import DUE

pytestmark = pytest.mark.slow

PATIENCE = 30
"""Seconds after which something that should happen is taken not to."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def settings(tmp_path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {
        "FORECASTS_HOME": str(tmp_path / "home"),
        "FORECASTS_PORT": str(free_port()),
        "FORECASTS_CLOCK_SECONDS": "1",
    }


@pytest.fixture
def served(settings):
    """The running process and the address it printed."""
    process = start(settings)
    yield process, read_address(process)
    process.kill()
    process.communicate()


def start(settings) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(Path(sys.executable).parent / "forecasts"), "serve"],
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_address(process) -> str:
    for line in process.stdout:
        if found := re.search(r"http://\S{1,200}/sign-in/\S{1,200}", line):
            return found.group()
    raise AssertionError(process.stderr.read())


def test_prints_one_address_that_signs_in_and_then_no_more(served):
    _, address = served
    mine, strangers = browser(), browser()

    first, again, refused = visit(mine, address), visit(mine, address), visit(strangers, address)

    assert "Sign out" in first[1]
    assert [first[0], again[0], refused[0]] == [200, 200, 403]


def test_the_clock_ticks_in_it_and_it_ends_when_told_to(served, settings):
    process, _ = served
    database = open_database(f"sqlite:///{settings['FORECASTS_HOME']}/forecasts.sqlite3")

    first = wait_for_a_beat(database, after=None)
    second = wait_for_a_beat(database, after=first)
    process.send_signal(signal.SIGTERM)
    code = process.wait(PATIENCE)

    assert second > first
    assert code == 0
    database.close()


def test_says_at_once_that_the_port_is_taken(settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(settings["FORECASTS_PORT"])))
        other.listen()
        process = start(settings)

        _, complaint = process.communicate(timeout=PATIENCE)

    assert process.returncode == 2
    assert "FORECASTS_PORT" in complaint
    assert not Path(settings["FORECASTS_HOME"], "forecasts.sqlite3").exists()


def browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def visit(opener: urllib.request.OpenerDirector, address: str) -> tuple[int, str]:
    """The status of the answer in the end, and the page."""
    try:
        with opener.open(address, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def wait_for_a_beat(database, *, after):
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with database.reading() as session:
            beat = session.scalar(sa.select(Heartbeat.beat_at).where(Heartbeat.name == DUE))
        if beat is not None and (after is None or beat > after):
            return beat
        time.sleep(0.1)
    raise AssertionError("the clock does not tick")
