"""T1 and T3, small: real scheduler processes killed or racing, on a real database.

The full size runs with ``python -m benchmarks due_under_kills``.
"""

import pytest
import sqlalchemy as sa

from benchmarks.due_under_kills import ALL_WELL, kill_schedulers, race_schedulers, take_account
from benchmarks.seeding import add_due_forecasts
from forecasts.store.engine import open_database
from forecasts.store.models import Heartbeat
from scheduler.metronome import LOOP, in_background
from scheduler.passes import DUE, PASSES, SECONDS, run_due_pass, run_pass
from tests.making import NOW, make_forecast


def test_a_pass_says_what_it_did_and_leaves_a_heartbeat(database):
    with database.writing.begin() as session:
        make_forecast(session, deadline=NOW.date().replace(month=3))

    reports = [run_pass(DUE, database, lambda: NOW) for _ in range(2)]

    with database.reading() as session:
        beat = session.get_one(Heartbeat, DUE)
    assert reports == ["1 flagged as due", "0 flagged as due"]
    assert (beat.beat_at, beat.report) == (NOW, "0 flagged as due")


def test_a_pass_takes_everything_that_was_missed(database):
    add_due_forecasts(database, 1001, now=NOW)

    report = run_due_pass(database, lambda: NOW)

    assert report == "1001 flagged as due, their notices held back"
    assert take_account(database) == ALL_WELL


def test_the_metronome_remembers_nothing_and_misses_nothing(database):
    """T10: a memory store, one run at a time, late runs run, missed ones made one."""
    metronome = in_background(database, lambda: NOW, seconds=5)

    metronome.start(paused=True)
    jobs = metronome.get_jobs()
    store = type(metronome._jobstores["default"]).__name__  # noqa: SLF001 - no other way to ask
    metronome.shutdown()

    assert store == "MemoryJobStore"
    assert {job.id for job in jobs} == {*PASSES, LOOP}
    for job in jobs:
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
        assert job.trigger.interval.total_seconds() == max(5, SECONDS.get(job.id, 0))
    assert str(job.trigger.timezone) == "UTC"


@pytest.mark.slow
def test_a_killed_scheduler_loses_and_doubles_nothing(sqlite_url):
    database = opened(sqlite_url, rows=20_000)

    at_work = kill_schedulers(database, sqlite_url, kills=25)
    run_due_pass(database, lambda: NOW)

    assert at_work > 5
    assert take_account(database) == ALL_WELL
    database.close()


@pytest.mark.slow
def test_the_kills_would_find_a_pass_in_two_transactions(sqlite_url):
    database = opened(sqlite_url, rows=20_000)

    kill_schedulers(database, sqlite_url, kills=25, broken="flag_in_two_transactions")
    run_due_pass(database, lambda: NOW)

    assert take_account(database).unrecorded > 0
    database.close()


@pytest.mark.slow
def test_four_schedulers_at_once_flag_each_forecast_once(database_url):
    database = opened(database_url, rows=2000)

    race_schedulers(database_url, processes=4, seconds=30)

    assert take_account(database) == ALL_WELL
    database.close()


@pytest.mark.slow
def test_the_race_would_find_a_pass_without_a_guard(database_url):
    database = opened(database_url, rows=200)

    race_schedulers(database_url, processes=4, seconds=30, broken="flag_without_a_guard")

    assert take_account(database).doubled > 0
    database.close()


def opened(url, *, rows):

    database = open_database(url)
    add_due_forecasts(database, rows, now=NOW)
    with database.reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM forecast")) == rows
    return database
