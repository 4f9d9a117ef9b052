"""Inserts that say what happens where the row is there already."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

Insert = sqlite.Insert | postgresql.Insert


def insert_into(session: Session, table: type[Any]) -> Insert:
    """An insert of the database behind the session, which both know to go on after a conflict."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if on_sqlite else postgresql.insert(table)
