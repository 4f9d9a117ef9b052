"""What a person is told when something cannot be done: what happened, what was kept, what to do."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from forecasts.domain.errors import (
    ConflictError,
    ForecastsError,
    GoneError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    ProviderFailedError,
    TooManyAttemptsError,
)
from forecasts.web.frame import note_database_away
from forecasts.web.presentation import write_span
from forecasts.web.sessions import keep_wanted_address

RETRY_SECONDS = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What the page of an error says.

    Attributes:
        status: the status of the answer.
        title: what is the matter, in a few words.
        happened: what happened, in a sentence.
        remedy: what to do now.
    """

    status: HTTPStatus
    title: str
    happened: str
    remedy: str


NOT_SAVED = "Nothing was saved. Go back with your browser: what you typed is still in the form."

_BY_KIND: dict[type[Exception], Trouble] = {
    InvalidInputError: Trouble(
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title="This cannot be taken as it is",
        happened="",
        remedy=NOT_SAVED,
    ),
    NotFoundError: Trouble(
        status=HTTPStatus.NOT_FOUND,
        title="There is nothing here",
        happened="",
        remedy="Look for it in the list of forecasts or of authors.",
    ),
    GoneError: Trouble(
        status=HTTPStatus.GONE,
        title="Erased by request",
        happened="",
        remedy="That it was there, and what became of it, still counts in every total.",
    ),
    ConflictError: Trouble(
        status=HTTPStatus.CONFLICT,
        title="Somebody was first",
        happened="",
        remedy="Look at it as it stands now, then decide anew.",
    ),
    NotAllowedError: Trouble(
        status=HTTPStatus.FORBIDDEN,
        title="This is not allowed",
        happened="",
        remedy="",
    ),
    TooManyAttemptsError: Trouble(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        title="Wait a little",
        happened="",
        remedy="",
    ),
    ProviderFailedError: Trouble(
        status=HTTPStatus.BAD_GATEWAY,
        title="The provider of sign-in is away",
        happened="",
        remedy="Try again in a while, or sign in by password.",
    ),
    IntegrityError: Trouble(
        status=HTTPStatus.CONFLICT,
        title="Somebody was first",
        happened="Somebody did the same just now; nothing of yours was saved.",
        remedy="Look at it as it stands now, then decide anew.",
    ),
    OperationalError: Trouble(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        title="The database is busy",
        happened="It did not answer in time.",
        remedy=f"Wait a few seconds and try again. {NOT_SAVED}",
    ),
    CSRFError: Trouble(
        status=HTTPStatus.BAD_REQUEST,
        title="This form cannot be taken any more",
        happened="It was opened before you signed in or out, or came from another site.",
        remedy=f"{NOT_SAVED} Open the page anew before you send it again.",
    ),
}

_BY_STATUS: dict[int, Trouble] = {
    HTTPStatus.UNAUTHORIZED: Trouble(
        status=HTTPStatus.UNAUTHORIZED,
        title="Sign in to see this page",
        happened="You are not signed in here, or your session has ended.",
        remedy="Signed in, you are brought back to this page.",
    ),
    HTTPStatus.NOT_FOUND: Trouble(
        status=HTTPStatus.NOT_FOUND,
        title="There is nothing here",
        happened="No page has this address. It may have been mistyped, or cut off when copied.",
        remedy="Look for it in the list of forecasts or of authors.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Trouble(
        status=HTTPStatus.METHOD_NOT_ALLOWED,
        title="This address takes no such request",
        happened="It is where a form is sent to, not a page to be opened.",
        remedy="Go back to the page with the form.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Trouble(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        title="This is too large",
        happened="A post may have up to 2 MB, about half a million characters.",
        remedy=f"{NOT_SAVED} Cut the post into parts, or paste only what holds forecasts.",
    ),
}

_UNREADABLE = Trouble(
    status=HTTPStatus.BAD_REQUEST,
    title="This request could not be read",
    happened="The browser sent something that makes no sense here.",
    remedy="Go back, open the page anew and try again.",
)

_BROKEN = Trouble(
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
    title="Something broke on our side",
    happened="It was noted in the log of the server. Nothing was saved.",
    remedy="Try again; if it happens again, tell whoever runs this installation when it did.",
)


def answer_errors(app: Flask) -> None:
    """Answer each kind of error with a page of its own."""
    for kind in (ForecastsError, IntegrityError, OperationalError, CSRFError):
        app.register_error_handler(kind, _answer_known)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_broken)


def _answer_known(error: Exception) -> Response:
    trouble = next((_BY_KIND[kind] for kind in type(error).mro() if kind in _BY_KIND), _BROKEN)
    if isinstance(error, ForecastsError):
        trouble = replace(trouble, happened=str(error))
    elif not isinstance(error, CSRFError):
        log.warning("the database refused: %s", error)
    if isinstance(error, OperationalError):
        note_database_away()
    if isinstance(error, TooManyAttemptsError):
        return _answer_too_many(trouble, error.wait)
    answer = _show(trouble)
    if trouble.status is HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _answer_too_many(trouble: Trouble, wait: int) -> Response:
    span = write_span(timedelta(seconds=wait))
    remedy = (
        f"Try again in {span}. Nobody is locked out for good, and an address that was mailed to you"
        " works meanwhile."
    )
    answer = _show(replace(trouble, remedy=remedy))
    answer.headers["Retry-After"] = str(wait)
    return answer


def _answer_http(error: HTTPException) -> Response:
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code == HTTPStatus.UNAUTHORIZED:
        keep_wanted_address()
    trouble = _BY_STATUS.get(code) or replace(_UNREADABLE, status=HTTPStatus(code))
    if code == HTTPStatus.UNAUTHORIZED and request.method == "POST":
        trouble = replace(trouble, remedy=NOT_SAVED)
    answer = _show(trouble)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def _answer_broken(error: Exception) -> Response:
    log.error("%s failed", request.endpoint, exc_info=error)  # an address may hold a secret
    return _show(_BROKEN)


def _show(trouble: Trouble) -> Response:
    page = render_template("error.html", trouble=trouble, back=_where_from())
    answer = make_response(page, trouble.status)
    answer.headers["HX-Retarget"] = "body"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _where_from() -> str | None:
    """The page of ours that this request was sent from."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or not parts.path.startswith("/"):
        return None
    if parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
