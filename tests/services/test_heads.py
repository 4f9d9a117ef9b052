"""The head of the ledger is made known once a day, and shows a cut that the chain does not."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Role
from forecasts.ledger import to_line
from forecasts.services.heads import publish_head
from forecasts.services.verification import read_entries
from forecasts.store.models import LedgerEntry, Mail, PublishedHead
from scheduler.passes import HEADS, run_pass
from tests.making import NOW, make_account, make_forecast

VERIFIER = Path(__file__).parents[2] / "forecasts" / "ledger" / "standalone.py"
DAY = timedelta(days=1)


def test_nothing_is_published_of_an_empty_ledger(session: Session):
    assert publish_head(session, now=NOW) is None


def test_the_head_is_published_once_a_day(session: Session):
    make_forecast(session)
    first = publish_head(session, now=NOW)
    make_forecast(session)

    assert publish_head(session, now=NOW) is None
    second = publish_head(session, now=NOW + DAY)

    assert (first.sequence, second.sequence) == (1, 2)
    hashes = session.scalars(sa.select(LedgerEntry.hash).order_by(LedgerEntry.sequence)).all()
    assert [first.hash, second.hash] == hashes


def test_publishing_leaves_the_ledger_alone(session: Session):
    make_forecast(session)

    publish_head(session, now=NOW)

    assert session.scalar(sa.select(sa.func.count()).select_from(LedgerEntry)) == 1


def test_reviewers_and_admins_get_it_by_mail_once(session: Session):
    for name, role in (("adam", Role.ADMIN), ("rita", Role.REVIEWER), ("rea", Role.READER)):
        make_account(session, name, role)
    make_forecast(session)

    published = publish_head(session, now=NOW)
    publish_head(session, now=NOW)

    mails = session.scalars(sa.select(Mail).order_by(Mail.id)).all()
    assert [mail.address for mail in mails] == ["adam@example.org", "rita@example.org"]
    assert all(f"{published.sequence}:{published.hash}" in mail.body for mail in mails)


def test_the_pass_publishes_and_says_so(database):
    with database.writing.begin() as session:
        make_forecast(session)

    reports = [run_pass(HEADS, database, lambda: NOW) for _ in range(2)]

    assert reports == ["published entry 1", "published today already"]
    with database.reading() as session:
        assert session.scalars(sa.select(PublishedHead.sequence)).all() == [1]


def test_the_stand_alone_verifier_finds_a_cut_tail_by_a_published_head(session, tmp_path):
    for _ in range(3):
        make_forecast(session)
    published = publish_head(session, now=NOW)
    lines = [to_line(entry) for entry in read_entries(session, limit=10)]
    head = f"{published.sequence}:{published.hash}"

    whole = verify(tmp_path / "whole.jsonl", lines, head)
    cut = verify(tmp_path / "cut.jsonl", lines[:-1], head)

    assert whole.returncode == 0
    assert cut.returncode == 1
    assert "entry 3 is bad: it is missing, though entry 3 was published" in cut.stdout


def verify(file: Path, lines: list[str], head: str) -> subprocess.CompletedProcess[str]:
    file.write_text("".join(f"{line}\n" for line in lines))
    return subprocess.run(
        [sys.executable, VERIFIER, file, "--head", head],
        check=False,
        capture_output=True,
        text=True,
    )
