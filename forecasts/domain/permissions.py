"""Who may do what: one table of all permissions, and nothing is allowed that it does not allow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from forecasts.domain.errors import NotAllowedError


class Role(StrEnum):
    """What an account was appointed to. Each role may do all that those before it may."""

    READER = "reader"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """Where the role stands, from 1.

        >>> Role.READER.rank < Role.ADMIN.rank
        True
        """
        return list(Role).index(self) + 1


class Permission(StrEnum):
    """Something that a person may ask of the product."""

    READ = "read what is public"
    SIGN_IN = "sign in and out"
    KEEP_ACCOUNT = "see and change one's own account, export and erase it"
    CLAIM_AUTHOR = "claim to be an author"
    DISPUTE = "dispute a decision"
    POINT_OUT = "point out that a forecast may be decided early"
    CAPTURE = "capture a post"
    TRIAGE = "accept, correct or dismiss the candidates of a post, and quote more"
    LOG = "log a forecast"
    REVISE = "revise an estimate, withdraw a forecast, or log a changed one in its place"
    TAG = "say by tags what a forecast is about"
    SET_VISIBILITY = "choose who sees a forecast, a post or an author"
    SEE_DESK = "open the desk"
    TAKE_ITEM = "claim, release or snooze an item of the desk"
    DECIDE = "decide, propose, confirm or reverse"
    DECLARE_CONFLICT = "declare a conflict of interest"
    SEE_REASONS = "see what the extractor passed over"
    APPOINT = "invite people, appoint, suspend and link accounts"
    CONFIRM_AUTHOR = "confirm that an account is an author"
    MODERATE = "hide what an account recorded"
    ERASE = "erase a person's texts"
    SET_UP_HOOKS = "set up web hooks"
    KEEP_FEEDS = "add feeds, change, pause and poll them"
    OPERATE = "see how the installation is doing, and set going again what stopped"


class Whose(StrEnum):
    """Which rows of its kind a permission reaches."""

    ANY = "any"
    OWN = "one's own; an admin any"
    OWN_BEFORE_REVIEW = "one's own; a reviewer any"
    UNCONFLICTED = "any but those of an author one is, is linked to, or has a conflict with"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has a permission.

    Attributes:
        least: the lowest role that has it; None: everybody, with or without an account.
        whose: which rows it reaches.
    """

    least: Role | None
    whose: Whose = Whose.ANY


RULES: Mapping[Permission, Rule] = MappingProxyType(
    {
        Permission.READ: Rule(None),
        Permission.SIGN_IN: Rule(None),
        Permission.KEEP_ACCOUNT: Rule(Role.READER, Whose.OWN),
        Permission.CLAIM_AUTHOR: Rule(Role.READER),
        Permission.DISPUTE: Rule(Role.READER),
        Permission.POINT_OUT: Rule(Role.READER),
        Permission.CAPTURE: Rule(Role.AUTHOR),
        Permission.TRIAGE: Rule(Role.AUTHOR, Whose.OWN),
        Permission.LOG: Rule(Role.AUTHOR),
        Permission.REVISE: Rule(Role.AUTHOR, Whose.OWN),
        Permission.TAG: Rule(Role.AUTHOR, Whose.OWN_BEFORE_REVIEW),
        Permission.SET_VISIBILITY: Rule(Role.AUTHOR, Whose.OWN),
        Permission.SEE_REASONS: Rule(Role.AUTHOR, Whose.OWN),
        Permission.SEE_DESK: Rule(Role.REVIEWER),
        Permission.TAKE_ITEM: Rule(Role.REVIEWER),
        Permission.DECIDE: Rule(Role.REVIEWER, Whose.UNCONFLICTED),
        Permission.DECLARE_CONFLICT: Rule(Role.REVIEWER, Whose.OWN),
        Permission.APPOINT: Rule(Role.ADMIN),
        Permission.CONFIRM_AUTHOR: Rule(Role.ADMIN),
        Permission.MODERATE: Rule(Role.ADMIN),
        Permission.ERASE: Rule(Role.ADMIN),
        Permission.SET_UP_HOOKS: Rule(Role.ADMIN),
        Permission.KEEP_FEEDS: Rule(Role.ADMIN),
        Permission.OPERATE: Rule(Role.ADMIN),
    }
)
"""The table. A permission that is missing here is nobody's."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for something.

    Attributes:
        name: the pseudonym under which the ledger tells what was done, such as "account:7".
        role: what they may do; None: what everybody may.
        account_id: number of the account; None where nobody is signed in.
        authors: numbers of the authors that this account is, as an admin confirmed.
    """

    name: str
    role: Role | None = None
    account_id: int | None = None
    authors: frozenset[int] = field(default_factory=frozenset)

    def owns(self, *, recorded_by: str, author_id: int | None = None) -> bool:
        """Whether this is theirs: they recorded it, or are its author; all is an admin's.

        >>> Actor("account:7", Role.AUTHOR, 7).owns(recorded_by="account:8")
        False
        """
        theirs = recorded_by == self.name or author_id in self.authors
        return self.role is Role.ADMIN or theirs


_ACCOUNT = "account:"

VISITOR = Actor("visitor")
"""Somebody who is not signed in."""

CLOCK = Actor("clock", Role.ADMIN)
"""The clock, which acts by itself."""

COMMAND = Actor("command", Role.ADMIN)
"""Whoever runs a command on the server."""


def account_name(account_id: int) -> str:
    """The pseudonym of an account.

    >>> account_name(7)
    'account:7'
    """
    return f"{_ACCOUNT}{account_id}"


def account_number(name: str) -> int | None:
    """The number of the account of that pseudonym; None where it is no account's.

    >>> account_number("account:7"), account_number("clock")
    (7, None)
    """
    number = name.removeprefix(_ACCOUNT)
    return int(number) if name.startswith(_ACCOUNT) and number.isdigit() else None


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's role has the permission, on some row at least.

    >>> may(VISITOR, Permission.READ), may(VISITOR, Permission.LOG), may(CLOCK, Permission.ERASE)
    (True, False, True)
    """
    rule = RULES.get(permission)
    if rule is None:
        return False
    if rule.least is None:
        return True
    return actor.role is not None and actor.role.rank >= rule.least.rank


def require(actor: Actor, permission: Permission) -> None:
    """Return when the actor's role has the permission.

    Raises:
        NotAllowedError: it has not.
    """
    if not may(actor, permission):
        least = RULES[permission].least if permission in RULES else None
        raise NotAllowedError(f"To {permission} one must be {_with_article(least)}.")


def require_own(
    actor: Actor, permission: Permission, *, recorded_by: str, author_id: int | None = None
) -> None:
    """Return when the actor has the permission, and the row is theirs.

    Raises:
        NotAllowedError: the role has it not, or the row is somebody else's.
    """
    require(actor, permission)
    if not actor.owns(recorded_by=recorded_by, author_id=author_id):
        raise NotAllowedError(
            "This is somebody else's: only who recorded it, its author, or an admin may"
            f" {permission}."
        )


def _with_article(role: Role | None) -> str:
    if role is None:
        return "somebody that no rule names"
    return f"an {role}" if role.value[0] in "aeiou" else f"a {role}"
