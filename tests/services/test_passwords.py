"""Which passwords are taken, and how they are kept."""

import pytest

from forecasts.domain.errors import InvalidInputError
from forecasts.domain.passwords import STANDARD, PasswordCost
from forecasts.services.passwords import LONGEST, SHORTEST, choose, improve, is_right
from tests.making import CHEAP, PASSWORD

ABOUT = ("Ada Lovelace", "ada.lovelace@example.org")


def kept(password=PASSWORD):
    return choose(password, about=ABOUT, cost=CHEAP)


def test_is_kept_as_a_slow_hash_and_found_right_again():
    assert kept().startswith("$argon2id$")
    assert is_right(PASSWORD, kept(), cost=CHEAP)
    assert not is_right(PASSWORD.title(), kept(), cost=CHEAP)


def test_two_hashes_of_one_password_differ():
    assert kept() != kept()


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("x7Kq2mZp9vR", id="eleven characters"),
        pytest.param("a" * 100, id="one letter"),
        pytest.param("123456789012", id="a row of digits"),
        pytest.param("qwertyuiop12", id="a row of keys"),
        pytest.param("passwordpassword", id="a known one, twice"),
        pytest.param("Football2023", id="a word and a year"),
        pytest.param("iloveyou1234", id="a known one and digits"),
        pytest.param("AdaLovelace1815", id="the name"),
        pytest.param("ada.lovelace@example.org", id="the address of mail"),
        pytest.param("ForecastLedger1", id="the product"),
        pytest.param("f0r3c4st l3dg3r", id="the product in disguise"),
        pytest.param("x" * (LONGEST + 1), id="too long"),
    ],
)
def test_refuses_what_others_would_guess_first(password):
    with pytest.raises(InvalidInputError) as refused:
        choose(password, about=ABOUT, cost=CHEAP)

    assert list(refused.value.fields) == ["new_password"]
    assert password not in str(refused.value)


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("correct horse battery staple", id="words"),
        pytest.param("x7Kq2mZp9vRt", id="twelve characters without a sign"),
        pytest.param("kühles Wetter im Mai", id="not English"),
        pytest.param(" spaces at both ends of it ", id="spaces"),
        pytest.param("ляля тополя хмара дощ", id="not Latin"),
        pytest.param("🦦🪔🌳 otter lamp grove", id="pictures"),
    ],
)
def test_asks_for_no_kind_of_character(password):
    assert is_right(password, choose(password, about=ABOUT, cost=CHEAP), cost=CHEAP)


@pytest.mark.parametrize("length", [SHORTEST, 64, 128, LONGEST])
def test_counts_every_character(length):
    password = ("sturdy otter lamp grove " * 20)[: length - 1] + "x"

    hashed = choose(password.replace("sturdy", "Qz7!vk"), about=ABOUT, cost=CHEAP)

    assert is_right(password.replace("sturdy", "Qz7!vk"), hashed, cost=CHEAP)
    assert not is_right(password.replace("sturdy", "Qz7!vk")[:-1] + "y", hashed, cost=CHEAP)


def test_nothing_is_right_where_there_is_no_password():
    assert not is_right("nobody's password", None, cost=CHEAP)
    assert not is_right("", None, cost=CHEAP)
    assert not is_right(PASSWORD, "not a hash", cost=CHEAP)


def test_makes_a_hash_anew_when_it_was_made_otherwise():
    dearer = PasswordCost(passes=2, memory_kib=16, lanes=1)

    better = improve(PASSWORD, kept(), cost=dearer)

    assert better.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert is_right(PASSWORD, better, cost=dearer)
    assert improve(PASSWORD, better, cost=dearer) is None


def test_the_standard_is_no_cheaper_than_what_is_advised():
    assert STANDARD.passes * STANDARD.memory_kib >= 46 * 1024
    assert choose(PASSWORD, about=(), cost=STANDARD).startswith("$argon2id$v=19$m=47104,t=2,p=1$")
