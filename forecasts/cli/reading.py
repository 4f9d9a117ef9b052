"""`forecasts extract` and `forecasts deadline`: what the extractor reads, as JSON lines."""

import json
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from forecasts.cli.asking import add_opinion, open_configured_opinion
from forecasts.cli.inputs import Day, answer_lines, read_bytes, read_day, read_text
from forecasts.domain.candidates import Reading
from forecasts.domain.deadlines import known_zone
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.opinions import Rejection
from forecasts.extraction import TextFormat, normalise, read_deadline, read_post
from forecasts.opinions import SecondOpinion

FORMATS = [text_format.value for text_format in TextFormat]
BATCH = click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with one JSON object a line; one line is written for each.",
)
PUBLISHED = click.option("--published", type=Day(), help="The day it was published: 2017-10-26.")


@click.command("extract")
@click.argument("file", type=click.File("rb"), default="-")
@PUBLISHED
@click.option("--title", default=None, help="The title of the post.")
@click.option("--format", "text_format", type=click.Choice(FORMATS), default="text")
@click.option("--zone", default=None, help="The time zone of that day, such as Europe/Berlin.")
@click.option(
    "--explain", is_flag=True, help="Print what was passed over too, with the rules that spoke."
)
@click.option(
    "--second-opinion", "asks", is_flag=True, help="Ask whom the settings name for one as well."
)
@BATCH
def extract_command(
    *,
    file: IO[bytes],
    published: date | None,
    title: str | None,
    text_format: str,
    zone: str | None,
    explain: bool,
    asks: bool,
    batch: Path | None,
) -> None:
    """Print the forecasts proposed in a post, one JSON object a line.

    With --explain, the sentences that were passed over follow behind the candidates, each with
    "passed_over": true; with --second-opinion too, then what it named and we did not take, each
    with "rejected": true. Without an answer from there, standard error says why, and what our own
    rules found is printed all the same.
    """
    opinion = open_configured_opinion() if asks else None
    if batch is not None:
        answer_lines(batch, partial(_answer_post, explain=explain, opinion=opinion))
        return
    if published is None:
        raise click.UsageError("say when the post was published: --published 2017-10-26")
    reading, rejected = _read_post(read_bytes(file), published, title, text_format, zone, opinion)
    for candidate in reading.candidates:
        click.echo(json.dumps(candidate.as_json()))
    for passed in reading.passed_over if explain else ():
        click.echo(json.dumps({"passed_over": True, **passed.as_json()}))
    for each in rejected if explain else ():
        click.echo(json.dumps({"rejected": True, **asdict(each)}))


def _read_post(
    raw: bytes | str,
    published: date,
    title: str | None,
    text_format: str,
    zone: str | None,
    opinion: SecondOpinion | None,
) -> tuple[Reading, tuple[Rejection, ...]]:
    if zone is not None:
        known_zone(zone)
    text = normalise(raw, text_format=TextFormat(text_format))
    reading = read_post(text, published=published, title=title)
    if opinion is None:
        return reading, ()
    return add_opinion(reading, text, opinion=opinion, published=published, title=title)


def _answer_post(
    request: dict[str, Any], *, explain: bool, opinion: SecondOpinion | None
) -> dict[str, object]:
    text_format = request.get("format") or TextFormat.TEXT.value
    if text_format not in FORMATS:
        raise InvalidInputError(f"'format' is not one of {', '.join(FORMATS)}")
    reading, rejected = _read_post(
        read_text(request, "text"),
        read_day(request.get("published")),
        _read_optional(request, "title"),
        text_format,
        _read_optional(request, "zone"),
        opinion,
    )
    answer: dict[str, object] = {
        "id": request.get("id"),
        "candidates": [candidate.as_json() for candidate in reading.candidates],
    }
    if explain:
        answer["passed_over"] = [passed.as_json() for passed in reading.passed_over]
    if explain and opinion:
        answer["rejected"] = [asdict(each) for each in rejected]
    return answer


def _read_optional(request: dict[str, Any], name: str) -> str | None:
    return None if request.get(name) is None else read_text(request, name)


@click.command("deadline")
@click.argument("phrase", required=False)
@PUBLISHED
@BATCH
def deadline(*, phrase: str | None, published: date | None, batch: Path | None) -> None:
    """Print the days that a phrase such as "before the end of this year" stands for.

    With them stand the words that were read and their place in the phrase, how precise they are,
    and the other readings where there are some.
    """
    if batch is not None:
        answer_lines(batch, _answer_phrase)
        return
    if phrase is None or published is None:
        raise click.UsageError('give a phrase and its day: "by June" --published 2017-10-26')
    click.echo(json.dumps(_read(phrase, published)))


def _answer_phrase(request: dict[str, Any]) -> dict[str, object]:
    answer = _read(read_text(request, "phrase"), read_day(request.get("published")))
    return {"id": request["id"], **answer} if "id" in request else answer


def _read(phrase: str, published: date) -> dict[str, object]:
    found = read_deadline(phrase, published=published)
    return {
        "phrase": phrase,
        "earliest": found.earliest.isoformat() if found and found.earliest else None,
        "latest": found.latest.isoformat() if found and found.latest else None,
        "rule": found.rule if found else None,
        "words": found.phrase if found else None,
        "start": found.start if found else None,
        "end": found.end if found else None,
        "grain": found.grain.value if found and found.grain else None,
        "kind": found.kind if found else None,
        "ambiguous": found.ambiguous if found else False,
        "alternatives": [day and day.isoformat() for day in found.alternatives] if found else [],
    }
