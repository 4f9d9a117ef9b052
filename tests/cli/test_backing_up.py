"""`forecasts backup` and `restore`, as the contract says."""

import pytest

from tests.cli.test_keeping import log_something_due


@pytest.fixture
def home(run, tmp_path):
    """The home of a migrated installation."""
    assert run("migrate").code == 0
    return tmp_path / "home"


def test_a_backup_is_made_and_restored_and_each_says_what_it_did(run, home, tmp_path):
    log_something_due(home)
    head = run("verify").out.rpartition(" ")[2]
    file = tmp_path / "record.zip"

    made = run("backup", file)
    log_something_due(home)
    restored = run("restore", file)

    assert (made.code, restored.code) == (0, 0)
    assert f"ledger 2:{head.strip()}" in made.out
    assert "had 2 entries of the ledger that the backup does not have" in restored.out
    assert "is kept as" in restored.out
    assert run("verify").out.rpartition(" ")[2] == head


def test_a_check_changes_nothing(run, home, tmp_path):
    run("backup", tmp_path / "record.zip")
    log_something_due(home)

    answer = run("restore", "--check", tmp_path / "record.zip")

    assert answer.code == 0
    assert "can be restored" in answer.out
    assert run("verify").out.startswith("2 entries")


def test_of_a_folder_the_newest_backup_is_restored(run, home, tmp_path):
    (tmp_path / "backups").mkdir()
    log_something_due(home)
    run("backup", tmp_path / "backups")

    assert run("restore", tmp_path / "backups").code == 0


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "No such file", id="no file"),
        pytest.param(b"", "too short", id="an empty file"),
        pytest.param(b"x" * 5000, "no backup of this program", id="something else"),
    ],
)
def test_what_cannot_be_restored_is_told_in_one_line(run, tmp_path, content, told):
    if content is not None:
        (tmp_path / "b.zip").write_bytes(content)

    answer = run("restore", tmp_path / "b.zip")

    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.usefixtures("home")
def test_a_backup_is_never_written_over_something(run, tmp_path):
    (tmp_path / "b.zip").write_bytes(b"precious")

    answer = run("backup", tmp_path / "b.zip")

    assert answer.code == 2
    assert "there already" in answer.err
    assert (tmp_path / "b.zip").read_bytes() == b"precious"


@pytest.mark.usefixtures("home")
def test_a_folder_that_is_not_there_is_told(run, tmp_path):
    answer = run("backup", tmp_path / "nowhere" / "b.zip")

    assert answer.code == 2
    assert "cannot be written" in answer.err
