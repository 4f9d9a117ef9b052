"""A second opinion for `forecasts extract`: asked for by hand, and missed without harm."""

from dataclasses import replace
from datetime import date

import click

from config import read_opinion_settings
from forecasts.domain.candidates import Reading
from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Document, Rejection
from forecasts.extraction import merge_opinion, places_of, weigh_opinion
from forecasts.opinions import SecondOpinion, open_opinion


def open_configured_opinion() -> SecondOpinion | None:
    """The second opinion that the settings name; None, told to people, where it cannot work.

    Raises:
        ConfigError: a setting is malformed.
        UsageError: they name none.
    """
    settings = read_opinion_settings()
    if settings is None:
        raise click.UsageError("say whom to ask: set FORECASTS_SECOND_OPINION, such as to llm")
    try:
        return open_opinion(settings)
    except OpinionFailedError as error:
        _tell(error)
        return None


def add_opinion(
    reading: Reading,
    text: str,
    *,
    opinion: SecondOpinion,
    published: date,
    title: str | None,
) -> tuple[Reading, tuple[Rejection, ...]]:
    """The reading with what a second opinion adds to it, and what of that was rejected.

    Where there is no answer the reading is returned as it is, and people are told why.
    """
    try:
        proposals = opinion.propose(Document(text, title or ""))
    except OpinionFailedError as error:
        _tell(error)
        return reading, ()
    known = [places_of(each) for each in reading.candidates]
    found = weigh_opinion(
        text, proposals, known=known, name=opinion.name, published=published, title=title
    )
    merged = merge_opinion(reading.candidates, found, name=opinion.name)
    return replace(reading, candidates=merged), found.rejected


def _tell(error: OpinionFailedError) -> None:
    click.echo(f"forecasts: no second opinion: {error}", err=True)
