"""What a browser is told to refuse, to keep and to send."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from config import Config
from forecasts.services.accounts import SESSION_LASTS

MOST_BYTES = 2 * 1024 * 1024
"""The largest request that is read."""

MOST_KEY = 2**63 - 1
"""The largest number of a row."""

WITH_SECRET_ADDRESS = frozenset(
    {
        "digests.ask_stop",
        "digests.stop",
        "calendars.subscribe",
        "links.confirm_email",
        "links.join",
        "links.register_with",
        "links.reset",
        "links.show_email",
        "links.show_invitation",
        "links.show_registration",
        "links.show_reset",
        "providers.come_back",
        "sessions.sign_in",
    }
)
"""Endpoints whose address is a secret; their pages send no referrer."""

WITHOUT_TOKEN = frozenset({"digests.stop"})
"""Endpoints that take a form without our token.

Mail programs post there, which have none. The address is the secret, and all that can be done with
it is to end the mails of whoever it was mailed to; a page of another site is refused all the same.
"""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FOR_EVER = timedelta(days=365)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Key(IntegerConverter):
    """The number of a row in an address; anything that no row can have is not found."""

    regex = "[0-9]{1,19}"

    def __init__(self, url_map: object) -> None:
        """Set the limits."""
        super().__init__(url_map, max=MOST_KEY)  # type: ignore[arg-type]  # werkzeug's own map


def secure(app: Flask, config: Config) -> None:
    """Set cookies, limits and headers; call it before routes are registered."""
    app.secret_key = config.secret_key
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        PERMANENT_SESSION_LIFETIME=SESSION_LASTS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="__Host-forecasts" if config.secure_cookies else "forecasts",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_SSL_STRICT=False,  # it asks for a referrer; we ask for the origin ourselves
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open for as long as its session
    )
    _trust_proxies(app, config.proxy_hops)
    app.url_map.converters["int"] = Key
    app.before_request(_refuse_what_is_no_address)
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)


def _refuse_what_is_no_address() -> None:
    """Find nothing where an address holds a character that no text has; databases choke on it."""
    if "\0" in request.path:
        raise NotFound


def _trust_proxies(app: Flask, hops: int) -> None:
    """Take the word of so many proxies on where a request comes from, and of no other."""
    if hops:
        trusted = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
        app.wsgi_app = trusted  # type: ignore[method-assign]  # as Flask has it done


def _refuse_other_sites() -> None:
    """Take no form from a page of another site, whatever token it carries.

    Raises:
        CSRFError: the browser says that it comes from elsewhere.
    """
    if request.endpoint and request.method not in SAFE_METHODS and not _comes_from_here():
        raise CSRFError("the request comes from another site")


def _comes_from_here() -> bool:
    """What the browser says; a program that is no browser says nothing, and needs the token.

    A page that sends no referrer sends no origin either, where it is not over HTTPS; there its
    address is a secret that another site does not have.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in {"same-origin", "none"}
    if origin is None:
        return True
    if origin == "null":
        return request.endpoint in WITH_SECRET_ADDRESS
    return _host_of(origin) == request.host


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint in WITH_SECRET_ADDRESS:
        response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint == "static":
        _cache_static(response)
    else:
        response.vary.add("HX-Request")
        response.headers.setdefault("Cache-Control", _caching_of_a_page())
    return response


def _caching_of_a_page() -> str:
    is_private = "_user_id" in session or request.endpoint in WITH_SECRET_ADDRESS
    return "private, no-store" if is_private else "no-cache"


def _cache_static(response: Response) -> None:
    """Keep a file for good when its address names its version, and ask each time otherwise."""
    response.headers.pop("Cache-Control", None)
    if request.args.get("v") and response.status_code in {200, 304}:
        response.cache_control.public = True
        response.cache_control.max_age = int(_FOR_EVER.total_seconds())
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
