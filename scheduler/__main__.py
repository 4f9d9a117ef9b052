"""The clock as a process of its own: ``forecasts-scheduler`` or ``python -m scheduler``."""

import logging
import signal
import sys

from config import read_config
from forecasts.domain.clock import system_clock
from forecasts.domain.errors import ForecastsError
from forecasts.store.engine import open_database
from forecasts.store.schema import check_schema
from scheduler.metronome import in_foreground
from scheduler.passes import passes_of


def main() -> None:
    """Tick until told to stop; a pass that has begun is finished first."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        run_until_stopped()
    except ForecastsError as error:
        sys.exit(f"forecasts-scheduler: {error}")


def run_until_stopped() -> None:
    """Run the passes on the configured database until SIGTERM or SIGINT.

    Raises:
        ConfigError: a setting is malformed.
        DatabaseRefusedError: the database has another schema.
        OpinionFailedError: a second opinion is set up that cannot work.
    """
    config = read_config()
    passes = passes_of(config.second_opinion, config.mail, site=config.site)
    database = open_database(config.database_url)
    check_schema(database.engine)
    metronome = in_foreground(database, system_clock, seconds=config.clock_seconds, passes=passes)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: metronome.shutdown(wait=False))
    metronome.start()
    database.close()


if __name__ == "__main__":
    main()
