"""The wheel: it holds what it must, and works when installed elsewhere."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MUST_HOLD = (
    "config.py",
    "forecasts/cli/__init__.py",
    "forecasts/demo/story/",
    "forecasts/extraction/lexicon/verbal-probability.toml",
    "forecasts/store/migrations/env.py",
    "forecasts/store/migrations/versions/0001_the_record.py",
    "forecasts/web/static/theme.css",
    "forecasts/web/static/vendor/",
    "forecasts/web/templates/base.html",
    "forecasts/web/templates/_macros/",
    "scheduler/__main__.py",
)
MUST_NOT_HOLD = ("tests/", "benchmarks/", "templates/", "docs/", ".ci/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory) -> Path:
    """A folder with the wheel unpacked, far from the checkout, as an installer would leave it."""
    folder = tmp_path_factory.mktemp("elsewhere") / "site"
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def run(*command: str, cwd: Path, **environment: str) -> str:
    """What the command printed; its dependencies come from here, the project does not."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        command, cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_installed(installed: Path, program: str) -> str:
    """What a program printed that sees the unpacked wheel and not the checkout.

    Path files are not read from PYTHONPATH, so the editable install stays out of sight.
    """
    libraries = sysconfig.get_paths()["purelib"]
    return run(
        sys.executable,
        "-S",
        "-c",
        program,
        cwd=installed.parent,
        PYTHONPATH=f"{installed}{os.pathsep}{libraries}",
        FORECASTS_HOME=str(installed.parent / "home"),
    )


@pytest.mark.parametrize("name", MUST_HOLD)
def test_holds_what_the_product_needs(wheel: Path, name):
    names = zipfile.ZipFile(wheel).namelist()

    assert [found for found in names if found.startswith(name)]


@pytest.mark.parametrize("name", MUST_NOT_HOLD)
def test_leaves_out_what_only_developers_need(wheel: Path, name):
    names = zipfile.ZipFile(wheel).namelist()

    assert not [found for found in names if found.startswith(name)]


def test_works_installed_elsewhere(installed: Path):
    program = (
        "import sys; from forecasts.cli import forecasts;"
        "sys.argv[1:] = ['migrate']; forecasts(standalone_mode=False);"
        "sys.argv[1:] = ['verify']; forecasts(standalone_mode=False)"
    )

    printed = run_installed(installed, program)

    assert "0 entries" in printed


def test_shows_its_pages_installed_elsewhere(installed: Path):
    program = (
        "import forecasts.web.app as app, config;"
        "from forecasts.domain.clock import system_clock;"
        "from forecasts.store.engine import open_database;"
        "from forecasts.store.schema import migrate;"
        "settings = config.read_config(); database = open_database(settings.database_url);"
        "migrate(database.engine);"
        "web = app.create_app(settings, database=database, clock=system_clock);"
        "answer = web.test_client().get('/');"
        "print(app.__file__, answer.status_code, 'theme.css' in answer.text)"
    )

    file, status, styled = run_installed(installed, program).split()

    assert Path(file).is_relative_to(installed)
    assert (status, styled) == ("200", "True")


def test_brings_both_commands(wheel: Path):
    (entry_points,) = [
        name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("entry_points.txt")
    ]

    text = zipfile.ZipFile(wheel).read(entry_points).decode()

    assert "forecasts = forecasts.cli:main" in text
    assert "forecasts-scheduler = scheduler.__main__:main" in text
