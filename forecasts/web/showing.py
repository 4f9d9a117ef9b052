"""Choosing who gets to see a forecast, a post, and what is recorded of an author from now on."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from forecasts.services import showing
from forecasts.store.queries.authors import find_author
from forecasts.web.context import context
from forecasts.web.forms import read_form
from forecasts.web.schemas.showing import PostVisibilityForm, VisibilityForm
from forecasts.web.sessions import actor

bp = Blueprint("showing", __name__)


@bp.post("/forecasts/<int:forecast_id>/visibility")
def forecast(forecast_id: int) -> Response:
    """Show a forecast to more people, or to fewer, then show it."""
    here, typed = context(), read_form(VisibilityForm)
    with here.database.writing.begin() as writing:
        showing.show_forecast(
            writing,
            forecast_id,
            typed["visibility"],
            version=typed["version"],
            actor=actor(),
            now=here.clock(),
        )
    flash(f"This forecast is {typed['visibility']} now.")
    return redirect(url_for("forecasts.show", forecast_id=forecast_id), HTTPStatus.SEE_OTHER)


@bp.post("/posts/<int:post_id>/visibility")
def post(post_id: int) -> Response:
    """Show a post to more people, or to fewer, then show it."""
    here, typed = context(), read_form(PostVisibilityForm)
    with here.database.writing.begin() as writing:
        showing.show_post(
            writing,
            post_id,
            typed["visibility"],
            seen_as=typed["seen_as"],
            actor=actor(),
            now=here.clock(),
        )
    flash(f"This post is {typed['visibility']} now.")
    return redirect(url_for("posts.show", post_id=post_id), HTTPStatus.SEE_OTHER)


@bp.post("/authors/<slug>/visibility")
def author(slug: str) -> Response:
    """Choose what is recorded of an author from now on is seen as, then show the author."""
    here, typed = context(), read_form(VisibilityForm)
    with here.database.writing.begin() as writing:
        showing.set_default(
            writing,
            find_author(writing, slug, actor=actor()).id,
            typed["visibility"],
            version=typed["version"],
            actor=actor(),
            now=here.clock(),
        )
    flash(f"What is recorded from now on is {typed['visibility']}.")
    return redirect(url_for("authors.show", slug=slug), HTTPStatus.SEE_OTHER)
