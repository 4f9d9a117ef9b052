"""Labelled posts and what was proposed in them in, figures out; pure."""

from forecasts.evaluation.figures import Evaluation, Figures, evaluate
from forecasts.evaluation.matching import MatchedPost, match_post
from forecasts.evaluation.reading import Label, LabelledPost, read_corpus
from forecasts.evaluation.report import as_json, describe
from forecasts.evaluation.tiers import CLEAR_FROM, Tier, tier_of

__all__ = [
    "CLEAR_FROM",
    "Evaluation",
    "Figures",
    "Label",
    "LabelledPost",
    "MatchedPost",
    "Tier",
    "as_json",
    "describe",
    "evaluate",
    "match_post",
    "read_corpus",
    "tier_of",
]
