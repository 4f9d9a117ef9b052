"""`forecasts migrate`, `pass`, `verify`, `sign-in` and `score`, as the contract says."""

import json
import sqlite3
from datetime import date, timedelta

import pytest

from config import read_config
from forecasts.domain.errors import MailFailedError
from forecasts.services.outbox import lease_mail, note_failure, post_mail
from forecasts.store.engine import open_database
from forecasts.store.schema import newest_revision
from tests.making import NOW, make_forecast


@pytest.fixture
def home(run, tmp_path):
    """The home of a migrated installation."""
    assert run("migrate").code == 0
    return tmp_path / "home"


def log_something_due(home) -> None:
    database = open_database(f"sqlite:///{home / 'forecasts.sqlite3'}")
    with database.writing.begin() as session:
        make_forecast(session, deadline=None)
        make_forecast(session, deadline=date(2026, 2, 1))
    database.close()


def test_migrate_says_where_the_database_is_now(run):
    answer = run("migrate")

    assert answer.code == 0
    assert f"revision {newest_revision()}" in answer.out


@pytest.mark.parametrize("command", ["pass", "verify", "sign-in"])
def test_a_database_that_was_not_migrated_is_refused_in_one_line(run, command):
    answer = run(command)

    assert answer.code == 2
    assert "forecasts migrate" in answer.err
    assert answer.err.count("\n") == 1


def test_pass_runs_every_pass_once_and_says_what_each_did(run, home):
    log_something_due(home)

    answers = [run("pass").out.splitlines() for _ in range(2)]

    mails = "mails: no mail server is set up, 0 waiting, 0 parked"
    reminders = "reminders: 0 due soon, 0 overdue, 0 to admins"
    rest = [
        "keys: 0 keys of requests forgotten",
        "wiping: nothing to wipe",
        "digests: no mail server is set up",
        "retention: 0 rows forgotten",
        "arrivals: 0 posts read, 0 failed, 0 forgotten",
        "feeds: 0 feeds asked, 0 failed, 0 posts captured",
        "sources: no source to look at",
        "hooks: 0 delivered, 0 waiting, 0 parked",
    ]
    assert answers == [
        ["due: 1 flagged as due", reminders, mails, "heads: published entry 3", *rest],
        ["due: 0 flagged as due", reminders, mails, "heads: published today already", *rest],
    ]


def test_verify_prints_the_head_of_a_sound_ledger(run, home):
    log_something_due(home)

    answer = run("verify")

    assert answer.code == 0
    assert answer.out.startswith("2 entries")


def test_verify_names_the_first_bad_entry_and_ends_with_1(run, home):
    log_something_due(home)
    file = sqlite3.connect(home / "forecasts.sqlite3")
    file.execute("DROP TRIGGER ledger_entry_update_refused")
    file.execute("UPDATE ledger_entry SET actor = 'x' WHERE sequence = 2")
    file.execute(
        "CREATE TRIGGER ledger_entry_update_refused BEFORE UPDATE ON ledger_entry"
        " BEGIN SELECT 1; END"
    )
    file.commit()
    file.close()

    answer = run("verify")

    assert answer.code == 1
    assert answer.out.startswith("entry 2 is bad")


@pytest.mark.usefixtures("home")
def test_sign_in_prints_an_address_that_is_another_each_time(run):
    first, second = run("sign-in").out, run("sign-in").out

    assert first.startswith("http://127.0.0.1:8000/sign-in/")
    assert first != second


def test_score_prints_one_card(run, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("probability,outcome\n0.7,1\n0.7,0\n0.2,0\n")

    answer = run("score", file)

    card = json.loads(answer.out)
    assert answer.code == 0
    assert (card["n"], card["yes"]) == (3, 1)
    assert card["brier"] == pytest.approx((0.09 + 0.49 + 0.04) / 3)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("probability,outcome\n1.2,1\n", "Line 2", id="a probability above one"),
        pytest.param("probability,outcome\n0.5,maybe\n", "outcome", id="no outcome"),
        pytest.param("chance,outcome\n0.5,1\n", "probability", id="a column missing"),
        pytest.param("", "empty", id="an empty file"),
        pytest.param("probability,outcome\n\xff,1\n", "UTF-8", id="another encoding"),
    ],
)
def test_score_names_what_is_wrong_and_prints_no_card(run, tmp_path, content, told):
    file = tmp_path / "table.csv"
    file.write_bytes(content.encode("latin-1"))

    answer = run("score", file)

    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORECASTS_PORT", "eighty"),
        ("FORECASTS_PORT", "0"),
        ("FORECASTS_WORKERS", "-1"),
        ("FORECASTS_SECOND_LOOKS", "101"),
        ("FORECASTS_CLOCK", "perhaps"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_a_wrong_setting_stops_the_command_and_is_named(run, monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    answer = run("migrate")

    assert answer.code == 2
    assert name in answer.err or "not supported" in answer.err


@pytest.mark.parametrize("command", ["migrate", "verify"])
@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:////no/such/folder/file.sqlite3", id="no such folder"),
        pytest.param("postgresql://nobody:secret@127.0.0.1:1/none", id="nobody listens"),
    ],
)
def test_a_database_that_does_not_answer_is_told_in_one_line(run, monkeypatch, command, url):
    monkeypatch.setenv("DATABASE_URL", url)

    answer = run(command)

    assert answer.code == 2
    assert "does not answer" in answer.err
    assert "secret" not in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.slow
def test_demo_tells_its_story_once_and_a_second_time_changes_nothing(run):
    first, again, verified = run("demo"), run("demo"), run("verify")

    assert first.code == 0
    assert "99 posts" in first.out
    assert (again.code, again.out) == (2, "")
    assert verified.code == 0


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    settings = {"FORECASTS_HOME": str(tmp_path)}

    first, second = read_config(settings), read_config(settings)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_mails_lists_what_was_not_sent_and_puts_it_in_line_again(run, home):
    database = open_database(f"sqlite:///{home / 'forecasts.sqlite3'}")
    with database.writing.begin() as session:
        for key in ("a", "b"):
            post_mail(session, key=key, address="ada@example.org", subject="Due", body="x", now=NOW)
        parcel = lease_mail(session, now=NOW, lease=timedelta(minutes=1))
        note_failure(session, parcel, MailFailedError("no such box", lasting=True), now=NOW)
    database.close()

    listed = run("mails").out
    again = run("mails", "--again").out

    assert listed == (
        "1: to ada@example.org, 'Due', given up, tries: 1, no such box\n"
        "2: to ada@example.org, 'Due', waits until 2026-11-22 12:00 UTC, tries: 0\n"
    )
    assert again.startswith("1 in line again\n1: to ada@example.org, 'Due', waits until")
