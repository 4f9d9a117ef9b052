"""`forecasts invite`: how the first people come in."""

import click

from config import read_config
from forecasts.cli.opening import configured_database
from forecasts.domain.clock import system_clock
from forecasts.domain.permissions import COMMAND, Role
from forecasts.services.joining import invite
from forecasts.services.mailed_links import LinkMaker


@click.command("invite")
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.AUTHOR.value,
    show_default=True,
    help="What they are appointed to.",
)
def invite_command(email: str, role: str) -> None:
    """Print an address that opens an account, once, within a week; it is mailed to EMAIL too."""
    config = read_config()
    links = LinkMaker(config.site_address, config.secret_key)
    with configured_database(config) as database, database.writing.begin() as session:
        address = invite(session, email, Role(role), links, actor=COMMAND, now=system_clock())
    click.echo(address)
