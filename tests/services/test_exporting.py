"""The archive of one person: all of theirs, nothing of others', and it can be checked."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError, NotFoundError
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.visibility import Visibility
from forecasts.ledger import Seal, Sealed, compare_seal, from_line
from forecasts.services.exporting import (
    README,
    require_own_archive,
    whose_account,
    whose_author,
    write_archive,
)
from forecasts.services.intake import capture_post
from forecasts.services.recording import log_forecast
from forecasts.services.triage import accept
from forecasts.store.models import Account, Post
from forecasts.store.queries.posts import list_candidates
from tests.making import NOW, OPERATOR, a_draft, a_submission, make_account, make_forecast

TEXT = "My guess is that the bridge will be open by the end of this year."


@pytest.fixture
def ada(session: Session) -> Actor:
    make_account(session, "operator", Role.ADMIN)
    actor = make_account(session, "ada", Role.AUTHOR, authors=["Ada Author"])
    session.get_one(Account, actor.account_id).password_hash = "a very secret hash"  # noqa: S105 - looked for in the archive
    return actor


def archive_of(session: Session, actor: Actor) -> zipfile.ZipFile:
    session.flush()
    stream = io.BytesIO()
    write_archive(session, whose_account(session, actor.account_id), stream)
    return zipfile.ZipFile(stream)


def lines(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(name).splitlines()]


def fill(session: Session, ada: Actor) -> Post:
    """A post with a forecast from it, a private line, and something of somebody else."""
    post = capture_post(session, a_submission(TEXT, title="../../evil"), actor=ada, now=NOW)
    candidate, *_ = list_candidates(session, post.id)
    accept(session, candidate.id, version=1, actor=ada, now=NOW)
    private = a_draft(session, claim="Only I know", visibility=Visibility.PRIVATE)
    log_forecast(session, private, actor=ada, now=NOW)
    make_forecast(session, author="Otto Other", claim="Nobody asks Ada")
    return post


def test_holds_all_of_theirs_and_nothing_of_others(session, ada):
    fill(session, ada)

    archive = archive_of(session, ada)

    claims = [each["claim"] for each in lines(archive, "forecasts.jsonl")]
    assert claims == ["The bridge will be open by the end of this year", "Only I know"]
    assert [each["name"] for each in lines(archive, "authors.jsonl")] == ["Ada Author"]
    assert len(lines(archive, "estimates.jsonl")) == 2
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Nobody asks Ada" not in everything


def test_holds_posts_as_they_were_received_under_safe_names(session, ada):
    post = fill(session, ada)

    archive = archive_of(session, ada)

    assert archive.read(f"posts/{post.id:08d}.txt") == TEXT.encode()
    (told,) = lines(archive, "posts.jsonl")
    assert told["raw_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert all(".." not in name and not name.startswith("/") for name in archive.namelist())


def test_holds_no_secret(session, ada):
    fill(session, ada)

    archive = archive_of(session, ada)

    assert b"a very secret hash" not in archive.read("account.jsonl")
    assert b"ada@example.org" in archive.read("account.jsonl")
    assert lines(archive, "digests.jsonl") == lines(archive, "rhythm.jsonl") == []


def test_lets_anybody_check_the_sealed_texts_against_the_ledger(session, ada):
    fill(session, ada)

    archive = archive_of(session, ada)

    entries = [from_line(line.decode()) for line in archive.read("ledger.jsonl").splitlines()]
    kept = {
        each["sequence"]: Sealed(each["content"], bytes.fromhex(each["salt"]))
        for each in lines(archive, "sealed.jsonl")
    }
    assert {entry.kind for entry in entries} == {"captured", "logged"}
    assert len(kept) == 3
    for entry in entries:
        sealed = kept.get(entry.sequence)
        assert compare_seal(entry.commitment, sealed) is Seal.MATCHES


def test_says_what_is_in_it_and_lists_every_hash(session, ada):
    fill(session, ada)

    archive = archive_of(session, ada)

    (manifest,) = lines(archive, "manifest.json")
    names = set(archive.namelist()) - {"manifest.json"}
    assert manifest == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    told = archive.read("README.txt").decode()
    assert all(name.split("/")[0] in told for name in names - {"README.txt"})


def test_is_the_same_when_nothing_has_changed(session, ada):
    fill(session, ada)

    first, second = (archive_of(session, ada).fp.getvalue() for _ in range(2))

    assert first == second


def test_of_an_author_without_an_account_holds_what_others_recorded(session, ada):
    fill(session, ada)
    stream = io.BytesIO()

    write_archive(session, whose_author(session, "otto-other"), stream)

    archive = zipfile.ZipFile(stream)
    assert lines(archive, "account.jsonl") == []
    assert [each["claim"] for each in lines(archive, "forecasts.jsonl")] == ["Nobody asks Ada"]


def test_is_handed_to_nobody_else(session, ada):
    with pytest.raises(NotAllowedError):
        require_own_archive(ada, 1)
    require_own_archive(OPERATOR, ada.account_id)
    with pytest.raises(NotFoundError):
        whose_author(session, "nobody")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_holds_no_more_in_memory_for_many_posts(database):
    with database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        ada = make_account(session, "ada", Role.AUTHOR, authors=["Ada Author"])
        for number in range(30):
            text = f"{number} {'The old mill stands by the river. ' * 8000}"
            session.add(a_post(text, author_id=min(ada.authors), captured_by=ada.name))

    with database.reading() as session, open("/dev/null", "r+b") as nowhere:  # noqa: PTH123 - a device
        tracemalloc.start()
        write_archive(session, whose_account(session, ada.account_id), nowhere)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 30 * 270_000 / 2


def a_post(text: str, **wanted: object) -> Post:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Post(
        title="Long",
        text_format="text",
        raw=text.encode(),
        raw_sha256=digest,
        text="short",
        text_sha256=digest,
        published=date(2026, 1, 5),
        date_origin="typed in",
        captured_at=NOW,
        has_own_title=True,
        **wanted,
    )


def test_the_readme_fits_on_a_page():
    assert len(README.splitlines()) < 40
