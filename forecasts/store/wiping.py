"""Overwrites what was deleted: a database file keeps old bytes until something else needs the room.

Deleted content is overwritten at once (``secure_delete``, set for every connection), but SQLite
may have left copies of a row in the free room of a page when it moved rows between pages. Only
writing the file anew is sure to leave nothing, and that is what `wipe` does.
"""

import sqlalchemy as sa


def wipe(engine: sa.Engine) -> bool:
    """Write the database file anew, without what was deleted; False where there is no such file.

    It takes as much room again as the file, some seconds a gigabyte, and keeps others from
    writing meanwhile; they wait. On PostgreSQL its own housekeeping does this, and whoever owns
    the tables can hurry it (docs/privacy.md).

    Raises:
        OperationalError: somebody else was at work for too long; try again.
    """
    if engine.dialect.name != "sqlite":
        return False
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = OFF")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    except connection.dbapi_connection.Error as error:  # type: ignore[union-attr]  # it is open
        raise sa.exc.OperationalError("VACUUM", None, error) from error
    finally:
        connection.close()
    return True
