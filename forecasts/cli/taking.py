"""`forecasts export-person`: all that is kept of one person, in one archive."""

import re
from pathlib import Path

import click
from sqlalchemy.orm import Session

from forecasts.cli.opening import configured_database
from forecasts.services.exporting import Whose, whose_account, whose_author, write_archive

_ACCOUNT = re.compile(r"account:([0-9]{1,18})")


@click.command("export-person")
@click.argument("whom", metavar="WHOM")
@click.argument("path", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_person(whom: str, path: Path) -> None:
    """Write all that is kept of WHOM into a zip file at PATH.

    WHOM is an account, such as account:7, or the address name of an author.
    """
    with configured_database() as database, database.reading() as session:
        whose = _find(session, whom)
        with path.open("wb") as file:
            write_archive(session, whose, file)
    click.echo(f"{path.stat().st_size:,} bytes in {path}")


def _find(session: Session, whom: str) -> Whose:
    match = _ACCOUNT.fullmatch(whom)
    return whose_account(session, int(match[1])) if match else whose_author(session, whom)
