"""Whether this process lives, and whether it can do its work; for programs that watch."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from http import HTTPStatus

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from forecasts.store.queries.clock import last_sign
from forecasts.store.queries.operation import take_pulse
from forecasts.store.schema import newest_revision
from forecasts.web.context import context
from forecasts.web.frame import CLOCK_LOOP, is_late

bp = Blueprint("health", __name__)

INTERVALS = 3
"""So many intervals the clock may be silent."""

SHORTEST_PATIENCE = timedelta(seconds=10)
"""Shorter than this is no silence: a clock may wait as long for the database."""

_PLACE = "forecasts_clock_lives"
OK, NOT_HERE = "ok", "not in this process"


def watch_loop(app: Flask, lives: Callable[[], bool]) -> None:
    """Let the application know how to tell whether the clock in its own process still ticks."""
    app.extensions[_PLACE] = lives


@bp.get("/healthz")
def alive() -> Response:
    """Whether the process answers, and the clock in it, if there is one, still ticks."""
    lives = current_app.extensions.get(_PLACE)
    clock = NOT_HERE if lives is None else OK if lives() else "stopped"
    return _answer({"process": OK, "clock": clock})


@bp.get("/readyz")
def ready() -> Response:
    """Whether the database answers in the right schema, and a clock ticks somewhere."""
    try:
        with context().database.reading() as reading:
            checks = {"database": OK, "schema": _schema(reading), "clock": _clock(reading)}
    except SQLAlchemyError:
        checks = {"database": "does not answer"}
    return _answer(checks)


def _schema(session: Session) -> str:
    found = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return OK if found == _newest() else "another revision"


@cache
def _newest() -> str | None:
    return newest_revision()


def _clock(session: Session) -> str:
    here, sign = context(), last_sign(session, CLOCK_LOOP)
    patience = max(SHORTEST_PATIENCE, INTERVALS * timedelta(seconds=here.config.clock_seconds))
    if sign is None or here.clock() - sign > patience:
        return "silent"
    return "passes fail" if is_late(take_pulse(session, CLOCK_LOOP).last_pass) else OK


def _answer(checks: dict[str, str]) -> Response:
    fine = set(checks.values()) <= {OK, NOT_HERE}
    answer = jsonify({"status": OK if fine else "failing", **checks})
    answer.status_code = HTTPStatus.OK if fine else HTTPStatus.SERVICE_UNAVAILABLE
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
