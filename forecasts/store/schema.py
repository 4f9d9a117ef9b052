"""Brings the database to the schema this program knows, and refuses any other."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import forecasts.store.models  # noqa: F401 - fills the metadata that migrations are compared with
from forecasts.domain.errors import DatabaseRefusedError
from forecasts.store.engine import refuse_unsafe_settings
from forecasts.store.guards import missing_guards

_MIGRATION_LOCK = 7_012_017
"""Any number, the same in every process: PostgreSQL lets one of them migrate at a time."""


def alembic_config(connection: sa.Connection | None = None) -> AlembicConfig:
    """Alembic's settings, working from a checkout and from a wheel alike."""
    config = AlembicConfig()
    config.set_main_option("script_location", "forecasts.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str | None:
    """The revision this program was written for."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the database up to ``revision``, in one transaction.

    Raises:
        DatabaseRefusedError: the database does not answer, or a newer program has written to it.
    """
    with _answering(engine), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        _refuse_unknown_revision(_current_revision(connection))
        command.upgrade(alembic_config(connection), revision)


def migrate_down(engine: sa.Engine, revision: str) -> None:
    """Take the database back to ``revision``; "base" empties it."""
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), revision)


def check_schema(engine: sa.Engine) -> None:
    """Return when the database has exactly the schema this program knows, with its guards.

    Raises:
        DatabaseRefusedError: it does not answer, is older or newer, or a trigger or a setting that
            keeps the record is missing.
    """
    with _answering(engine), engine.connect() as connection:
        refuse_unsafe_settings(connection)
        current = _current_revision(connection)
        _refuse_unknown_revision(current)
        if current != newest_revision():
            raise DatabaseRefusedError(
                f"the database is at revision {current or 'none'}, this program needs"
                f" {newest_revision()}; run `forecasts migrate`"
            )
        missing = missing_guards(connection)
    if missing:
        raise DatabaseRefusedError(
            f"the database lacks the triggers {', '.join(missing)} that keep the record from being"
            " changed; restore it from a backup or migrate a copy"
        )


@contextmanager
def _answering(engine: sa.Engine) -> Iterator[None]:
    """Turn the driver's complaint about a database that is not there into one that people read."""
    try:
        yield
    except sa.exc.OperationalError as error:
        address = engine.url.render_as_string(hide_password=True)
        raise DatabaseRefusedError(
            f"the database {address} does not answer: {error.orig}"
        ) from None


def _current_revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown_revision(current: str | None) -> None:
    known = {
        script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }
    if current is not None and current not in known:
        raise DatabaseRefusedError(
            f"the database is at revision {current}, which this program does not know;"
            " a newer version has used it, so run that one"
        )
