"""What every table shares: names of constraints, the time type, words stored as words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only and gives them back in UTC, on every database.

    SQLite keeps no zone: there the UTC wall time is stored, to the microsecond and in fixed
    width, so that text order is time order.

    Raises:
        ValueError: a naive datetime was handed in.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The instant as the database takes it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; hand in an aware datetime")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The instant, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def _words(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    """What all tables have in common."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a plain dictionary
        datetime: UtcDateTime,
        StrEnum: sa.Enum(
            StrEnum,
            native_enum=False,
            create_constraint=True,
            values_callable=_words,
            length=32,
        ),
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
    }


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""A 63-bit key; SQLite numbers rows by itself only when the type says INTEGER."""


class Keyed:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)


class Versioned:
    """A row that may change; each change counts its version up, and a guard names the old one."""

    version: Mapped[int] = mapped_column(default=1)
