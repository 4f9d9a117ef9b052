"""T48: when a day is over, in every zone, around every clock change."""

from calendar import isleap, monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.deadlines import (
    ANYWHERE_ON_EARTH,
    FIRST_DAY,
    LAST_DAY,
    due_instant,
    known_zone,
)
from forecasts.domain.errors import InvalidInputError
from tests.domain.oracle import Offsets

FIRST, LAST = date(2019, 12, 1), date(2041, 2, 1)
LONG_AGO = date(1860, 1, 1)
TICK = timedelta(microseconds=1)
CURIOUS = (
    "Africa/Cairo",  # forward at midnight
    "Africa/Casablanca",  # four changes a year, around Ramadan
    "America/Asuncion",  # gave it up in 2024
    "America/Godthab",  # changes on a Saturday evening
    "America/Havana",  # forward at midnight, back at one
    "America/Santiago",  # forward and back at midnight
    "America/Scoresbysund",  # moved to another zone in 2024
    "America/St_Johns",  # half an hour off
    "Antarctica/Casey",  # many changes
    "Antarctica/Troll",  # two hours at once
    "Asia/Beirut",  # forward at midnight
    "Asia/Gaza",
    "Asia/Kathmandu",  # a quarter of an hour off
    "Atlantic/Azores",  # forward at midnight, back at one
    "Australia/Lord_Howe",  # half an hour at once
    "Europe/Berlin",
    "Pacific/Chatham",
    "Pacific/Kiritimati",  # first on the calendar
    "UTC",
)
CURIOUS_ONCE = (
    "America/Goose_Bay",  # back at one minute past midnight
    "America/Juneau",  # had 18 October 1867 twice
    "America/Phoenix",
    "America/Sao_Paulo",  # forward and back at midnight
    "America/St_Johns",
    "America/Toronto",  # forward at half past eleven in the evening
    "Pacific/Apia",  # never had 30 December 2011
    "Pacific/Guam",
    "Pacific/Kwajalein",
)
PLACES = sorted(available_timezones() - {"localtime", "Factory", "posixrules"})
ZONES = st.sampled_from([*PLACES, None])


def days_of_interest(offsets):
    return sorted(offsets.days_around_changes() | month_ends() | days_about_leap_days())


def month_ends():
    months = [(year, month) for year in range(2020, 2041) for month in range(1, 13)]
    return {date(year, month, monthrange(year, month)[1]) for year, month in months}


def days_about_leap_days():
    leap_days = [date(year, 2, 29) for year in range(2020, 2041) if isleap(year)]
    return {day + timedelta(days=shift) for day in leap_days for shift in (-1, 0, 1)}


def wrong_days(zone, end_of_day=due_instant, *, first=FIRST):
    """The days on which the answer is not the oracle's, as (zone, day)."""
    offsets = Offsets(zone, first, LAST)
    days = days_of_interest(offsets)
    return [(zone, day) for day in days if end_of_day(day, zone) != offsets.day_ends(day)]


@pytest.mark.parametrize("zone", CURIOUS)
def test_a_day_ends_when_the_oracle_says(zone):
    assert wrong_days(zone) == []


@pytest.mark.parametrize("zone", CURIOUS_ONCE)
def test_a_day_long_ago_ended_when_the_oracle_says(zone):
    assert wrong_days(zone, first=LONG_AGO) == []


@pytest.mark.slow
def test_a_day_ends_when_the_oracle_says_in_every_zone():
    wrong = [found for zone in PLACES for found in wrong_days(zone)]

    assert wrong == []


def first_midnight(day, zone):
    return _midnight_after(day, zone, fold=0)


def second_midnight(day, zone):
    return _midnight_after(day, zone, fold=1)


def a_day_after_its_start(day, zone):
    return _midnight_after(day - timedelta(days=1), zone, fold=0) + timedelta(hours=24)


def anywhere_on_earth(day, _):
    return _midnight_after(day, "Etc/GMT+12", fold=0)


def _midnight_after(day, zone, *, fold):
    tomorrow = day + timedelta(days=1)
    there = ZoneInfo(zone)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, fold=fold, tzinfo=there)
    return midnight.astimezone(UTC)


