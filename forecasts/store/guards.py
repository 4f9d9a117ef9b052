"""The triggers with which the database itself keeps the record from being changed.

The migrations create them; this is the list of what must be there, for start-up and for tests.
"""

import sqlalchemy as sa

APPEND_ONLY = ("estimate", "ledger_entry", "post", "resolution")
"""Tables whose rows are never deleted, and never updated but to erase their texts."""

ERASABLE = ("estimate", "forecast", "post", "resolution")
"""Tables with texts that may be emptied, once."""

GUARDS = frozenset(
    {f"{table}_{act}_refused" for table in APPEND_ONLY for act in ("update", "delete")}
    | {f"{table}_texts_frozen" for table in ERASABLE}
    | {"forecast_frozen", "forecast_delete_refused", "ledger_entry_follows"}
)
"""Names of the triggers on both databases."""

TRUNCATE_GUARDS = frozenset({f"{table}_truncate_refused" for table in (*APPEND_ONLY, "forecast")})
"""Names of those that only PostgreSQL needs: SQLite has no TRUNCATE."""

REPLACE_GUARDS = frozenset(
    {f"{table}_replace_refused" for table in ("estimate", "forecast", "post", "resolution")}
)
"""Names of those that only SQLite needs: PostgreSQL has no INSERT OR REPLACE."""


def missing_guards(connection: sa.Connection) -> list[str]:
    """Names of the triggers that should be there and are not, or are switched off; sorted."""
    if connection.dialect.name == "sqlite":
        found = connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        return sorted((GUARDS | REPLACE_GUARDS) - set(found))
    found = connection.scalars(
        sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
    )
    return sorted((GUARDS | TRUNCATE_GUARDS) - set(found))
