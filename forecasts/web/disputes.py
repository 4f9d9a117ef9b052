"""Disputing a decision: the form, and what becomes of it."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask import request as asked
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.policies import ANSWER_WITHIN, DISPUTE_WITHIN
from forecasts.services.disputes import dispute
from forecasts.store.queries.forecasts import find_forecast
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.history import disputable_until
from forecasts.web.schemas.disputes import DisputeForm
from forecasts.web.sessions import actor

bp = Blueprint("disputes", __name__)

FORM = "dispute"
"""Start of the identifiers of the fields of the form."""


@bp.get("/forecasts/<int:forecast_id>/disputes/new")
def new(forecast_id: int) -> str:
    """The form to dispute the last decision, or why that cannot be done."""
    return _show(forecast_id, Form(prefix=FORM))


@bp.post("/forecasts/<int:forecast_id>/disputes")
def raise_one(forecast_id: int) -> Answer:
    """Take a dispute, then show the forecast."""
    here = context()
    try:
        typed = read_form(DisputeForm)
        with here.database.writing.begin() as writing:
            dispute(
                writing,
                forecast_id,
                number=typed["number"],
                reason=typed["reason"],
                evidence_url=typed["evidence_url"],
                actor=actor(),
                now=here.clock(),
            )
    except InvalidInputError as error:
        return _again(forecast_id, refused(error, prefix=FORM), HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(asked.form.to_dict(), message=str(error), prefix=FORM)
        return _again(forecast_id, form, HTTPStatus.CONFLICT)
    flash(f"Your dispute stands. Two reviewers answer it within {ANSWER_WITHIN.days} days.")
    address = url_for("forecasts.show", forecast_id=forecast_id, _anchor="disputes")
    return redirect(address, code=HTTPStatus.SEE_OTHER)


def _again(forecast_id: int, form: Form, status: HTTPStatus) -> Response:
    return make_response(_show(forecast_id, form), status)


def _show(forecast_id: int, form: Form) -> str:
    here = context()
    with here.database.reading() as reading:
        forecast = find_forecast(reading, forecast_id)
        return render_template(
            "forecasts/dispute.html",
            forecast=forecast,
            form=form,
            until=disputable_until(forecast, now=here.clock()),
            dispute_days=DISPUTE_WITHIN.days,
            answer_days=ANSWER_WITHIN.days,
        )
