"""The triggers with which the database keeps the record from being changed."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("estimate", "ledger_entry", "post", "resolution")
FROZEN = (
    'id, author_id, post_id, candidate_id, start, "end", quote, claim, criteria, zone, deadline,'
    " deadline_earliest, deadline_phrase, deadline_rule, review_by, due_at, said_on, recorded_at,"
    " recorded_by, origin"
)
GENESIS = "0" * 64

SAME_KEY = {
    "estimate": "id = NEW.id",
    "post": "id = NEW.id OR (author_id = NEW.author_id AND text_sha256 = NEW.text_sha256"
    " AND published = NEW.published)",
    "resolution": "id = NEW.id OR (forecast_id = NEW.forecast_id AND number = NEW.number)",
    "forecast": "id = NEW.id OR candidate_id = NEW.candidate_id OR request_key = NEW.request_key",
}
"""What INSERT OR REPLACE would take for the same row, and so delete without asking."""


def refuse_on_sqlite(name: str, when: str, table: str, message: str, condition: str = "1") -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def guard_sqlite() -> None:
    for table in APPEND_ONLY:
        refuse_on_sqlite(f"{table}_update_refused", "UPDATE", table, f"{table} is append-only")
        refuse_on_sqlite(f"{table}_delete_refused", "DELETE", table, f"{table} is append-only")
    for table, same in SAME_KEY.items():
        refuse_on_sqlite(
            f"{table}_replace_refused",
            "INSERT",
            table,
            f"{table} rows are never replaced",
            f"EXISTS (SELECT 1 FROM {table} WHERE {same})",
        )
    refuse_on_sqlite(
        "forecast_frozen", f"UPDATE OF {FROZEN}", "forecast", "a logged forecast is frozen"
    )
    refuse_on_sqlite(
        "forecast_delete_refused", "DELETE", "forecast", "no forecast leaves the record"
    )
    refuse_on_sqlite(
        "ledger_entry_follows",
        "INSERT",
        "ledger_entry",
        "a ledger entry must follow the last one",
        "NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM ledger_entry)"
        " OR NEW.previous IS NOT COALESCE((SELECT hash FROM ledger_entry"
        f" WHERE sequence = NEW.sequence - 1), '{GENESIS}')",
    )


def refuse_on_postgresql(name: str, when: str, table: str, each: str = "ROW") -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {each}"
        " EXECUTE FUNCTION refuse_change()"
    )


def guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is kept as it is: % refused', TG_TABLE_NAME, TG_OP; END $$"
    )
    for table in (*APPEND_ONLY, "forecast"):
        refuse_on_postgresql(f"{table}_delete_refused", "DELETE", table)
        refuse_on_postgresql(f"{table}_truncate_refused", "TRUNCATE", table, "STATEMENT")
    for table in APPEND_ONLY:
        refuse_on_postgresql(f"{table}_update_refused", "UPDATE", table)
    refuse_on_postgresql("forecast_frozen", f"UPDATE OF {FROZEN}", "forecast")
    op.execute(
        "CREATE FUNCTION follow_ledger() RETURNS trigger LANGUAGE plpgsql AS $$"
        " DECLARE last_sequence bigint := 0; last_hash text := repeat('0', 64); BEGIN"
        " SELECT sequence, hash INTO last_sequence, last_hash FROM ledger_entry"
        " ORDER BY sequence DESC LIMIT 1;"
        " IF NOT FOUND THEN last_sequence := 0; last_hash := repeat('0', 64); END IF;"
        " IF NEW.sequence <> last_sequence + 1 OR NEW.previous <> last_hash THEN"
        " RAISE EXCEPTION 'a ledger entry must follow the last one'; END IF;"
        " RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_entry_follows BEFORE INSERT ON ledger_entry"
        " FOR EACH ROW EXECUTE FUNCTION follow_ledger()"
    )


def upgrade() -> None:
    op.execute(
        "INSERT INTO ledger_head (id, sequence, hash) SELECT 1, COALESCE(MAX(sequence), 0),"
        " COALESCE((SELECT hash FROM ledger_entry ORDER BY sequence DESC LIMIT 1),"
        f" '{GENESIS}') FROM ledger_entry"  # after a step back there are entries already
    )
    if op.get_bind().dialect.name == "sqlite":
        guard_sqlite()
    else:
        guard_postgresql()


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    guards = {"forecast_frozen": "forecast", "ledger_entry_follows": "ledger_entry"}
    for table in (*APPEND_ONLY, "forecast"):
        guards |= {
            f"{table}_{act}_refused": table for act in ("update", "delete", "replace", "truncate")
        }
    for name, table in guards.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}" if postgresql else f"DROP TRIGGER IF EXISTS {name}")
    if postgresql:
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
        op.execute("DROP FUNCTION IF EXISTS follow_ledger()")
    op.execute("DELETE FROM ledger_head")
