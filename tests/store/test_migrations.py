"""T18: every migration up, down and up with rows in it; nothing that guards the record is lost."""

from itertools import pairwise

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from forecasts.store.base import Base
from forecasts.store.counting import take_stock
from forecasts.store.engine import Database, open_database
from forecasts.store.guards import missing_guards
from forecasts.store.schema import alembic_config, check_schema, migrate, migrate_down
from tests.keeping.conftest import fill

pytestmark = pytest.mark.slow

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(alembic_config()).walk_revisions()))
]

IRREVERSIBLE: frozenset[str] = frozenset()
"""Migrations without a way back. None so far; whoever adds one names it here, and in its text."""


@pytest.fixture
def filled(empty_url):
    """A database at the newest revision, with rows in the tables that matter."""
    database = open_database(empty_url)
    migrate(database.engine)
    fill(database)
    yield database
    database.close()


def definitions(database: Database) -> dict[str, set[tuple[str, ...]]]:
    """Triggers with their whole text, and names of checks, indexes, foreign keys and uniques."""
    inspector = sa.inspect(database.engine)
    triggers = (
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        if database.engine.dialect.name == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal"
    )
    with database.engine.connect() as connection:
        found = {tuple(row) for row in connection.execute(sa.text(triggers))}
    told: dict[str, set[tuple[str, ...]]] = {"triggers": found}
    for kind in ("check_constraints", "indexes", "foreign_keys", "unique_constraints"):
        ask = getattr(inspector, f"get_{kind}")
        told[kind] = {
            (table, str(each["name"]))
            for table in inspector.get_table_names()
            for each in ask(table)
        }
    return told


def counts(database: Database, tables: list[str]) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
            for name in tables
        }


def head_of(database: Database) -> tuple[int, str]:
    with database.engine.connect() as connection:
        contents = take_stock(connection)
    return contents.sequence, contents.head


@pytest.mark.parametrize("revision", [each for each in REVISIONS[:-1] if each not in IRREVERSIBLE])
@pytest.mark.slow
def test_down_to_each_revision_and_up_again_loses_nothing(filled: Database, revision):
    before, head = definitions(filled), head_of(filled)

    migrate_down(filled.engine, revision)
    kept = sa.inspect(filled.engine).get_table_names()
    for ours in ("alembic_version", "ledger_head"):
        kept.remove(ours)
    left = counts(filled, kept)
    migrate(filled.engine)

    assert definitions(filled) == before
    assert counts(filled, kept) == left
    assert left["forecast"] == 3
    assert head_of(filled) == head
    check_schema(filled.engine)


@pytest.mark.parametrize(("below", "revision"), list(pairwise(REVISIONS)))
def test_each_step_by_itself_goes_up_down_and_up(empty_url, below, revision):
    database = open_database(empty_url)
    migrate(database.engine, revision)
    first = definitions(database)

    migrate_down(database.engine, below)
    migrate(database.engine, revision)

    assert definitions(database) == first
    database.close()


def test_what_the_models_name_is_in_the_database(filled: Database):
    found = definitions(filled)
    tables = Base.metadata.tables.values()

    checks = {
        (table.name, str(each.name))
        for table in tables
        for each in table.constraints
        if isinstance(each, sa.CheckConstraint)
    }
    indexes = {(table.name, str(each.name)) for table in tables for each in table.indexes}

    assert checks <= found["check_constraints"]
    assert indexes <= found["indexes"]
    with filled.engine.connect() as connection:
        assert missing_guards(connection) == []


def test_a_trigger_that_is_lost_on_the_way_would_be_seen(filled: Database):
    """The twin of the first one: it can fail."""
    before = definitions(filled)
    on_table = " ON forecast" if filled.engine.dialect.name == "postgresql" else ""
    with filled.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER forecast_frozen{on_table}")

    assert definitions(filled) != before
