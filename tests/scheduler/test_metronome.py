"""T6: a loop that dies does not go unnoticed, and its process ends."""

import time

import pytest
import sqlalchemy as sa

from benchmarks.processes import start_process
from benchmarks.sabotage import run_scheduler_whose_loop_dies
from forecasts.store.engine import open_database
from forecasts.store.models import ClockLoop
from scheduler.__main__ import run_until_stopped
from scheduler.metronome import DIED, in_background, lives, name_of_process
from scheduler.passes import DUE, PASSES
from tests.making import NOW


def wait_until(condition, seconds=15.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def kill_the_loop(metronome):
    """Let the next round of the loop raise, as a row that another process took away once did."""

    def die():
        raise LookupError("the job is gone")

    metronome._process_jobs = die  # noqa: SLF001 - there is no other way in
    metronome.wakeup()


@pytest.fixture
def ticking(database):
    """A metronome with the due pass alone, and what its death did."""
    deaths = []
    metronome = in_background(
        database,
        lambda: NOW,
        seconds=1,
        passes={DUE: PASSES[DUE]},
        die=lambda: deaths.append("died"),
    )
    metronome.start()
    yield metronome, deaths
    metronome.shutdown(wait=True)


def test_a_loop_tells_that_it_is_alive(database, ticking):
    def beats():
        with database.reading() as session:
            return session.scalars(sa.select(ClockLoop.name)).all()

    assert wait_until(lambda: beats() == [name_of_process()])
    assert lives(ticking[0])


def test_the_death_of_the_loop_is_answered_at_once(ticking):
    metronome, deaths = ticking

    kill_the_loop(metronome)

    assert wait_until(lambda: deaths == ["died"])
    assert wait_until(lambda: not lives(metronome))


def test_a_loop_that_is_shut_down_has_not_died(database):
    deaths = []
    metronome = in_background(
        database, lambda: NOW, seconds=1, passes={}, die=lambda: deaths.append("died")
    )
    metronome.start()
    metronome.shutdown(wait=True)

    assert (deaths, lives(metronome)) == ([], False)


@pytest.mark.slow
def test_the_scheduler_ends_when_its_loop_dies(sqlite_url, tmp_path):
    process = start_process(
        run_scheduler_whose_loop_dies, environment=settings(sqlite_url, tmp_path)
    )
    process.join(30)

    assert process.exitcode == DIED


@pytest.mark.slow
def test_without_that_the_scheduler_would_end_as_if_all_were_well_or_not_at_all(
    sqlite_url, tmp_path
):
    """Its twin: the death is caught, and nobody is told."""
    process = start_process(
        run_scheduler_whose_loop_dies, "unseen", environment=settings(sqlite_url, tmp_path)
    )
    process.join(30)

    assert process.exitcode != DIED
    process.kill()


@pytest.mark.slow
def test_a_scheduler_that_is_told_to_stop_says_goodbye(sqlite_url, tmp_path):
    database = open_database(sqlite_url)

    def loops():
        with database.reading() as session:
            return len(session.scalars(sa.select(ClockLoop.name)).all())

    process = start_process(run_until_stopped, environment=settings(sqlite_url, tmp_path))
    came = wait_until(lambda: loops() == 1)
    process.terminate()
    process.join(30)

    assert (came, loops(), process.exitcode) == (True, 0, 0)
    database.close()


def settings(url, folder):
    return {"DATABASE_URL": url, "FORECASTS_HOME": str(folder), "FORECASTS_CLOCK_SECONDS": "1"}
