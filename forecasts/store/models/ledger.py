"""The append-only record of every act, and the private text it only commits to."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.store.base import Base, BigId


class LedgerEntry(Base):
    """One act, chained to the one before. The database refuses to change or remove it.

    ``at`` and ``facts`` hold the very text that was hashed.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (sa.CheckConstraint("sequence > 0", name="sequence"),)

    sequence: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[str] = mapped_column(sa.String(80), index=True)
    at: Mapped[str] = mapped_column(sa.String(32))
    actor: Mapped[str] = mapped_column(sa.String(40))
    facts: Mapped[str] = mapped_column(sa.Text)
    commitment: Mapped[str | None] = mapped_column(sa.String(64))
    previous: Mapped[str] = mapped_column(sa.String(64), unique=True)
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


class SealedText(Base):
    """Private text behind an entry's commitment, with its salt; erasure removes this row."""

    __tablename__ = "sealed_text"

    sequence: Mapped[int] = mapped_column(
        sa.ForeignKey("ledger_entry.sequence"), primary_key=True, autoincrement=False
    )
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    content: Mapped[str] = mapped_column(sa.Text)


class LedgerHead(Base):
    """The end of the chain: one row, locked by whoever appends, so that order is commit order."""

    __tablename__ = "ledger_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[str] = mapped_column(sa.String(64))
