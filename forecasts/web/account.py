"""One's own account: name, address of mail, password, sessions, and which author one is."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from marshmallow import Schema
from werkzeug.wrappers import Response

from forecasts.domain.digests import Rhythm
from forecasts.domain.errors import InvalidInputError, NotAllowedError
from forecasts.services import author_claims, keeping_accounts, passwords
from forecasts.services.accounts import end_other_sessions, end_session
from forecasts.services.digests import rhythm_of
from forecasts.store.models import Account, CalendarScope
from forecasts.store.queries.accounts import find_account, list_claims_of, list_sessions
from forecasts.store.queries.authors import names_of_authors
from forecasts.store.queries.digests import find_last_digest
from forecasts.store.queries.following import find_calendar
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.proving import count_mail, links, prove_again
from forecasts.web.schemas.accounts import ClaimForm, NameForm, NewEmailForm, PasswordForm
from forecasts.web.sending import shows_links
from forecasts.web.sessions import actor

bp = Blueprint("account", __name__)

FORMS = ("name", "email", "password", "claim", "digest", "calendar")
"""The forms of the page; the ids of the fields of each begin with its name."""


def own_number() -> int:
    """The number of one's own account.

    Raises:
        NotAllowedError: nobody is signed in.
    """
    number = actor().account_id
    if number is None:
        raise NotAllowedError("This is for people with an account.")
    return number


@bp.get("/account")
def show() -> str:
    """Everything about one's own account."""
    return show_account()


def show_account(
    *forms: Form, address: str | None = None, calendar_address: str | None = None
) -> str:
    """The page; with forms that came back, and addresses that are shown this once."""
    here = context()
    with here.database.reading() as reading:
        account = find_account(reading, own_number())
        rhythm = rhythm_of(reading, account)
        return render_template(
            "account/show.html",
            account=account,
            rhythm=rhythm,
            digest=find_last_digest(reading, account.id),
            forms=_fresh_forms(account, rhythm) | {form.prefix: form for form in forms},
            sessions=list_sessions(reading, account.id, now=here.clock()),
            present=current_user.acts.session,
            claims=list_claims_of(reading, account.id),
            authors=names_of_authors(reading, actor=actor()),
            shortest=passwords.SHORTEST,
            address=address,
            calendar=find_calendar(reading, account.id),
            calendar_address=calendar_address,
        )


def _fresh_forms(account: Account, rhythm: Rhythm) -> dict[str, Form]:
    typed = {
        "name": {"name": account.name},
        "digest": {"rhythm": rhythm.value},
        "calendar": {"scope": CalendarScope.OWN.value},
    }
    return {name: Form(typed.get(name, {}), prefix=name) for name in FORMS}


def _take(name: str, schema: type[Schema], act: Callable[[dict[str, Any]], str | None]) -> Response:
    """Read the form of that name and do what it asks, then show the page with what came of it."""
    try:
        told = act(read_form(schema))
    except InvalidInputError as error:
        return make_response(
            show_account(refused(error, prefix=name)), HTTPStatus.UNPROCESSABLE_ENTITY
        )
    if told:
        flash(told)
    return back()


def back() -> Response:
    """To the page of one's account."""
    return redirect(url_for("account.show"), code=HTTPStatus.SEE_OTHER)


def write(act: Callable[..., Any], *arguments: object, **rest: object) -> Any:  # noqa: ANN401 - whatever the act gives
    """What a service gives that writes as whoever is signed in, now, in one transaction."""
    here = context()
    with here.database.writing.begin() as writing:
        return act(writing, *arguments, actor=actor(), now=here.clock(), **rest)


@bp.post("/account/name")
def rename() -> Response:
    """Take another name."""

    def act(typed: dict[str, Any]) -> str:
        write(keeping_accounts.rename, typed["name"])
        return "Your name was changed."

    return _take("name", NameForm, act)


@bp.post("/account/email")
def change_email() -> Response:
    """Mail an address under which a new address of mail is confirmed."""
    try:
        typed = read_form(NewEmailForm)
        prove_again(own_number(), typed["present_password"])
        count_mail(typed["email"].lower())
        address = write(keeping_accounts.ask_new_email, typed["email"], links())
    except InvalidInputError as error:
        page = show_account(refused(error, prefix="email"))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    if shows_links():
        return make_response(show_account(address=address))
    flash(f"A mail is on its way to {typed['email']}. Open the address in it to confirm it.")
    return back()


@bp.post("/account/password")
def change_password() -> Response:
    """Take another password; the other sessions end."""

    def act(typed: dict[str, Any]) -> str:
        prove_again(own_number(), typed["present_password"])
        hashed = passwords.choose(
            typed["new_password"], about=_known_of_me(), cost=context().config.password_cost
        )
        write(keeping_accounts.change_password, hashed, keep=current_user.acts.session)
        return "Your password was changed. All other sessions have ended."

    return _take("password", PasswordForm, act)


def _known_of_me() -> list[str]:
    with context().database.reading() as reading:
        account = find_account(reading, own_number())
    return [text for text in (account.name, account.email) if text]


@bp.post("/account/sessions/<handle>/end")
def end(handle: str) -> Response:
    """End one session; one's own as well."""
    write(end_session, handle)
    if handle == current_user.acts.session:
        return redirect(url_for("home.show"), code=HTTPStatus.SEE_OTHER)
    flash("That session has ended.")
    return back()


@bp.post("/account/sessions/end-others")
def end_others() -> Response:
    """End all sessions but this one."""
    write(end_other_sessions, current_user.acts.session)
    flash("All other sessions have ended.")
    return back()


@bp.post("/account/claims")
def claim() -> Response:
    """Say which author one is."""

    def act(typed: dict[str, Any]) -> str:
        write(author_claims.claim_author, typed["author"], reason=typed["reason"])
        return "Asked. An admin confirms it."

    return _take("claim", ClaimForm, act)
