"""How often one gets a digest by mail, and the address in each of them that ends it."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, render_template
from werkzeug.wrappers import Response

from forecasts.domain.digests import Rhythm
from forecasts.domain.errors import InvalidInputError
from forecasts.services.digests import choose_rhythm
from forecasts.services.stopping import StopLinks, find_stopped, stop_digests
from forecasts.web.account import back, show_account, write
from forecasts.web.context import context
from forecasts.web.forms import read_form, refused
from forecasts.web.schemas.accounts import DigestForm

bp = Blueprint("digests", __name__)

_CHOSEN = {
    Rhythm.DAILY: "You get a digest once a day, where there is something to tell.",
    Rhythm.WEEKLY: "You get a digest once a week, where there is something to tell.",
    Rhythm.NEVER: "You get no digests any more.",
}


@bp.post("/account/digests")
def choose() -> Response:
    """Send one's digests that often from now on."""
    try:
        rhythm = read_form(DigestForm)["rhythm"]
    except InvalidInputError as error:
        page = show_account(refused(error, prefix="digest"))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    write(choose_rhythm, rhythm)
    flash(_CHOSEN[rhythm])
    return back()


@bp.get("/digests/stop/<token>")
def ask_stop(token: str) -> str:
    """The button that ends the digests; opening its page changes nothing."""
    with context().database.reading() as reading:
        account = find_stopped(reading, token, _links())
    return render_template("account/stop_digests.html", wanted=account is not None, token=token)


@bp.post("/digests/stop/<token>")
def stop(token: str) -> str:
    """End the digests, at the press of that button or by a mail program."""
    here = context()
    with here.database.writing.begin() as writing:
        stop_digests(writing, token, _links(), now=here.clock())
    return render_template("account/stop_digests.html", wanted=False, token=token)


def _links() -> StopLinks:
    config = context().config
    return StopLinks(config.site_address, config.secret_key)
