"""Forecasts for the tests: as pairs (level in millionths, outcome), and as tables."""

from hypothesis import strategies as st

from forecasts.scoring.levels import LevelTable

LEVELS = st.one_of(
    st.integers(0, 100).map(lambda percent: percent * 10_000), st.integers(0, 1_000_000)
)
PAIRS = st.tuples(LEVELS, st.integers(0, 1))
LISTS = st.lists(PAIRS, min_size=1, max_size=40)
TABLES = LISTS.map(LevelTable.from_pairs)


def table_of(*percents_and_outcomes):
    """The table of forecasts given as (percent, outcome)."""
    return LevelTable.from_pairs(
        (percent * 10_000, came) for percent, came in percents_and_outcomes
    )
