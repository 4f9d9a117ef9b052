"""The page that says whether there are backups, and whether they can be restored."""

from dataclasses import replace
from datetime import timedelta

import pytest

from forecasts.domain.backups import BackupSettings
from forecasts.store.models import Backup
from forecasts.web.context import context, set_context
from tests.making import NOW

DAY = timedelta(days=1)


@pytest.fixture
def with_backups(app, tmp_path):
    """The application, with a folder for backups."""
    with app.app_context():
        here = context()
    settings = BackupSettings(folder=tmp_path)
    set_context(app, replace(here, config=replace(here.config, backups=settings)))


def add(database, **wanted):
    ordinary = {
        "number": 1,
        "began_at": NOW,
        "made_at": NOW,
        "file": "forecasts-1.zip",
        "size": 2_500_000,
        "sequence": 12,
        "head": "ab" * 32,
    }
    with database.writing.begin() as session:
        session.add(Backup(**(ordinary | wanted)))


def test_without_a_folder_it_says_how_to_get_backups(operator):
    page = operator.get("/admin/backups").text

    assert "FORECASTS_BACKUPS" in page
    assert "forecasts backup PATH" in page


@pytest.mark.usefixtures("with_backups")
def test_it_lists_backups_with_their_drills(operator, web_database):
    add(web_database, checked_at=NOW)

    page = operator.get("/admin/backups").text

    assert "forecasts-1.zip" in page
    assert "2.5" in page
    assert "12:abababab" in page
    assert "told-due" not in page


@pytest.mark.usefixtures("with_backups")
@pytest.mark.parametrize(
    ("wanted", "alarm"),
    [
        ({"began_at": NOW - 3 * DAY, "made_at": NOW - 3 * DAY}, "older than it should be"),
        ({"made_at": None, "file": None, "error": "no room"}, "could not be made: no room"),
        ({"checked_at": NOW, "check_error": "it is damaged"}, "cannot be restored: it is damaged"),
    ],
)
def test_what_is_the_matter_stands_on_top(operator, web_database, wanted, alarm):
    add(web_database, **wanted)

    page = operator.get("/admin/backups").text

    assert alarm in page
    assert "told-due" in page
