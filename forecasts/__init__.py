"""Keeps forecasts honest, from the post they were written in to the author's scorecard."""