@pytest.mark.parametrize(
    ("naive", "zone", "first"),
    [
        pytest.param(first_midnight, "America/St_Johns", LONG_AGO, id="midnight comes twice"),
        pytest.param(first_midnight, "America/Toronto", LONG_AGO, id="half an hour is skipped"),
        pytest.param(second_midnight, "America/Havana", FIRST, id="the other midnight"),
        pytest.param(
            a_day_after_its_start, "Europe/Berlin", FIRST, id="not every day has 24 hours"
        ),
        pytest.param(anywhere_on_earth, "Etc/GMT+11", FIRST, id="the zone is ignored"),
    ],
)
def test_the_oracle_sees_what_is_wrong_with_simpler_ways(naive, zone, first):
    assert wrong_days(zone, naive, first=first) != []


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        pytest.param("2017-12-31", "Asia/Baghdad", "2017-12-31T21:00", id="an ordinary day"),
        pytest.param("2024-02-28", "Europe/Berlin", "2024-02-28T23:00", id="before a leap day"),
        pytest.param("2024-02-29", "Europe/Berlin", "2024-02-29T23:00", id="a leap day"),
        pytest.param("2025-02-28", "Europe/Berlin", "2025-02-28T23:00", id="no leap day"),
        pytest.param("2026-06-30", "Asia/Kathmandu", "2026-06-30T18:15", id="a quarter off"),
        pytest.param("2026-12-31", "Pacific/Kiritimati", "2026-12-31T10:00", id="first to end"),
        pytest.param("2026-12-31", "Etc/GMT+12", "2027-01-01T12:00", id="last to end"),
        pytest.param("2026-12-31", None, "2027-01-01T12:00", id="no zone"),
        pytest.param("2026-03-29", "Europe/Berlin", "2026-03-29T22:00", id="a day of 23 hours"),
        pytest.param("2026-10-25", "Europe/Berlin", "2026-10-25T23:00", id="a day of 25 hours"),
        pytest.param("2011-12-29", "Pacific/Apia", "2011-12-30T10:00", id="before a missing day"),
        pytest.param("2011-12-30", "Pacific/Apia", "2011-12-30T10:00", id="a missing day"),
        pytest.param("2011-12-31", "Pacific/Apia", "2011-12-31T10:00", id="after a missing day"),
        pytest.param("2018-11-03", "America/Sao_Paulo", "2018-11-04T03:00", id="no midnight"),
        pytest.param("2018-11-04", "America/Sao_Paulo", "2018-11-05T02:00", id="starts at one"),
        pytest.param("2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00", id="back at midnight"),
        pytest.param("2026-03-28", "Asia/Beirut", "2026-03-28T22:00", id="Beirut"),
        pytest.param("2026-04-23", "Africa/Cairo", "2026-04-23T22:00", id="Cairo"),
        pytest.param("2026-03-07", "America/Havana", "2026-03-08T05:00", id="Havana, spring"),
        pytest.param("2026-10-31", "America/Havana", "2026-11-01T04:00", id="Havana, autumn"),
        pytest.param("2006-10-28", "America/St_Johns", "2006-10-29T03:30", id="midnight twice"),
        pytest.param("2006-10-29", "America/St_Johns", "2006-10-30T03:30", id="the day after"),
        pytest.param("1919-03-30", "America/Toronto", "1919-03-31T04:30", id="gap from 23:30"),
        pytest.param("1867-10-18", "America/Juneau", "1867-10-19T08:57:41", id="a day twice"),
    ],
)
def test_a_day_ends_when_the_calendar_on_the_wall_turns(day, zone, expected):
    instant = due_instant(date.fromisoformat(day), zone)

    assert instant == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert instant.tzinfo is UTC


@given(st.dates(date(1850, 1, 1), date(2100, 12, 31)), ZONES)
def test_the_day_shows_until_the_instant_and_never_again(day, zone):
    there = ZoneInfo(zone) if zone else ANYWHERE_ON_EARTH

    instant = due_instant(day, zone)

    assert (instant - TICK).astimezone(there).date() <= day
    later = [instant + timedelta(minutes=30) * step for step in range(100)]
    assert all(moment.astimezone(there).date() > day for moment in later)


@given(st.dates(FIRST_DAY, LAST_DAY - timedelta(days=1)), ZONES)
def test_a_later_day_never_ends_earlier(day, zone):
    assert due_instant(day, zone) <= due_instant(day + timedelta(days=1), zone)


@given(st.dates(FIRST_DAY, LAST_DAY), ZONES)
def test_without_a_zone_a_day_ends_last(day, zone):
    leeway = timedelta(hours=4)  # before zones were agreed on, some clocks were further behind

    assert due_instant(day, zone) <= due_instant(day, None) + leeway


@pytest.mark.parametrize("zone", [None, "UTC", "Pacific/Kiritimati", "America/Juneau"])
@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_takes_the_first_and_the_last_day(day, zone):
    assert abs(due_instant(day, zone).date() - day) <= timedelta(days=1)


@pytest.mark.parametrize("zone", [None, "UTC"])
@pytest.mark.parametrize(
    "day", [date.min, FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1), date.max]
)
def test_refuses_days_beyond_them(day, zone):
    with pytest.raises(InvalidInputError, match="between 1000 and 9000") as refusal:
        due_instant(day, zone)

    assert set(refusal.value.fields) == {"deadline"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param(" ", id="a space"),
        pytest.param("Mars/Olympus", id="nowhere"),
        pytest.param("Europe", id="a folder"),
        pytest.param("Europe/", id="a folder with a slash"),
        pytest.param("Europe/Berlin/Mitte", id="inside a zone"),
        pytest.param("../etc/passwd", id="a path upwards"),
        pytest.param("/etc/passwd", id="a path from the root"),
        pytest.param("zone.tab", id="a file that is no zone"),
        pytest.param("\0", id="a null"),
        pytest.param("\ud800", id="a lone surrogate"),
        pytest.param("a" * 5_000, id="far too long"),
        pytest.param("localtime", id="another one on each machine"),
    ],
)
def test_refuses_what_is_no_zone(name):
    with pytest.raises(InvalidInputError, match="Europe/Berlin") as refusal:
        due_instant(date(2026, 1, 1), name)

    assert len(str(refusal.value)) < 150
    assert set(refusal.value.fields) == {"zone"}


def test_a_known_zone_keeps_its_name():
    assert known_zone("Asia/Baghdad").key == "Asia/Baghdad"
