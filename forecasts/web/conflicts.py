"""Conflicts that reviewers declare: what they declared, one more, and the end of one."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import InvalidInputError
from forecasts.services.conflicts import declare_conflict, end_conflict
from forecasts.store.queries.forecasts import find_forecast
from forecasts.store.queries.reviews import list_conflicts
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.schemas.disputes import ConflictForm, EndingForm
from forecasts.web.sessions import actor

bp = Blueprint("conflicts", __name__)


@bp.get("/review/conflicts")
def index() -> str:
    """What whoever asks has declared."""
    return _show({})


@bp.get("/forecasts/<int:forecast_id>/conflicts/new")
def new(forecast_id: int) -> str:
    """The form to declare a conflict about a forecast or its author."""
    return _show_form(forecast_id, Form({"about": "author"}, prefix="conflict"))


@bp.post("/forecasts/<int:forecast_id>/conflicts")
def declare(forecast_id: int) -> Answer:
    """Take a declared conflict, then show the forecast."""
    here = context()
    try:
        typed = read_form(ConflictForm)
        with here.database.writing.begin() as writing:
            about = typed["about"]
            forecast = find_forecast(writing, forecast_id)
            declare_conflict(
                writing,
                reason=typed["reason"],
                author_id=forecast.author_id if about == "author" else None,
                forecast_id=forecast_id if about == "forecast" else None,
                actor=actor(),
                now=here.clock(),
            )
    except InvalidInputError as error:
        form = refused(error, prefix="conflict")
        return make_response(_show_form(forecast_id, form), HTTPStatus.UNPROCESSABLE_ENTITY)
    flash("Your conflict is declared. Others decide here until you end it.")
    address = url_for("forecasts.show", forecast_id=forecast_id)
    return redirect(address, code=HTTPStatus.SEE_OTHER)


@bp.post("/review/conflicts/<int:conflict_id>/end")
def end(conflict_id: int) -> Answer:
    """End a declared conflict, then show what is left."""
    here = context()
    try:
        reason = read_form(EndingForm)["reason"]
        with here.database.writing.begin() as writing:
            end_conflict(writing, conflict_id, reason=reason, actor=actor(), now=here.clock())
    except InvalidInputError as error:
        forms = {conflict_id: refused(error, prefix=f"end-{conflict_id}")}
        return make_response(_show(forms), HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(url_for(".index"), code=HTTPStatus.SEE_OTHER)


def _show(forms: dict[int, Form]) -> str:
    with context().database.reading() as reading:
        rows = list_conflicts(reading, actor().account_id or 0)
    ending = {each.id: forms.get(each.id) or Form(prefix=f"end-{each.id}") for each, *_ in rows}
    return render_template("conflicts/list.html", rows=rows, forms=ending)


def _show_form(forecast_id: int, form: Form) -> str:
    with context().database.reading() as reading:
        forecast = find_forecast(reading, forecast_id)
        return render_template("conflicts/new.html", forecast=forecast, form=form)
