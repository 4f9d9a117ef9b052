"""Fifty feeds of twenty posts on loopback, changing, failing, moving, huge, slow and hostile.

Thirty days pass in a clock that is set: every post is captured once, every change is captured, and
nobody is asked more often than they want.
"""

import json
import tempfile
import time

from forecasts.store.engine import open_database
from forecasts.store.schema import migrate
from tests.scheduler.many_feeds import ManyFeeds
from tests.web_server import web_server


def main(feeds: int = 50, posts: int = 20, days: int = 30) -> None:
    """On SQLite; the tests live through a day with fewer feeds on both databases."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, web_server() as server:
        database = open_database(f"sqlite:///{folder}/feeds.sqlite3")
        migrate(database.engine)
        many = ManyFeeds(database, server)
        many.found(feeds, posts=posts)
        many.run(days)
        faults = list(many.faults())
        figures = {"benchmark": "feeds", "days": days, **many.figures(), "faults": faults}
        database.close()
    print(json.dumps({**figures, "seconds": round(time.monotonic() - began)}))
    assert faults == []


if __name__ == "__main__":
    main()
