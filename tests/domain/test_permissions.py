"""The table of permissions: complete, ordered, and nobody has what it does not give."""

import pytest

from forecasts.domain.errors import NotAllowedError
from forecasts.domain.permissions import (
    CLOCK,
    RULES,
    VISITOR,
    Actor,
    Permission,
    Role,
    may,
    require,
    require_own,
)

LEAST = {
    None: {Permission.READ, Permission.SIGN_IN},
    Role.READER: {
        Permission.KEEP_ACCOUNT,
        Permission.CLAIM_AUTHOR,
        Permission.DISPUTE,
        Permission.POINT_OUT,
    },
    Role.AUTHOR: {
        Permission.CAPTURE,
        Permission.TRIAGE,
        Permission.LOG,
        Permission.REVISE,
        Permission.TAG,
        Permission.SET_VISIBILITY,
        Permission.SEE_REASONS,
    },
    Role.REVIEWER: {
        Permission.SEE_DESK,
        Permission.TAKE_ITEM,
        Permission.DECIDE,
        Permission.DECLARE_CONFLICT,
    },
    Role.ADMIN: {
        Permission.APPOINT,
        Permission.CONFIRM_AUTHOR,
        Permission.MODERATE,
        Permission.ERASE,
        Permission.SET_UP_HOOKS,
        Permission.KEEP_FEEDS,
        Permission.OPERATE,
    },
}


def as_role(role: Role | None) -> Actor:
    return Actor("account:1", role, 1) if role else VISITOR


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_has_its_own_permissions_and_those_of_the_roles_before_it(role):
    steps = list(LEAST)
    given = {each for step in steps[: steps.index(role) + 1] for each in LEAST[step]}

    assert {each for each in Permission if may(as_role(role), each)} == given


def test_every_permission_stands_in_the_table():
    assert RULES.keys() == set(Permission)


def test_what_stands_in_no_table_is_nobodys(monkeypatch):
    monkeypatch.setattr("forecasts.domain.permissions.RULES", {})

    with pytest.raises(NotAllowedError):
        require(CLOCK, Permission.READ)


def test_says_which_role_it_takes():
    with pytest.raises(NotAllowedError, match="one must be a reviewer"):
        require(as_role(Role.AUTHOR), Permission.DECIDE)


@pytest.mark.parametrize(
    ("actor", "theirs"),
    [
        pytest.param(Actor("account:1", Role.AUTHOR, 1), True, id="who recorded it"),
        pytest.param(Actor("account:2", Role.AUTHOR, 2, frozenset({7})), True, id="its author"),
        pytest.param(Actor("account:3", Role.AUTHOR, 3, frozenset({8})), False, id="another"),
        pytest.param(Actor("account:4", Role.REVIEWER, 4), False, id="a reviewer"),
        pytest.param(Actor("account:5", Role.ADMIN, 5), True, id="an admin"),
        pytest.param(Actor("account:1", Role.READER, 1), False, id="with too low a role"),
    ],
)
def test_what_is_recorded_is_of_who_recorded_it_its_author_and_admins(actor, theirs):
    def ask() -> None:
        require_own(actor, Permission.REVISE, recorded_by="account:1", author_id=7)

    if theirs:
        ask()
    else:
        with pytest.raises(NotAllowedError):
            ask()
