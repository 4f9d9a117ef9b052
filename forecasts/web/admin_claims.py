"""Accounts that say they are an author, for an admin to confirm or refuse."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forecasts.services.author_claims import confirm_claim, refuse_claim
from forecasts.store.models import ClaimStatus
from forecasts.store.queries.accounts import list_claims
from forecasts.web.account import write
from forecasts.web.context import context
from forecasts.web.filters import read_filters
from forecasts.web.forms import Form, read_form
from forecasts.web.paging import read_paging
from forecasts.web.schemas.accounts import ClaimQuery, VersionForm

bp = Blueprint("admin_claims", __name__, url_prefix="/admin/claims")


@bp.get("")
def index() -> str:
    """A page of the claims; those that wait, unless the address asks for others."""
    wanted, faults = read_filters(ClaimQuery)
    status = wanted["status"] or ClaimStatus.ASKED
    with context().database.reading() as reading:
        page = list_claims(reading, status, read_paging())
    return render_template(
        "admin/claims.html",
        page=page,
        status=status,
        statuses=list(ClaimStatus),
        form=Form(request.args.to_dict(), faults, prefix="filter"),
    )


@bp.post("/<int:claim_id>/confirmation")
def confirm(claim_id: int) -> Response:
    """Hold the account for the author."""
    return _decide(confirm_claim, claim_id, "Confirmed.")


@bp.post("/<int:claim_id>/refusal")
def refuse(claim_id: int) -> Response:
    """Do not hold the account for the author, or no more."""
    return _decide(refuse_claim, claim_id, "Refused.")


def _decide(act: Callable[..., Any], claim_id: int, told: str) -> Response:
    write(act, claim_id, version=read_form(VersionForm)["version"])
    flash(told)
    return redirect(url_for("admin_claims.index"), code=HTTPStatus.SEE_OTHER)
