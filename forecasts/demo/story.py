"""Reads the story: who wrote what and when, and what became of some of it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

from forecasts.demo.phrasing import fill_calendar, unwrap
from forecasts.demo.series import compose_posts
from forecasts.domain.lifecycle import Outcome, VoidReason


@dataclass(frozen=True, slots=True)
class Character:
    """How an author of the story forecasts, and how a reviewer settles it.

    Attributes:
        name: the author's name.
        site: name of their place on the web.
        zone: time zone of their dates; None where they do not say.
        trust: how much of what they claim beyond a coin's chance is true; 1 is calibrated.
        flat_rate: how often what they say flatly comes true.
        self_resolved: whether they run this installation and judge themselves.
        criteria: what decides their forecasts.
        evidence: where the outcomes can be read.
        notes: what a reviewer may note, by outcome.
    """

    name: str
    site: str
    zone: str | None
    trust: float
    flat_rate: float
    self_resolved: bool
    criteria: str
    evidence: str
    notes: Mapping[Outcome, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPost:
    """A post of the story.

    Attributes:
        key: its name among all posts and lines, the same whatever the day.
        author: who wrote it.
        title: its title.
        text: what it says, with all dates filled in.
        published: when it came out.
        captured_after: days until somebody captured it.
        dismiss: what is no forecast: words of a sentence, or a whole paragraph.
        undecided: how many candidates still wait for the author, counted from the last.
    """

    key: str
    author: Character
    title: str
    text: str
    published: date
    captured_after: int = 0
    dismiss: tuple[str, ...] = ()
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A forecast of the story that was typed as one line."""

    key: str
    author: Character
    text: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Turn:
    """What the story says of the forecasts that contain these words; the rest is left to chance.

    Attributes:
        words: part of the forecast's quote.
        outcome: what happened; None: left to chance.
        known_on: when that could be known; None: left to chance.
        note: what the reviewer noted; the reason of a reversal.
        reversed_from: what was decided first, by mistake.
        void: why it can be decided neither yes nor no.
        withdrawn_after: days after which its author took it back.
    """

    words: str
    outcome: Outcome | None = None
    known_on: date | None = None
    note: str = ""
    reversed_from: Outcome | None = None
    void: VoidReason | None = None
    withdrawn_after: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that is told."""

    posts: tuple[WrittenPost, ...]
    lines: tuple[TypedLine, ...]
    turns: tuple[Turn, ...]


def read_story(today: date) -> Story:
    """The story as it stands on that day; all its days are counted back from there."""
    chapters = [_Chapter(table, today) for table in _tables()]
    return Story(
        posts=tuple(post for chapter in chapters for post in chapter.posts()),
        lines=tuple(line for chapter in chapters for line in chapter.lines()),
        turns=tuple(turn for chapter in chapters for turn in chapter.turns()),
    )


def _tables() -> Iterator[dict[str, Any]]:
    folder = resources.files("forecasts.demo") / "story"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))


class _Chapter:
    """One author's part of the story."""

    def __init__(self, table: dict[str, Any], today: date) -> None:
        self.table = table
        self.today = today
        self.author = _read_character(table["author"])

    def posts(self) -> Iterator[WrittenPost]:
        series = self.table.get("series")
        composed = compose_posts(series, name=self.author.site, today=self.today) if series else ()
        yield from (self._post(post) for post in self.table.get("post", ()))
        yield from (self._post(post) for post in composed)

    def lines(self) -> Iterator[TypedLine]:
        for days_ago, text in self.table.get("lines", ()):
            said_on = self._day(days_ago)
            key = f"{self.author.site}/line/{days_ago}"
            yield TypedLine(key, self.author, fill_calendar(text, said_on), said_on)

    def turns(self) -> Iterator[Turn]:
        for turn in self.table.get("turn", ()):
            days_ago = turn.get("days_ago")
            yield Turn(
                words=turn["words"],
                outcome=Outcome(turn["outcome"]) if "outcome" in turn else None,
                known_on=None if days_ago is None else self._day(days_ago),
                note=turn.get("note", ""),
                reversed_from=Outcome(turn["reversed_from"]) if "reversed_from" in turn else None,
                void=VoidReason(turn["void"]) if "void" in turn else None,
                withdrawn_after=turn.get("withdrawn_after"),
            )

    def _post(self, post: Mapping[str, Any]) -> WrittenPost:
        published = self._day(post["days_ago"])
        return WrittenPost(
            key=f"{self.author.site}/{post.get('key', post['title'])}",
            author=self.author,
            title=post["title"],
            text=fill_calendar(unwrap(post["text"]), published),
            published=published,
            captured_after=post.get("captured_after", 0),
            dismiss=tuple(post.get("dismiss", ())),
            undecided=post.get("undecided", 0),
        )

    def _day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)


def _read_character(table: Mapping[str, Any]) -> Character:
    return Character(
        name=table["name"],
        site=table["site"],
        zone=table.get("zone"),
        trust=table["trust"],
        flat_rate=table["flat_rate"],
        self_resolved=table.get("self_resolved", False),
        criteria=table["criteria"],
        evidence=table["evidence"],
        notes={
            Outcome.YES: tuple(table["notes_yes"]),
            Outcome.NO: tuple(table["notes_no"]),
        },
    )
