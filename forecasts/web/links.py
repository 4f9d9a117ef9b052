"""Addresses that were mailed: opening one changes nothing, its button uses it up."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forecasts.domain.emails import read_email
from forecasts.domain.errors import InvalidInputError, NotFoundError
from forecasts.services import joining, keeping_accounts, passwords
from forecasts.services.mailed_links import find_link
from forecasts.services.signing_in import Known, find_known_account
from forecasts.store.models import LinkPurpose, MailedLink
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.proving import count_mail, links
from forecasts.web.schemas.accounts import EmailForm, NewAccountForm, ResetForm
from forecasts.web.sessions import go_on

bp = Blueprint("links", __name__)


@bp.get("/invitation/<token>")
def show_invitation(token: str) -> str:
    """The form in which somebody who was invited chooses name and password."""
    return _show_joining(LinkPurpose.INVITATION, token, Form())


@bp.post("/invitation/<token>")
def join(token: str) -> Response:
    """Open the account of somebody who was invited, and sign them in."""
    return _join(LinkPurpose.INVITATION, token)


@bp.get("/registration/<token>")
def show_registration(token: str) -> str:
    """The form in which somebody who registered chooses name and password."""
    return _show_joining(LinkPurpose.REGISTRATION, token, Form())


@bp.post("/registration/<token>")
def register_with(token: str) -> Response:
    """Open the account of somebody who registered, and sign them in."""
    return _join(LinkPurpose.REGISTRATION, token)


def _show_joining(purpose: LinkPurpose, token: str, form: Form) -> str:
    link = _find(purpose, token)
    return render_template("links/join.html", link=link, form=form, shortest=passwords.SHORTEST)


def _join(purpose: LinkPurpose, token: str) -> Response:
    here = context()
    link = _find(purpose, token)
    try:
        typed = read_form(NewAccountForm)
        hashed = _choose(typed["new_password"], link.email, typed["name"])
        with here.database.writing.begin() as writing:
            account = joining.open_account(
                writing,
                purpose,
                token,
                links(),
                name=typed["name"],
                password_hash=hashed,
                now=here.clock(),
            )
    except InvalidInputError as error:
        page = _show_joining(purpose, token, refused(error))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go_on(_known(account.id))


@bp.get("/register")
def ask_registration() -> str:
    """The form that asks for an account, where anybody may have one."""
    _require_open()
    return render_template("links/register.html", form=Form(), sent=None)


@bp.post("/register")
def register() -> Response:
    """Mail an address that opens an account; the answer is the same where there is one already."""
    _require_open()
    here = context()
    try:
        email = read_email(read_form(EmailForm)["email"])
        count_mail(email)
        with here.database.writing.begin() as writing:
            joining.register(writing, email, links(), now=here.clock())
    except InvalidInputError as error:
        page = render_template("links/register.html", form=refused(error), sent=None)
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    return make_response(render_template("links/register.html", form=Form(), sent=email))


def _require_open() -> None:
    if not context().config.registration:
        raise NotFoundError(
            "Accounts are opened by invitation here. Ask whoever runs this installation for one."
        )


@bp.get("/reset")
def ask_reset() -> str:
    """The form that asks for a new password."""
    return render_template("links/ask_reset.html", form=Form(), sent=None)


@bp.post("/reset")
def mail_reset() -> Response:
    """Mail an address for a new password; the answer is the same where nobody has that e-mail."""
    here = context()
    try:
        email = read_email(read_form(EmailForm)["email"])
        count_mail(email)
        with here.database.writing.begin() as writing:
            keeping_accounts.ask_reset(writing, email, links(), now=here.clock())
    except InvalidInputError as error:
        page = render_template("links/ask_reset.html", form=refused(error), sent=None)
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    return make_response(render_template("links/ask_reset.html", form=Form(), sent=email))


@bp.get("/reset/<token>")
def show_reset(token: str) -> str:
    """The form in which one chooses a new password."""
    return _show_reset(token, Form())


def _show_reset(token: str, form: Form) -> str:
    link = _find(LinkPurpose.RESET, token)
    return render_template("links/reset.html", link=link, form=form, shortest=passwords.SHORTEST)


@bp.post("/reset/<token>")
def reset(token: str) -> Response:
    """Keep the new password, end all sessions, and sign in; a second factor is asked for still."""
    here = context()
    link = _find(LinkPurpose.RESET, token)
    try:
        hashed = _choose(read_form(ResetForm)["new_password"], link.email)
        with here.database.writing.begin() as writing:
            account = keeping_accounts.reset_password(
                writing, token, links(), password_hash=hashed, now=here.clock()
            )
    except InvalidInputError as error:
        return make_response(_show_reset(token, refused(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return go_on(_known(account.id))


@bp.get("/email/<token>")
def show_email(token: str) -> str:
    """The button that makes an address of mail that of the account."""
    return render_template("links/email.html", link=_find(LinkPurpose.EMAIL, token))


@bp.post("/email/<token>")
def confirm_email(token: str) -> Response:
    """Make the address of mail that of the account."""
    here = context()
    with here.database.writing.begin() as writing:
        keeping_accounts.confirm_email(writing, token, links(), now=here.clock())
    flash("This is the address of your account from now on.")
    return redirect(url_for("account.show"), code=HTTPStatus.SEE_OTHER)


def _find(purpose: LinkPurpose, token: str) -> MailedLink:
    here = context()
    with here.database.reading() as reading:
        return find_link(reading, purpose, token, links(), now=here.clock())


def _choose(password: str, *about: str) -> str:
    return passwords.choose(password, about=about, cost=context().config.password_cost)


def _known(account_id: int) -> Known:
    with context().database.reading() as reading:
        known = find_known_account(reading, account_id)
    if known is None:
        raise NotFoundError("There is no such account any more.")
    return known
