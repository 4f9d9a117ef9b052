"""The pass that sends mails, to a real server: at least once, and a repeat can be told."""

import logging
import os
import signal
import smtplib
import threading
import time
from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from benchmarks.processes import start_process
from forecasts.domain.clock import system_clock
from forecasts.domain.errors import MailFailedError
from forecasts.domain.mails import Letter, MailSettings
from forecasts.services.outbox import post_mail
from forecasts.store.engine import open_database
from forecasts.store.models import Mail
from scheduler.__main__ import run_until_stopped
from scheduler.mailing import run_mail_pass
from scheduler.passes import MAILS, PASSES, passes_of, run_pass
from scheduler.smtp import SmtpSender
from tests.mail_server import free_port, mail_server, silent_server
from tests.making import NOW

SECRET = "hunter2-hunter2"  # noqa: S105 - looked for in logs


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


def sender(port, **wanted) -> SmtpSender:
    ordinary = {"host": "127.0.0.1", "sender": "forecasts@example.org", "seconds": 5}
    return SmtpSender(MailSettings(port=port, **(ordinary | wanted)))


def post(database, *keys, now=NOW, **wanted):
    ordinary = {"address": "ada@example.org", "subject": "Due", "body": "Look at it.\n"}
    with database.writing.begin() as session:
        for key in keys:
            post_mail(session, key=key, now=now, **(ordinary | wanted))


def run(database, port, *, now=NOW, **wanted):
    return run_mail_pass(database, lambda: now, sender=sender(port, **wanted))


def test_sends_what_waits_once_as_plain_text(database, server):
    post(database, "a", subject="Über 90 %", body="It is due: ☂\n.\nEnd\n")

    reports = [run(database, server.port) for _ in range(2)]

    (mail,) = server.got
    assert reports == ["1 sent, 0 waiting, 0 parked", "0 sent, 0 waiting, 0 parked"]
    assert (mail["From"], mail["To"]) == ("forecasts@example.org", "ada@example.org")
    assert mail["Subject"] == "Über 90 %"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == "It is due: ☂\n.\nEnd\n"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"].endswith("@example.org>")


def test_a_mail_ends_with_the_whole_address_of_the_page_that_it_is_about(database, server):
    post(database, "a", leads_to="/forecasts/12")
    mailed = SmtpSender(
        MailSettings(host="127.0.0.1", port=server.port, sender="forecasts@example.org")
    )

    run_mail_pass(database, lambda: NOW, sender=mailed, site="https://ledger.example.org")

    (mail,) = server.got
    assert mail.get_content().replace("\r\n", "\n") == (
        "Look at it.\n\nSee all of it here:\n\n    https://ledger.example.org/forecasts/12\n"
    )


def test_what_a_server_says_to_goodbye_makes_no_mail_come_twice(database, server, monkeypatch):
    def quarrel(_):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "quit", quarrel)
    post(database, "a")

    assert run(database, server.port) == "1 sent, 0 waiting, 0 parked"


def test_a_server_that_breaks_off_may_have_the_mail(server):
    server.breaks_off = True
    letter = Letter("a@example.org", "x", "y", "name", NOW)

    with pytest.raises(MailFailedError) as failed:
        sender(server.port)(letter)

    assert failed.value.unsure


@pytest.mark.parametrize("answer", ["451 try later", "550 no"])
def test_a_server_that_refuses_surely_has_it_not(server, answer):
    server.answer = answer
    letter = Letter("a@example.org", "x", "y", "name", NOW)

    with pytest.raises(MailFailedError) as failed:
        sender(server.port)(letter)

    assert not failed.value.unsure


def test_logs_in_where_it_was_told_to(database, server):
    post(database, "a")

    run(database, server.port, user="forecasts", password="right")  # noqa: S106

    assert server.logged_in == [(b"forecasts", b"right")]
    assert len(server.got) == 1


def test_a_wrong_password_is_told_without_it(database, server, caplog):
    caplog.set_level(logging.DEBUG)
    post(database, "a")

    report = run(database, server.port, user="forecasts", password=SECRET)

    assert report == (
        "0 sent, 1 waiting, 0 parked; the last failed: the server refused our password (535)"
    )
    assert SECRET not in report + caplog.text


def test_no_password_travels_unencrypted_to_another_machine(database, server, monkeypatch):
    monkeypatch.setattr("scheduler.smtp._is_this_machine", lambda _: False)
    post(database, "a")

    report = run(database, server.port, user="forecasts", password="right")  # noqa: S106

    assert "offers no encryption" in report
    assert server.logged_in == server.got == []


def test_an_address_that_is_refused_keeps_no_other_mail_back(database, server):
    post(database, "a")
    server.about_address = "550 no such box"
    refused = run(database, server.port)
    server.about_address = "250 ok"
    post(database, "b")

    assert refused == (
        "0 sent, 0 waiting, 1 parked; the last failed: the server refused the address (550)"
    )
    assert run(database, server.port) == "1 sent, 0 waiting, 1 parked"


def test_a_server_that_refuses_is_asked_again_later(database, server):
    post(database, "a", "b")
    server.answer = "451 try later"
    refused = run(database, server.port)
    server.answer = "250 taken"

    reports = [run(database, server.port), run(database, server.port, now=NOW + minutes(1))]

    assert refused == (
        "0 sent, 2 waiting, 0 parked; the last failed: the server refused the mail (451)"
    )
    assert reports == ["1 sent, 1 waiting, 0 parked", "1 sent, 0 waiting, 0 parked"]


