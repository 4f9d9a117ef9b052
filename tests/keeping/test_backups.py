"""Backups: taken while others write, whole or refused, and restored with what must stay gone."""

import io
import random
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import BackupRefusedError
from forecasts.domain.permissions import Role
from forecasts.services import archives, backups
from forecasts.services.accounts import find_signed_in, issue_sign_in_link, sign_in
from forecasts.services.archives import read_manifest
from forecasts.services.backups import make_backup, newest_in, unpacked
from forecasts.services.erasure import ErasureReason, erase_account, erase_author
from forecasts.services.restoring import restore
from forecasts.services.verification import verify_record
from forecasts.store.counting import take_stock
from forecasts.store.engine import open_database
from forecasts.store.models import Account, Author, Erasure, Forecast, LedgerEntry
from forecasts.store.schema import check_schema, migrate
from tests.keeping.conftest import fill
from tests.making import NOW, OPERATOR, make_account, make_forecast

LATER = NOW + timedelta(hours=1)


def stock_of(database):
    with database.engine.connect() as connection:
        return take_stock(connection)


def verdict_of(database):
    with database.reading() as session:
        return verify_record(session)


def drop_kept(database, restored) -> None:
    """The database that was there before is nobody's once a test is over."""
    if database.engine.dialect.name == "postgresql" and restored.kept:
        server = sa.create_engine(
            database.engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT"
        )
        with server.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{restored.kept}" WITH (FORCE)')
        server.dispose()


@pytest.fixture
def put_back(database):
    """``put_back(path)``: what restoring over the database of the test did."""
    done = []

    def put(path):
        database.close()
        done.append(restore(path, database.engine.url, now=LATER))
        return done[-1]

    yield put
    for each in done:
        drop_kept(database, each)


def test_what_is_restored_is_what_was_there_when_the_backup_was_made(database, backup, put_back):
    before = stock_of(database)
    with database.writing.begin() as session:
        make_forecast(session, claim="Logged after the backup")

    restored = put_back(backup)

    assert stock_of(database) == before == restored.manifest.contents
    assert restored.lost == 1
    check_schema(database.engine)
    assert verdict_of(database).fault is None
    fill(database)  # the restored one goes on
    assert verdict_of(database).fault is None


def test_what_was_there_is_kept_aside_and_can_be_opened(database, backup, put_back):
    with database.writing.begin() as session:
        make_forecast(session, claim="Logged after the backup")

    kept = put_back(backup).kept

    is_file = database.engine.dialect.name == "sqlite"
    url = f"sqlite:///{kept}" if is_file else database.engine.url.set(database=kept)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        claims = connection.scalars(sa.text("SELECT claim FROM forecast")).all()
    engine.dispose()
    assert "Logged after the backup" in claims


def test_a_restore_ends_every_session_since_some_were_ended_after_the_backup(
    database, tmp_path, put_back
):
    with database.writing.begin() as session:
        account = make_account(session, "ada", Role.AUTHOR).account_id
        token = sign_in(session, issue_sign_in_link(session, account, now=NOW), now=NOW)
    path, _ = make_backup(database.engine, tmp_path / "b.zip", now=NOW)

    put_back(path)

    with database.reading() as session:
        assert find_signed_in(session, token, now=LATER) is None


def test_who_was_erased_after_the_backup_is_erased_again(database, tmp_path, put_back):
    with database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        ada = make_account(session, "Ada Lovelace", Role.AUTHOR, authors=["Ada Author"])
        make_forecast(session, author="Ada Author", claim="Xqzada will open")
        otto = make_forecast(session, author="Otto Other", claim="Xqzotto will open").author_id
    path, _ = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    with database.writing.begin() as session:
        by = {"actor": OPERATOR, "now": NOW}
        erase_account(session, ada.account_id, reason=ErasureReason.LAW, **by)
        erase_author(session, otto, reason=ErasureReason.MISTAKE, **by)

    restored = put_back(path)

    assert len(restored.erased) == 3
    with database.reading() as session:
        assert {row.erased_at for row in session.scalars(sa.select(Author))} == {LATER}
        assert session.get(Account, ada.account_id).name == "(erased)"
        assert set(session.scalars(sa.select(Forecast.claim))) == {""}
        told = "".join(
            session.scalars(sa.select(LedgerEntry.facts).where(LedgerEntry.kind == "erased"))
        )
        assert "the law requires it" in told
        assert "recorded by mistake" in told
    assert verdict_of(database).fault is None
    if database.engine.dialect.name == "sqlite":
        with open(database.engine.url.database, "rb") as file:  # noqa: PTH123 - short
            assert b"Xqz" not in file.read()


