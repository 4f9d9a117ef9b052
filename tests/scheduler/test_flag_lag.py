"""How soon a due instant is seen as flagged while the clock is killed again and again, small.

The full size, with its limit of 2 s, runs with ``python -m benchmarks flag_lag``.
"""

import pytest

from benchmarks.flag_lag import measure

pytestmark = pytest.mark.slow


def test_what_falls_due_is_flagged_soon_however_often_the_clock_is_killed(database_url):
    lags = measure(database_url, rows=60, seconds=4)

    assert (lags.seen, lags.sound) == (60, True)
    assert lags.kills >= 2
    assert lags.middle < 2
