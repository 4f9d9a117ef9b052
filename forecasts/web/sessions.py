"""Signing in and out: one-time addresses, and sessions that the server can end."""

from dataclasses import dataclass

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from forecasts.domain.permissions import VISITOR, Actor
from forecasts.services import accounts
from forecasts.services.accounts import SignedInAs
from forecasts.web.context import context

bp = Blueprint("sessions", __name__)

_WANTED = "wanted"
_LONGEST_WANTED = 1500


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
    here = context()
    with here.database.reading() as reading:
        acts = accounts.find_signed_in(reading, token, now=here.clock())
    return SignedIn(acts, token) if acts else None


def keep_wanted_address() -> None:
    """Note the page that was asked for, so that signing in leads there."""
    address = request.full_path.rstrip("?")
    if request.method == "GET" and len(address) <= _LONGEST_WANTED and address[:2] != "//":
        session[_WANTED] = address


@bp.get("/sign-in")
def explain() -> str:
    """How to sign in."""
    return render_template("sessions/explain.html")


@bp.get("/sign-in/<token>")
def sign_in(token: str) -> Response:
    """Sign in with a one-time address, then show what was asked for before."""
    if request.method == "HEAD":  # a preview must not use up the address
        return Response()
    if not current_user.is_authenticated:
        _open_session(token)
    return redirect(session.pop(_WANTED, None) or url_for("home.show"), code=303)


def _open_session(token: str) -> None:
    here = context()
    with here.database.writing.begin() as writing:
        session_token = accounts.sign_in(writing, token, now=here.clock())
    remember(session_token)


def remember(token: str) -> None:
    """Let this browser carry the session that was just opened; what it wanted is kept."""
    acts = _find_signed_in(token)
    if acts is None:
        raise RuntimeError("a session that was just opened is not there")
    wanted = session.get(_WANTED)
    session.clear()
    session.permanent = True
    if wanted:
        session[_WANTED] = wanted
    login_user(acts)


@bp.post("/sign-out")
def sign_out() -> Response:
    """End the session here and on the server."""
    here = context()
    if current_user.is_authenticated:
        with here.database.writing.begin() as writing:
            accounts.sign_out(writing, current_user.token, now=here.clock())
        logout_user()
        session.clear()
    return redirect(url_for("home.show"), code=303)
