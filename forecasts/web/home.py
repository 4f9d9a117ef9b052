"""The first page: what waits, what comes next, what is new."""

from flask import Blueprint, render_template

from forecasts.store.queries.forecasts import (
    list_due,
    list_due_soon,
    list_latest,
    list_resolved,
)
from forecasts.web.context import context

bp = Blueprint("home", __name__)

ROWS = 6
"""How many forecasts each list of the first page shows."""


@bp.get("/")
def show() -> str:
    """The first page."""
    here = context()
    with here.database.reading() as session:
        lists = {
            "waiting": list_due(session, ROWS),
            "next_due": list_due_soon(session, now=here.clock(), limit=ROWS),
            "latest": list_latest(session, ROWS),
            "resolved": list_resolved(session, ROWS),
        }
    return render_template("home/show.html", **lists)
