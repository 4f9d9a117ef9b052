"""Digests by mail, web hooks, and the page that a mail leads to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NEW_TABLES = ("digest_choice", "digest", "hook", "hook_delivery")
RHYTHMS = ("daily", "weekly", "never")
EVENTS = (
    "forecast.created",
    "forecast.due",
    "resolution.proposed",
    "forecast.resolved",
    "resolution.changed",
    "hook.test",
)


def upgrade() -> None:
    op.add_column("mail", sa.Column("leads_to", sa.String(length=200), nullable=True))
    make_digests()
    make_hooks()


def make_digests() -> None:
    op.create_table(
        "digest_choice",
        sa.Column("account_id", BIG, autoincrement=False, nullable=False),
        word("rhythm", RHYTHMS, check="ck_digest_choice_rhythm"),
        sa.Column("chosen_at", MOMENT, nullable=False),
        to_account("digest_choice"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_digest_choice")),
    )
    op.create_table(
        "digest",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("retry_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        to_account("digest"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("person", "began_at", name=op.f("uq_digest_person_began_at")),
    )
    op.create_index("ix_digest_account_id_began_at", "digest", ["account_id", "began_at"])
    op.create_index(op.f("ix_digest_claimed_at"), "digest", ["claimed_at"])


def make_hooks() -> None:
    op.create_table(
        "hook",
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("former_secret", sa.String(length=100), nullable=True),
        sa.Column("former_until", MOMENT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.Column("disabled_why", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook")),
        sa.UniqueConstraint("address", name=op.f("uq_hook_address")),
    )
    op.create_table(
        "hook_delivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("hook_id", BIG, nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        word("event", EVENTS, check="ck_hook_delivery_hookevent"),
        sa.Column("forecast_id", BIG, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("parked_at", MOMENT, nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_hook_delivery_forecast_id_forecast")
        ),
        sa.ForeignKeyConstraint(
            ["hook_id"], ["hook.id"], name=op.f("fk_hook_delivery_hook_id_hook")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_delivery")),
        sa.UniqueConstraint("hook_id", "message", name=op.f("uq_hook_delivery_hook_id_message")),
    )
    waiting = ["settled_at", "parked_at", "next_try_at"]
    op.create_index("ix_hook_delivery_waiting", "hook_delivery", waiting)
    op.create_index(op.f("ix_hook_delivery_forecast_id"), "hook_delivery", ["forecast_id"])


def word(name: str, words: tuple[str, ...], *, check: str) -> sa.Column:
    kind = sa.Enum(
        *words, name=op.f(check), native_enum=False, create_constraint=True, length=32
    )
    return sa.Column(name, kind, nullable=False)


def to_account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id_account")
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=name)


def downgrade() -> None:
    for table in reversed(NEW_TABLES):
        op.drop_table(table)
    op.drop_column("mail", "leads_to")
