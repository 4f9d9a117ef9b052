"""Signing in by the word of an OpenID provider, and linking the identity one has there."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from importlib import import_module
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from config import ConfigError
from forecasts.domain.emails import read_email
from forecasts.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    ProviderFailedError,
)
from forecasts.domain.providers import Outsider, ProviderSettings, tells_of_second_factor
from forecasts.services import outsiders
from forecasts.web.account import back, own_number, write
from forecasts.web.context import context
from forecasts.web.forms import read_form
from forecasts.web.proving import browser, prove_again
from forecasts.web.schemas.accounts import AgainForm
from forecasts.web.sessions import actor, go_where_wanted, remember

bp = Blueprint("providers", __name__)

SECONDS = 10
"""How long the provider may take to answer."""

SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""How a provider may sign; never with a secret, and never not at all."""

LONGEST_SUBJECT = 255

_PLACE = "forecasts.provider"
_STATES = "_state_provider_"
_LINKING = "linking"
_LINKING_LASTS = timedelta(minutes=10)
_UNTRUSTED = (
    "What came back from the provider cannot be taken: it was not asked for in this browser, was"
    " used already, or is not signed as it should be. Begin again."
)

log = logging.getLogger(__name__)


def set_up_provider(app: Flask, settings: ProviderSettings | None) -> None:
    """Let people sign in by the provider; nothing is asked of it yet.

    Raises:
        ConfigError: what it takes is not installed.
    """
    app.jinja_env.globals.update(provider_name=provider_name, is_linked=is_linked)
    if settings is None:
        return
    try:
        clients = import_module("authlib.integrations.flask_client")
    except ModuleNotFoundError:
        raise ConfigError(
            "FORECASTS_OIDC_ISSUER needs one more package: pip install 'forecasts[oidc]'"
        ) from None
    app.extensions[_PLACE] = clients.OAuth(app).register(
        name="provider",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def provider_name() -> str | None:
    """What people know the provider as; None where none is set up."""
    settings = context().config.provider
    return settings.name if settings else None


def is_linked() -> bool:
    """Whether whoever is signed in may sign in by the provider."""
    with context().database.reading() as reading:
        return outsiders.has_identity(reading, own_number())


@bp.get("/sign-in/provider")
def leave() -> Response:
    """Go to the provider, and come back."""
    client = _client()
    for key in [key for key in session if key.startswith(_STATES)]:
        session.pop(key)  # of ways that were begun and given up
    with _asking(client):
        to_provider: Response = client.authorize_redirect(
            context().config.site_address + url_for("providers.come_back")
        )
    return to_provider


@bp.get("/sign-in/provider/return")
def come_back() -> Response:
    """Take the provider's word on who somebody is: link it, or let them in."""
    wants_link = _wants_link()
    who = _ask_who()
    if wants_link:
        write(outsiders.link_identity, who)
        flash(f"Linked. You may sign in by {provider_name()} from now on.")
        return back()
    here = context()
    with here.database.writing.begin() as writing:
        token = outsiders.let_in(
            writing,
            who,
            registration=here.config.registration,
            now=here.clock(),
            browser=browser(),
        )
    remember(token)
    return go_where_wanted()


def _wants_link() -> bool:
    """Whether whoever is signed in here went to the provider to be linked, just now; asked once."""
    number, since = session.pop(_LINKING, (None, None))
    if number is None or number != actor().account_id:
        return False
    return context().clock() - datetime.fromisoformat(since) < _LINKING_LASTS


@bp.post("/account/identities")
def begin_link() -> Response:
    """Show the way to the provider; whoever comes back by it is linked to one's own account.

    A page stands in between because a form may not lead to another site. That this begins with a
    form of ours keeps others from linking an identity of theirs.
    """
    _client()
    try:
        prove_again(own_number(), read_form(AgainForm)["present_password"])
    except InvalidInputError as error:
        raise NotAllowedError(str(error)) from None
    session[_LINKING] = [own_number(), context().clock().isoformat()]
    return Response(render_template("account/to_provider.html"), content_type="text/html")


@bp.post("/account/identities/removal")
def unlink() -> Response:
    """Sign in by the provider no more."""
    try:
        prove_again(own_number(), read_form(AgainForm)["present_password"])
    except InvalidInputError as error:
        raise NotAllowedError(str(error)) from None
    write(outsiders.unlink_identities)
    flash("Removed.")
    return redirect(url_for("account.show"), code=HTTPStatus.SEE_OTHER)


def _client() -> Any:  # noqa: ANN401 - Authlib has no types
    client = current_app.extensions.get(_PLACE)
    if client is None:
        raise NotFoundError("No provider of sign-in is set up here.")
    return client


def _settings() -> ProviderSettings:
    settings = context().config.provider
    if settings is None:
        raise NotFoundError("No provider of sign-in is set up here.")
    return settings


def _ask_who() -> Outsider:
    """Who came back, by the token that the provider signed for this very way.

    Raises:
        NotAllowedError: what came back cannot be taken.
        ProviderFailedError: the provider does not answer.
    """
    client, settings = _client(), _settings()
    with _asking(client):
        expected = {
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True},
        }
        told = client.authorize_access_token(claims_options=expected)
        return _read_claims(told["userinfo"], settings)


def _read_claims(claims: Mapping[str, Any], settings: ProviderSettings) -> Outsider:
    subject, methods = claims["sub"], claims.get("amr") or []
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ValueError("no subject")
    factor = isinstance(methods, list) and tells_of_second_factor(
        [str(method) for method in methods], claims.get("acr")
    )
    return Outsider(
        issuer=settings.issuer,
        subject=subject,
        email=_read_own_email(claims),
        name=str(claims.get("name") or ""),
        has_second_factor=settings.trusts_factor and factor,
    )


def _read_own_email(claims: Mapping[str, Any]) -> str | None:
    """The address, where the provider says in so many words that it is theirs."""
    if claims.get("email_verified") is not True:
        return None
    try:
        return read_email(str(claims.get("email") or ""))
    except InvalidInputError:
        return None


@contextmanager
def _asking(client: Any) -> Iterator[None]:  # noqa: ANN401 - Authlib has no types
    """Ask the provider; whatever goes wrong there is told in words, without what was sent.

    Raises:
        NotAllowedError: what came back cannot be taken.
        ProviderFailedError: the provider does not answer as one.
    """
    away = import_module("requests").RequestException
    untrusted = (
        import_module("authlib.common.errors").AuthlibBaseError,
        import_module("joserfc.errors").JoseError,
    )
    try:
        metadata = client.load_server_metadata()
        if metadata.get("issuer") != _settings().issuer:
            raise ProviderFailedError("What answers at its address is not the provider set up.")
        metadata["id_token_signing_alg_values_supported"] = list(SIGNED_WITH)
        yield
    except untrusted as error:
        log.warning("what came back from the provider was refused: %s", type(error).__name__)
        raise NotAllowedError(_UNTRUSTED) from None
    except away as error:
        log.warning("the provider did not answer: %s", type(error).__name__)
        raise ProviderFailedError("The provider of sign-in does not answer.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        log.warning("the provider answered oddly: %s", type(error).__name__)
        raise NotAllowedError(_UNTRUSTED) from None
