"""Text in, candidates out: finds the forecasts of a post, with deadline, chance and reasons."""

from forecasts.extraction.dates.reading import read_deadline
from forecasts.extraction.normalise import MAX_CHARACTERS, TextFormat, normalise
from forecasts.extraction.pipeline import EXTRACTOR_VERSION, extract, read_post
from forecasts.extraction.probabilities import read_chance
from forecasts.extraction.quicklog import LineReading, read_line
from forecasts.extraction.quoting import quote_at
from forecasts.extraction.second_opinion import merge_opinion, places_of, weigh_opinion
from forecasts.extraction.verbal import LEXICON_VERSION

__all__ = [
    "EXTRACTOR_VERSION",
    "LEXICON_VERSION",
    "MAX_CHARACTERS",
    "LineReading",
    "TextFormat",
    "extract",
    "merge_opinion",
    "normalise",
    "places_of",
    "quote_at",
    "read_chance",
    "read_deadline",
    "read_line",
    "read_post",
    "weigh_opinion",
]
