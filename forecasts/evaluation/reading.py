"""The posts of a labelled corpus, one JSON file each, read with care."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forecasts.domain.errors import InvalidInputError
from forecasts.evaluation.fields import Fields
from forecasts.extraction import MAX_CHARACTERS

MOST_POSTS = 10_000
LARGEST_FILE = 8_000_000
LARGEST_CORPUS = 400_000_000
"""Bytes of one file and of all together beyond which a corpus is refused."""

MOST_LABELS = 10_000
"""Labels of one post beyond which it is refused."""


@dataclass(frozen=True, slots=True)
class Label:
    """A forecast that a person marked in a post.

    Attributes:
        start: offset of its first character in the text.
        end: offset behind its last character.
        quote: the words there.
        deadlines: every last day that is a right answer; None in it means that having none is one.
        probabilities: every stated probability that is a right answer, likewise; the labeller's
            own stands first in both.
        hedge: the hedging words; None where there are none.
        optional: neither finding nor missing it counts.
    """

    start: int
    end: int
    quote: str
    deadlines: tuple[date | None, ...]
    probabilities: tuple[float | None, ...]
    hedge: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class LabelledPost:
    """A post with every forecast in it marked by a person; ``name`` is that of its file."""

    name: str
    author: str
    kind: str
    published: date
    title: str | None
    text: str
    labels: tuple[Label, ...]


def read_corpus(folder: Path) -> tuple[LabelledPost, ...]:
    """The posts of ``folder/posts/*.json``, or of ``folder/*.json``, in order of their names.

    Raises:
        InvalidInputError: there is no such folder or no post in it, it is too large, or a file is
            malformed; the message names the file.
    """
    if not folder.is_dir():
        raise InvalidInputError(f"{folder} is not a folder; name the one that holds the posts")
    inner = folder / "posts"
    files = sorted(file for file in (inner if inner.is_dir() else folder).glob("*.json"))
    if not files:
        raise InvalidInputError(f"{folder} holds no posts; they are looked for as posts/*.json")
    _refuse_what_is_too_large(folder, files)
    return tuple(_read_post(file) for file in files)


def _refuse_what_is_too_large(folder: Path, files: list[Path]) -> None:
    if len(files) > MOST_POSTS:
        raise InvalidInputError(f"{folder} holds more than {MOST_POSTS:,} posts; split it")
    sizes = [file.stat().st_size if file.is_file() else 0 for file in files]
    if sum(sizes) > LARGEST_CORPUS:
        raise InvalidInputError(f"{folder} holds more than {LARGEST_CORPUS:,} bytes; split it")


def _read_post(file: Path) -> LabelledPost:
    fields = Fields(file.name, _parse(file))
    text = fields.text("text")
    if len(text) > MAX_CHARACTERS:
        fields.refuse(f"'text' is longer than {MAX_CHARACTERS:,} characters")
    labels = fields.items("labels")
    if len(labels) > MOST_LABELS:
        fields.refuse(f"'labels' has more than {MOST_LABELS:,}")
    return LabelledPost(
        name=file.stem,
        author=fields.text("author_hint"),
        kind=fields.text("kind"),
        published=fields.day("published"),
        title=fields.text_or_none("title"),
        text=text,
        labels=tuple(
            _read_label(Fields(f"{file.name}, label {number}", label), text)
            for number, label in enumerate(labels, start=1)
        ),
    )


def _parse(file: Path) -> object:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InvalidInputError(f"{file.name} cannot be read: {error.strerror}") from None
    if len(content) > LARGEST_FILE:
        raise InvalidInputError(f"{file.name} is longer than {LARGEST_FILE:,} bytes")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"{file.name} is not JSON: {error}") from None


def _read_label(fields: Fields, text: str) -> Label:
    start, end = fields.whole_number("start"), fields.whole_number("end")
    if not 0 <= start < end <= len(text):
        fields.refuse("'start' and 'end' are no span of the text")
    if fields.text("quote") != text[start:end]:
        fields.refuse("'quote' is not what stands there in the text")
    return Label(
        start=start,
        end=end,
        quote=text[start:end],
        deadlines=fields.days("deadline", others="deadline_also"),
        probabilities=fields.probabilities("probability", others="probability_also"),
        hedge=fields.text_or_none("hedge"),
        optional=fields.flag("optional"),
    )
