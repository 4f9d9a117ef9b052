"""Notices of every kind, who has seen them, the brake, poison rows, and the loops that tick."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOW_KINDS = ("due soon", "due", "overdue", "escalated", "decided", "disputed")
KINDS_BEFORE = ("due",)
COLUMNS = "key, forecast_id, kind, audience, created_at, id"


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def make_notices(kinds: tuple[str, ...], *more: sa.schema.SchemaItem) -> None:
    """The table anew, with its rows: on SQLite a check cannot be changed."""
    op.execute("CREATE TABLE notice_before AS SELECT * FROM notice")
    op.drop_table("notice")
    kind = sa.Enum(*kinds, name="noticekind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "notice",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("forecast_id", BIG, nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        moment("created_at"),
        *more,
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_notice_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index(op.f("ix_notice_forecast_id"), "notice", ["forecast_id"])
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(
        f"INSERT INTO notice ({COLUMNS}) SELECT {COLUMNS} FROM notice_before"
        f" WHERE kind IN ({listed})"
    )
    op.drop_table("notice_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('notice', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM notice), false)"
        )


def upgrade() -> None:
    op.create_table(
        "brake",
        sa.Column("standing", sa.Boolean(), nullable=True),
        moment("pulled_at"),
        sa.Column("reason", sa.String(length=300), nullable=False),
        moment("released_at", nullable=True),
        sa.Column("released_by", sa.String(length=40), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brake")),
        sa.UniqueConstraint("standing", name=op.f("uq_brake_standing")),
    )
    make_notices(
        NOW_KINDS,
        moment("due_at", nullable=True),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("brake_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["brake_id"], ["brake.id"], name=op.f("fk_notice_brake_id_brake")
        ),
    )
    op.execute(
        "UPDATE notice SET due_at = (SELECT due_at FROM forecast WHERE id = notice.forecast_id)"
    )
    op.create_index(op.f("ix_notice_created_at"), "notice", ["created_at"])
    op.create_index(op.f("ix_notice_brake_id"), "notice", ["brake_id"])
    op.create_table(
        "seen_notice",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        moment("seen_at"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_seen_notice_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_seen_notice_notice_id_notice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "notice_id", name=op.f("pk_seen_notice")),
    )
    op.create_index(op.f("ix_seen_notice_notice_id"), "seen_notice", ["notice_id"])
    op.create_table(
        "poison_row",
        sa.Column("loop", sa.String(length=40), nullable=False),
        sa.Column("forecast_id", BIG, autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        moment("first_failed_at"),
        moment("failed_at"),
        moment("next_try_at"),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_poison_row_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("loop", "forecast_id", name=op.f("pk_poison_row")),
    )
    op.create_table(
        "clock_loop",
        sa.Column("name", sa.String(length=80), nullable=False),
        moment("started_at"),
        moment("beat_at"),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_clock_loop")),
    )
    op.create_index(op.f("ix_clock_loop_beat_at"), "clock_loop", ["beat_at"])


def downgrade() -> None:
    for table in ("clock_loop", "poison_row", "seen_notice"):
        op.drop_table(table)
    make_notices(KINDS_BEFORE)
    op.drop_table("brake")
