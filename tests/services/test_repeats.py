"""Keys of requests: claimed with the work, the same for the same sender and content, forgotten."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ReusedKeyError
from forecasts.services.repeats import KEYS_LAST, Keyed, claim_key, forget_keys, keep_location
from forecasts.store.models import RequestKey
from tests.making import NOW, SECOND


def keyed(**wanted) -> Keyed:
    ordinary = {
        "scope": "account:1",
        "endpoint": "lines.log",
        "key": "k1",
        "fingerprint": "f" * 64,
    }
    return Keyed(**(ordinary | wanted))


def make(session, sent, location="/forecasts/1", *, now=NOW):
    """Where the thing is, and whether it was made now."""
    made = claim_key(session, sent, now=now)
    if made is None:
        keep_location(session, sent, location)
    return made or location, made is None


def test_the_same_request_makes_one_thing(session):
    answers = [make(session, keyed(), f"/forecasts/{number}") for number in (1, 2)]

    assert answers == [("/forecasts/1", True), ("/forecasts/1", False)]


@pytest.mark.parametrize("part", ["scope", "endpoint", "key"])
def test_another_sender_or_place_or_key_makes_another(session, part):
    make(session, keyed())

    assert make(session, keyed(**{part: "other"}), "/forecasts/2") == ("/forecasts/2", True)


def test_a_key_does_not_come_back_with_other_content(session):
    make(session, keyed())

    with pytest.raises(ReusedKeyError, match="other content"):
        make(session, keyed(fingerprint="0" * 64))


def test_a_key_goes_with_its_work(database):
    """A crash before the commit leaves neither, so that the repeat does it."""
    with database.writing() as session:
        make(session, keyed())
        session.rollback()

    with database.writing.begin() as session:
        assert make(session, keyed(), "/forecasts/2") == ("/forecasts/2", True)


def test_whoever_comes_meanwhile_waits_and_is_told_what_was_made(database):
    answers = []

    def send(number):
        with database.writing.begin() as session:
            answers.append(make(session, keyed(), f"/forecasts/{number}"))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 8
    assert len({location for location, _ in answers}) == 1
    assert sum(first for _, first in answers) == 1


def test_keys_are_forgotten_after_two_days(session):
    make(session, keyed(key="old"), now=NOW - KEYS_LAST)
    make(session, keyed(key="new"), now=NOW - KEYS_LAST + SECOND)

    assert [forget_keys(session, now=NOW) for _ in range(2)] == [1, 0]
    assert session.scalars(sa.select(RequestKey.key)).all() == ["new"]


def test_a_run_forgets_so_many_and_leaves_the_rest_to_the_next(session):
    for number in range(5):
        make(session, keyed(key=f"k{number}"), now=NOW - timedelta(days=3))

    assert [forget_keys(session, now=NOW, limit=3) for _ in range(3)] == [3, 2, 0]
