"""What forecasts are about: all tags, the forecasts of one, and giving them."""

from http import HTTPStatus

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forecasts.domain.errors import InvalidInputError
from forecasts.domain.tags import read_tags
from forecasts.services.tagging import tag_forecast
from forecasts.store.queries.forecasts import ForecastFilter, list_forecasts
from forecasts.store.queries.tags import list_tags
from forecasts.web.context import context
from forecasts.web.forms import read_form, refused
from forecasts.web.paging import read_paging
from forecasts.web.schemas.tags import TagForm
from forecasts.web.sessions import actor

bp = Blueprint("tags", __name__)


@bp.get("/tags")
def index() -> str:
    """All tags, the most used first."""
    with context().database.reading() as reading:
        return render_template("tags/index.html", tags=list_tags(reading, actor=actor()))


@bp.get("/tags/<name>")
def show(name: str) -> Response:
    """The forecasts that are about something."""
    tag = _read_one(name)
    if tag != name:
        return make_response(redirect(url_for(".show", name=tag)))
    with context().database.reading() as reading:
        page = list_forecasts(reading, ForecastFilter(tag=tag), read_paging(), actor=actor())
        return make_response(render_template("tags/show.html", tag=tag, page=page))


def _read_one(name: str) -> str:
    try:
        tags = read_tags(name)
    except InvalidInputError:
        tags = ()
    if len(tags) != 1:
        abort(HTTPStatus.NOT_FOUND)
    return tags[0]


@bp.post("/forecasts/<int:forecast_id>/tags")
def change(forecast_id: int) -> Response:
    """Give a forecast its tags, then show it."""
    here = context()
    try:
        typed = read_form(TagForm)
        tags, seen = read_tags(typed["tags"] or ""), read_tags(typed["seen"] or "")
    except InvalidInputError as error:
        page = render_template("tags/again.html", forecast_id=forecast_id, form=refused(error))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    with here.database.writing.begin() as writing:
        tag_forecast(writing, forecast_id, tags, seen=seen, actor=actor(), now=here.clock())
    flash(f"Tags: {', '.join(tags)}." if tags else "This forecast has no tags now.")
    return redirect(url_for("forecasts.show", forecast_id=forecast_id), HTTPStatus.SEE_OTHER)
