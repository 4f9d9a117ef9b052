"""T11, small: the real web server killed under clients that send again, with and without keys.

The full size runs with ``python -m benchmarks web_under_kills``.
"""

import pytest

from benchmarks.web_under_kills import kill_servers

pytestmark = pytest.mark.nightly


def test_a_killed_server_loses_and_doubles_nothing(database_url):
    account, sent_again = kill_servers(database_url, kills=10)

    assert account.all_well
    assert account.stored >= 10
    assert sent_again > 0


def test_the_kills_would_find_a_server_without_keys(sqlite_url):
    account, _ = kill_servers(sqlite_url, kills=20, keyed=False)

    assert account.doubled > 0
