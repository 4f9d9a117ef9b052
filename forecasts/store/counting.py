"""What is in a database, in figures that a copy of it must have too."""

from dataclasses import dataclass

import sqlalchemy as sa

from forecasts.store.models import LedgerHead


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds.

    Attributes:
        revision: the schema that it has.
        rows: how many rows there are in each table.
        sequence: number of the last entry of the ledger.
        head: hash of that entry.
    """

    revision: str
    rows: dict[str, int]
    sequence: int
    head: str


def take_stock(connection: sa.Connection) -> Contents:
    """What the database holds, as this connection's transaction sees it.

    It looks at the tables that are there, so that it works on any revision of the schema.

    Raises:
        SQLAlchemyError: there is no record in it, or it cannot be read.
    """
    tables = sorted(sa.inspect(connection).get_table_names())
    sequence, head = connection.execute(sa.select(LedgerHead.sequence, LedgerHead.hash)).one()
    revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    rows = {
        name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
        for name in tables
    }
    return Contents(revision=str(revision), rows=rows, sequence=sequence, head=head)
