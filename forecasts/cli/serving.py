"""`forecasts serve`: the web server, with the clock in it on the embedded default."""

import logging
import socket
from collections.abc import Mapping

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from config import Config, read_config
from forecasts.cli.opening import configured_database
from forecasts.domain.clock import system_clock
from forecasts.domain.errors import InvalidInputError
from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.store.engine import Database, open_database
from forecasts.store.schema import check_schema, migrate
from forecasts.web.app import create_app
from scheduler.metronome import in_background
from scheduler.passes import passes_of

THREADS = 4
"""Requests that one web process answers at the same time."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, set up by our settings alone and not by its own files or command line."""

    def __init__(self, config: Config, address: str) -> None:
        """Keep what the workers need; nothing is opened before they are forked."""
        self.config = config
        self.address = address
        self.database: Database | None = None
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self._settings().items():
            self.cfg.set(name, value)

    def _settings(self) -> Mapping[str, object]:
        return {
            "bind": f"{self.config.host}:{self.config.port}",
            "workers": self.config.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _: click.echo(_welcome(self.address)),
            "post_worker_init": self.start_clock,
        }

    def load(self) -> Flask:
        """The application of one worker, with a database of its own."""
        self.database = open_database(self.config.database_url)
        return create_app(self.config, database=self.database, clock=system_clock)

    def start_clock(self, _worker: Worker) -> None:
        """Let this worker tick too: passes may run in any number of processes at once."""
        if self.config.clock and self.database is not None:
            logging.getLogger("apscheduler").setLevel(logging.WARNING)
            in_background(
                self.database,
                system_clock,
                seconds=self.config.clock_seconds,
                passes=passes_of(
                    self.config.second_opinion, self.config.mail, site=self.config.site
                ),
            ).start()


@click.command("serve")
def serve() -> None:
    """Start the product: migrate, then print the one address to open."""
    config = read_config()
    _refuse_taken_port(config)
    passes_of(
        config.second_opinion, config.mail
    )  # says now, and not in each worker, what is not set up right
    database = open_database(config.database_url)
    migrate(database.engine)
    check_schema(database.engine)
    address = _sign_in_address(config, database)
    database.close()
    Server(config, address).run()


@click.command("sign-in")
def sign_in_command() -> None:
    """Print a new address that signs the operator in, once, within an hour."""
    config = read_config()
    with configured_database(config) as database:
        click.echo(_sign_in_address(config, database))


def _sign_in_address(config: Config, database: Database) -> str:
    now = system_clock()
    with database.writing.begin() as session:
        operator = find_or_add_operator(session, now=now)
        token = issue_sign_in_link(session, operator.id, now=now)
    return f"{config.site_address}/sign-in/{token}"


def _welcome(address: str) -> str:
    return (
        "\nThe forecast ledger is ready."
        " Open this address; it signs you in, once, within an hour:\n\n"
        f"    {address}\n\nCtrl-C stops it; `forecasts sign-in` prints another address.\n"
    )


def _refuse_taken_port(config: Config) -> None:
    """Say so at once when another program listens there, before anything is changed."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            raise InvalidInputError(
                f"cannot listen on {config.host}:{config.port} ({error.strerror});"
                " choose another with FORECASTS_PORT"
            ) from None
