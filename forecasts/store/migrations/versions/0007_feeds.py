"""Posts on their way in: feeds, addresses and files; and what became of their sources."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("author_id", BIG, nullable=False),
        sa.Column("authors_named", sa.Boolean(), nullable=False),
        sa.Column("whole_pages", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "unlisted",
                "private",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("polls", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.String(length=300), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["author.id"], name=op.f("fk_feed_author_id_author")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("address", name=op.f("uq_feed_address")),
    )
    op.create_index(op.f("ix_feed_author_id"), "feed", ["author_id"], unique=False)
    op.create_index("ix_feed_waiting", "feed", ["paused_at", "next_poll_at"], unique=False)
    op.create_table(
        "feed_entry",
        sa.Column("feed_id", BIG, nullable=False),
        sa.Column("entry_key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_entry_feed_id_feed")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_feed_entry_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_entry")),
        sa.UniqueConstraint("feed_id", "entry_key", name=op.f("uq_feed_entry_feed_id_entry_key")),
    )
    op.create_index(op.f("ix_feed_entry_post_id"), "feed_entry", ["post_id"], unique=False)
    op.create_table(
        "feed_poll",
        sa.Column("feed_id", BIG, nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("told", sa.String(length=300), nullable=False),
        sa.Column("captured", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_poll_feed_id_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_poll")),
    )
    op.create_index(
        "ix_feed_poll_feed_id_polled_at", "feed_poll", ["feed_id", "polled_at"], unique=False
    )
    op.create_table(
        "source_check",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unchanged",
                "changed",
                "gone",
                "unknown",
                name="sourcestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("told", sa.String(length=300), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_source_check_post_id_post")
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_source_check")),
    )
    op.create_index(
        op.f("ix_source_check_next_check_at"), "source_check", ["next_check_at"], unique=False
    )
    op.create_table(
        "arrival",
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "asking",
                "captured",
                "failed",
                "dropped",
                name="arrivalstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=2000), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("text_format", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("date_origin", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "unlisted",
                "private",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("feed_entry_id", BIG, nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_arrival_post_id_post")),
        sa.ForeignKeyConstraint(
            ["feed_entry_id"], ["feed_entry.id"], name=op.f("fk_arrival_feed_entry_id_feed_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_created_by"), "arrival", ["created_by"], unique=False)
    op.create_index(op.f("ix_arrival_post_id"), "arrival", ["post_id"], unique=False)
    op.create_index(
        "ix_arrival_status_next_try_at", "arrival", ["status", "next_try_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_arrival_status_next_try_at", table_name="arrival")
    op.drop_index(op.f("ix_arrival_post_id"), table_name="arrival")
    op.drop_index(op.f("ix_arrival_created_by"), table_name="arrival")
    op.drop_table("arrival")
    op.drop_index(op.f("ix_source_check_next_check_at"), table_name="source_check")
    op.drop_table("source_check")
    op.drop_index("ix_feed_poll_feed_id_polled_at", table_name="feed_poll")
    op.drop_table("feed_poll")
    op.drop_index(op.f("ix_feed_entry_post_id"), table_name="feed_entry")
    op.drop_table("feed_entry")
    op.drop_index("ix_feed_waiting", table_name="feed")
    op.drop_index(op.f("ix_feed_author_id"), table_name="feed")
    op.drop_table("feed")
