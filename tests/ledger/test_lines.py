import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.ledger import MAX_LINE_BYTES, from_line, read_line, seal, to_line, verify
from tests.ledger.tampering import START, build_chain

CHAIN = build_chain(3)
LINE = to_line(CHAIN[0])


def changed(**fields):
    return json.dumps(json.loads(LINE) | fields)


def test_a_line_reads_back_as_the_entry():
    assert [from_line(to_line(entry)) for entry in CHAIN] == CHAIN


def test_a_line_holds_no_line_break():
    entry = seal(
        sequence=1, kind="logged", subject="a", at=START, actor="b", facts={"x": "\n\r\u2028"}
    )

    assert "\n" not in to_line(entry)
    assert "\r" not in to_line(entry)


def test_white_space_and_order_of_keys_do_not_matter():
    respelled = json.dumps(dict(reversed(json.loads(LINE).items())), indent=1)

    assert from_line(respelled) == CHAIN[0]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        pytest.param("", "not JSON", id="empty"),
        pytest.param("{", "not JSON", id="cut short"),
        pytest.param(LINE + LINE, "not JSON", id="two entries"),
        pytest.param("[]", "not a JSON object", id="a list"),
        pytest.param("{}", "missing or unknown", id="no fields"),
        pytest.param(changed(note="x"), "'note'", id="an unknown field"),
        pytest.param('{"a":1,"a":1}', "twice", id="a key twice"),
        pytest.param(
            LINE.replace('"facts":{', '"facts":{"a":{"b":1,"b":1},'), "twice", id="inside"
        ),
        pytest.param(changed(facts={"p": 0.5}), "not an integer", id="a float"),
        pytest.param('{"a":1e3}', "not an integer", id="an exponent"),
        pytest.param('{"a":NaN}', "not an integer", id="not a number"),
        pytest.param('{"a":-Infinity}', "not an integer", id="infinity"),
        pytest.param('{"a":' + "9" * 5_000 + "}", "digits", id="a huge integer"),
        pytest.param("[" * 200_000, "deep", id="nested without end"),
        pytest.param("a" * (MAX_LINE_BYTES + 1), "longer", id="too long"),
        pytest.param(changed(facts=[]), "facts", id="facts a list"),
        pytest.param(changed(sequence="1"), "sequence", id="sequence a string"),
        pytest.param(changed(sequence=True), "sequence", id="sequence a boolean"),
        pytest.param(changed(at="2026-02-30T00:00:00.000000Z"), "at", id="no such day"),
        pytest.param(changed(at="2026-02-03T24:00:00.000000Z"), "at", id="no such hour"),
        pytest.param(changed(at="2026-02-03T00:00:00Z"), "at", id="time of another width"),
        pytest.param(changed(at="2026-02-03T00:00:00.000000+00:00"), "at", id="offset"),
        pytest.param(changed(at=0), "at", id="time a number"),
        pytest.param(changed(hash="x" * 10_000), "hash", id="hash no hash"),
    ],
)
def test_refuses_a_malformed_line_with_a_short_sentence(line, complaint):
    with pytest.raises(ValueError, match=complaint) as refusal:
        from_line(line)

    assert len(str(refusal.value)) < 200


def test_refuses_bytes_that_are_not_utf_8():
    with pytest.raises(ValueError, match="UTF-8"):
        read_line(b'{"a":"\xff"}')


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_order(text):
    try:
        from_line(text)
    except ValueError as refusal:
        assert str(refusal)  # noqa: PT017 - reading it would be right as well


@given(st.integers(0, len(LINE) - 1), st.characters(exclude_categories=["Cs"]))
def test_a_changed_character_is_refused_or_does_not_verify(position, character):
    altered = LINE[:position] + character + LINE[position + 1 :]
    if altered == LINE:
        return

    try:
        verdict = verify([from_line(altered)])
    except ValueError:
        return

    assert verdict.fault is not None
