"""The ledger in the database: chained, verified, and true to its head."""

import pytest
import sqlalchemy as sa

from forecasts.services.journal import Act, record
from forecasts.services.verification import read_entries, verify_record
from forecasts.store.engine import Database
from forecasts.store.models import LedgerEntry, SealedText
from tests.making import NOW, OPERATOR

ENTRIES = 5


@pytest.fixture
def ledger(database: Database) -> Database:
    acts = [
        Act("logged", f"forecast:{n}", {"number": n}, {"claim": f"claim {n}"})
        for n in range(1, ENTRIES + 1)
    ]
    with database.writing.begin() as session:
        record(session, acts[:2], actor=OPERATOR, now=NOW)
    with database.writing.begin() as session:
        record(session, acts[2:], actor=OPERATOR, now=NOW)
    return database


def tamper(ledger: Database, statement: str) -> None:
    """Change the tables as an administrator would, with the guards switched off."""
    with ledger.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            names = connection.scalars(
                sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            )
            for name in list(names):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement)


def verified(ledger: Database):
    with ledger.reading() as session:
        return verify_record(session)


def test_a_ledger_as_it_was_written_verifies(ledger: Database):
    verdict = verified(ledger)

    assert (verdict.entries, verdict.fault) == (ENTRIES, None)


def test_an_empty_ledger_verifies(database: Database):
    assert verified(database).fault is None


def test_entries_come_back_as_they_were_sealed(ledger: Database):
    with ledger.reading() as session:
        entries = read_entries(session, limit=100)

    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert entries[0].facts == {"number": 1}


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        pytest.param("UPDATE ledger_entry SET actor='x' WHERE sequence=3", 3, id="actor"),
        pytest.param("UPDATE ledger_entry SET facts='{}' WHERE sequence=2", 2, id="facts"),
        pytest.param("UPDATE ledger_entry SET facts='{' WHERE sequence=2", 2, id="not JSON"),
        pytest.param("UPDATE ledger_entry SET at='x' WHERE sequence=5", 5, id="time"),
        pytest.param("DELETE FROM ledger_entry WHERE sequence=2", 2, id="one missing"),
        pytest.param("DELETE FROM ledger_entry WHERE sequence=5", 5, id="a cut tail"),
        pytest.param("DELETE FROM ledger_entry", 1, id="everything gone"),
        pytest.param("UPDATE ledger_head SET sequence=4", 4, id="a head set back"),
        pytest.param("UPDATE sealed_text SET content='{}' WHERE sequence=4", 4, id="text changed"),
        pytest.param("UPDATE sealed_text SET content='{' WHERE sequence=4", 4, id="text broken"),
        pytest.param("DELETE FROM sealed_text WHERE sequence=1", 1, id="text gone, not erased"),
    ],
)
def test_names_the_first_bad_entry(ledger: Database, statement, first_bad):
    if "DELETE FROM ledger" in statement:  # what points to the entry goes first
        tamper(ledger, statement.replace("ledger_entry", "sealed_text"))
    tamper(ledger, statement)

    fault = verified(ledger).fault

    assert fault is not None
    assert fault.sequence == first_bad


def test_text_that_an_entry_says_was_erased_may_be_gone(ledger: Database):
    with ledger.writing.begin() as session:
        session.execute(sa.delete(SealedText).where(SealedText.sequence == 1))
        record(session, [Act("erased", "author:1", {"sequences": [1]})], actor=OPERATOR, now=NOW)

    assert verified(ledger).fault is None


def test_what_is_rolled_back_leaves_no_gap(ledger: Database):
    with ledger.writing() as session:
        record(session, [Act("logged", "forecast:9", {})], actor=OPERATOR, now=NOW)
        session.rollback()

    with ledger.writing.begin() as session:
        record(session, [Act("logged", "forecast:10", {})], actor=OPERATOR, now=NOW)

    with ledger.reading() as session:
        sequences = session.scalars(sa.select(LedgerEntry.sequence)).all()
    assert sorted(sequences) == [1, 2, 3, 4, 5, 6]