def test_nobody_is_erased_whom_the_other_database_knew_as_somebody_else(
    database, tmp_path, put_back
):
    with database.writing.begin() as session:
        number = make_forecast(session, author="Ada Author").author_id
    path, _ = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    with database.writing.begin() as session:
        make_account(session, "operator", Role.ADMIN)
        session.execute(sa.update(Author).values(created_at=LATER))
        erase_author(session, number, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW)

    restored = put_back(path)

    assert restored.erased == []
    with database.reading() as session:
        assert session.get(Author, number).name == "Ada Author"


def test_the_only_admin_is_not_erased_again_but_told(database, tmp_path, put_back):
    with database.writing.begin() as session:
        first = make_account(session, "first", Role.ADMIN)
    path, _ = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    with database.writing.begin() as session:
        make_account(session, "second", Role.ADMIN)
        erase_account(session, first.account_id, reason=ErasureReason.ASKED, actor=first, now=NOW)

    restored = put_back(path)

    assert list(restored.not_erased) == [first.name]
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Erasure)) == 0


def test_a_backup_is_refused_where_its_ledger_is_bad(database, tmp_path):
    fill(database)
    with database.engine.begin() as connection:
        on_table = " ON ledger_entry" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER ledger_entry_update_refused{on_table}")
        connection.exec_driver_sql("UPDATE ledger_entry SET actor = 'x' WHERE sequence = 2")

    with pytest.raises(BackupRefusedError, match="entry 2 is bad"):
        make_backup(database.engine, tmp_path / "b.zip", now=NOW)

    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_for_its_owner_alone_and_an_ordinary_zip_file(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert zipfile.ZipFile(backup).testzip() is None
    assert zipfile.ZipFile(backup).namelist()[0] == "manifest.json"


def test_in_a_folder_a_backup_is_named_by_its_time_and_the_newest_is_restored(database, tmp_path):
    first, _ = make_backup(database.engine, tmp_path, now=NOW)
    second, _ = make_backup(database.engine, tmp_path, now=LATER)

    assert first.name == "forecasts-20261122T120000Z.zip"
    assert newest_in(tmp_path) == second
    with pytest.raises(BackupRefusedError, match="there already"):
        make_backup(database.engine, tmp_path, now=NOW)


def test_nothing_changes_where_the_backup_is_damaged(database, backup):
    before = stock_of(database)
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)

    with pytest.raises(BackupRefusedError, match="damaged"):
        restore(backup, database.engine.url, now=LATER)

    assert stock_of(database) == before


