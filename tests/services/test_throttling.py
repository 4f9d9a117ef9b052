"""Limits on what others could try again and again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import TooManyAttemptsError
from forecasts.services.throttling import (
    FORGOTTEN_AFTER,
    Allowance,
    KeyMaker,
    count_try,
    forgive,
    give_back,
    network_of,
)
from forecasts.store.models import Attempts
from tests.making import NOW

FEW = Allowance(3, timedelta(seconds=30), timedelta(minutes=2))
MINUTE = timedelta(minutes=1)


def try_once(database, key="k", now=NOW, **limits):
    """Seconds to wait; None where the try was counted."""
    try:
        with database.writing.begin() as session:
            count_try(session, {key: FEW} | limits, now=now)
    except TooManyAttemptsError as error:
        return error.wait
    return None


def test_a_few_are_free_and_then_each_waits_longer(database):
    waits, now = [], NOW
    for _ in range(8):
        wait = try_once(database, now=now)
        waits.append(wait)
        now += timedelta(seconds=wait or 0)

    assert waits == [None, None, None, 30, None, 60, None, 120]


def test_never_waits_longer_than_the_limit(database):
    now = NOW
    for _ in range(50):
        try_once(database, now=now)
        now += 2 * MINUTE

    assert try_once(database, now=now) is None


def test_a_refused_try_is_not_counted(database):
    for _ in range(100):
        try_once(database)

    assert try_once(database, now=NOW + timedelta(seconds=30)) is None


def test_a_try_that_one_limit_refuses_counts_for_none(database):
    for _ in range(3):
        try_once(database, "a")
    assert try_once(database, "a", b=FEW) == 30

    assert [try_once(database, "b") for _ in range(4)] == [None, None, None, 30]


def test_begins_anew_after_a_day_and_when_it_was_right(database):
    for _ in range(3):
        try_once(database)
        try_once(database, "other")
    with database.writing.begin() as session:
        forgive(session, "other")

    assert [try_once(database, now=NOW + FORGOTTEN_AFTER) for _ in range(3)] == [None] * 3
    assert [try_once(database, "other") for _ in range(3)] == [None] * 3


def test_gives_one_back(database):
    for _ in range(3):
        try_once(database)
    with database.writing.begin() as session:
        give_back(session, "k")
        give_back(session, "unknown")

    assert [try_once(database) for _ in range(2)] == [None, 30]


def test_counts_all_that_come_at_once(database):
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: try_once(database), range(24)))

    assert waits.count(None) == 3


def test_forgets_what_counts_no_more(database):
    for number in range(15):
        try_once(database, f"old {number}", now=NOW - FORGOTTEN_AFTER)
    for _ in range(2):
        try_once(database, "new")

    with database.reading() as session:
        assert session.scalars(sa.select(Attempts.key)).all() == ["new"]


def test_the_table_tells_neither_addresses_nor_names():
    keys = KeyMaker("secret")

    assert "ada" not in keys.about("sign-in", "ada@example.org")
    assert "192" not in keys.from_address("sign-in", "192.0.2.7")
    assert keys.about("sign-in", "ada") != KeyMaker("other").about("sign-in", "ada")
    assert "secret" not in keys.about("sign-in", "ada")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("nonsense", None, True),
    ],
)
def test_counts_as_one_what_one_household_has(one, other, same):
    assert (network_of(one) == network_of(other)) is same
