"""What an author says later: another estimate, or another forecast in place of one."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forecasts.domain.candidates import FLAT
from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.permissions import Permission
from forecasts.services.owning import require_own_forecast
from forecasts.services.revising import STILL_OPEN, UNDECIDED, Change, log_changed, revise
from forecasts.services.triage import deadline_by_person
from forecasts.store.models import Forecast
from forecasts.store.queries.forecasts import find_forecast
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.presentation import write_state
from forecasts.web.readings import read_typed_chance
from forecasts.web.schemas.revising import ChangeForm, RevisionForm
from forecasts.web.sessions import actor

bp = Blueprint("revising", __name__)


@bp.get("/forecasts/<int:forecast_id>/estimates/new")
def new_estimate(forecast_id: int) -> str:
    """The form that takes another estimate."""
    forecast = _find_own(forecast_id)
    _refuse_unless(forecast, forecast.status in UNDECIDED, "It takes no more estimates")
    return _show("estimate", forecast, Form({"said_on": context().clock().date()}))


@bp.post("/forecasts/<int:forecast_id>/estimates")
def add_estimate(forecast_id: int) -> Response:
    """Take another estimate, then show the forecast."""
    here = context()
    try:
        typed = read_form(RevisionForm)
        chance = read_typed_chance(typed["chance"], shown=FLAT)
        with here.database.writing.begin() as writing:
            revise(
                writing,
                forecast_id,
                chance,
                said_on=typed["said_on"],
                version=typed["version"],
                actor=actor(),
                now=here.clock(),
            )
    except InvalidInputError as error:
        page = _show("estimate", _find_own(forecast_id), refused(error))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash("The new estimate stands beside the first one, which is the one that scores.")
    return redirect(url_for("forecasts.show", forecast_id=forecast_id), HTTPStatus.SEE_OTHER)


@bp.get("/forecasts/<int:forecast_id>/successor/new")
def new_successor(forecast_id: int) -> str:
    """The form that takes another forecast in place of this one."""
    forecast = _find_own(forecast_id)
    _refuse_unless(forecast, forecast.status in STILL_OPEN, "Nothing can take its place any more")
    typed = {
        "claim": forecast.claim,
        "deadline": forecast.deadline,
        "criteria": forecast.criteria,
        "said_on": context().clock().date(),
    }
    return _show("successor", forecast, Form(typed))


@bp.post("/forecasts/<int:forecast_id>/successor")
def add_successor(forecast_id: int) -> Response:
    """Log another forecast in place of this one, then show it."""
    here = context()
    try:
        version, change = _read_change()
        with here.database.writing.begin() as writing:
            later = log_changed(
                writing, forecast_id, change, version=version, actor=actor(), now=here.clock()
            )
    except InvalidInputError as error:
        page = _show("successor", _find_own(forecast_id), refused(error))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(f"Logged as forecast {later.id}. Forecast {forecast_id} stays, and will be decided too.")
    return redirect(url_for("forecasts.show", forecast_id=later.id), HTTPStatus.SEE_OTHER)


def _find_own(forecast_id: int) -> Forecast:
    with context().database.reading() as reading:
        require_own_forecast(reading, forecast_id, actor(), Permission.REVISE)
        return find_forecast(reading, forecast_id, actor=actor())


def _refuse_unless(forecast: Forecast, holds: bool, told: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        outcome = forecast.resolutions[-1].outcome if forecast.resolutions else None
        raise ConflictError(f"{told}: it is {write_state(forecast.status, outcome)}.")


def _show(name: str, forecast: Forecast, form: Form) -> str:
    return render_template(f"revising/{name}.html", forecast=forecast, form=form)


def _read_change() -> tuple[int, Change]:
    typed = read_form(ChangeForm)
    change = Change(
        claim=typed["claim"],
        deadline=deadline_by_person(typed["deadline"]),
        chance=read_typed_chance(typed["chance"], shown=FLAT),
        said_on=typed["said_on"],
        criteria=typed["criteria"] or "",
        review_by=typed["review_by"],
    )
    return typed["version"], change
