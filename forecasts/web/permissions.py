"""Which permission each route asks for; a route without one stops the start.

The permissions themselves, and who has them, stand in ``forecasts.domain.permissions``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, request
from werkzeug.exceptions import Unauthorized

from forecasts.domain.permissions import Permission, may, require
from forecasts.web.sessions import actor

ROUTES: Mapping[str, Permission] = MappingProxyType(
    {
        "static": Permission.READ,
        "agreement.show": Permission.READ,
        "authors.index": Permission.READ,
        "authors.show": Permission.READ,
        "confirming.confirm": Permission.DECIDE,
        "confirming.look_again": Permission.DECIDE,
        "confirming.reject": Permission.DECIDE,
        "conflicts.declare": Permission.DECLARE_CONFLICT,
        "conflicts.end": Permission.DECLARE_CONFLICT,
        "conflicts.index": Permission.DECLARE_CONFLICT,
        "conflicts.new": Permission.DECLARE_CONFLICT,
        "disputes.new": Permission.DISPUTE,
        "disputes.raise_one": Permission.DISPUTE,
        "forecasts.index": Permission.READ,
        "forecasts.show": Permission.READ,
        "forecasts.withdraw": Permission.REVISE,
        "hints.dismiss": Permission.TAKE_ITEM,
        "hints.give": Permission.POINT_OUT,
        "items.act_on_many": Permission.TAKE_ITEM,
        "items.bring_back": Permission.TAKE_ITEM,
        "items.keep": Permission.TAKE_ITEM,
        "items.let_go": Permission.TAKE_ITEM,
        "items.put_off": Permission.TAKE_ITEM,
        "ledger.export": Permission.READ,
        "ledger.show": Permission.READ,
        "review.decide": Permission.DECIDE,
        "review.desk": Permission.SEE_DESK,
        "home.show": Permission.READ,
        "candidates.accept": Permission.TRIAGE,
        "candidates.correct": Permission.TRIAGE,
        "candidates.dismiss": Permission.TRIAGE,
        "candidates.edit": Permission.TRIAGE,
        "candidates.reconsider": Permission.TRIAGE,
        "lines.log": Permission.LOG,
        "lines.new": Permission.LOG,
        "passed_over.show": Permission.SEE_REASONS,
        "posts.capture": Permission.CAPTURE,
        "posts.index": Permission.READ,
        "posts.new": Permission.CAPTURE,
        "posts.quote": Permission.TRIAGE,
        "posts.show": Permission.READ,
        "sessions.explain": Permission.SIGN_IN,
        "sessions.sign_in": Permission.SIGN_IN,
        "sessions.sign_out": Permission.SIGN_IN,
    }
)
"""For each endpoint, the permission it asks for."""


class UnguardedRouteError(RuntimeError):
    """A route was added without saying which permission it asks for."""


def guard_routes(app: Flask, routes: Mapping[str, Permission] = ROUTES) -> None:
    """Check each request against the table; the routes must be registered by now.

    Raises:
        UnguardedRouteError: a route has no entry in the table.
    """
    unguarded = {rule.endpoint for rule in app.url_map.iter_rules()} - routes.keys()
    if unguarded:
        raise UnguardedRouteError(
            f"say which permission is needed for {', '.join(sorted(unguarded))}"
        )
    app.before_request(lambda: _check(routes))


def _check(routes: Mapping[str, Permission]) -> None:
    if request.endpoint is None:
        return
    permission, asker = routes[request.endpoint], actor()
    if asker.role is None and not may(asker, permission):
        raise Unauthorized
    require(asker, permission)
