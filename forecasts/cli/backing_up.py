"""`forecasts backup` and `restore`: the record as one file, and back."""

from pathlib import Path

import click
import sqlalchemy as sa

from config import read_config
from forecasts.cli.opening import configured_database
from forecasts.domain.clock import system_clock
from forecasts.services.archives import Manifest
from forecasts.services.backups import make_backup, newest_in, unpacked
from forecasts.services.restoring import Restored, restore
from forecasts.store.engine import open_database


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
def backup_command(path: Path) -> None:
    """Write all that is kept to PATH, while others go on working.

    PATH is a new file, or a folder, in which it gets a name with the time. It holds secrets: keep
    it where nobody else reads it.
    """
    with configured_database() as database:
        where, manifest = make_backup(database.engine, path, now=system_clock())
    click.echo(f"{where}: {_told_of(manifest)}, {where.stat().st_size:,} bytes")


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only prove that it can be restored; change nothing.")
def restore_command(path: Path, *, check: bool) -> None:
    """Put the backup at PATH in place of what is there; of a folder, the newest one in it.

    It is restored beside first, and nothing is touched unless all is as the backup says.
    """
    config = read_config()
    database = open_database(config.database_url)
    found, url = newest_in(path), database.engine.url
    database.close()
    if check:
        with unpacked(found, url, folder=config.home) as (manifest, _):
            click.echo(f"{found} can be restored: {_told_of(manifest)}")
        return
    _tell(found, restore(found, url, now=system_clock()), url)


def _told_of(manifest: Manifest) -> str:
    contents = manifest.contents
    return (
        f"{sum(contents.rows.values()):,} rows in {len(contents.rows)} tables,"
        f" ledger {contents.sequence}:{contents.head}, made {manifest.made_at:%Y-%m-%d %H:%M} UTC"
    )


def _tell(path: Path, restored: Restored, url: sa.URL) -> None:
    where = url.render_as_string(hide_password=True)
    click.echo(f"{path} is in place at {where}: {_told_of(restored.manifest)}")
    if restored.kept:
        click.echo(f"what was there is kept as {restored.kept}; delete it when all is well")
    if restored.lost:
        click.echo(f"it had {restored.lost} entries of the ledger that the backup does not have")
    if restored.unreadable is not None:
        click.echo(
            f"it could not be read ({restored.unreadable}), so nobody who was erased since the"
            " backup was erased again: erase them by hand"
        )
    for name in restored.erased:
        click.echo(f"{name} was erased since, and was erased again")
    for name, why in restored.not_erased.items():
        click.echo(f"{name} was erased since, but could not be again: {why} Do it by hand.")
    click.echo("all sessions have ended; `forecasts sign-in` prints an address that signs in")
