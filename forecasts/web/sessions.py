"""Signing in and out: by password and code, or by an address that was printed on the server."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import (
    Blueprint,
    Flask,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from forecasts.domain.errors import InvalidInputError, NotAllowedError
from forecasts.domain.permissions import VISITOR, Actor
from forecasts.services import accounts, signing_in
from forecasts.services.accounts import SignedInAs
from forecasts.services.signing_in import CHANGED, HalfWay, Known
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.own_paths import is_own_path
from forecasts.web.proving import browser, count_code, forgive_code, prove_password
from forecasts.web.schemas.accounts import CodeForm, SignInForm

bp = Blueprint("sessions", __name__)

_UNKNOWN = "nobody_knows_who"
_WANTED = "wanted"
_HALF_WAY = "half_way"


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Whoever is signed in.

    Attributes:
        acts: as whom, and what the account is called.
        token: the token of this session; the cookie carries it, signed.
    """

    acts: SignedInAs
    token: str

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self.token


def actor() -> Actor:
    """Whoever asks; the visitor where nobody is signed in."""
    return current_user.acts.actor if current_user.is_authenticated else VISITOR


def remember_who(app: Flask) -> None:
    """Let each request know who is signed in."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token is checked against the database each time
    manager.user_loader(_find_signed_in)


def _find_signed_in(token: str) -> SignedIn | None:
    """Whose token this is. Where the database fails, the page that says so does without."""
    here = context()
    if g.get(_UNKNOWN):
        return None
    try:
        with here.database.reading() as reading:
            acts = accounts.find_signed_in(reading, token, now=here.clock())
    except SQLAlchemyError:
        setattr(g, _UNKNOWN, True)
        raise
    return SignedIn(acts, token) if acts else None


def keep_wanted_address() -> None:
    """Note the page that was asked for, so that signing in leads there."""
    address = request.full_path.rstrip("?")
    if request.method == "GET" and is_own_path(address):
        session[_WANTED] = address


@bp.get("/sign-in")
def explain() -> str:
    """The form that signs in, and other ways to."""
    return _show(Form())


@bp.post("/sign-in")
def give_password() -> Response:
    """Sign in by address and password, or ask for the code that must follow."""
    try:
        typed = read_form(SignInForm)
        known = prove_password(typed["email"].lower(), typed["password"])
    except InvalidInputError as error:
        return make_response(_show(refused(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return go_on(known)


def _show(form: Form) -> str:
    config = context().config
    return render_template("sessions/explain.html", form=form, registration=config.registration)


def go_on(known: Known) -> Response:
    """Let in whoever proved a password; ask for a code where the account wants one.

    Raises:
        NotAllowedError: the account is suspended, or has changed meanwhile.
    """
    here = context()
    if known.has_second_factor:
        session[_HALF_WAY] = [known.account_id, known.version, here.clock().isoformat()]
        return redirect(url_for("sessions.ask_code"), code=HTTPStatus.SEE_OTHER)
    with here.database.writing.begin() as writing:
        token = signing_in.open_with_password(writing, known, now=here.clock(), browser=browser())
    remember(token)
    return go_where_wanted()


@bp.get("/sign-in/code")
def ask_code() -> str:
    """The form for the code that follows a password."""
    _half_way()
    return render_template("sessions/code.html", form=Form())


@bp.post("/sign-in/code")
def give_code() -> Response:
    """Sign in by the code that follows a password."""
    half_way, here = _half_way(), context()
    try:
        code = read_form(CodeForm)["code"]
        count_code(half_way.account_id)
        with here.database.writing.begin() as writing:
            token = signing_in.open_with_code(
                writing, half_way, code, now=here.clock(), browser=browser()
            )
    except InvalidInputError as error:
        page = render_template("sessions/code.html", form=refused(error))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    forgive_code(half_way.account_id)
    remember(token)
    return go_where_wanted()


def _half_way() -> HalfWay:
    """Who gave the right password in this browser just now.

    Raises:
        NotAllowedError: nobody.
    """
    try:
        account_id, version, since = session[_HALF_WAY]
    except KeyError:
        raise NotAllowedError(CHANGED) from None
    return HalfWay(account_id, version, datetime.fromisoformat(since))


@bp.get("/sign-in/<token>")
def sign_in(token: str) -> Response:
    """Sign in with a one-time address, then show what was asked for before."""
    if request.method == "HEAD":  # a preview must not use up the address
        return Response()
    if not current_user.is_authenticated:
        _open_session(token)
    return go_where_wanted()


def _open_session(token: str) -> None:
    here = context()
    with here.database.writing.begin() as writing:
        session_token = accounts.sign_in(writing, token, now=here.clock(), browser=browser())
    remember(session_token)


def go_where_wanted() -> Response:
    """To the page that was asked for before signing in, else to the first one."""
    wanted = session.pop(_WANTED, "")
    return redirect(wanted if is_own_path(wanted) else url_for("home.show"), code=303)


def remember(token: str) -> None:
    """Let this browser carry the session that was just opened; what it wanted is kept.

    A session that it carried until now ends.
    """
    acts = _find_signed_in(token)
    if acts is None:
        raise RuntimeError("a session that was just opened is not there")
    wanted = session.get(_WANTED)
    _end_present()
    session.clear()
    session.permanent = True
    if wanted:
        session[_WANTED] = wanted
    login_user(acts)


@bp.post("/sign-out")
def sign_out() -> Response:
    """End the session here and on the server."""
    if current_user.is_authenticated:
        _end_present()
        logout_user()
        session.clear()
    return redirect(url_for("home.show"), code=303)


def _end_present() -> None:
    if current_user.is_authenticated:
        here = context()
        with here.database.writing.begin() as writing:
            accounts.sign_out(writing, current_user.token, now=here.clock())
