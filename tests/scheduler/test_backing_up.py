"""The clock's backups: one at a time, proven by a drill, told of when they fail, cleared away."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from config import ConfigError, read_config
from forecasts.domain.backups import BackupSettings
from forecasts.services.backup_rounds import LONGEST_RUN, RETRY, claim_backup, claim_drill
from forecasts.services.backups import name_of
from forecasts.services.restoring import restore
from forecasts.store.engine import open_database
from forecasts.store.models import Backup
from scheduler.backing_up import run_backup_pass, run_drill_pass
from scheduler.passes import BACKUPS, DRILLS, passes_of
from tests.keeping.conftest import _programs_of_the_server as _programs_of_the_server
from tests.making import NOW, make_forecast

DAY = timedelta(days=1)


@pytest.fixture
def settings(tmp_path):
    return BackupSettings(folder=tmp_path, kept=2)


def at(moment):
    return lambda: moment


def backups_in(database) -> list[Backup]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Backup).order_by(Backup.number)))


def test_a_backup_is_made_once_a_day_and_restored_once(database, settings):
    with database.writing.begin() as session:
        make_forecast(session)

    made = [
        run_backup_pass(database, at(NOW + wait), settings=settings)
        for wait in (timedelta(0), timedelta(hours=23), DAY)
    ]
    drilled = [run_drill_pass(database, at(NOW + DAY), settings=settings) for _ in range(2)]

    assert made[0] == f"made {name_of(NOW)} with 1 entries of the ledger"
    assert made[1].startswith("none is wanted yet")
    assert made[2].startswith(f"made {name_of(NOW + DAY)}")
    assert drilled[0] == f"{name_of(NOW + DAY)} restores"
    assert drilled[1] == f"{name_of(NOW)} restores"


def test_once_all_were_restored_the_next_drill_waits_and_takes_the_one_farthest_back(
    database, settings
):
    for moment in (NOW, NOW + DAY):
        run_backup_pass(database, at(moment), settings=settings)
    for hours in (24, 25):
        run_drill_pass(database, at(NOW + timedelta(hours=hours)), settings=settings)

    soon = run_drill_pass(database, at(NOW + timedelta(hours=26)), settings=settings)
    later = run_drill_pass(database, at(NOW + timedelta(hours=50)), settings=settings)

    assert soon == "none is wanted yet"
    assert later == f"{name_of(NOW + DAY)} restores"


def test_no_more_are_kept_than_was_asked_for_but_the_last_proven_one_stays(
    database, settings, tmp_path
):
    run_backup_pass(database, at(NOW), settings=settings)
    run_drill_pass(database, at(NOW), settings=settings)
    for day in range(1, 5):
        run_backup_pass(database, at(NOW + day * DAY), settings=settings)
    run_backup_pass(database, at(NOW + 4 * DAY), settings=settings)

    kept = sorted(file.name for file in tmp_path.iterdir())

    assert kept == [name_of(NOW), name_of(NOW + 3 * DAY), name_of(NOW + 4 * DAY)]
    assert [bool(each.removed_at) for each in backups_in(database)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_a_backup_that_decayed_is_found_by_the_drill(database, settings, tmp_path):
    run_backup_pass(database, at(NOW), settings=settings)
    file = tmp_path / name_of(NOW)
    file.write_bytes(file.read_bytes()[:-100])

    told = run_drill_pass(database, at(NOW), settings=settings)

    assert "cannot be restored" in told
    (backup,) = backups_in(database)
    assert "damaged" in backup.check_error


def test_a_backup_that_somebody_removed_is_found_by_the_drill(database, settings, tmp_path):
    run_backup_pass(database, at(NOW), settings=settings)
    (tmp_path / name_of(NOW)).unlink()

    assert "cannot be restored" in run_drill_pass(database, at(NOW), settings=settings)


def test_a_failure_is_told_and_tried_again_later(database, settings, tmp_path):
    gone = BackupSettings(folder=tmp_path / "gone", kept=2)

    failed = run_backup_pass(database, at(NOW), settings=gone)
    soon = run_backup_pass(database, at(NOW), settings=settings)
    later = run_backup_pass(database, at(NOW + RETRY), settings=settings)

    assert failed.startswith("failed: ")
    assert soon.startswith("none is wanted yet")
    assert later.startswith("made ")


def test_of_several_clocks_one_makes_it(database):
    """Each asks in a transaction of its own, all at once."""
    claimed, barrier = [], threading.Barrier(4)

    def ask():
        barrier.wait()
        with database.writing.begin() as session:
            claimed.append(claim_backup(session, now=NOW, every=DAY))

    clocks = [threading.Thread(target=ask) for _ in range(4)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()

    assert len([each for each in claimed if each is not None]) == 1


def test_one_that_was_broken_off_is_made_anew_in_the_end(database):
    with database.writing.begin() as session:
        first = claim_backup(session, now=NOW, every=DAY)
        soon = claim_backup(session, now=NOW + LONGEST_RUN / 2, every=DAY)
        later = claim_backup(session, now=NOW + LONGEST_RUN, every=DAY)

    assert first is not None
    assert soon is None
    assert later is not None


def test_after_a_restore_the_next_backup_does_not_wait_for_the_one_that_was_restored(
    sqlite_url, settings, tmp_path
):
    database = open_database(sqlite_url)
    run_backup_pass(database, at(NOW), settings=settings)
    database.close()
    restore(tmp_path / name_of(NOW), database.engine.url, now=NOW + RETRY)

    told = run_backup_pass(database, at(NOW + RETRY), settings=settings)

    assert told.startswith("made ")
    database.close()


def test_a_drill_that_was_broken_off_is_seen(database, settings):
    run_backup_pass(database, at(NOW), settings=settings)
    with database.writing.begin() as session:
        claim_drill(session, now=NOW, every=DAY)

    (backup,) = backups_in(database)
    assert backup.check_error == "the drill was not finished"


def test_the_passes_are_there_where_a_folder_is_named(settings):
    assert {BACKUPS, DRILLS} <= passes_of(None, backups=settings).keys()
    assert not {BACKUPS, DRILLS} & passes_of(None).keys()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORECASTS_BACKUPS", "/no/such/folder"),
        ("FORECASTS_BACKUPS_KEPT", "0"),
        ("FORECASTS_BACKUP_HOURS", "soon"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, name, value):
    settings = {"FORECASTS_HOME": str(tmp_path), "FORECASTS_BACKUPS": str(tmp_path), name: value}

    with pytest.raises(ConfigError, match=name):
        read_config(settings)
