"""Confirming and rejecting what somebody else proposed, and deciding once more, blind."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.lifecycle import Outcome
from forecasts.services.desk import confirm_item, look_again_at_item, reject_item
from forecasts.services.resolution import Verdict
from forecasts.store.models import Proposal, SecondLook
from forecasts.web.context import context
from forecasts.web.desk import Said, show_desk
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.opened import FORM
from forecasts.web.schemas.desk import ConfirmationForm, RejectionForm, SecondLookForm
from forecasts.web.sessions import actor
from forecasts.web.views import read_place

bp = Blueprint("confirming", __name__)


@bp.post("/proposals/<int:proposal_id>/confirmation")
def confirm(proposal_id: int) -> Answer:
    """Make a proposal the decision, then show the next item of the lane."""
    here = context()
    version = read_form(ConfirmationForm)["version"]
    try:
        with here.database.writing.begin() as writing:
            resolution = confirm_item(
                writing,
                proposal_id,
                version=version,
                actor=actor(),
                now=here.clock(),
                policy=here.config.policy,
                share=here.config.second_looks,
            )
    except ConflictError as error:
        return _tell_conflict(Proposal, proposal_id, error)
    place, _ = read_place()
    address = place.address(resolved=resolution.forecast_id)
    return redirect(address, code=HTTPStatus.SEE_OTHER)


@bp.post("/proposals/<int:proposal_id>/rejection")
def reject(proposal_id: int) -> Answer:
    """Let a proposal fall, then show the next item of the lane."""
    here = context()
    try:
        typed = read_form(RejectionForm)
        with here.database.writing.begin() as writing:
            reject_item(
                writing,
                proposal_id,
                version=typed["version"],
                note=typed["note"] or "",
                actor=actor(),
                now=here.clock(),
            )
    except InvalidInputError as error:
        said = Said(reject=refused(error, prefix="reject"), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return show_desk(_forecast_of(Proposal, proposal_id), said)
    except ConflictError as error:
        return _tell_conflict(Proposal, proposal_id, error)
    flash("Rejected. It can be decided anew.")
    return _go_on(_forecast_of(Proposal, proposal_id))


@bp.post("/second-looks/<int:look_id>")
def look_again(look_id: int) -> Answer:
    """Take what a second reviewer holds for the outcome, then show the next item of the lane."""
    here = context()
    try:
        verdict = _read_verdict()
        with here.database.writing.begin() as writing:
            look = look_again_at_item(
                writing,
                look_id,
                verdict,
                actor=actor(),
                now=here.clock(),
                policy=here.config.policy,
            )
    except InvalidInputError as error:
        said = Said(refused(error, prefix=FORM), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return show_desk(_forecast_of(SecondLook, look_id), said)
    except ConflictError as error:
        return _tell_conflict(SecondLook, look_id, error)
    flash(
        "You came to the same outcome."
        if look.agrees
        else "You came to another outcome, so the decision is disputed now; two others look at it."
    )
    return _go_on(look.forecast_id)


def _read_verdict() -> Verdict:
    typed = read_form(SecondLookForm)
    is_void = typed["outcome"] is Outcome.VOID
    return Verdict(
        outcome=typed["outcome"],
        void_reason=typed["void_reason"] if is_void else None,
        note=typed["note"] or "",
    )


def _forecast_of(kind: type[Proposal | SecondLook], number: int) -> int | None:
    with context().database.reading() as reading:
        row: Any = reading.get(kind, number)
        return row.forecast_id if row else None


def _tell_conflict(kind: type[Proposal | SecondLook], number: int, error: ConflictError) -> Answer:
    form = Form(request.form.to_dict(), prefix=FORM)
    said = Said(form, message=str(error), status=HTTPStatus.CONFLICT)
    return show_desk(_forecast_of(kind, number), said)


def _go_on(forecast_id: int | None) -> Answer:
    place, _ = read_place()
    return redirect(place.address(after=forecast_id), code=HTTPStatus.SEE_OTHER)
