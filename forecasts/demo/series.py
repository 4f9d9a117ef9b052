"""Composes the posts of a series, such as weekly previews, from the sentences it is given."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from forecasts.demo.draws import Deck
from forecasts.demo.phrasing import fill_words


def compose_posts(
    series: Mapping[str, Any], *, name: str, today: date
) -> Iterator[dict[str, object]]:
    """Posts as they would stand in the story, the newest first, each on the series' weekday."""
    every, newest, oldest = series["every"], series["last_days_ago"], series["first_days_ago"]
    for number, days_ago in enumerate(range(newest, oldest, every)):
        published = today - timedelta(days=days_ago)
        published -= timedelta(days=(published.weekday() - series["weekday"]) % 7)
        key = f"{name}/{number}"
        opening, forecasts, closing = _compose_paragraphs(series, published, key)
        yield {
            "key": str(number),
            "days_ago": (today - published).days,
            "title": Deck(series["titles"], key, "title").deal(),
            "text": f"{opening}\n\n{forecasts}\n\n{closing}",
            "dismiss": (opening, closing),
        }


def _compose_paragraphs(series: Mapping[str, Any], published: date, key: str) -> Iterator[str]:
    """An opening, a few forecasts, and a closing line."""
    fitting = [
        sentence["text"]
        for sentence in series["sentences"]
        if published.month in sentence.get("months", (published.month,))
    ]
    sentences = Deck(fitting, key, "sentences")
    paragraphs = (
        Deck(series["openings"], key, "opening").deal(),
        " ".join(sentences.deal() for _ in range(series["sentences_each"])),
        Deck(series["closings"], key, "closing").deal(),
    )
    decks = {word: Deck(cards, key, word) for word, cards in series["words"].items()}
    return (fill_words(paragraph, decks) for paragraph in paragraphs)
