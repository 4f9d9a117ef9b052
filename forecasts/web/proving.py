"""Lets people prove who they are, within limits.

Each try is counted in a transaction of its own, before it is made; a password is checked outside
any transaction, since that takes a tenth of a second on purpose.
"""

from flask import request

from forecasts.domain.errors import InvalidInputError, NotAllowedError
from forecasts.services import passwords, throttling
from forecasts.services.mailed_links import LinkMaker
from forecasts.services.signing_in import (
    WRONG,
    Known,
    find_known,
    find_known_account,
    keep_better_hash,
)
from forecasts.services.throttling import Allowance, KeyMaker
from forecasts.web.context import context

_SIGN_IN, _CODE, _MAIL = "sign-in", "code", "mail"
_WRONG_AGAIN = "This is not your password."


def links() -> LinkMaker:
    """What makes the addresses that we mail; never from what a request says our name is."""
    config = context().config
    return LinkMaker(config.site_address, config.secret_key)


def browser() -> str:
    """What the browser says that it is."""
    return request.user_agent.string


def prove_password(email: str, password: str) -> Known:
    """Whose address and password these are.

    Raises:
        TooManyAttemptsError: it was tried too often.
        InvalidInputError: they do not belong together; takes as long where nobody has the address.
    """
    account_key, address_key = _keys().about(_SIGN_IN, email), _address_key(_SIGN_IN)
    _count({account_key: throttling.PER_ACCOUNT, address_key: throttling.PER_ADDRESS})
    here = context()
    with here.database.reading() as reading:
        known = find_known(reading, email)
    _check(password, known, WRONG, "password")
    with here.database.writing.begin() as writing:
        throttling.forgive(writing, account_key)
        throttling.give_back(writing, address_key)
    return _require_known(known)


def prove_again(account_id: int, password: str | None) -> None:
    """Return when this is the password of whoever is signed in, or they have none.

    Raises:
        TooManyAttemptsError: it was tried too often.
        InvalidInputError: it is not.
    """
    with context().database.reading() as reading:
        known = _require_known(find_known_account(reading, account_id))
    if known.password_hash is None:
        return
    key = _keys().about(_SIGN_IN, account_id)
    _count({key: throttling.PER_ACCOUNT})
    _check(password or "", known, _WRONG_AGAIN, "present_password")
    with context().database.writing.begin() as writing:
        throttling.forgive(writing, key)


def count_code(account_id: int) -> None:
    """Count one more try to give a code.

    Raises:
        TooManyAttemptsError: it was tried too often.
    """
    _count({_keys().about(_CODE, account_id): throttling.PER_ACCOUNT})


def forgive_code(account_id: int) -> None:
    """Let the count begin anew: the code was right."""
    with context().database.writing.begin() as writing:
        throttling.forgive(writing, _keys().about(_CODE, account_id))


def count_mail(email: str) -> None:
    """Count one more mail that somebody has sent there.

    Raises:
        TooManyAttemptsError: there were too many.
    """
    limits = {
        _keys().about(_MAIL, email): throttling.MAILS_TO_ONE,
        _address_key(_MAIL): throttling.MAILS_FROM_ADDRESS,
    }
    _count(limits)


def _check(password: str, known: Known | None, told: str, field: str) -> None:
    cost = context().config.password_cost
    kept = known.password_hash if known else None
    if not passwords.is_right(password, kept, cost=cost):
        raise InvalidInputError(told, {field: told})
    better = passwords.improve(password, kept or "", cost=cost)
    if better and known:
        with context().database.writing.begin() as writing:
            keep_better_hash(writing, known, better)


def _require_known(known: Known | None) -> Known:
    if known is None:
        raise NotAllowedError("There is no such account any more.")
    return known


def _count(limits: dict[str, Allowance]) -> None:
    here = context()
    with here.database.writing.begin() as writing:
        throttling.count_try(writing, limits, now=here.clock())


def _keys() -> KeyMaker:
    return KeyMaker(context().config.secret_key)


def _address_key(what: str) -> str:
    return _keys().from_address(what, request.remote_addr)
