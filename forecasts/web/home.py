"""The first page: what waits, what comes next, what is new."""

from flask import Blueprint, render_template

from forecasts.store.queries.forecasts import (
    list_due,
    list_due_soon,
    list_latest,
    list_resolved,
)
from forecasts.web.context import context
from forecasts.web.sessions import actor

bp = Blueprint("home", __name__)

ROWS = 6
"""How many forecasts each list of the first page shows."""


@bp.get("/")
def show() -> str:
    """The first page."""
    here, asker = context(), actor()
    with here.database.reading() as session:
        lists = {
            "waiting": list_due(session, ROWS, actor=asker),
            "next_due": list_due_soon(session, now=here.clock(), limit=ROWS, actor=asker),
            "latest": list_latest(session, ROWS, actor=asker),
            "resolved": list_resolved(session, ROWS, actor=asker),
        }
    return render_template("home/show.html", **lists)
