"""Migrations: up, down and up again with rows in them; any other schema is refused."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from forecasts.domain.errors import DatabaseRefusedError
from forecasts.domain.policies import Policy
from forecasts.services.due import flag_due
from forecasts.services.intake import capture_post
from forecasts.services.resolution import resolve
from forecasts.services.triage import add_quoted
from forecasts.store.base import Base
from forecasts.store.engine import Database, open_database
from forecasts.store.guards import missing_guards
from forecasts.store.models import Candidate
from forecasts.store.schema import check_schema, migrate, migrate_down, newest_revision
from tests.making import NOW, OPERATOR, a_decision, a_submission, make_forecast


@pytest.fixture
def empty(empty_url):
    database = open_database(empty_url)
    yield database
    database.close()


def fill(database: Database) -> None:
    with database.writing.begin() as session:
        capture_post(session, a_submission("The bridge will open."), actor=OPERATOR, now=NOW)
        forecast = make_forecast(session, deadline=NOW.date().replace(month=6))
        flag_due(session, now=NOW)
        session.refresh(forecast)
        resolve(
            session,
            forecast.id,
            a_decision(),
            version=forecast.version,
            actor=OPERATOR,
            now=NOW,
            policy=Policy.SOLO,
        )


def shape(database: Database) -> dict[str, object]:
    """Everything that a migration could lose, by table."""
    inspector = sa.inspect(database.engine)
    with database.engine.connect() as connection:
        missing = missing_guards(connection)
    tables = {
        table: (
            sorted(str(column["name"]) for column in inspector.get_columns(table)),
            sorted(str(check["name"]) for check in inspector.get_check_constraints(table)),
            sorted(str(index["name"]) for index in inspector.get_indexes(table)),
            sorted(str(key["name"]) for key in inspector.get_foreign_keys(table)),
            sorted(str(unique["name"]) for unique in inspector.get_unique_constraints(table)),
        )
        for table in inspector.get_table_names()
    }
    return {"missing guards": missing, "tables": tables}


def test_goes_up_down_and_up_again_with_rows_in_it(empty: Database):
    migrate(empty.engine)
    first = shape(empty)
    fill(empty)

    migrate_down(empty.engine, "base")
    tables_left = sa.inspect(empty.engine).get_table_names()
    migrate(empty.engine)
    fill(empty)

    assert tables_left == ["alembic_version"]
    assert shape(empty) == first
    assert first["missing guards"] == []


def test_each_step_down_and_up_leaves_the_same_schema(empty: Database):
    migrate(empty.engine)
    first = shape(empty)

    migrate_down(empty.engine, "-1")
    migrate(empty.engine)

    assert shape(empty) == first


def test_candidates_of_before_are_found_by_the_rules_or_by_who_quoted_them(empty: Database):
    migrate(empty.engine)
    with empty.writing.begin() as session:
        text = "The bridge will open. The ferry is old."
        post = capture_post(session, a_submission(text), actor=OPERATOR, now=NOW)
        add_quoted(session, post.id, "The ferry is old.", actor=OPERATOR, now=NOW)

    migrate_down(empty.engine, "0002")
    migrate(empty.engine, "0003")

    with empty.reading() as session:
        found = session.execute(
            sa.select(Candidate.found_by, Candidate.sightings).order_by(Candidate.start)
        ).all()
    assert found == [(["rules"], []), (["a person"], [])]


def test_the_models_say_what_the_migrations_made(database: Database):
    with database.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert found == []


def test_every_check_of_the_models_stands_in_the_database(database: Database):
    """Comparing metadata does not see checks, so they are compared here."""
    inspector = sa.inspect(database.engine)
    wanted = {
        (table.name, str(constraint.name))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }

    found = {
        (table, str(check["name"]))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }

    assert wanted <= found


def test_migrating_twice_changes_nothing(database: Database):
    migrate(database.engine)

    check_schema(database.engine)


def test_start_up_refuses_a_database_without_a_schema(empty: Database):
    with pytest.raises(DatabaseRefusedError, match="forecasts migrate"):
        check_schema(empty.engine)


def test_start_up_and_migration_refuse_a_newer_schema(database: Database):
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseRefusedError, match="newer"):
        check_schema(database.engine)
    with pytest.raises(DatabaseRefusedError, match="newer"):
        migrate(database.engine)


def test_start_up_refuses_an_older_schema(database: Database):
    migrate_down(database.engine, "-1")

    with pytest.raises(DatabaseRefusedError, match=str(newest_revision())):
        check_schema(database.engine)


def test_start_up_refuses_a_database_without_its_guards(database: Database):
    on_table = " ON forecast" if database.engine.dialect.name == "postgresql" else ""
    with database.engine.begin() as connection:
        connection.execute(sa.text(f"DROP TRIGGER forecast_frozen{on_table}"))

    with pytest.raises(DatabaseRefusedError, match="forecast_frozen"):
        check_schema(database.engine)


def test_every_mutable_table_counts_its_versions():
    """What may be edited by people carries a version; the rest is append-only or never edited."""
    versioned = {
        table.name for table in Base.metadata.tables.values() if "version" in table.columns
    }

    assert versioned == {
        "account",
        "arrival",
        "author",
        "author_claim",
        "candidate",
        "feed",
        "forecast",
        "hook",
        "proposal",
    }
