"""Erasing an author or an account on somebody's behalf: for admins."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forecasts.domain.errors import InvalidInputError
from forecasts.services import erasure
from forecasts.services.erasure import ErasureReason, read_reason
from forecasts.store.models import Account, Author
from forecasts.store.queries.authors import find_author
from forecasts.store.queries.moderation import find_account
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.schemas.erasing import ErasureForm
from forecasts.web.sessions import actor

bp = Blueprint("erasing", __name__)


@bp.get("/authors/<slug>/erasure")
def ask_author(slug: str) -> str:
    """What erasing the author means, and the form that does it."""
    return _show_author(_find_author(slug), Form())


@bp.post("/authors/<slug>/erasure")
def erase_author(slug: str) -> Response:
    """Erase the author, then show what is left."""
    here, author = context(), _find_author(slug)
    try:
        reason = read_reason(read_form(ErasureForm)["reason"])
        with here.database.writing.begin() as writing:
            erasure.erase_author(writing, author.id, reason=reason, actor=actor(), now=here.clock())
    except InvalidInputError as error:
        return _again(_show_author(author, refused(error)))
    return redirect(url_for("authors.show", slug=f"erased-{author.id}"), HTTPStatus.SEE_OTHER)


@bp.get("/admin/accounts/<int:account_id>/erasure")
def ask_account(account_id: int) -> str:
    """What erasing the account means, and the form that does it."""
    return _show_account(_find_account(account_id), Form())


@bp.post("/admin/accounts/<int:account_id>/erasure")
def erase_account(account_id: int) -> Response:
    """Erase the account, then show the others."""
    here, account = context(), _find_account(account_id)
    try:
        reason = read_reason(read_form(ErasureForm)["reason"])
        with here.database.writing.begin() as writing:
            erasure.erase_account(
                writing, account_id, reason=reason, actor=actor(), now=here.clock()
            )
    except InvalidInputError as error:
        return _again(_show_account(account, refused(error)))
    flash(f"Account {account_id} was erased.")
    return redirect(url_for("moderation.index"), HTTPStatus.SEE_OTHER)


def _find_author(slug: str) -> Author:
    with context().database.reading() as reading:
        return find_author(reading, slug, actor=actor())


def _find_account(account_id: int) -> Account:
    with context().database.reading() as reading:
        return find_account(reading, account_id)


def _show_author(author: Author, form: Form) -> str:
    action = url_for("erasing.erase_author", slug=author.slug)
    back = url_for("authors.show", slug=author.slug)
    return _show(f"the author {author.name}", action, back, form)


def _show_account(account: Account, form: Form) -> str:
    action = url_for("erasing.erase_account", account_id=account.id)
    return _show(f"the account of {account.name}", action, url_for("moderation.index"), form)


def _show(whom: str, action: str, back: str, form: Form) -> str:
    reasons = [(reason.value, reason.value) for reason in ErasureReason]
    return render_template(
        "erasing/ask.html", whom=whom, action=action, back=back, form=form, reasons=reasons
    )


def _again(page: str) -> Response:
    return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