def damage(content: bytes, seed: int) -> bytes:
    """The bytes with one bit flipped, or cut somewhere."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    if seed >= 200:
        return content[: chance.randrange(len(content))]
    damaged = bytearray(content)
    damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_flipped_bit_and_every_cut_is_refused(backup):
    """T17: 200 flipped bits and 20 cuts."""
    content = backup.read_bytes()

    refused = 0
    for seed in range(220):
        backup.write_bytes(damage(content, seed))
        try:
            read_manifest(backup)
        except BackupRefusedError:
            refused += 1

    assert refused == 220


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_the_seal_flipped_bits_would_pass(backup, monkeypatch):
    """The twin of the one above: it can fail."""
    monkeypatch.setattr(archives, "_check_seal", lambda _file: None)
    content = backup.read_bytes()

    passed = 0
    for seed in range(200):
        backup.write_bytes(damage(content, seed))
        try:
            read_manifest(backup)
        except BackupRefusedError:
            continue
        passed += 1

    assert passed > 100


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"rows": {"forecast": 4}}, "forecast", id="another count of rows"),
        pytest.param({"head": "0" * 64}, "ledger", id="another head"),
        pytest.param({"sequence": 99}, "ledger", id="another end"),
    ],
)
def test_a_manifest_that_tells_something_else_is_refused(
    database, backup, monkeypatch, change, told
):
    manifest = read_manifest(backup)
    contents = manifest.contents
    other = replace(contents, **change | {"rows": contents.rows | change.get("rows", {})})

    lying = replace(manifest, contents=other)
    monkeypatch.setattr(backups, "read_manifest", lambda _path: lying)

    with pytest.raises(BackupRefusedError, match=told):
        restore(backup, database.engine.url, now=LATER)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"not a backup" * 100, b"sha256:" + b"0" * 64],
    ids=["empty", "short", "something else", "a seal alone"],
)
def test_what_is_no_backup_is_refused(sqlite_url, tmp_path, content):
    path = tmp_path / "b.zip"
    path.write_bytes(content)

    with pytest.raises(BackupRefusedError):
        restore(path, sa.make_url(sqlite_url), now=LATER)


def test_nothing_is_left_beside_a_backup_or_a_restore(backup, tmp_path, put_back):
    put_back(backup)

    assert [file.name for file in tmp_path.iterdir()] == ["record.zip"]


def test_a_backup_of_another_kind_of_database_is_refused(sqlite_url, tmp_path):
    database = open_database(sqlite_url)
    path, _ = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    database.close()

    with pytest.raises(BackupRefusedError, match="a backup of sqlite"):
        restore(path, sa.make_url("postgresql://nobody@127.0.0.1:1/none"), now=LATER)


def test_where_nothing_was_the_backup_is_put(sqlite_url, tmp_path):
    database = open_database(sqlite_url)
    path, manifest = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    database.close()
    new = sa.make_url(f"sqlite:///{tmp_path / 'new' / 'place' / 'f.sqlite3'}")

    restored = restore(path, new, now=LATER)

    assert restored.kept is None
    there = open_database(new.render_as_string())
    assert stock_of(there) == manifest.contents
    there.close()


def test_a_database_file_that_cannot_be_read_is_moved_aside_with_its_journal(sqlite_url, tmp_path):
    database = open_database(sqlite_url)
    path, manifest = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    database.close()
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"nothing that SQLite knows" * 1000)
    (tmp_path / "broken.sqlite3-journal").write_bytes(b"left over")

    restored = restore(path, sa.make_url(f"sqlite:///{broken}"), now=LATER)

    assert restored.unreadable
    assert not (tmp_path / "broken.sqlite3-journal").exists()
    there = open_database(f"sqlite:///{broken}")
    assert stock_of(there) == manifest.contents
    there.close()


def test_a_restore_waits_for_nobody_who_is_at_work_but_says_so(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setattr("forecasts.store.sqlite_copies.BUSY_SECONDS", 0.2)
    database = open_database(sqlite_url)
    fill(database)
    path, _ = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    with database.writing.begin() as session:
        make_forecast(session, claim="Not yet committed")

        with pytest.raises(BackupRefusedError, match="stop the server"):
            restore(path, sa.make_url(sqlite_url), now=LATER)

    with database.reading() as session:
        assert session.scalar(sa.select(Forecast.claim).order_by(Forecast.id.desc()).limit(1)) == (
            "Not yet committed"
        )
    database.close()


def test_a_backup_of_an_older_schema_is_brought_to_the_present_one(sqlite_url, tmp_path):
    from forecasts.store.schema import migrate_down, newest_revision  # noqa: PLC0415 - for this

    database = open_database(sqlite_url)
    migrate_down(database.engine, "-1")
    path, manifest = make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    migrate(database.engine)
    database.close()

    restore(path, sa.make_url(sqlite_url), now=LATER)

    assert manifest.contents.revision != newest_revision()
    check_schema(database.engine)
    database.close()


def test_where_pg_dump_is_missing_it_is_told_where_to_get_it(
    migrated_postgresql_url, tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    database = open_database(migrated_postgresql_url)

    with pytest.raises(BackupRefusedError, match="pg_dump is not installed here"):
        make_backup(database.engine, tmp_path / "b.zip", now=NOW)

    database.close()


def test_a_password_stands_in_no_command_line(monkeypatch):
    from forecasts.store import postgresql_copies  # noqa: PLC0415 - for this alone

    seen = []

    def look(command, **_rest):
        seen.append(" ".join(command))
        return subprocess.CompletedProcess(
            command, 1, "", "pg_dump: error: refused\npg_dump: detail: it said so\nmore"
        )

    monkeypatch.setattr(subprocess, "run", look)
    url = sa.make_url("postgresql://ada:se'cret@db.example/forecasts")

    with pytest.raises(BackupRefusedError, match=r"pg_dump failed: refused; it said so$"):
        postgresql_copies._run("pg_dump", url)  # noqa: SLF001 - the one place that starts it

    assert "host='db.example'" in seen[0]
    assert "cret" not in seen[0]


WRITER = """
import sys
from forecasts.store.engine import open_database
from tests.keeping.conftest import fill
database = open_database(sys.argv[1])
while True:
    fill(database)
    print("wrote", flush=True)
