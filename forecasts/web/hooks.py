"""Web hooks, for an admin: what is told where, what came of it, and a button that tries it out."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.hooks import CHOSEN_FROM, HookEvent
from forecasts.services import hooks
from forecasts.store.queries.hooks import find_hook, list_deliveries, list_hooks
from forecasts.web.account import write
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.paging import read_paging
from forecasts.web.schemas.accounts import VersionForm
from forecasts.web.schemas.hooks import HookForm

bp = Blueprint("hooks", __name__, url_prefix="/admin/hooks")

EVENTS = (
    (HookEvent.CREATED, "a forecast is logged"),
    (HookEvent.DUE, "a forecast falls due"),
    (HookEvent.PROPOSED, "a decision is proposed"),
    (HookEvent.RESOLVED, "a forecast is decided"),
    (HookEvent.CHANGED, "a decision is changed"),
)
"""What a web hook can be told, in words."""


@bp.get("")
def index() -> str:
    """All web hooks, and a form for another one."""
    return _show_list(Form({event.value: "yes" for event in CHOSEN_FROM}))


def _show_list(form: Form) -> str:
    with context().database.reading() as reading:
        states = list_hooks(reading)
        return render_template("admin/hooks.html", states=states, form=form, events=EVENTS)


@bp.post("")
def add() -> Response:
    """Set up a web hook; its secret is shown this once."""
    try:
        typed = read_form(HookForm)
        chosen = [event for event in CHOSEN_FROM if request.form.get(event.value)]
        hook = write(hooks.add_hook, typed["address"], chosen)
    except InvalidInputError as error:
        page = _show_list(refused(error))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(request.form.to_dict(), {"address": str(error)})
        return make_response(_show_list(form), HTTPStatus.CONFLICT)
    return make_response(_show(hook.id, secret=hook.secret))


@bp.get("/<int:hook_id>")
def show(hook_id: int) -> str:
    """One web hook with its last deliveries."""
    return _show(hook_id)


def _show(hook_id: int, *, secret: str | None = None, trouble: str | None = None) -> str:
    here = context()
    with here.database.reading() as reading:
        hook = find_hook(reading, hook_id)
        return render_template(
            "admin/hook.html",
            hook=hook,
            page=list_deliveries(reading, hook_id, read_paging()),
            changing=hook.former_until is not None and here.clock() < hook.former_until,
            secret=secret,
            form=Form(message=trouble),
        )


@bp.post("/<int:hook_id>/secret")
def rotate(hook_id: int) -> Response:
    """Make a new secret, which is shown this once; the former one signs too for a day."""
    try:
        secret = write(hooks.rotate_secret, hook_id, **read_form(VersionForm))
    except ConflictError as error:
        return make_response(_show(hook_id, trouble=str(error)), HTTPStatus.CONFLICT)
    return make_response(_show(hook_id, secret=secret))


@bp.post("/<int:hook_id>/test")
def try_out(hook_id: int) -> Response:
    """Put a message that tells of nothing in line."""
    told = "A test is on its way; look at this page again in some seconds."
    return _act(hook_id, told, hooks.try_hook)


@bp.post("/<int:hook_id>/off")
def turn_off(hook_id: int) -> Response:
    """Tell this web hook nothing any more."""
    return _act(hook_id, "Turned off.", hooks.turn_off, **read_form(VersionForm))


@bp.post("/<int:hook_id>/on")
def turn_on(hook_id: int) -> Response:
    """Tell this web hook again."""
    told = "Turned on. What had been given up is tried again."
    return _act(hook_id, told, hooks.turn_on, **read_form(VersionForm))


@bp.post("/<int:hook_id>/removal")
def remove(hook_id: int) -> Response:
    """Forget this web hook."""
    typed = read_form(VersionForm)
    return _act(hook_id, "Removed, with its secret and its deliveries.", hooks.remove_hook, **typed)


def _act(hook_id: int, told: str, act: Callable[..., Any], **typed: Any) -> Response:  # noqa: ANN401 - what a form holds
    """Do it, then show the web hook, or the list where it is gone."""
    try:
        write(act, hook_id, **typed)
    except ConflictError as error:
        return make_response(_show(hook_id, trouble=str(error)), HTTPStatus.CONFLICT)
    flash(told)
    if act is hooks.remove_hook:
        return redirect(url_for("hooks.index"), code=HTTPStatus.SEE_OTHER)
    return redirect(url_for("hooks.show", hook_id=hook_id), code=HTTPStatus.SEE_OTHER)
