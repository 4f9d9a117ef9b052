"""How a process logs: lines of JSON for programs, or words for people."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

CHATTY = ("apscheduler", "alembic")
"""Loggers of which only errors are told: a tick that is left out is made up for by the next."""

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def set_up_logs(*, as_json: bool, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Log to standard error, or to that stream; what was set up before is replaced.

    Every line carries the number of the request, or the name of the pass, that it came of. Fields
    are encoded, so that no text from outside can begin a line of its own.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_json() if as_json else _words())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.ERROR)


def _json() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )


def _words() -> logging.Formatter:
    return logging.Formatter("%(asctime)s %(levelname)s %(message)s")
