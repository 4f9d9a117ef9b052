"""What the project promises about itself: requirements, contracts, docs that do not rot."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_requirements_are_pinned_and_hashed_and_name_no_host(file: Path):
    text = file.read_text()
    packages = re.findall(
        r"^([a-z0-9][\w.\-]{0,80}(?:\[[\w,]{1,40}\])?)(.{0,200})$", text, re.MULTILINE
    )

    assert packages
    assert all(rest.startswith("==") for _, rest in packages)
    assert text.count("--hash=sha256:") >= len(packages)
    assert "://" not in text


def test_every_package_has_its_place_in_the_layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = " ".join(contracts["contracts"][0]["layers"])
    packages = {
        f"forecasts.{item.stem}"
        for item in (ROOT / "forecasts").iterdir()
        if item.name != "__pycache__" and item.stem != "__init__"
    }

    assert packages <= set(layers.replace("|", " ").split())


def test_the_engine_of_the_clock_is_new_enough():
    """T10: before 3.11.2 a repeated hour could stop it."""
    import apscheduler  # noqa: PLC0415 - only its version is asked

    assert tuple(int(part) for part in apscheduler.version.split(".")[:3]) >= (3, 11, 2)


def test_every_setting_is_in_the_operators_handbook():
    config = (ROOT / "config.py").read_text()
    settings = set(re.findall(r'"((?:FORECASTS|DATABASE)_[A-Z_]{1,40})"', config))
    handbook = (ROOT / "docs" / "operations.md").read_text()

    assert settings
    assert {name for name in settings if name not in handbook} == set()


def test_every_command_is_in_the_operators_handbook():
    listed = subprocess.run(
        [sys.executable, "-c", "from forecasts.cli import COMMANDS as c; print(*c)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    handbook = (ROOT / "docs" / "operations.md").read_text()

    assert {name for name in listed.stdout.split() if f"forecasts {name}" not in handbook} == set()


@pytest.mark.parametrize(
    "document", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda file: file.name
)
def test_every_link_of_a_document_leads_somewhere(document: Path):
    targets = re.findall(r"\]\(([^)#\s]{1,300})", document.read_text())
    local = [target for target in targets if "://" not in target]

    assert [target for target in local if not (document.parent / target).exists()] == []
