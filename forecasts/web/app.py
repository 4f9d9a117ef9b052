"""Makes the web application out of its parts."""

from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from config import Config
from forecasts.domain.clock import Clock
from forecasts.store.engine import Database
from forecasts.web import (
    account,
    admin_accounts,
    admin_backups,
    admin_claims,
    admin_clock,
    admin_feeds,
    agreement,
    arrivals,
    authors,
    calendars,
    candidates,
    cards,
    confirming,
    conflicts,
    digests,
    disputes,
    erasing,
    following,
    forecasts,
    health,
    hints,
    home,
    hooks,
    items,
    leaving,
    ledger,
    lines,
    links,
    logs,
    metrics,
    moderation,
    notices,
    passed_over,
    posts,
    providers,
    review,
    revising,
    second_factor,
    sessions,
    showing,
    tables,
    tags,
)
from forecasts.web.context import Context, set_context
from forecasts.web.errors import answer_errors
from forecasts.web.frame import give_templates_their_words
from forecasts.web.permissions import guard_routes
from forecasts.web.security import WITHOUT_TOKEN, secure

HERE = Path(__file__).parent
TEMPLATES = next(
    folder for folder in (HERE / "templates", HERE.parents[1] / "templates") if folder.is_dir()
)
"""Inside the package once installed from a wheel, at the top of a checkout."""

BLUEPRINTS = (
    agreement.bp,
    account.bp,
    admin_accounts.bp,
    admin_backups.bp,
    admin_claims.bp,
    admin_clock.bp,
    admin_feeds.bp,
    arrivals.bp,
    authors.bp,
    calendars.bp,
    candidates.bp,
    cards.bp,
    conflicts.bp,
    digests.bp,
    disputes.bp,
    confirming.bp,
    erasing.bp,
    following.bp,
    forecasts.bp,
    health.bp,
    hints.bp,
    home.bp,
    hooks.bp,
    items.bp,
    ledger.bp,
    lines.bp,
    links.bp,
    leaving.bp,
    metrics.bp,
    moderation.bp,
    notices.bp,
    passed_over.bp,
    posts.bp,
    providers.bp,
    review.bp,
    second_factor.bp,
    revising.bp,
    sessions.bp,
    showing.bp,
    tags.bp,
    tables.bp,
)


def create_app(config: Config, *, database: Database, clock: Clock) -> Flask:
    """The application, ready to serve; it opens and closes nothing of its own."""
    app = Flask("forecasts.web", root_path=str(HERE), template_folder=TEMPLATES)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    set_context(app, Context(config, database, clock))
    logs.log_requests(app, config)
    secure(app, config)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    sessions.remember_who(app)
    guard_routes(app)
    _protect_forms(app)
    answer_errors(app)
    give_templates_their_words(app)
    providers.set_up_provider(app, config.provider)
    return app


def _protect_forms(app: Flask) -> None:
    protection = CSRFProtect(app)
    for endpoint in WITHOUT_TOKEN:
        protection.exempt(app.view_functions[endpoint])
