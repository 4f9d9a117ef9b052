"""The second factor: codes that an app shows for half a minute each, and codes to fall back on."""

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.permissions import Actor
from forecasts.services.accounts import end_sessions_of, lock_own_account
from forecasts.services.journal import Act, record
from forecasts.services.telling import tell_owner
from forecasts.store.models import Account, RecoveryCode

ISSUER = "Forecast ledger"
STEP_SECONDS = 30
SKEW = 1
"""How many steps a clock may be ahead or behind."""

RECOVERY_CODES = 10
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another; 32, so that each is worth 5 bits."""

_GROUPS, _GROUP = 6, 4
"""24 characters, 120 bits: as many as may be kept by a plain hash."""

WRONG = "This code is not right, or was used already. Wait for the next one."


def begin(session: Session, *, actor: Actor) -> None:
    """Make a new secret, which counts once a code of it was given.

    Raises:
        ConflictError: there is a second factor already.
    """
    account = lock_own_account(session, actor)
    if account.totp_confirmed_at is not None:
        raise ConflictError("You have a second factor already. Remove it to set up another.")
    account.totp_secret = pyotp.random_base32()
    account.totp_step = None


def address_for_app(account: Account) -> str:
    """What the square picture says: an address that apps for such codes read."""
    totp = pyotp.TOTP(account.totp_secret or "")
    return totp.provisioning_uri(name=account.email or account.name, issuer_name=ISSUER)


def confirm(session: Session, code: str, *, actor: Actor, now: datetime) -> list[str]:
    """Put the new secret in force, and return ten codes to fall back on; they are told only now.

    Raises:
        InvalidInputError: the code is not one of this secret.
        ConflictError: nothing was begun, or it is in force already.
    """
    account = lock_own_account(session, actor)
    if account.totp_secret is None or account.totp_confirmed_at is not None:
        raise ConflictError("There is no second factor to confirm. Begin again.")
    _spend_step(session, account, code, now)
    account.totp_confirmed_at = now
    account.version += 1
    codes = _replace_recovery_codes(session, account.id, now)
    tell_owner(session, account, "Your second factor was set up.", now=now)
    _record(session, "set-second-factor", account, actor, now)
    return codes


def spend_code(session: Session, account_id: int, code: str, *, now: datetime) -> None:
    """Take a code of the app, or one to fall back on; neither is taken twice.

    Raises:
        InvalidInputError: it is not right, or was used already.
    """
    account = session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    if len(code) > _longest_totp() and account.totp_confirmed_at is not None:
        _spend_recovery_code(session, account_id, code, now)
    elif account.totp_confirmed_at is not None:
        _spend_step(session, account, code, now)
    else:
        raise InvalidInputError(WRONG, {"code": WRONG})


def renew_recovery_codes(session: Session, *, actor: Actor, now: datetime) -> list[str]:
    """Ten new codes to fall back on; those from before work no more.

    Raises:
        ConflictError: there is no second factor.
    """
    account = _lock_with_factor(session, actor)
    codes = _replace_recovery_codes(session, account.id, now)
    tell_owner(session, account, "You were given new recovery codes.", now=now)
    _record(session, "renewed-recovery-codes", account, actor, now)
    return codes


def remove(session: Session, *, actor: Actor, now: datetime) -> None:
    """Do without a second factor; all sessions end, since none is proved by it any more.

    Raises:
        ConflictError: there is none.
    """
    account = _lock_with_factor(session, actor)
    clear_factor(session, account, now=now)
    _record(session, "removed-second-factor", account, actor, now)


def clear_factor(session: Session, account: Account, *, now: datetime) -> None:
    """Take the second factor of a locked account away, end its sessions, and tell its owner."""
    account.totp_secret = account.totp_confirmed_at = account.totp_step = None
    account.version += 1
    _spend_recovery_codes(session, account.id, now)
    end_sessions_of(session, account.id, now=now)
    tell_owner(session, account, "Your second factor was removed.", now=now)


def count_recovery_codes(session: Session, account_id: int) -> int:
    """How many codes to fall back on are left."""
    query = sa.select(sa.func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(query) or 0


def _lock_with_factor(session: Session, actor: Actor) -> Account:
    account = lock_own_account(session, actor)
    if account.totp_confirmed_at is None:
        raise ConflictError("You have no second factor.")
    return account


def _longest_totp() -> int:
    return len("123 456")


def _spend_step(session: Session, account: Account, code: str, now: datetime) -> None:
    """Take a code of the app; the guard in the statement lets one of many at once through."""
    step = _step_of(account.totp_secret or "", code, now)
    taken = step is not None and session.scalar(
        sa.update(Account)
        .where(
            Account.id == account.id,
            sa.or_(Account.totp_step.is_(None), Account.totp_step < step),
        )
        .values(totp_step=step)
        .returning(Account.id)
    )
    if not taken:
        raise InvalidInputError(WRONG, {"code": WRONG})


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that the code belongs to; None where it is of none that counts now."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit()):
        return None
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    steps = range(present - SKEW, present + SKEW + 1)
    fitting = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), typed)]
    return max(fitting, default=None)


def _replace_recovery_codes(session: Session, account_id: int, now: datetime) -> list[str]:
    _spend_recovery_codes(session, account_id, now)
    codes = [_make_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(code_sha256=_sha256(code), account_id=account_id, used_at=None)
        for code in codes
    )
    return codes


def _make_recovery_code() -> str:
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    groups = range(0, len(letters), _GROUP)
    return "-".join("".join(letters[start : start + _GROUP]) for start in groups)


def _spend_recovery_code(session: Session, account_id: int, code: str, now: datetime) -> None:
    taken = session.scalar(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.code_sha256 == _sha256(code),
            RecoveryCode.account_id == account_id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.account_id)
    )
    if taken is None:
        raise InvalidInputError(WRONG, {"code": WRONG})


def _spend_recovery_codes(session: Session, account_id: int, now: datetime) -> None:
    session.execute(
        sa.update(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def _sha256(code: str) -> str:
    """The hash of a code, however its groups are kept apart and its letters written."""
    plain = "".join(letter for letter in code.lower() if letter in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def _record(session: Session, kind: str, account: Account, actor: Actor, now: datetime) -> None:
    record(session, [Act(kind, f"account:{account.id}", {})], actor=actor, now=now)
