"""T14, small: processes that read and then write wait for each other, and none is refused.

The full size runs with ``python -m benchmarks writers_at_once``.
"""

import pytest

from benchmarks.writers_at_once import write_at_once
from forecasts.store.engine import BUSY_SECONDS

pytestmark = pytest.mark.slow


def test_four_writers_at_once_are_all_served(database_url, tmp_path):
    writes = write_at_once(database_url, tmp_path, each=50)

    assert (writes.written, writes.refused) == (200, 0)
    assert writes.longest < BUSY_SECONDS  # how long 99 of 100 take is measured on a quiet machine


def test_transactions_that_begin_by_reading_would_be_refused(sqlite_url, tmp_path):
    writes = write_at_once(sqlite_url, tmp_path, each=50, broken=True)

    assert writes.refused > 0
    assert writes.written == 200 - writes.refused
