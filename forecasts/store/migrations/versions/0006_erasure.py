"""What is kept for good may be emptied of its texts, once, and nothing else of it may change."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = ("estimate", "post", "resolution")
FROZEN_BEFORE = (
    'id, author_id, post_id, candidate_id, start, "end", quote, claim, criteria, zone, deadline,'
    " deadline_earliest, deadline_phrase, deadline_rule, review_by, due_at, said_on, recorded_at,"
    " recorded_by, origin"
)
KEPT = {
    "estimate": "id, forecast_id, author_id, post_id, start, \"end\", said_on, recorded_at, kind,"
    " probability, probability_low, probability_high, lexicon_version",
    "post": "id, author_id, text_format, published, zone, date_origin, captured_at, captured_by,"
    " has_own_title",
    "resolution": "id, forecast_id, number, outcome, void_reason, known_on, decided_at, decided_by,"
    " self_resolved, confirmed_by",
    "forecast": 'id, author_id, post_id, candidate_id, start, "end", zone, deadline,'
    " deadline_earliest, deadline_rule, review_by, due_at, said_on, recorded_at, recorded_by,"
    " origin, negated, conditional, attributed",
}
"""Columns that never change."""

TEXTS = {
    "estimate": ("hedge", "NEW.hedge IS NULL"),
    "post": (
        "title, source_url, raw, raw_sha256, text, text_sha256",
        "NEW.text = '' AND length(NEW.raw) = 0 AND NEW.title = '' AND NEW.raw_sha256 = ''"
        " AND NEW.source_url IS NULL AND NEW.text_sha256 LIKE 'erased:%'",
    ),
    "resolution": (
        "evidence_url, note",
        "NEW.note = 'erased' AND COALESCE(NEW.evidence_url, '') = ''",
    ),
    "forecast": (
        "quote, claim, criteria, deadline_phrase",
        "NEW.quote = '' AND NEW.claim = '' AND NEW.criteria = '' AND NEW.deadline_phrase IS NULL",
    ),
}
"""Columns with texts, and what they are once they were erased."""


def guard(name: str, table: str, columns: str, condition: str | None = None) -> None:
    when = f" WHEN ({condition})" if condition else ""
    before = f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW{when}"
    if op.get_bind().dialect.name == "sqlite":
        told = f"{table} is append-only, a logged forecast is frozen"
        op.execute(f"{before} BEGIN SELECT RAISE(ABORT, '{told}'); END")
    else:
        op.execute(f"{before} EXECUTE FUNCTION refuse_change()")


def drop(name: str, table: str) -> None:
    on_table = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER {name}{on_table}")


def upgrade() -> None:
    for table in BEFORE:
        drop(f"{table}_update_refused", table)
        guard(f"{table}_update_refused", table, KEPT[table])
    drop("forecast_frozen", "forecast")
    guard("forecast_frozen", "forecast", KEPT["forecast"])
    for table, (columns, erased) in TEXTS.items():
        once = f"OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND {erased}"
        guard(f"{table}_texts_frozen", table, f"{columns}, erased_at", f"NOT ({once})")


def downgrade() -> None:
    for table in TEXTS:
        drop(f"{table}_texts_frozen", table)
    drop("forecast_frozen", "forecast")
    guard("forecast_frozen", "forecast", FROZEN_BEFORE)
    for table in BEFORE:
        drop(f"{table}_update_refused", table)
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {table}_update_refused BEFORE UPDATE ON {table} WHEN 1"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_update_refused BEFORE UPDATE ON {table} FOR EACH ROW"
                " EXECUTE FUNCTION refuse_change()"
            )
