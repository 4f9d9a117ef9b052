"""The desk: one forecast to decide at a time, the rest of its lane a line each."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.lifecycle import Outcome
from forecasts.services.desk import decide_item
from forecasts.services.resolution import Decision
from forecasts.web.context import context
from forecasts.web.desk import Said, show_desk
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.opened import FORM
from forecasts.web.schemas.resolution import DecisionForm
from forecasts.web.sessions import actor
from forecasts.web.views import read_place

bp = Blueprint("review", __name__)


@bp.get("/review")
def desk() -> Response:
    """The desk, open at the lane and the forecast that the address asks for."""
    return show_desk()


@bp.post("/forecasts/<int:forecast_id>/resolutions")
def decide(forecast_id: int) -> Answer:
    """Take a decision, then show the next forecast of the lane; without a lane, this one."""
    here = context()
    try:
        decision, version = _read_decision()
        with here.database.writing.begin() as writing:
            decide_item(
                writing,
                forecast_id,
                decision,
                version=version,
                actor=actor(),
                now=here.clock(),
                policy=here.config.policy,
                share=here.config.second_looks,
            )
    except InvalidInputError as error:
        form = refused(error, prefix=FORM)
        return show_desk(forecast_id, Said(form, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    except ConflictError as error:
        form = Form(request.form.to_dict(), prefix=FORM)
        said = Said(form, message=str(error), status=HTTPStatus.CONFLICT)
        return show_desk(forecast_id, said)
    return redirect(_next_address(forecast_id), code=HTTPStatus.SEE_OTHER)


def _read_decision() -> tuple[Decision, int]:
    """The posted decision, and the version of the forecast it is about."""
    typed = read_form(DecisionForm)
    is_void = typed["outcome"] is Outcome.VOID
    decision = Decision(
        outcome=typed["outcome"],
        known_on=typed["known_on"],
        evidence_url=typed["evidence_url"],
        void_reason=typed["void_reason"] if is_void else None,
        note=typed["note"] or "",
    )
    return decision, typed["version"]


def _next_address(forecast_id: int) -> str:
    place, _ = read_place()
    if place.lane is None:
        return url_for("forecasts.show", forecast_id=forecast_id)
    return place.address(resolved=forecast_id)
