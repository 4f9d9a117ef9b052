"""Ticks. APScheduler with its memory store, and nothing to remember: what is due is in the rows."""

import logging
from collections.abc import Mapping
from datetime import UTC

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from forecasts.domain.clock import Clock
from forecasts.store.engine import Database
from scheduler.passes import PASSES, Pass, run_pass

log = logging.getLogger(__name__)


def in_background(
    database: Database, clock: Clock, *, seconds: int, passes: Mapping[str, Pass] = PASSES
) -> BackgroundScheduler:
    """A metronome for a process that has other work; start it, and shut it down at the end."""
    metronome = BackgroundScheduler(**_settings(len(passes)))
    _add_passes(metronome, database, clock, seconds=seconds, passes=passes)
    return metronome


def in_foreground(
    database: Database, clock: Clock, *, seconds: int, passes: Mapping[str, Pass] = PASSES
) -> BlockingScheduler:
    """A metronome for a process of its own; its start returns when it is shut down."""
    metronome = BlockingScheduler(**_settings(len(passes)))
    _add_passes(metronome, database, clock, seconds=seconds, passes=passes)
    return metronome


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
    """One job a pass: the first run at once, never two of one pass, a late run is still run."""
    for name in passes:
        metronome.add_job(
            run_pass,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            args=(name, database, clock, passes),
            id=name,
            next_run_time=clock(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    metronome.add_listener(_tell_of_failure, EVENT_JOB_ERROR)


def _tell_of_failure(event: JobExecutionEvent) -> None:
    log.error("the %s pass failed and will be tried again: %r", event.job_id, event.exception)
