from datetime import UTC, datetime

from forecasts.domain.clock import system_clock


def test_the_system_clock_shows_the_present_moment_in_utc():
    before = datetime.now(UTC)

    shown = system_clock()

    assert before <= shown <= datetime.now(UTC)
    assert shown.tzinfo is UTC