"""


@pytest.mark.slow
def test_every_backup_under_load_is_whole(database, tmp_path):
    """T16 in small: each restored and verified while two others write; full size in benchmarks."""
    writers = start_writers(database, 2)
    try:
        made = []
        for number in range(5):
            writers[0].stdout.readline()
            made.append(make_backup(database.engine, tmp_path / f"{number}.zip", now=NOW))
    finally:
        stop(writers)

    for path, manifest in made:
        with unpacked(path, database.engine.url, folder=tmp_path) as (told, scratch):
            assert told == manifest
            assert stock_of(scratch) == manifest.contents
    sizes = [manifest.contents.sequence for _, manifest in made]
    assert sizes[0] < sizes[-1], "the writers wrote nothing meanwhile"


def start_writers(database, many: int) -> list[subprocess.Popen[bytes]]:
    url = database.engine.url.render_as_string(hide_password=False)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE)
        for _ in range(many)
    ]
    for writer in writers:
        writer.stdout.readline()
    return writers


def stop(writers) -> None:
    for writer in writers:
        writer.kill()
        writer.wait()
        writer.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_plain_copy_of_the_file_would_not_be(database, tmp_path):
    """The twin of the one above: what a file copied under writers looks like."""
    source = database.engine.url.database
    bad = False
    with open(source, "rb") as file:  # noqa: PTH123 - read in pieces while it changes
        for number in range(10):
            halves = io.BytesIO()
            file.seek(0)
            halves.write(file.read(40_960))
            fill(database, 20)
            halves.write(file.read())
            copy = tmp_path / f"{number}.sqlite3"
            copy.write_bytes(halves.getvalue())
            bad = is_torn(copy)
            if bad:
                break

    assert bad


def is_torn(file) -> bool:
    try:
        connection = sqlite3.connect(file)
        found = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
        copy = open_database(f"sqlite:///{file}")
        fault = verdict_of(copy).fault
        copy.close()
    except (sqlite3.DatabaseError, sa.exc.DatabaseError):
        return True
    return found != [("ok",)] or fault is not None


def test_readers_go_on_while_a_backup_is_made(database, tmp_path):
    fill(database)
    stopped = threading.Event()
    broken = []

    def read():
        while not stopped.is_set():
            try:
                with database.reading() as session:
                    session.scalars(sa.select(Forecast.id)).all()
            except sa.exc.SQLAlchemyError as error:
                broken.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        make_backup(database.engine, tmp_path / "b.zip", now=NOW)
    finally:
        stopped.set()
        reader.join()

    assert broken == []