def test_a_server_that_refuses_everybody_parks_nothing_at_once(database, server):
    post(database, "a")
    server.answer = "554 we do not know you"

    assert "1 waiting, 0 parked" in run(database, server.port)


def test_a_server_that_is_silent_is_left_after_a_while(database):
    post(database, "a")
    with silent_server() as port:
        began = time.monotonic()
        report = run(database, port, seconds=0.2)

    assert time.monotonic() - began < 3
    assert report == (
        "0 sent, 1 waiting, 0 parked; the last failed: the server was silent, or broke off"
    )


def test_a_server_that_is_not_there_loses_nothing(database):
    post(database, "a")

    assert "Connection refused" in run(database, free_port())


def test_nobody_waits_for_the_mail_server(database, database_url, server):
    """On SQLite a writer would have to wait for any transaction that is open meanwhile."""
    other = open_database(database_url)
    server.on_mail = lambda _: post(other, "b")
    post(database, "a")

    assert run(database, server.port) == "2 sent, 0 waiting, 0 parked"
    other.close()


def test_without_a_server_mails_wait_and_the_operator_sees_it(database):
    post(database, "a")

    report = run_pass(MAILS, database, lambda: NOW)

    assert report == "no mail server is set up, 1 waiting, 0 parked"
    assert MAILS in PASSES
    settings = MailSettings(host="localhost", port=25, sender="a@example.org")
    assert list(passes_of(None, settings)) == list(PASSES)


@pytest.mark.slow
def test_four_clocks_at_once_send_each_mail_once(database, database_url, server):
    keys = [f"key:{number}" for number in range(40)]
    post(database, *keys)
    clocks = [open_database(database_url) for _ in range(4)]
    threads = [threading.Thread(target=run, args=(own, server.port)) for own in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in clocks:
        own.close()

    assert len({mail["Message-ID"] for mail in server.got}) == len(server.got) == len(keys)


@pytest.mark.slow
def test_a_clock_that_is_killed_after_a_mail_loses_none_and_repeats_at_most_that(
    sqlite_url, tmp_path, server
):
    """Kill -9 once the server has the mail and before it says so: ten times over twenty mails."""
    database, kills = open_database(sqlite_url), 10
    post(database, *(f"key:{number}" for number in range(20)), now=system_clock())
    settings = {
        "DATABASE_URL": sqlite_url,
        "FORECASTS_HOME": str(tmp_path),
        "FORECASTS_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "FORECASTS_MAIL_FROM": "forecasts@example.org",
    }
    for _ in range(kills):
        process = start_process(run_until_stopped, environment=settings)
        server.on_mail = lambda _, pid=process.pid: os.kill(pid, signal.SIGKILL)
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
    server.on_mail = lambda _: None
    at_once = run(database, server.port, now=system_clock())
    later = run(database, server.port, now=system_clock() + minutes(10))

    names = [mail["Message-ID"] for mail in server.got]
    assert (at_once, later) == ("10 sent, 10 waiting, 0 parked", "10 sent, 0 waiting, 0 parked")
    assert (len(names), len(set(names))) == (20 + kills, 20)
    database.close()


BREAKS = ["\n", "\r", "\r\n", "\r\n ", "\n\t", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"]
LINES = [
    "Bcc: all@example.org",
    "To: all@example.org",
    "Content-Type: text/html",
    "From: bank@example.org",
    "\r\n<script>x</script>",
    ".\r\nMAIL FROM:<x@example.org>",
    "=?utf-8?q?a=0D=0ABcc:_x@example.org?=",
    "=?utf-8?b?DQpCY2M6IHhAZXhhbXBsZS5vcmc=?=",
    "\0\x1b[2J",
    "\u202egro.elpmaxe@xob",
]


def test_a_hundred_hostile_subjects_add_no_header_and_block_nothing(database, server):
    """T47."""
    hostile = ["Due" + split + line for split, line in product(BREAKS, LINES)]
    for number, subject in enumerate(hostile):
        post(database, f"key:{number}", subject=subject)

    report = run(database, server.port)

    assert report == "100 sent, 0 waiting, 0 parked"
    expected = {"from", "to", "subject", "date", "message-id", "auto-submitted", "x-peer"}
    expected |= {"content-type", "content-transfer-encoding", "mime-version"}
    expected |= {"x-mailfrom", "x-rcptto"}
    for mail in server.got:
        assert {name.lower() for name in mail.keys()} <= expected  # noqa: SIM118 - repeated names
        assert len(mail.get_all("To")) == len(mail.get_all("Subject")) == 1
        assert mail["To"] == "ada@example.org"
        assert mail.get_content_type() == "text/plain"


def test_what_no_mail_can_be_made_of_is_refused_for_good():
    letter = Letter("a@example.org", "x", "half a character: \ud800", "name", NOW)

    with pytest.raises(MailFailedError) as refused:
        sender(free_port())(letter)

    assert refused.value.lasting


def test_the_words_of_a_mail_are_in_no_repr():
    letter = Letter("a@example.org", "x", SECRET, "name", NOW)
    settings = MailSettings(host="h", port=1, sender="a@example.org", password=SECRET)

    assert SECRET not in repr(letter) + repr(settings)


def test_the_passes_tell_how_many_mails_wait_and_why(database):
    post(database, "a")
    with database.reading() as session:
        assert session.scalar(sa.select(Mail.tries)) == 0
    passes = passes_of(
        None, MailSettings(host="127.0.0.1", port=free_port(), sender="a@example.org")
    )

    assert "1 waiting" in run_pass(MAILS, database, lambda: NOW, passes)


def minutes(number) -> timedelta:
    return timedelta(minutes=number)
