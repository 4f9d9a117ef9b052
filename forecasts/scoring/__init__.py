"""Numbers about resolved forecasts: tables of levels in, figures with their doubt out; pure."""
