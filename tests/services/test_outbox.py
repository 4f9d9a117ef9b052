"""Mails in line: each once by its key, leased while somebody sends it, tried again, parked."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import InvalidInputError, MailFailedError
from forecasts.services.outbox import (
    DELAYS,
    MOST_TRIES,
    clean_subject,
    lease_mail,
    mark_sent,
    note_failure,
    post_mail,
    send_again,
)
from forecasts.store.models import Mail
from forecasts.store.queries.mails import MailCounts, count_mails, list_unsent
from tests.making import NOW, SECOND

LEASE = timedelta(minutes=5)


def post(session, key="due:1", **wanted):
    ordinary = {"address": "ada@example.org", "subject": "One is due", "body": "Look at it.\n"}
    post_mail(session, key=key, now=NOW, **(ordinary | wanted))


def lease(session, *, now=NOW):
    return lease_mail(session, now=now, lease=LEASE)


def test_a_key_puts_in_one_mail(session):
    post(session)
    post(session, subject="Another text")

    assert session.scalars(sa.select(Mail.subject)).all() == ["One is due"]


def test_a_mail_is_not_there_when_what_it_tells_of_is_not(database):
    with database.writing() as session:
        post(session)
        session.rollback()

    with database.reading() as session:
        assert count_mails(session) == MailCounts(0, 0)


def test_a_mail_is_handed_out_to_one_while_its_lease_lasts(session):
    post(session)

    first, second = lease(session), lease(session, now=NOW + LEASE - SECOND)
    after = lease(session, now=NOW + LEASE)

    assert (first.tries, second, after.tries) == (1, None, 2)
    assert first.letter == after.letter


def test_its_name_is_the_same_for_the_same_key_and_tells_nothing(session):
    post(session, "reset:1")
    post(session, "reset:2")

    names = [lease(session).letter.name for _ in range(2)]

    assert len(set(names)) == 2
    assert all(name.isalnum() and name.islower() for name in names)
    assert "reset" not in "".join(names)


def test_what_was_sent_is_not_sent_again_and_its_words_are_gone(session):
    post(session, body="https://example.org/reset/secret")
    mark_sent(session, lease(session), now=NOW)

    mail = session.scalars(sa.select(Mail)).one()
    assert (mail.sent_at, mail.body, mail.leased_until) == (NOW, "", None)
    assert lease(session, now=NOW + 10 * LEASE) is None


def test_waits_longer_after_each_failure_and_is_parked_in_the_end(session):
    post(session)
    now, waits = NOW, []
    while parcel := lease(session, now=now):
        note_failure(session, parcel, MailFailedError("no answer"), now=now)
        mail = session.scalars(sa.select(Mail)).one()
        session.refresh(mail)
        waits.append(mail.next_try_at - now)
        now = max(now, mail.next_try_at)

    assert waits[:-1] == list(DELAYS)
    assert len(waits) == MOST_TRIES
    assert (mail.parked_at, mail.error) == (now, "no answer")
    assert count_mails(session) == MailCounts(waiting=0, parked=1)


def test_what_would_always_fail_is_parked_at_once(session):
    post(session)

    note_failure(session, lease(session), MailFailedError("no such box", lasting=True), now=NOW)

    assert count_mails(session) == MailCounts(waiting=0, parked=1)


def test_what_kills_whoever_sends_it_is_parked_too(session):
    post(session)
    later = [NOW + number * LEASE for number in range(MOST_TRIES + 1)]

    assert [bool(lease(session, now=now)) for now in later] == [True] * MOST_TRIES + [False]

    (mail,) = list_unsent(session, 10)
    assert mail.error == "whoever sent it was always stopped"


def test_a_late_answer_changes_nothing(session):
    post(session)
    late = lease(session)
    lease(session, now=NOW + LEASE)

    mark_sent(session, late, now=NOW + LEASE)

    assert count_mails(session) == MailCounts(waiting=1, parked=0)


def test_what_was_parked_can_be_put_in_line_again(session):
    post(session)
    note_failure(session, lease(session), MailFailedError("no", lasting=True), now=NOW)

    assert [send_again(session, now=NOW), send_again(session, now=NOW)] == [1, 0]

    assert lease(session).tries == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example.org\nBcc: all@example.org",
        "ada@example.org,bea@example.org",
        "Ada <ada@example.org>",
        "ada@bea@example.org",
        "a" * 250 + "@example.org",
        "ada\0@example.org",
        "=?utf-8?q?a=0D=0Ab?=@example.org",
    ],
)
def test_an_address_is_of_one_person(session, address):
    with pytest.raises(InvalidInputError):
        post(session, address=address)

    assert count_mails(session) == MailCounts(0, 0)


@pytest.mark.parametrize(
    ("subject", "cleaned"),
    [
        pytest.param("a\r\nBcc: x@example.org", "a Bcc: x@example.org", id="line break"),
        pytest.param("a\vb\fc\x1cd\x85e\u2028f\u2029g", "a b c d e f g", id="odd line breaks"),
        pytest.param("a\0b\x7f", "a b", id="control"),
        pytest.param("a\u202eb\u200bc", "a b c", id="turned and hidden"),
        pytest.param("\ud800x", "x", id="half a character"),
        pytest.param("\n", "(no subject)", id="nothing"),
        pytest.param("=?utf-8?q?a=0D=0Ab?=", "= ?utf-8?q?a=0D=0Ab?=", id="encoded word"),
        pytest.param("x" * 400, "x" * 300, id="endless"),
        pytest.param("Über 90 %, läuft ☂", "Über 90 %, läuft ☂", id="letters of all kinds"),
    ],
)
def test_a_subject_is_one_line_of_text(subject, cleaned):
    assert clean_subject(subject) == cleaned
