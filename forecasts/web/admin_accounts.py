"""What admins see and decide about accounts."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.permissions import Role
from forecasts.services import appointing, joining, keeping_accounts
from forecasts.store.models import Account
from forecasts.store.queries.accounts import (
    AccountFilter,
    AccountState,
    count_asked_claims,
    find_account,
    list_accounts,
    list_acts_about,
    list_claims_of,
    list_invitations,
    list_linked,
    list_sessions,
)
from forecasts.web.account import write
from forecasts.web.context import context
from forecasts.web.filters import read_filters
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.paging import read_paging
from forecasts.web.proving import links
from forecasts.web.schemas.accounts import (
    AccountQuery,
    AppointmentForm,
    InvitationForm,
    LinkForm,
    SuspensionForm,
    VersionForm,
)
from forecasts.web.sending import mails_are_sent

bp = Blueprint("admin_accounts", __name__, url_prefix="/admin/accounts")

FORMS = ("role", "suspension", "link")
"""The forms of the page of one account; the ids of the fields of each begin with its name."""


ROLES = [(role.value, role.value) for role in Role]
STATES = [(state.value, state.value) for state in AccountState]
"""What the fields for roles and states offer: values and words."""


@bp.get("")
def index() -> str:
    """A page of the accounts."""
    return _show_list(Form({"role": Role.AUTHOR}, prefix="invite"))


def _show_list(invitation: Form, *, address: str | None = None) -> str:
    wanted, faults = read_filters(AccountQuery)
    here = context()
    with here.database.reading() as reading:
        return render_template(
            "admin/accounts.html",
            page=list_accounts(reading, AccountFilter(**wanted), read_paging()),
            form=Form(request.args.to_dict(), faults, prefix="filter"),
            filtered=any(wanted.values()),
            waiting=count_asked_claims(reading),
            invitations=list_invitations(reading, now=here.clock()),
            invitation=invitation,
            address=address,
            sent=mails_are_sent(),
            roles=ROLES,
            states=STATES,
        )


@bp.post("/invitations")
def invite() -> Response:
    """Invite somebody; where no mail is set up, the address to send them is shown."""
    try:
        typed = read_form(InvitationForm)
        address = write(joining.invite, typed["email"], typed["role"], links())
    except InvalidInputError as error:
        page = _show_list(refused(error, prefix="invite"))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(request.form.to_dict(), {"email": str(error)}, prefix="invite")
        return make_response(_show_list(form), HTTPStatus.CONFLICT)
    if not mails_are_sent():
        return make_response(_show_list(Form(prefix="invite"), address=address))
    flash(f"An invitation is on its way to {typed['email']}.")
    return redirect(url_for("admin_accounts.index"), code=HTTPStatus.SEE_OTHER)


@bp.get("/<int:account_id>")
def show(account_id: int) -> str:
    """One account, and what there is to decide about it."""
    return _show(account_id)


def _show(account_id: int, *forms: Form, address: str | None = None) -> str:
    here = context()
    with here.database.reading() as reading:
        account = find_account(reading, account_id)
        return render_template(
            "admin/account.html",
            account=account,
            forms=_fresh_forms(account) | {form.prefix: form for form in forms},
            sessions=list_sessions(reading, account_id, now=here.clock()),
            claims=list_claims_of(reading, account_id),
            linked=list_linked(reading, account_id),
            acts=list_acts_about(reading, account_id),
            roles=ROLES,
            address=address,
        )


def _fresh_forms(account: Account) -> dict[str, Form]:
    typed = {"role": {"role": account.role.value}}
    return {name: Form(typed.get(name, {}), prefix=name) for name in FORMS}


def _take(
    account_id: int,
    schema: type[Schema],
    act: Callable[[dict[str, Any]], str],
    *,
    form: str = "role",
) -> Response:
    """Read the form and do what it asks, then show the account with what came of it."""
    try:
        told = act(read_form(schema))
    except InvalidInputError as error:
        page = _show(account_id, refused(error, prefix=form))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        page = _show(account_id, Form(request.form.to_dict(), message=str(error), prefix=form))
        return make_response(page, HTTPStatus.CONFLICT)
    flash(told)
    address = url_for("admin_accounts.show", account_id=account_id)
    return redirect(address, code=HTTPStatus.SEE_OTHER)


@bp.post("/<int:account_id>/role")
def appoint(account_id: int) -> Response:
    """Give the account another role."""

    def act(typed: dict[str, Any]) -> str:
        write(appointing.appoint, account_id, typed["role"], version=typed["version"])
        return f"Appointed {typed['role']}."

    return _take(account_id, AppointmentForm, act)


@bp.post("/<int:account_id>/suspension")
def suspend(account_id: int) -> Response:
    """Keep the account from signing in."""

    def act(typed: dict[str, Any]) -> str:
        write(appointing.suspend, account_id, reason=typed["reason"], version=typed["version"])
        return "Suspended. All its sessions have ended."

    return _take(account_id, SuspensionForm, act, form="suspension")


@bp.post("/<int:account_id>/restoration")
def lift(account_id: int) -> Response:
    """Let the account sign in again."""

    def act(typed: dict[str, Any]) -> str:
        write(appointing.lift, account_id, version=typed["version"])
        return "May sign in again."

    return _take(account_id, VersionForm, act, form="suspension")


@bp.post("/<int:account_id>/links")
def link(account_id: int) -> Response:
    """Hold this account and another for one person."""

    def act(typed: dict[str, Any]) -> str:
        write(appointing.link_accounts, account_id, typed["other"], reason=typed["reason"])
        return "Linked."

    return _take(account_id, LinkForm, act, form="link")


@bp.post("/<int:account_id>/factor-removal")
def take_factor_away(account_id: int) -> Response:
    """Remove the second factor of somebody who lost it."""

    def act(typed: dict[str, Any]) -> str:
        write(appointing.take_factor_away, account_id, version=typed["version"])
        return "The second factor was removed. All sessions of the account have ended."

    return _take(account_id, VersionForm, act)


@bp.post("/<int:account_id>/reset")
def make_reset(account_id: int) -> Response:
    """Mail an address for a new password; where no mail is set up, it is shown."""
    try:
        address = write(keeping_accounts.make_reset, account_id, links())
    except ConflictError as error:
        page = _show(account_id, Form(message=str(error), prefix="role"))
        return make_response(page, HTTPStatus.CONFLICT)
    if not mails_are_sent():
        return make_response(_show(account_id, address=address))
    flash("An address for a new password is on its way by mail.")
    return redirect(
        url_for("admin_accounts.show", account_id=account_id), code=HTTPStatus.SEE_OTHER
    )
