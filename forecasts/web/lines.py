"""One typed line becomes a forecast: read, confirmed, logged."""

from flask import Blueprint, render_template

bp = Blueprint("lines", __name__)


@bp.get("/forecasts/new")
def new() -> str:
    """The line field, or the reading of a line to be confirmed."""
    return render_template("lines/new.html")
