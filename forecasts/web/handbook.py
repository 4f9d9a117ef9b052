"""Prints docs/permissions.md from the tables that the program itself asks.

``python -m forecasts.web.handbook > docs/permissions.md``, or ``make rules``.
"""

import sys
from collections.abc import Iterator

from forecasts.domain.permissions import RULES, Permission, Rule
from forecasts.web.permissions import ROUTES

_HEAD = """# Who may do what

Printed from the tables in the code by `make rules`; a test holds this page equal to them. Every
service asks the first table before it writes, the web asks the second before a route is called.
What is in neither is refused: a route without an entry stops the start. Each role may do what those
above it may. A session that no second factor has proved acts at most as author.
"""

_RIGHTS = """## Rights

| who | may | on |
| --- | --- | --- |
"""

_PLACES = """## Routes

| route | asks for the right to |
| --- | --- |
"""


def print_permissions() -> str:
    """The page, as Markdown."""
    rights = "".join(_lines_of_rights())
    places = "".join(f"| `{route}` | {ROUTES[route]} |\n" for route in sorted(ROUTES))
    return f"{_HEAD}\n{_RIGHTS}{rights}\n{_PLACES}{places}"


def _lines_of_rights() -> Iterator[str]:
    for permission in Permission:
        rule = RULES.get(permission)
        if rule is None:
            yield f"| nobody | {permission} | |\n"
        else:
            yield f"| {_who(rule)} | {permission} | {rule.whose} |\n"


def _who(rule: Rule) -> str:
    """Who has it, in a word.

    >>> from forecasts.domain.permissions import Role
    >>> _who(Rule(None)), _who(Rule(Role.REVIEWER)), _who(Rule(Role.ADMIN))
    ('everybody', 'reviewer', 'admin')
    """
    return "everybody" if rule.least is None else str(rule.least)


if __name__ == "__main__":
    sys.stdout.write(print_permissions())
