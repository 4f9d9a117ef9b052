"""Numbers about resolved forecasts: tables of levels in, figures with their doubt out; pure."""

from forecasts.scoring.report import score_rows
from forecasts.scoring.table import read_csv

__all__ = ["read_csv", "score_rows"]
