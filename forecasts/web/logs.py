"""One line in the log for each request, and its number in every line that comes of it."""

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request
from flask_login import current_user
from structlog.contextvars import bind_contextvars, clear_contextvars

from config import Config

HEADER = "X-Request-ID"
_FITS = re.compile(r"[A-Za-z0-9-]{8,64}")
_BEGAN = "began_counting"

log = logging.getLogger("forecasts.requests")


def log_requests(app: Flask, config: Config) -> None:
    """Number each request, and log how it was answered; a proxy of ours may give the number."""

    def begin() -> None:
        given = request.headers.get(HEADER, "") if config.proxy_hops else ""
        number = given if _FITS.fullmatch(given) else uuid.uuid4().hex
        clear_contextvars()
        bind_contextvars(request_id=number)
        setattr(g, _BEGAN, (number, time.monotonic()))

    app.before_request(begin)
    app.after_request(_end)


def _end(response: Response) -> Response:
    """Log the route and not the address: that may hold a secret."""
    number, began = g.get(_BEGAN, (None, None))
    if number is None:
        return response
    response.headers[HEADER] = number
    facts = {
        "method": request.method,
        "route": request.endpoint,
        "status": response.status_code,
        "milliseconds": round(1000 * (time.monotonic() - began)),
        "actor": _who(),
    }
    log.info("request", extra=facts)
    return response


def _who() -> str | None:
    """The pseudonym of who asked, where that was looked up already."""
    known = g.get("_login_user")
    return current_user.acts.actor.name if known and known.is_authenticated else None
