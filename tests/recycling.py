"""One PostgreSQL database that tests have one after the other, each as if it were new."""

from typing import Any

import sqlalchemy as sa

from forecasts.store.engine import open_database
from forecasts.store.schema import migrate

COPIED = "STRATEGY file_copy"  # faster than through the log, for a database as small
FEW = 2_000
"""Rows that are deleted faster than a database is copied; more would leave the tables long."""

_DEFINITIONS = ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc", "pg_type")
_NEWEST_DEFINITION = sa.text(
    "SELECT count(*), max(born::text::bigint) FROM ("
    + " UNION ALL ".join(f"SELECT xmin AS born FROM {each}" for each in _DEFINITIONS)
    + ") AS definition"
)
_ANYBODY_ELSE = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_START_COUNTING_ANEW = sa.text(
    "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
    " WHERE seqrelid::regclass::text NOT LIKE '%.%'"
)


class Recycled:
    """A migrated database that is emptied for each test, or copied anew where that is not enough.

    To copy takes ten times as long as to empty. Whatever a test does to tables, columns, checks,
    triggers or functions is noticed, and then no trace of that database is used again.
    """

    def __init__(self, server: sa.URL, name: str) -> None:
        self.url = _url_of(server, name)
        self._name, self._template = name, f"{name}_template"
        self._on_server = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        self._inside = sa.create_engine(self.url)
        self._tables = sa.MetaData()
        self._born: tuple[Any, ...] | None = None
        self._make_template(_url_of(server, self._template))

    def _make_template(self, url: str) -> None:
        self.run(f"CREATE DATABASE {self._template}")
        database = open_database(url)
        migrate(database.engine)
        self._tables.reflect(database.engine)
        with database.engine.connect() as connection:
            found = {
                each: connection.execute(sa.select(each)) for each in self._tables.sorted_tables
            }
            self._first_rows = {each: rows.mappings().all() for each, rows in found.items()}
        database.close()

    def run(self, statement: str) -> None:
        """Run a statement on the server, outside of any database of ours."""
        with self._on_server.connect() as connection:
            connection.execute(sa.text(statement))

    def renew(self) -> None:
        """Make it as it was when it had just been migrated."""
        if not self._is_emptied():
            self._copy()

    def _copy(self) -> None:
        self._inside.dispose()
        self.run(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self.run(f"CREATE DATABASE {self._name} TEMPLATE {self._template} {COPIED}")
        with self._inside.connect() as connection:
            self._born = tuple(connection.execute(_NEWEST_DEFINITION).one())

    def _is_emptied(self) -> bool:
        if self._born is None:
            return False
        with self._inside.begin() as connection:
            connection.execute(_ANYBODY_ELSE)
            if tuple(connection.execute(_NEWEST_DEFINITION).one()) != self._born:
                return False
            return self._delete_rows(connection) <= FEW

    def _delete_rows(self, connection: sa.Connection) -> int:
        """Put the rows back that the migrations had left; how many there were instead."""
        connection.exec_driver_sql(
            "SET LOCAL session_replication_role = replica"
        )  # past all guards
        tables = self._tables.sorted_tables
        deleted = sum(connection.execute(sa.delete(each)).rowcount for each in tables)
        for table, rows in self._first_rows.items():
            if rows:
                connection.execute(sa.insert(table), [dict(row) for row in rows])
        connection.execute(_START_COUNTING_ANEW)
        return deleted

    def remove(self) -> None:
        """Leave nothing on the server."""
        self._inside.dispose()
        for name in (self._name, self._template):
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._on_server.dispose()


def _url_of(server: sa.URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)
