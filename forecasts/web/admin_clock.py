"""What admins see of the clock: whether it ticks, what waits, what failed, what is held back."""

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forecasts.services.brake import let_go as release
from forecasts.services.operating import send_mails_again
from forecasts.services.poison import retry_poison
from forecasts.store.models import ClockLoop
from forecasts.store.queries.brake import find_standing_brake, list_brakes
from forecasts.store.queries.clock import find_backlog, list_beats, list_loops, list_poison
from forecasts.store.queries.mails import list_unsent
from forecasts.web.context import context
from forecasts.web.frame import CLOCK_LOOP, LATE_AFTER, LATE_AFTER_PASSES, is_late
from forecasts.web.presentation import write_count
from forecasts.web.sessions import actor

bp = Blueprint("admin_clock", __name__, url_prefix="/admin/clock")

MOST_LISTED = 50
"""Rows of each list of the page; their number is told in full."""


@bp.get("")
def show() -> str:
    """How the clock is doing."""
    here = context()
    with here.database.reading() as reading:
        return render_template(
            "admin/clock.html",
            backlog=find_backlog(reading, now=here.clock()),
            beats=list_beats(reading),
            loops=list_loops(reading),
            brake=find_standing_brake(reading),
            brakes=list_brakes(reading, MOST_LISTED),
            poison=list_poison(reading, MOST_LISTED),
            mails=list_unsent(reading, MOST_LISTED),
            is_late=is_late,
            is_silent=is_silent,
            due_loop=CLOCK_LOOP,
        )


def is_silent(loop: ClockLoop) -> bool:
    """Whether a process should have ticked again by now, and did not say that it ends."""
    patience = LATE_AFTER + LATE_AFTER_PASSES * timedelta(seconds=loop.seconds)
    return context().clock() - loop.beat_at > patience


@bp.post("/brakes/<int:brake_id>/release")
def let_go(brake_id: int) -> Response:
    """Let everybody see the notices that the brake holds."""
    here = context()
    with here.database.writing.begin() as writing:
        number = release(writing, brake_id, actor=actor(), now=here.clock())
    flash(f"{write_count(number, 'notice')} let go.")
    return _back()


@bp.post("/poison/retry")
def retry() -> Response:
    """Have what failed tried again by the next pass."""
    here = context()
    with here.database.writing.begin() as writing:
        number = retry_poison(writing, actor=actor(), now=here.clock())
    flash(f"{write_count(number, 'forecast')} tried again with the next pass.")
    return _back()


@bp.post("/mails/again")
def send_again() -> Response:
    """Put the mails that were given up in line again."""
    here = context()
    with here.database.writing.begin() as writing:
        number = send_mails_again(writing, actor=actor(), now=here.clock())
    flash(f"{write_count(number, 'mail')} in line again.")
    return _back()


def _back() -> Response:
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
