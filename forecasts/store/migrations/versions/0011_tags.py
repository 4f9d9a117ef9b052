"""What forecasts are about."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("forecast_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_tag_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("forecast_id", "name", name=op.f("pk_tag")),
    )
    op.create_index(op.f("ix_tag_name_tag_forecast_id"), "tag", ["name", "forecast_id"])


def downgrade() -> None:
    op.drop_table("tag")
