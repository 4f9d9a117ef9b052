"""What is done with items of the desk beside deciding them: keep, let go, put off, many at once."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.services.claiming import claim, release, require_may_take
from forecasts.services.desk import Tally, Voiding, snooze_all, void_all
from forecasts.services.snoozing import Postponement, snooze, wake
from forecasts.store.queries.forecasts import claims_of
from forecasts.web.context import context
from forecasts.web.desk import Said, show_desk
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.presentation import write_day
from forecasts.web.schemas.desk import ManyForm, SnoozeForm
from forecasts.web.sessions import actor
from forecasts.web.views import read_place

bp = Blueprint("items", __name__)

_MOST_DIGITS = 18


@bp.post("/forecasts/<int:forecast_id>/claim")
def keep(forecast_id: int) -> Response:
    """Keep the item for longer while somebody works at it; scripts ask this, nothing is shown."""
    here, by = context(), actor()
    with here.database.writing.begin() as writing:
        require_may_take(writing, forecast_id, actor=by, policy=here.config.policy)
        claim(writing, forecast_id, actor=by, now=here.clock())
    return make_response("", HTTPStatus.NO_CONTENT)


@bp.post("/forecasts/<int:forecast_id>/release")
def let_go(forecast_id: int) -> Answer:
    """Let go of the item, then show the next one."""
    with context().database.writing.begin() as writing:
        release(writing, forecast_id, actor=actor())
    return _go_on(forecast_id)


@bp.post("/forecasts/<int:forecast_id>/snooze")
def put_off(forecast_id: int) -> Answer:
    """Put the item off, then show the next one."""
    here = context()
    try:
        typed = read_form(SnoozeForm)
        until = typed["until"]
        with here.database.writing.begin() as writing:
            snooze(
                writing,
                forecast_id,
                Postponement(until=until, reason=typed["reason"]),
                version=typed["version"],
                actor=actor(),
                now=here.clock(),
                policy=here.config.policy,
            )
    except InvalidInputError as error:
        said = Said(snooze=refused(error, prefix="snooze"), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return show_desk(forecast_id, said)
    except ConflictError as error:
        form = Form(request.form.to_dict(), message=str(error), prefix="snooze")
        return show_desk(forecast_id, Said(snooze=form, status=HTTPStatus.CONFLICT))
    flash(f"Put off until {write_day(until)}.")
    return _go_on(forecast_id)


@bp.post("/forecasts/<int:forecast_id>/waking")
def bring_back(forecast_id: int) -> Answer:
    """Bring a snoozed item back and show it."""
    here = context()
    with here.database.writing.begin() as writing:
        wake(writing, forecast_id, actor=actor(), now=here.clock(), policy=here.config.policy)
    flash("It is back on the desk.")
    place, _ = read_place()
    return redirect(place.address(lane=None, item=forecast_id), code=HTTPStatus.SEE_OTHER)


def _go_on(forecast_id: int) -> Answer:
    place, _ = read_place()
    return redirect(place.address(after=forecast_id), code=HTTPStatus.SEE_OTHER)


@bp.post("/review/many")
def act_on_many() -> Response:
    """Void or put off those that are ticked, then tell what became of each."""
    try:
        typed = read_form(ManyForm)
        tally = _act(typed, _read_ticked())
    except InvalidInputError as error:
        said = Said(many=refused(error, prefix="many"), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return show_desk(said=said)
    place, _ = read_place()
    with context().database.reading() as reading:
        claims = claims_of(reading, [*tally.changed, *tally.kept])
    page = render_template(
        "review/many.html", tally=tally, claims=claims, act=typed["act"], place=place
    )
    return make_response(page)


def _act(typed: dict[str, Any], items: dict[int, int]) -> Tally:
    here = context()
    by, now, policy = actor(), here.clock(), here.config.policy
    with here.database.writing.begin() as writing:
        if typed["act"] == "void":
            voiding = _read_voiding(typed)
            return void_all(writing, items, voiding, actor=by, now=now, policy=policy)
        postponement = _read_postponement(typed)
        return snooze_all(writing, items, postponement, actor=by, now=now, policy=policy)


def _read_voiding(typed: dict[str, Any]) -> Voiding:
    if typed["void_reason"] is None:
        told = "Say why they are void."
        raise InvalidInputError(told, {"void_reason": told})
    return Voiding(typed["void_reason"], typed["note"] or "")


def _read_postponement(typed: dict[str, Any]) -> Postponement:
    if typed["until"] is None:
        told = "Choose the day on which they come back."
        raise InvalidInputError(told, {"until": told})
    return Postponement(until=typed["until"], reason=typed["reason"] or "")


def _read_ticked() -> dict[int, int]:
    """For each forecast that is ticked, the version that was seen.

    Raises:
        InvalidInputError: the form is damaged.
    """
    pairs = [item.partition(":") for item in request.form.getlist("items")]
    numbers = [(number, version) for number, _, version in pairs]
    if not all(_is_number(text) for pair in numbers for text in pair):
        raise InvalidInputError("This form is damaged. Open the page anew.")
    return {int(number): int(version) for number, version in numbers}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
