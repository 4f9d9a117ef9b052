"""Ticks. APScheduler with its memory store, and nothing to remember: what is due is in the rows.

A loop that died in a process that lives on would go unnoticed: here its death ends the process, and
whoever watches over processes starts another.
"""

import logging
import os
import signal
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from forecasts.domain.clock import Clock
from forecasts.services.loops import beat_loop, end_loop
from forecasts.store.engine import Database
from scheduler.passes import PASSES, SECONDS, Pass, run_pass

log = logging.getLogger(__name__)

LOOP = "loop"
"""The job that tells that this loop is alive."""

LOOP_SECONDS = 5
"""Seconds at least between two signs of life."""

AFTER_THE_FIRST = timedelta(seconds=0.5)
"""How long after the start a pass runs that need not run at each tick."""

DIED = 70
"""Exit code of a process whose loop died: an error inside the program."""

Death = Callable[[], None]
"""What is done when the loop has died."""


def end_at_once() -> None:
    """End this process, whatever its other threads are at."""
    logging.shutdown()
    os._exit(DIED)


def end_kindly() -> None:
    """Ask this process to end: it answers the requests that it has begun."""
    os.kill(os.getpid(), signal.SIGTERM)


class Mortal(BaseScheduler):  # type: ignore[misc]  # APScheduler has no types
    """A loop whose death does not go unnoticed."""

    die: Death = staticmethod(end_at_once)

    def _main_loop(self) -> None:
        try:
            super()._main_loop()
        except BaseException:  # whatever it died of
            log.critical("the loop of the clock died; the process ends", exc_info=True)
            self.die()


class Background(Mortal, BackgroundScheduler):  # type: ignore[misc]  # the same
    """Ticks in a thread of its own."""


class _Foreground(Mortal, BlockingScheduler):  # type: ignore[misc]  # the same
    """Ticks in the thread that starts it."""


def in_background(
    database: Database,
    clock: Clock,
    *,
    seconds: int,
    passes: Mapping[str, Pass] = PASSES,
    die: Death = end_kindly,
) -> Background:
    """A metronome for a process that has other work; start it, and shut it down at the end."""
    metronome = Background(**_settings(len(passes) + 1))
    metronome.die = die
    _add_passes(metronome, database, clock, seconds=seconds, passes=passes)
    return metronome


def in_foreground(
    database: Database, clock: Clock, *, seconds: int, passes: Mapping[str, Pass] = PASSES
) -> BlockingScheduler:
    """A metronome for a process of its own; its start returns when it is shut down."""
    metronome = _Foreground(**_settings(len(passes) + 1))
    _add_passes(metronome, database, clock, seconds=seconds, passes=passes)
    return metronome


def lives(metronome: Background) -> bool:
    """Whether the thread of a metronome that was started still ticks."""
    thread = getattr(metronome, "_thread", None)
    return thread is not None and thread.is_alive()


def say_goodbye(database: Database) -> None:
    """Note that the loop of this process ends as it should."""
    with database.writing.begin() as session:
        end_loop(session, name_of_process())


def name_of_process() -> str:
    """Under which name the loop of this process is known."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def _settings(threads: int) -> dict[str, object]:
    return {
        "jobstores": {"default": MemoryJobStore()},
        "executors": {"default": ThreadPoolExecutor(threads)},
        "timezone": UTC,
    }


def _add_passes(
    metronome: BaseScheduler,
    database: Database,
    clock: Clock,
    *,
    seconds: int,
    passes: Mapping[str, Pass],
) -> None:
    for name in passes:
        every = max(seconds, SECONDS.get(name, seconds))
        _add(metronome, clock, name, every, run_pass, name, database, clock, passes)
    _add(metronome, clock, LOOP, max(seconds, LOOP_SECONDS), _beat, database, clock, seconds)
    metronome.add_listener(_tell_of_failure, EVENT_JOB_ERROR)


def _add(
    metronome: BaseScheduler,
    clock: Clock,
    name: str,
    seconds: int,
    job: Callable[..., object],
    *arguments: object,
) -> None:
    """One job a pass: the first run at once, never two of one pass, a late run is still run.

    What has time lets what has none go first.
    """
    begins = clock() + (AFTER_THE_FIRST if name == LOOP or name in SECONDS else timedelta(0))
    metronome.add_job(
        job,
        IntervalTrigger(seconds=seconds, timezone=UTC),
        args=arguments,
        id=name,
        next_run_time=begins,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )


def _beat(database: Database, clock: Clock, seconds: int) -> None:
    with database.writing.begin() as session:
        beat_loop(session, name_of_process(), seconds=seconds, now=clock())


def _tell_of_failure(event: JobExecutionEvent) -> None:
    log.error("the %s pass failed and will be tried again: %r", event.job_id, event.exception)
