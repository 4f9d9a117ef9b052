"""Where else a forecast is said, who found it, what was superseded, and whose title a post has."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added and dropped in place: a table that SQLite builds anew loses its triggers.
    op.add_column(
        "candidate", sa.Column("sightings", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column(
        "candidate", sa.Column("found_by", sa.JSON(), nullable=False, server_default='["rules"]')
    )
    op.add_column(
        "candidate", sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("post", sa.Column("has_own_title", sa.Boolean(), nullable=True))
    op.execute(
        "UPDATE candidate SET found_by = '[\"a person\"]' WHERE EXISTS (SELECT 1 FROM ledger_entry"
        " WHERE kind = 'quoted' AND subject = 'candidate:' || candidate.id)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM candidate WHERE superseded_at IS NOT NULL")
    op.drop_column("post", "has_own_title")
    for column in ("superseded_at", "found_by", "sightings"):
        op.drop_column("candidate", column)
