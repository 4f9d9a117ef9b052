"""The second factor of one's own account: set up, proved, and done without."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from forecasts.domain.errors import InvalidInputError, NotAllowedError
from forecasts.services import second_factor
from forecasts.services.accounts import end_other_sessions, renew_session
from forecasts.store.queries.accounts import find_account
from forecasts.web.account import own_number, write
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.proving import count_code, forgive_code, prove_again
from forecasts.web.schemas.accounts import AgainForm, CodeForm
from forecasts.web.sessions import actor, remember
from forecasts.web.squares import draw_square

bp = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")

FORMS = ("begin", "code", "codes", "removal")


@bp.get("")
def show() -> str:
    """Where one's second factor stands, and what to do next."""
    return _show()


def _show(*forms: Form) -> str:
    with context().database.reading() as reading:
        account = find_account(reading, own_number())
        left = second_factor.count_recovery_codes(reading, account.id)
    begun = account.totp_secret is not None and account.totp_confirmed_at is None
    fresh = {name: Form(prefix=name) for name in FORMS}
    return render_template(
        "account/second_factor.html",
        account=account,
        begun=begun,
        square=draw_square(second_factor.address_for_app(account)) if begun else None,
        left=left,
        forms=fresh | {form.prefix: form for form in forms},
    )


def _refuse(error: InvalidInputError, name: str) -> Response:
    page = _show(refused(error, prefix=name))
    return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)


def _here() -> Response:
    return redirect(url_for("second_factor.show"), code=HTTPStatus.SEE_OTHER)


def _require_proved() -> None:
    """Return when a second factor has proved this session: the password alone does not undo it."""
    if not current_user.acts.verified:
        raise NotAllowedError("Give a code of your second factor first.")


@bp.post("")
def begin() -> Response:
    """Make a new secret, and show it."""
    try:
        prove_again(own_number(), read_form(AgainForm)["present_password"])
    except InvalidInputError as error:
        return _refuse(error, "begin")
    here = context()
    with here.database.writing.begin() as writing:
        second_factor.begin(writing, actor=actor())
    return _here()


@bp.post("/confirmation")
def confirm() -> Response:
    """Put the secret in force by a code of it, and show the codes to fall back on, once."""
    here = context()
    try:
        code = read_form(CodeForm)["code"]
        count_code(own_number())
        with here.database.writing.begin() as writing:
            now = here.clock()
            end_other_sessions(writing, current_user.acts.session, actor=actor(), now=now)
            token = renew_session(writing, current_user.token, now=now, verified=True)
            codes = second_factor.confirm(writing, code, actor=actor(), now=now)
    except InvalidInputError as error:
        return _refuse(error, "code")
    forgive_code(own_number())
    remember(token)
    return make_response(render_template("account/recovery_codes.html", codes=codes, first=True))


@bp.post("/proof")
def prove() -> Response:
    """Let this session act in the whole role: a code proves who it is."""
    here = context()
    try:
        code = read_form(CodeForm)["code"]
        count_code(own_number())
        with here.database.writing.begin() as writing:
            second_factor.spend_code(writing, own_number(), code, now=here.clock())
            token = renew_session(writing, current_user.token, now=here.clock(), verified=True)
    except InvalidInputError as error:
        return _refuse(error, "code")
    forgive_code(own_number())
    remember(token)
    return _here()


@bp.post("/codes")
def renew_codes() -> Response:
    """New codes to fall back on, shown once."""
    _require_proved()
    try:
        prove_again(own_number(), read_form(AgainForm)["present_password"])
        codes = write(second_factor.renew_recovery_codes)
    except InvalidInputError as error:
        return _refuse(error, "codes")
    return make_response(render_template("account/recovery_codes.html", codes=codes, first=False))


@bp.post("/removal")
def remove() -> Response:
    """Do without a second factor; all sessions end."""
    _require_proved()
    try:
        prove_again(own_number(), read_form(AgainForm)["present_password"])
        write(second_factor.remove)
    except InvalidInputError as error:
        return _refuse(error, "removal")
    flash("Your second factor was removed, and all sessions have ended. Sign in again.")
    return redirect(url_for("sessions.explain"), code=HTTPStatus.SEE_OTHER)
