"""People: accounts and their factors, roles, the desk, proposals, disputes, mail, visibility."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW_TABLES = (
    "attempts",
    "published_head",
    "request_key",
    "account_link",
    "author_claim",
    "erasure",
    "mail",
    "mailed_link",
    "outside_identity",
    "recovery_code",
    "conflict",
    "dispute",
    "hint",
    "item_claim",
    "proposal",
    "second_look",
    "snooze",
    "succession",
)
"""In the order in which they are made."""

MOMENTS = {
    "account": ("totp_confirmed_at", "suspended_at", "erased_at"),
    "author": ("erased_at",),
    "estimate": ("erased_at",),
    "forecast": ("erased_at",),
    "post": ("erased_at",),
    "resolution": ("erased_at",),
}


def add_word(table: str, column: str, words: tuple[str, ...], first: str) -> None:
    """Add a column with a check in place: a table that SQLite builds anew loses its triggers."""
    listed = ", ".join(f"'{word}'" for word in words)
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(32) DEFAULT '{first}' NOT NULL"
        f" CONSTRAINT ck_{table}_{column}"
        f" CHECK ({column} IN ({listed}))"
    )


def add_columns() -> None:
    op.add_column("account", sa.Column("email", sa.String(length=254), nullable=True))
    op.create_index("uq_account_email", "account", ["email"], unique=True)
    add_word("account", "role", ("reader", "author", "reviewer", "admin"), "reader")
    op.execute("UPDATE account SET role = 'admin'")  # until now there was the operator alone
    op.add_column("account", sa.Column("password_hash", sa.String(length=300), nullable=True))
    op.add_column("account", sa.Column("totp_secret", sa.String(length=64), nullable=True))
    op.add_column("account", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    for table in ("author", "forecast", "post"):
        add_word(table, "visibility", ("public", "unlisted", "private"), "public")
    for table, columns in MOMENTS.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.add_column("resolution", sa.Column("confirmed_by", sa.String(length=40), nullable=True))


def make_sessions_anew() -> None:
    """Sessions get a name for pages; whoever was signed in signs in once more."""
    op.drop_table("web_session")
    op.create_table(
        "web_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("browser", sa.String(length=200), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_web_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
        sa.UniqueConstraint("handle", name=op.f("uq_web_session_handle")),
    )
    op.create_index(op.f("ix_web_session_account_id"), "web_session", ["account_id"])


def make_sessions_as_before() -> None:
    op.drop_table("web_session")
    op.create_table(
        "web_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_web_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )


def upgrade() -> None:
    make_tables()
    add_columns()
    make_sessions_anew()


def downgrade() -> None:
    make_sessions_as_before()
    op.drop_column("resolution", "confirmed_by")
    for table, columns in MOMENTS.items():
        for column in columns:
            op.drop_column(table, column)
    for table in ("author", "forecast", "post"):
        op.drop_column(table, "visibility")
    for column in ("totp_step", "totp_secret", "password_hash", "role"):
        op.drop_column("account", column)
    op.drop_index("uq_account_email", table_name="account")
    op.drop_column("account", "email")
    for table in reversed(NEW_TABLES):
        op.drop_table(table)


def make_tables() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_began_at"), "attempts", ["began_at"], unique=False)
    op.create_table(
        "published_head",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_published_head")),
    )
    op.create_table(
        "request_key",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("endpoint", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "endpoint", "key", name=op.f("pk_request_key")),
    )
    op.create_index(op.f("ix_request_key_made_at"), "request_key", ["made_at"], unique=False)
    op.create_table(
        "account_link",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("other_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by", sa.String(length=40), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint("account_id < other_id", name=op.f("ck_account_link_order")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_link_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["account.id"], name=op.f("fk_account_link_other_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint(
            "account_id", "other_id", name=op.f("uq_account_link_account_id_other_id")
        ),
    )
    op.create_index(op.f("ix_account_link_other_id"), "account_link", ["other_id"], unique=False)
    op.create_table(
        "author_claim",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "confirmed",
                "refused",
                name="claimstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_author_claim_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["author.id"], name=op.f("fk_author_claim_author_id_author")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_author_claim")),
        sa.UniqueConstraint(
            "account_id", "author_id", name=op.f("uq_author_claim_account_id_author_id")
        ),
    )
    op.create_index(op.f("ix_author_claim_author_id"), "author_claim", ["author_id"], unique=False)
    op.create_table(
        "erasure",
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_by", sa.String(length=40), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_erasure_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["author.id"], name=op.f("fk_erasure_author_id_author")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "mail",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
    )
    op.create_index(op.f("ix_mail_account_id"), "mail", ["account_id"], unique=False)
    op.create_index(
        "ix_mail_waiting", "mail", ["sent_at", "parked_at", "next_try_at"], unique=False
    )
    op.create_table(
        "mailed_link",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "registration",
                "reset",
                "email",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "reader",
                "author",
                "reviewer",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mailed_link_account_id_account")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_mailed_link")),
    )
    op.create_index(op.f("ix_mailed_link_email"), "mailed_link", ["email"], unique=False)
    op.create_table(
        "outside_identity",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_outside_identity_account_id_account")
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_outside_identity")),
    )
    op.create_index(
        op.f("ix_outside_identity_account_id"), "outside_identity", ["account_id"], unique=False
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("code_sha256", name=op.f("pk_recovery_code")),
    )
    op.create_index(
        op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False
    )
    op.create_table(
        "conflict",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("forecast_id", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint(
            "(author_id IS NULL) <> (forecast_id IS NULL)", name=op.f("ck_conflict_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_conflict_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["author.id"], name=op.f("fk_conflict_author_id_author")
        ),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_conflict_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_account_id"), "conflict", ["account_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("forecast_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.String(length=2000), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "upheld",
                "rejected",
                name="disputestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.String(length=40), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_dispute_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_answer_by"), "dispute", ["answer_by"], unique=False)
    op.create_index(op.f("ix_dispute_forecast_id"), "dispute", ["forecast_id"], unique=False)
    op.create_index(
        "uq_dispute_open",
        "dispute",
        ["forecast_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "hint",
        sa.Column("forecast_id", BIG, nullable=False),
        sa.Column("evidence_url", sa.String(length=2000), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_hint_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hint")),
        sa.UniqueConstraint("forecast_id", "given_by", name=op.f("uq_hint_forecast_id_given_by")),
    )
    op.create_index(op.f("ix_hint_closed_at"), "hint", ["closed_at"], unique=False)
    op.create_table(
        "item_claim",
        sa.Column("forecast_id", BIG, autoincrement=False, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_item_claim_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_item_claim_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("forecast_id", name=op.f("pk_item_claim")),
    )
    op.create_index(op.f("ix_item_claim_account_id"), "item_claim", ["account_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("forecast_id", BIG, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "standing",
                "confirmed",
                "rejected",
                name="proposalstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "yes",
                "no",
                "void",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "void_reason",
            sa.Enum(
                "premise failed",
                "unclear truth",
                "not a forecast",
                "duplicate",
                "source unreadable",
                name="voidreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("evidence_url", sa.String(length=2000), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'void') = (void_reason IS NOT NULL)", name=op.f("ck_proposal_void_reason")
        ),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_proposal_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_forecast_id"), "proposal", ["forecast_id"], unique=False)
    op.create_index(
        "uq_proposal_standing",
        "proposal",
        ["forecast_id"],
        unique=True,
        sqlite_where=sa.text("status = 'standing'"),
        postgresql_where=sa.text("status = 'standing'"),
    )
    op.create_table(
        "second_look",
        sa.Column("forecast_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "yes",
                "no",
                "void",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "void_reason",
            sa.Enum(
                "premise failed",
                "unclear truth",
                "not a forecast",
                "duplicate",
                "source unreadable",
                name="voidreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", sa.String(length=40), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_second_look_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint(
            "forecast_id", "number", name=op.f("uq_second_look_forecast_id_number")
        ),
    )
    op.create_index(op.f("ix_second_look_looked_at"), "second_look", ["looked_at"], unique=False)
    op.create_table(
        "snooze",
        sa.Column("forecast_id", BIG, autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("snoozed_by", sa.String(length=40), nullable=False),
        sa.Column("snoozed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_snooze_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("forecast_id", name=op.f("pk_snooze")),
    )
    op.create_index(op.f("ix_snooze_until"), "snooze", ["until"], unique=False)
    op.create_table(
        "succession",
        sa.Column("forecast_id", BIG, autoincrement=False, nullable=False),
        sa.Column("follows_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["forecast.id"], name=op.f("fk_succession_follows_id_forecast")
        ),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_succession_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("forecast_id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_follows_id"), "succession", ["follows_id"], unique=False)
