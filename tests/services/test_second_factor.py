"""Codes of an app and codes to fall back on, none taken twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.permissions import Role
from forecasts.services.accounts import find_signed_in, open_session
from forecasts.services.second_factor import (
    address_for_app,
    begin,
    confirm,
    count_recovery_codes,
    remove,
    renew_recovery_codes,
    spend_code,
)
from forecasts.store.models import Account, LedgerEntry, RecoveryCode
from tests.making import NOW, make_account

STEP = timedelta(seconds=30)


@pytest.fixture
def rita(session):
    return make_account(session, "rita", Role.REVIEWER)


def secret_of(session, actor):
    return session.get_one(Account, actor.account_id).totp_secret


def code_at(session, actor, moment=NOW):
    return pyotp.TOTP(secret_of(session, actor)).at(moment)


def set_up(session, actor, now=NOW):
    """The recovery codes of a factor that is in force, one step ago."""
    begin(session, actor=actor)
    return confirm(session, code_at(session, actor, now - STEP), actor=actor, now=now)


def test_counts_once_a_code_of_it_was_given(session, rita):
    begin(session, actor=rita)
    assert session.get_one(Account, rita.account_id).totp_confirmed_at is None

    codes = confirm(session, code_at(session, rita), actor=rita, now=NOW)

    assert session.get_one(Account, rita.account_id).totp_confirmed_at == NOW
    assert len(set(codes)) == 10
    kinds = session.execute(sa.select(LedgerEntry.kind, LedgerEntry.facts)).all()
    assert kinds == [("set-second-factor", "{}")]


def test_the_square_tells_the_secret_and_whose_it_is(session, rita):
    begin(session, actor=rita)

    address = address_for_app(session.get_one(Account, rita.account_id))

    assert address.startswith("otpauth://totp/Forecast%20ledger:rita%40example.org?secret=")
    assert secret_of(session, rita) in address


def test_a_wrong_code_puts_nothing_in_force(session, rita):
    begin(session, actor=rita)
    right = code_at(session, rita)

    with pytest.raises(InvalidInputError):
        confirm(session, f"{(int(right) + 1) % 10**6:06}", actor=rita, now=NOW)

    assert session.get_one(Account, rita.account_id).totp_confirmed_at is None


def test_what_is_in_force_is_not_begun_again(session, rita):
    set_up(session, rita)
    secret = secret_of(session, rita)

    with pytest.raises(ConflictError):
        begin(session, actor=rita)

    assert secret_of(session, rita) == secret


def test_a_code_and_those_before_it_are_worthless_once_it_was_taken(session, rita):
    set_up(session, rita)
    earlier, code = code_at(session, rita, NOW - STEP), code_at(session, rita)
    spend_code(session, rita.account_id, code, now=NOW)

    for spent in (code, earlier):
        with pytest.raises(InvalidInputError):
            spend_code(session, rita.account_id, spent, now=NOW)


def test_spaces_in_a_code_do_not_matter(session, rita):
    set_up(session, rita)
    code = code_at(session, rita)

    spend_code(session, rita.account_id, f"{code[:3]} {code[3:]}", now=NOW)

    with pytest.raises(InvalidInputError):
        spend_code(session, rita.account_id, code, now=NOW)  # it was taken, so it is spent


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "000000" * 9]
)
def test_refuses_what_is_no_code(session, rita, code):
    set_up(session, rita)

    with pytest.raises(InvalidInputError):
        spend_code(session, rita.account_id, code, now=NOW)


def test_of_many_who_give_the_same_code_at_once_one_gets_through(database):
    with database.writing.begin() as session:
        rita = make_account(session, "rita", Role.REVIEWER)
        recovery = set_up(session, rita)[0]
        code = code_at(session, rita)

    def use(given):
        try:
            with database.writing.begin() as session:
                spend_code(session, rita.account_id, given, now=NOW)
        except InvalidInputError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, [code] * 6)) == 1
        assert sum(pool.map(use, [recovery] * 6)) == 1


def test_each_recovery_code_works_once(session, rita):
    for code in set_up(session, rita):
        spend_code(session, rita.account_id, code.upper().replace("-", " "), now=NOW)
        with pytest.raises(InvalidInputError):
            spend_code(session, rita.account_id, code, now=NOW)

    assert count_recovery_codes(session, rita.account_id) == 0


def test_a_recovery_code_is_of_one_account_alone(session, rita):
    codes = set_up(session, rita)
    bob = make_account(session, "bob", Role.REVIEWER)
    set_up(session, bob)

    with pytest.raises(InvalidInputError):
        spend_code(session, bob.account_id, codes[0], now=NOW)


def test_new_recovery_codes_make_the_old_ones_worthless(session, rita):
    old = set_up(session, rita)

    new = renew_recovery_codes(session, actor=rita, now=NOW)

    assert count_recovery_codes(session, rita.account_id) == 10
    spend_code(session, rita.account_id, new[0], now=NOW)
    with pytest.raises(InvalidInputError):
        spend_code(session, rita.account_id, old[0], now=NOW)


def test_no_recovery_code_is_kept(session, rita):
    codes = set_up(session, rita)

    kept = set(session.scalars(sa.select(RecoveryCode.code_sha256)))
    assert not kept & {*codes, *(code.replace("-", "") for code in codes)}


def test_without_it_nothing_of_it_works_and_all_sessions_have_ended(session, rita):
    codes = set_up(session, rita)
    code = code_at(session, rita)
    token = open_session(session, rita.account_id, now=NOW, verified=True)

    remove(session, actor=rita, now=NOW)

    assert find_signed_in(session, token, now=NOW) is None
    for given in (code, codes[0]):
        with pytest.raises(InvalidInputError):
            spend_code(session, rita.account_id, given, now=NOW)
