"""`forecasts reextract`: what differs is shown before it is in force; stopped, it is run again."""

import json

import pytest
import sqlalchemy as sa

from forecasts.cli import reextracting
from forecasts.extraction import EXTRACTOR_VERSION
from forecasts.services.intake import capture_post
from forecasts.services.reextraction import reextract
from forecasts.services.verification import verify_record
from forecasts.store.models import Candidate, LedgerEntry
from tests.making import NOW, OPERATOR, a_submission

BRIDGE = "The new bridge will open by the end of June."
FERRY = "The old ferry will stop in July."
ALL_READ = f"3 posts read by extractor {EXTRACTOR_VERSION}"
TEXTS = (f"{BRIDGE} {FERRY}", "It rained.", "The moon\x1b[2J will rise by May.")


@pytest.fixture
def record(database):
    """Three posts, the first read by an older extractor."""
    with database.writing.begin() as session:
        for number, text in enumerate(TEXTS):
            post = a_submission(text, title=f"Post {number}")
            capture_post(session, post, actor=OPERATOR, now=NOW)
    read_before(database, BRIDGE, claim="It opens", score=500_000)
    with database.writing.begin() as session:
        session.execute(sa.delete(Candidate).where(Candidate.quote == FERRY))
    return database


@pytest.fixture
def run(run, monkeypatch, database_url):
    """The command, on the database of this test."""

    def command(*words):
        monkeypatch.setenv("DATABASE_URL", database_url)
        return run("reextract", *words)

    return command


def read_before(database, quote, **values):
    change = sa.update(Candidate).where(Candidate.quote == quote)
    with database.writing.begin() as session:
        session.execute(change.values(extractor_version="1", **values))


def rows(database):
    with database.reading() as session:
        query = sa.select(Candidate.quote, Candidate.claim).order_by(Candidate.post_id)
        return [tuple(row) for row in session.execute(query.order_by(Candidate.start))]


def acts(database):
    with database.reading() as session:
        kind = LedgerEntry.kind == "reextracted"
        return session.scalars(sa.select(LedgerEntry.subject).where(kind)).all()


def test_a_dry_run_shows_what_differs_and_changes_nothing(run, record):
    before = rows(record)

    answer = run("--dry-run")

    assert (answer.code, answer.err) == (0, "")
    told = "1 differ: 1 new, 0 gone, 1 changed, 1 unchanged, 0 left alone."
    assert answer.out.splitlines() == [
        "post 1, Post 0: 1 new, 0 gone, 1 changed, 0 unchanged, 0 left alone (read by 1)",
        f"  + {FERRY}",
        f"  ~ {BRIDGE}",
        "      claim: It opens -> The new bridge will open by the end of June",
        "      score: 50 % -> 88 %",
        f"{ALL_READ}, {told} This was a dry run: nothing was changed.",
    ]
    assert rows(record) == before
    assert acts(record) == []


def test_puts_in_force_what_it_shows_and_the_second_time_nothing(run, record):
    first, before = run(), rows(record)
    again = run()

    assert (first.code, again.code) == (0, 0)
    assert f"  + {FERRY}" in first.out
    assert "dry run" not in first.out
    told = "0 differ: 0 new, 0 gone, 0 changed, 3 unchanged, 0 left alone."
    assert again.out == f"{ALL_READ}, {told}\n"
    assert FERRY in dict(before)
    assert rows(record) == before
    assert acts(record) == ["post:1"]


@pytest.mark.usefixtures("record")
def test_prints_json_lines_for_programs(run):
    answer = run("--dry-run", "--json")

    post, totals = map(json.loads, answer.out.splitlines())
    assert post["post"] == 1
    assert [each["quote"] for each in post["candidates_new"]] == [FERRY]
    (changed,) = post["candidates_changed"]
    assert changed["fields"]["claim"]["old"] == "It opens"
    assert changed["fields"]["score"] == {"old": 0.5, "new": 0.880797}
    assert totals["dry_run"] is True
    assert totals["totals"]["differing"] == 1


@pytest.mark.usefixtures("record")
def test_reads_only_the_posts_that_are_named(run):
    answer = run("--dry-run", "--post", 2, "--post", 3)

    assert answer.out.startswith("2 posts read by")
    assert "0 differ" in answer.out


def test_a_hostile_quote_does_nothing_to_the_terminal(run, record):
    read_before(record, TEXTS[2], claim="x\x1b[2J")

    answer = run("--dry-run", "--post", 3)

    assert "~ The moon [2J will rise by May." in answer.out
    assert "\x1b" not in answer.out


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["--post", "7", "--post", "1"], "There is no post 7", id="no such post"),
        pytest.param(["--post", "one"], "is not a valid integer", id="no number"),
        pytest.param(["--post", "0"], "0 is not in the range", id="nought"),
        pytest.param(["--post", str(2**63)], "is not in the range", id="too large"),
        pytest.param(["1"], "unexpected extra argument", id="an argument"),
    ],
)
def test_bad_input_is_told_in_one_line_and_changes_nothing(run, database, words, told):
    before = rows(database)

    answer = run(*words)

    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert answer.err.count("\n") == 1
    assert rows(database) == before


def test_stopped_between_two_posts_it_is_run_again(run, record, monkeypatch):
    read_before(record, TEXTS[2], claim="It rises")

    def stop_at_the_second(session, post_id, *rest, **named):
        if post_id > 1:
            raise KeyboardInterrupt
        return reextract(session, post_id, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(reextracting, "reextract", stop_at_the_second)
        stopped = run()
    after_stop = dict(rows(record))
    finished = run()

    assert stopped.code == 130
    assert FERRY in after_stop
    assert after_stop[TEXTS[2]] == "It rises"
    assert finished.code == 0
    assert dict(rows(record))[TEXTS[2]].startswith("The moon")
    assert acts(record) == ["post:1", "post:3"]
    with record.reading() as session:
        assert verify_record(session).fault is None


def test_what_is_done_half_way_through_a_post_is_undone(run, record, monkeypatch):
    before = rows(record)

    def fail(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("forecasts.services.reextraction.record", fail)
        run()

    assert rows(record) == before
    run()
    assert acts(record) == ["post:1"]


@pytest.mark.usefixtures("record")
def test_tells_how_far_it_is(run, monkeypatch):
    monkeypatch.setattr(reextracting, "_TOLD_EVERY", 2)

    answer = run("--dry-run", "--json")

    assert answer.err == "2 of 3 posts read ...\n"
    assert len(answer.out.splitlines()) == 2


@pytest.mark.usefixtures("database")
def test_an_empty_record_is_no_fault(run):
    answer = run()

    assert answer.code == 0
    assert answer.out.startswith("0 posts read by")
