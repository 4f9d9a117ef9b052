import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.ledger import SALT_BYTES, Seal, Sealed, commit, compare_seal

SALT = bytes(range(SALT_BYTES))
CONTENT = {"claim": "It will rain.", "reason": None}


def test_the_salt_counts():
    assert commit(CONTENT, SALT) != commit(CONTENT, SALT[::-1])


def test_the_content_counts():
    assert commit(CONTENT, SALT) != commit(CONTENT | {"claim": "It will snow."}, SALT)


@pytest.mark.parametrize("length", [0, SALT_BYTES - 1, SALT_BYTES + 1])
def test_refuses_a_salt_of_another_length(length):
    with pytest.raises(ValueError, match="32 bytes"):
        commit(CONTENT, b"a" * length)


def test_refuses_content_without_canonical_bytes():
    with pytest.raises(ValueError, match="float"):
        commit({"probability": 0.5}, SALT)


@pytest.mark.parametrize(
    ("commitment", "sealed", "expected"),
    [
        pytest.param(commit(CONTENT, SALT), Sealed(CONTENT, SALT), Seal.MATCHES, id="the same"),
        pytest.param(None, None, Seal.MATCHES, id="nothing and nothing"),
        pytest.param(commit(CONTENT, SALT), None, Seal.ABSENT, id="gone"),
        pytest.param(commit(CONTENT, SALT), Sealed({}, SALT), Seal.DIFFERS, id="other content"),
        pytest.param(
            commit(CONTENT, SALT), Sealed(CONTENT, b"a" * 32), Seal.DIFFERS, id="other salt"
        ),
        pytest.param(commit(CONTENT, SALT), Sealed(CONTENT, b"a"), Seal.DIFFERS, id="short salt"),
        pytest.param(commit(CONTENT, SALT), Sealed({"p": 0.5}, SALT), Seal.DIFFERS, id="a float"),
        pytest.param(None, Sealed(CONTENT, SALT), Seal.DIFFERS, id="content never committed to"),
    ],
)
def test_compares_what_is_kept_with_the_commitment(commitment, sealed, expected):
    assert compare_seal(commitment, sealed) is expected


def test_the_salt_does_not_show_when_what_is_sealed_is_printed():
    assert "salt" not in repr(Sealed(CONTENT, SALT))


@given(st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES), st.text("ab\u00e9", max_size=9))
def test_a_commitment_is_64_hex_digits_and_matches_what_it_was_made_of(salt, claim):
    commitment = commit({"claim": claim}, salt)

    assert len(bytes.fromhex(commitment)) == 32
    assert compare_seal(commitment, Sealed({"claim": claim}, salt)) is Seal.MATCHES
