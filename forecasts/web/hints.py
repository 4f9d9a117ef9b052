"""Pointing out that an open forecast may be decided already, and dealing with such hints."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import InvalidInputError
from forecasts.services.hints import Pointer, dismiss_hint, point_out
from forecasts.web.context import context
from forecasts.web.forms import read_form, refused
from forecasts.web.schemas.desk import HintForm
from forecasts.web.sessions import actor
from forecasts.web.views import read_place

bp = Blueprint("hints", __name__)


@bp.post("/forecasts/<int:forecast_id>/hints")
def give(forecast_id: int) -> Answer:
    """Take a hint, then show its forecast."""
    here = context()
    try:
        typed = read_form(HintForm)
        pointer = Pointer(
            evidence_url=typed["evidence_url"],
            known_on=typed["known_on"],
            note=typed["note"] or "",
        )
        with here.database.writing.begin() as writing:
            point_out(writing, forecast_id, pointer, actor=actor(), now=here.clock())
    except InvalidInputError as error:
        page = render_template(
            "hints/again.html", forecast_id=forecast_id, form=refused(error, prefix="hint")
        )
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash("Thank you. A reviewer will look at it.")
    return redirect(url_for("forecasts.show", forecast_id=forecast_id), code=HTTPStatus.SEE_OTHER)


@bp.post("/hints/<int:hint_id>/dismissal")
def dismiss(hint_id: int) -> Answer:
    """Dismiss a hint, then show the next item of the lane."""
    here = context()
    with here.database.writing.begin() as writing:
        forecast_id = dismiss_hint(
            writing, hint_id, actor=actor(), now=here.clock(), policy=here.config.policy
        )
    flash("Dismissed the hint; the forecast stays open.")
    place, _ = read_place()
    return redirect(place.address(after=forecast_id), code=HTTPStatus.SEE_OTHER)
