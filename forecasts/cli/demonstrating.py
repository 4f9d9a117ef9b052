"""`forecasts demo`: fills an empty database with a self-written story."""

import click

from config import read_config
from forecasts.demo import tell_story
from forecasts.domain.clock import system_clock
from forecasts.store.engine import open_database
from forecasts.store.schema import migrate


@click.command("demo")
def demo() -> None:
    """Fill an empty database with authors, posts and three years of forecasts."""
    database = open_database(read_config().database_url)
    migrate(database.engine)
    for line in tell_story(database, today=system_clock()):
        click.echo(line)
    database.close()
