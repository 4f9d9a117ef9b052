"""`forecasts demo`: fills an empty database with a self-written story."""

import click

from forecasts.cli.opening import configured_database
from forecasts.demo import tell_story
from forecasts.domain.clock import system_clock


@click.command("demo")
def demo() -> None:
    """Fill an empty database with authors, posts and three years of forecasts."""
    with configured_database() as database:
        for line in tell_story(database, today=system_clock()):
            click.echo(line)
