"""What every route needs at hand: the settings, the database and the clock."""

from dataclasses import dataclass

from flask import Flask, current_app

from config import Config
from forecasts.domain.clock import Clock
from forecasts.store.engine import Database

_PLACE = "forecasts"


@dataclass(frozen=True, slots=True)
class Context:
    """What this application works with.

    Attributes:
        config: the settings of the installation.
        database: read with ``database.reading()``, write with ``database.writing.begin()``.
        clock: the only source of "now".
    """

    config: Config
    database: Database
    clock: Clock


def set_context(app: Flask, here: Context) -> None:
    """Keep the context with the application."""
    app.extensions[_PLACE] = here


def context() -> Context:
    """The context of the application that answers this request."""
    here: Context = current_app.extensions[_PLACE]
    return here
