"""`forecasts migrate`, `pass`, `mails` and `verify`: what keeps the record going and honest."""

import sys

import click

from config import read_config
from forecasts.cli.opening import configured_database
from forecasts.domain.clock import system_clock
from forecasts.services.outbox import send_again
from forecasts.services.verification import verify_record
from forecasts.store.engine import open_database
from forecasts.store.models import Mail
from forecasts.store.queries.mails import list_unsent
from forecasts.store.schema import migrate, newest_revision
from scheduler.passes import passes_of, run_pass

_MOST_LISTED = 1000


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to the schema that this program knows."""
    database = open_database(read_config().database_url)
    migrate(database.engine)
    database.close()
    click.echo(f"the database is at revision {newest_revision()}")


@click.command("pass")
def pass_command() -> None:
    """Run every pass of the clock once and print what each did."""
    config = read_config()
    passes = passes_of(config.second_opinion, config.mail, site=config.site)
    with configured_database(config) as database:
        for name in passes:
            click.echo(f"{name}: {run_pass(name, database, system_clock, passes)}")


@click.command("mails")
@click.option("--again", is_flag=True, help="Put what was given up in line again.")
def mails_command(*, again: bool) -> None:
    """List the mails that were not sent, those that were given up first."""
    with configured_database() as database:
        if again:
            with database.writing.begin() as session:
                click.echo(f"{send_again(session, now=system_clock())} in line again")
        with database.reading() as session:
            for mail in list_unsent(session, _MOST_LISTED):
                click.echo(_line_of(mail))


def _line_of(mail: Mail) -> str:
    state = "given up" if mail.parked_at else f"waits until {mail.next_try_at:%Y-%m-%d %H:%M} UTC"
    told = f"{mail.id}: to {mail.address}, {mail.subject!r}, {state}, tries: {mail.tries}"
    return f"{told}, {mail.error}" if mail.error else told


@click.command("verify")
def verify() -> None:
    """Check the ledger; name the first bad entry and exit with 1 when there is one."""
    with configured_database() as database, database.reading() as session:
        verdict = verify_record(session)
    if verdict.fault is not None:
        click.echo(f"entry {verdict.fault.sequence} is bad: {verdict.fault.what}")
        sys.exit(1)
    click.echo(f"{verdict.entries} entries, every one as it was written; head {verdict.head}")
