import json
import unicodedata
from collections import UserDict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.ledger.canonical import canonical_bytes
from forecasts.ledger.standalone import INTEGER_LIMIT, MAX_DEPTH

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(-INTEGER_LIMIT + 1, INTEGER_LIMIT - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            TEXT.map(lambda key: unicodedata.normalize("NFC", key)), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def in_nfc(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [in_nfc(member) for member in value]
    if isinstance(value, dict):
        return {in_nfc(key): in_nfc(member) for key, member in value.items()}
    return value


def nested(depth):
    value: list[object] = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({"b": 1, "a": 2}, b'{"a":2,"b":1}', id="keys are sorted"),
        pytest.param({"a": 1, "B": 2, "_": 3}, b'{"B":2,"_":3,"a":1}', id="by code point"),
        pytest.param(
            {"\U0001f600": 1, "\uff21": 2},
            '{"\uff21":2,"\U0001f600":1}'.encode(),
            id="not by UTF-16 unit",
        ),
        pytest.param({}, b"{}", id="an empty object"),
        pytest.param([1, "x", None], b'[1,"x",null]', id="no white space"),
        pytest.param((1, (2,)), b"[1,[2]]", id="a tuple is an array"),
        pytest.param(UserDict({"a": 1}), b'{"a":1}', id="any mapping is an object"),
        pytest.param(
            [True, False, 1, 0, -1], b"[true,false,1,0,-1]", id="booleans are not numbers"
        ),
        pytest.param(2**63 - 1, b"9223372036854775807", id="the largest integer"),
        pytest.param(-(2**63) + 1, b"-9223372036854775807", id="the smallest integer"),
        pytest.param("e\u0301", b'"\xc3\xa9"', id="strings are composed"),
        pytest.param({"e\u0301": 1}, b'{"\xc3\xa9":1}', id="so are keys"),
        pytest.param('"\\/', b'"\\"\\\\/"', id="quote and backslash are escaped, the slash is not"),
        pytest.param("\b\t\n\f\r", rb'"\b\t\n\f\r"', id="short escapes"),
        pytest.param("\0\x1f", rb'"\u0000\u001f"', id="other controls in lower-case hex"),
        pytest.param("\x7f\u2028<", b'"\x7f\xe2\x80\xa8<"', id="nothing else is escaped"),
    ],
)
def test_spells_a_value_in_one_way(value, expected):
    assert canonical_bytes(value) == expected


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        pytest.param(0.5, "float", id="a float"),
        pytest.param({"a": [1.0]}, "float", id="a float inside"),
        pytest.param(float("nan"), "float", id="not a number"),
        pytest.param(Decimal(1), "Decimal", id="a decimal"),
        pytest.param(b"a", "bytes", id="bytes"),
        pytest.param({1, 2}, "set", id="a set"),
        pytest.param({1: 2}, "key", id="a key that is a number"),
        pytest.param({None: 2}, "key", id="a key that is null"),
        pytest.param(2**63, "63 bits", id="an integer too large"),
        pytest.param(-(2**63), "63 bits", id="an integer too small"),
        pytest.param("\ud800", "surrogate", id="a lone surrogate"),
        pytest.param({"\udfff": 1}, "surrogate", id="a lone surrogate in a key"),
        pytest.param({"\u00e9": 1, "e\u0301": 2}, "equal in NFC", id="keys equal in NFC"),
        pytest.param(nested(MAX_DEPTH + 1), "deep", id="nested too deep"),
        pytest.param(nested(5_000), "deep", id="nested far too deep"),
    ],
)
def test_refuses_what_has_no_single_spelling(value, complaint):
    with pytest.raises(ValueError, match=complaint):
        canonical_bytes(value)


def test_takes_the_deepest_nesting_allowed():
    assert canonical_bytes(nested(MAX_DEPTH)) == b"[" * MAX_DEPTH + b"]" * MAX_DEPTH


@given(VALUES)
def test_reads_back_as_the_same_value_in_nfc(value):
    assert json.loads(canonical_bytes(value)) == in_nfc(value)


@given(VALUES)
def test_spells_what_it_reads_back_the_same_again(value):
    once = canonical_bytes(value)

    assert canonical_bytes(json.loads(once)) == once


@given(st.dictionaries(TEXT.map(in_nfc), NUMBERS, min_size=2, max_size=6), st.randoms())
def test_does_not_depend_on_the_order_of_keys(members, chance):
    shuffled = list(members.items())
    chance.shuffle(shuffled)

    assert canonical_bytes(dict(shuffled)) == canonical_bytes(members)
