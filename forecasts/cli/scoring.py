"""`forecasts score`: one card for a file of probabilities and outcomes."""

import json
from typing import IO

import click

from forecasts.cli.inputs import read_bytes
from forecasts.domain.errors import InvalidInputError
from forecasts.scoring import read_csv, score_rows


@click.command("score")
@click.argument("file", type=click.File("rb"))
def score(file: IO[bytes]) -> None:
    """Print the scorecard of a CSV file as one JSON object.

    The file has the columns probability (0 to 1) and outcome (0 or 1), and may have question
    and author.
    """
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"the file is not UTF-8 at byte {error.start}") from None
    click.echo(json.dumps(score_rows(read_csv(text)), indent=2, allow_nan=False))
