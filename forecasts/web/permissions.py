"""Who may do what: one table of all routes, and nothing is allowed that it does not allow."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask import Flask, request
from flask_login import current_user
from werkzeug.exceptions import Unauthorized


class Access(StrEnum):
    """Who may use a route."""

    EVERYONE = "everyone"
    OPERATOR = "operator"


ACCESS: Mapping[str, Access] = MappingProxyType(
    {
        "static": Access.EVERYONE,
        "authors.index": Access.EVERYONE,
        "authors.show": Access.EVERYONE,
        "forecasts.index": Access.EVERYONE,
        "forecasts.show": Access.EVERYONE,
        "forecasts.withdraw": Access.OPERATOR,
        "ledger.export": Access.EVERYONE,
        "ledger.show": Access.EVERYONE,
        "review.decide": Access.OPERATOR,
        "review.desk": Access.OPERATOR,
        "home.show": Access.EVERYONE,
        "candidates.accept": Access.OPERATOR,
        "candidates.correct": Access.OPERATOR,
        "candidates.dismiss": Access.OPERATOR,
        "candidates.edit": Access.OPERATOR,
        "candidates.reconsider": Access.OPERATOR,
        "lines.log": Access.OPERATOR,
        "lines.new": Access.OPERATOR,
        "passed_over.show": Access.OPERATOR,
        "posts.capture": Access.OPERATOR,
        "posts.index": Access.EVERYONE,
        "posts.new": Access.OPERATOR,
        "posts.quote": Access.OPERATOR,
        "posts.show": Access.EVERYONE,
        "sessions.explain": Access.EVERYONE,
        "sessions.sign_in": Access.EVERYONE,
        "sessions.sign_out": Access.EVERYONE,
    }
)
"""For each endpoint, who may use it. An endpoint that is missing here stops the start."""


class UnguardedRouteError(RuntimeError):
    """A route was added without saying who may use it."""


def guard_routes(app: Flask, access: Mapping[str, Access] = ACCESS) -> None:
    """Check each request against the table; the routes must be registered by now.

    Raises:
        UnguardedRouteError: a route has no entry in the table.
    """
    unguarded = {rule.endpoint for rule in app.url_map.iter_rules()} - access.keys()
    if unguarded:
        raise UnguardedRouteError(f"say who may use {', '.join(sorted(unguarded))}")
    app.before_request(lambda: _check(access))


def _check(access: Mapping[str, Access]) -> None:
    if request.endpoint is None or access[request.endpoint] is Access.EVERYONE:
        return
    if not current_user.is_authenticated:
        raise Unauthorized
