"""Labelled posts and what was proposed in them in, figures out; pure."""

from forecasts.evaluation.figures import Evaluation, Figures, evaluate
from forecasts.evaluation.held_out import CrossValidation, Row, cross_validate, read_rows
from forecasts.evaluation.matching import MatchedPost, match_post
from forecasts.evaluation.reading import Label, LabelledPost, read_corpus
from forecasts.evaluation.report import as_json, describe
from forecasts.evaluation.tiers import CLEAR_FROM, Tier, tier_of

__all__ = [
    "CLEAR_FROM",
    "CrossValidation",
    "Evaluation",
    "Figures",
    "Label",
    "LabelledPost",
    "MatchedPost",
    "Row",
    "Tier",
    "as_json",
    "cross_validate",
    "describe",
    "evaluate",
    "match_post",
    "read_corpus",
    "read_rows",
    "tier_of",
]
