"""docs/permissions.md says what the tables say, and the tables leave nothing out."""

from pathlib import Path

from forecasts.domain.permissions import RULES, Permission
from forecasts.web.handbook import print_permissions

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_is_as_printed_from_the_tables():
    assert PAGE.read_text(encoding="utf-8") == print_permissions(), "run `make rules`"


def test_every_permission_has_a_rule():
    assert RULES.keys() == set(Permission)
