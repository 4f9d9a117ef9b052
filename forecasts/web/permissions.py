"""Which permission each route asks for; a route without one stops the start.

The permissions themselves, and who has them, stand in ``forecasts.domain.permissions``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, request
from werkzeug.exceptions import Unauthorized

from forecasts.domain.permissions import Permission, may, require
from forecasts.web.scraping import MONITOR, is_monitor
from forecasts.web.sessions import actor

ROUTES: Mapping[str, Permission] = MappingProxyType(
    {
        "static": Permission.READ,
        "agreement.show": Permission.READ,
        "account.change_email": Permission.KEEP_ACCOUNT,
        "account.change_password": Permission.KEEP_ACCOUNT,
        "account.claim": Permission.CLAIM_AUTHOR,
        "account.end": Permission.KEEP_ACCOUNT,
        "account.end_others": Permission.KEEP_ACCOUNT,
        "account.rename": Permission.KEEP_ACCOUNT,
        "account.show": Permission.KEEP_ACCOUNT,
        "admin_accounts.appoint": Permission.APPOINT,
        "admin_accounts.index": Permission.APPOINT,
        "admin_accounts.invite": Permission.APPOINT,
        "admin_accounts.lift": Permission.APPOINT,
        "admin_accounts.link": Permission.APPOINT,
        "admin_accounts.make_reset": Permission.APPOINT,
        "admin_accounts.show": Permission.APPOINT,
        "admin_accounts.suspend": Permission.APPOINT,
        "admin_accounts.take_factor_away": Permission.APPOINT,
        "admin_clock.let_go": Permission.OPERATE,
        "admin_clock.retry": Permission.OPERATE,
        "admin_clock.send_again": Permission.OPERATE,
        "admin_clock.show": Permission.OPERATE,
        "admin_backups.index": Permission.OPERATE,
        "admin_claims.confirm": Permission.CONFIRM_AUTHOR,
        "admin_claims.index": Permission.CONFIRM_AUTHOR,
        "admin_claims.refuse": Permission.CONFIRM_AUTHOR,
        "admin_feeds.add": Permission.KEEP_FEEDS,
        "admin_feeds.change": Permission.KEEP_FEEDS,
        "admin_feeds.index": Permission.KEEP_FEEDS,
        "admin_feeds.pause": Permission.KEEP_FEEDS,
        "admin_feeds.poll": Permission.KEEP_FEEDS,
        "admin_feeds.resume": Permission.KEEP_FEEDS,
        "admin_feeds.show": Permission.KEEP_FEEDS,
        "arrivals.add": Permission.CAPTURE,
        "arrivals.answer": Permission.CAPTURE,
        "arrivals.drop": Permission.CAPTURE,
        "arrivals.index": Permission.CAPTURE,
        "arrivals.new": Permission.CAPTURE,
        "arrivals.show": Permission.CAPTURE,
        "authors.index": Permission.READ,
        "authors.show": Permission.READ,
        "cards.author": Permission.READ,
        "conflicts.declare": Permission.DECLARE_CONFLICT,
        "conflicts.end": Permission.DECLARE_CONFLICT,
        "conflicts.index": Permission.DECLARE_CONFLICT,
        "conflicts.new": Permission.DECLARE_CONFLICT,
        "digests.ask_stop": Permission.SIGN_IN,
        "digests.choose": Permission.KEEP_ACCOUNT,
        "digests.stop": Permission.SIGN_IN,
        "disputes.new": Permission.DISPUTE,
        "disputes.raise_one": Permission.DISPUTE,
        "confirming.confirm": Permission.DECIDE,
        "confirming.look_again": Permission.DECIDE,
        "confirming.reject": Permission.DECIDE,
        "following.author": Permission.READ,
        "following.everybody": Permission.READ,
        "forecasts.index": Permission.READ,
        "forecasts.show": Permission.READ,
        "forecasts.withdraw": Permission.REVISE,
        "hooks.add": Permission.SET_UP_HOOKS,
        "hooks.index": Permission.SET_UP_HOOKS,
        "hooks.remove": Permission.SET_UP_HOOKS,
        "hooks.rotate": Permission.SET_UP_HOOKS,
        "hooks.show": Permission.SET_UP_HOOKS,
        "hooks.try_out": Permission.SET_UP_HOOKS,
        "hooks.turn_off": Permission.SET_UP_HOOKS,
        "hooks.turn_on": Permission.SET_UP_HOOKS,
        "hints.dismiss": Permission.TAKE_ITEM,
        "hints.give": Permission.POINT_OUT,
        "items.act_on_many": Permission.TAKE_ITEM,
        "items.bring_back": Permission.TAKE_ITEM,
        "items.keep": Permission.TAKE_ITEM,
        "items.let_go": Permission.TAKE_ITEM,
        "items.put_off": Permission.TAKE_ITEM,
        "ledger.heads": Permission.READ,
        "leaving.archive": Permission.KEEP_ACCOUNT,
        "leaving.ask": Permission.KEEP_ACCOUNT,
        "leaving.leave": Permission.KEEP_ACCOUNT,
        "erasing.ask_account": Permission.ERASE,
        "erasing.ask_author": Permission.ERASE,
        "erasing.erase_account": Permission.ERASE,
        "erasing.erase_author": Permission.ERASE,
        "moderation.bring_back": Permission.MODERATE,
        "moderation.hide": Permission.MODERATE,
        "moderation.index": Permission.MODERATE,
        "ledger.export": Permission.READ,
        "ledger.show": Permission.READ,
        "review.decide": Permission.DECIDE,
        "review.desk": Permission.SEE_DESK,
        "health.alive": Permission.READ,
        "health.ready": Permission.READ,
        "home.show": Permission.READ,
        "metrics.show": Permission.OPERATE,
        "notices.index": Permission.KEEP_ACCOUNT,
        "notices.read": Permission.KEEP_ACCOUNT,
        "notices.read_all": Permission.KEEP_ACCOUNT,
        "calendars.make": Permission.KEEP_ACCOUNT,
        "calendars.revoke": Permission.KEEP_ACCOUNT,
        "calendars.subscribe": Permission.READ,
        "candidates.accept": Permission.TRIAGE,
        "candidates.correct": Permission.TRIAGE,
        "candidates.dismiss": Permission.TRIAGE,
        "candidates.edit": Permission.TRIAGE,
        "candidates.reconsider": Permission.TRIAGE,
        "lines.log": Permission.LOG,
        "tags.change": Permission.TAG,
        "tags.index": Permission.READ,
        "tags.show": Permission.READ,
        "lines.new": Permission.LOG,
        "links.ask_registration": Permission.SIGN_IN,
        "links.ask_reset": Permission.SIGN_IN,
        "links.confirm_email": Permission.SIGN_IN,
        "links.join": Permission.SIGN_IN,
        "links.mail_reset": Permission.SIGN_IN,
        "links.register": Permission.SIGN_IN,
        "links.register_with": Permission.SIGN_IN,
        "links.reset": Permission.SIGN_IN,
        "links.show_email": Permission.SIGN_IN,
        "links.show_invitation": Permission.SIGN_IN,
        "links.show_registration": Permission.SIGN_IN,
        "links.show_reset": Permission.SIGN_IN,
        "passed_over.show": Permission.SEE_REASONS,
        "posts.capture": Permission.CAPTURE,
        "posts.changes": Permission.READ,
        "posts.index": Permission.READ,
        "posts.new": Permission.CAPTURE,
        "posts.quote": Permission.TRIAGE,
        "posts.show": Permission.READ,
        "providers.begin_link": Permission.KEEP_ACCOUNT,
        "providers.come_back": Permission.SIGN_IN,
        "providers.leave": Permission.SIGN_IN,
        "providers.unlink": Permission.KEEP_ACCOUNT,
        "second_factor.begin": Permission.KEEP_ACCOUNT,
        "second_factor.confirm": Permission.KEEP_ACCOUNT,
        "second_factor.prove": Permission.KEEP_ACCOUNT,
        "second_factor.remove": Permission.KEEP_ACCOUNT,
        "second_factor.renew_codes": Permission.KEEP_ACCOUNT,
        "second_factor.show": Permission.KEEP_ACCOUNT,
        "sessions.ask_code": Permission.SIGN_IN,
        "revising.add_estimate": Permission.REVISE,
        "revising.add_successor": Permission.REVISE,
        "revising.new_estimate": Permission.REVISE,
        "revising.new_successor": Permission.REVISE,
        "showing.author": Permission.SET_VISIBILITY,
        "showing.forecast": Permission.SET_VISIBILITY,
        "showing.post": Permission.SET_VISIBILITY,
        "sessions.explain": Permission.SIGN_IN,
        "sessions.give_code": Permission.SIGN_IN,
        "sessions.give_password": Permission.SIGN_IN,
        "sessions.sign_in": Permission.SIGN_IN,
        "sessions.sign_out": Permission.SIGN_IN,
        "tables.forecasts": Permission.READ,
        "tables.scorecard": Permission.READ,
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
    permission = routes[request.endpoint]
    asker = MONITOR if is_monitor() else actor()
    if asker.role is None and not may(asker, permission):
        raise Unauthorized
    require(asker, permission)
