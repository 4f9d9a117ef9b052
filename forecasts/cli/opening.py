"""Opens the configured database for a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from config import Config, read_config
from forecasts.store.engine import Database, open_database
from forecasts.store.schema import check_schema


@contextmanager
def configured_database(config: Config | None = None) -> Iterator[Database]:
    """The configured database, which has the schema this program knows.

    Raises:
        ConfigError: a setting is malformed.
        DatabaseRefusedError: the database has another schema.
    """
    database = open_database((config or read_config()).database_url)
    try:
        check_schema(database.engine)
        yield database
    finally:
        database.close()
