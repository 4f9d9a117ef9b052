"""Reading a table of forecasts: what is taken, and what is refused with its place."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forecasts.domain.errors import InvalidInputError
from forecasts.scoring import table as table_module
from forecasts.scoring.table import Row, read_csv


def test_reads_columns_in_any_order_and_passes_over_others():
    text = '\ufeffOutcome, note,Question ,probability,author\n1,"a, b",q1,0.85,A. Blogger\n'

    assert read_csv(text) == [Row(Decimal("0.85"), 1, "q1", "A. Blogger")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "dos", "old mac"])
def test_reads_every_kind_of_line_end_and_passes_over_empty_lines(end):
    lines = ["", "probability,outcome", "0.5,1", "", "0.25,0", ""]

    assert read_csv(end.join(lines)) == [Row(Decimal("0.5"), 1), Row(Decimal("0.25"), 0)]


@pytest.mark.parametrize(
    "written", ["0", "1", "0.29", ".5", "1.", "1e-7", "+0.5", "0.30000000000000004", "-0", " 0.5 "]
)
def test_takes_a_probability_as_exactly_what_is_written(written):
    (row,) = read_csv(f"probability,outcome\n{written},1")

    assert row.probability == Decimal(written.strip())


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        pytest.param("nan,1", "Line 3, column 'probability': 'nan' is not a number.", id="nan"),
        pytest.param("inf,1", "Line 3, column 'probability': 'inf' is not a number.", id="inf"),
        pytest.param("85%,1", "Line 3, column 'probability': '85%' is not a number.", id="percent"),
        pytest.param("0_1,1", "Line 3, column 'probability': '0_1' is not a number.", id="score"),
        pytest.param(
            "\u0661,1", "Line 3, column 'probability': '\u0661' is not a number.", id="digits"
        ),
        pytest.param(",1", "Line 3, column 'probability': nothing stands there.", id="nothing"),
        pytest.param(
            "1.01,1", "Line 3, column 'probability': '1.01' is not between 0 and 1.", id="above"
        ),
        pytest.param(
            "-0.01,1", "Line 3, column 'probability': '-0.01' is not between 0 and 1.", id="below"
        ),
        pytest.param(
            "1e-401,1",
            "Line 3, column 'probability': '1e-401' has more than 400 decimals.",
            id="too fine",
        ),
        pytest.param("0.5,2", "Line 3, column 'outcome': '2' is neither 0 nor 1.", id="outcome 2"),
        pytest.param("0.5,yes", "Line 3, column 'outcome': 'yes' is not a number.", id="a word"),
        pytest.param("0.5,0.5", "Line 3, column 'outcome': '0.5' is neither 0 nor 1.", id="half"),
        pytest.param("0.5,", "Line 3, column 'outcome': nothing stands there.", id="no outcome"),
        pytest.param("0.5", "Line 3: 1 cells where the header has 2.", id="too few cells"),
        pytest.param("0.5,1,1", "Line 3: 3 cells where the header has 2.", id="too many cells"),
        pytest.param('0.5,"1', "Line 3: unexpected end of data.", id="an open quote"),
    ],
)
def test_names_the_line_and_the_column_at_fault(cells, message):
    with pytest.raises(InvalidInputError) as refused:
        read_csv(f"probability,outcome\n0.5,1\n{cells}")

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "The table is empty", id="nothing"),
        pytest.param("\n \n", "column 'probability' and 'outcome' is missing", id="a blank"),
        pytest.param("probability,outcome\n", "no forecasts below", id="only a header"),
        pytest.param("probability\n0.5", "column 'outcome' is missing", id="no outcomes"),
        pytest.param("0.5,1\n0.5,0", "'probability' and 'outcome' is missing", id="no header"),
        pytest.param("outcome,probability,outcome\n1,1,1", "'outcome' stands twice", id="twice"),
        pytest.param("a," * 101 + "\n", "more than 100 columns", id="very wide"),
    ],
)
def test_refuses_what_is_no_such_table(text, message):
    with pytest.raises(InvalidInputError, match=message):
        read_csv(text)


def test_tells_which_field_is_to_blame():
    with pytest.raises(InvalidInputError) as refused:
        read_csv("probability,outcome\n2,1")

    assert refused.value.fields == {"probability": "'2' is not between 0 and 1"}


def test_quotes_no_more_of_a_bad_cell_than_fits_a_message():
    with pytest.raises(InvalidInputError) as refused:
        read_csv("probability,outcome\n" + "9" * 5000 + ",1")

    assert len(str(refused.value)) < 120


def test_refuses_a_table_beyond_the_cap(monkeypatch):
    monkeypatch.setattr(table_module, "MOST_CHARACTERS", 25)
    text = "probability,outcome\n0.5,1"

    assert len(read_csv(text)) == 1
    with pytest.raises(InvalidInputError, match="longer than 25 characters"):
        read_csv(text + "\n")


@given(st.text(max_size=200))
@example("probability,outcome\n0.5,1\x00")
@example("probability,outcome\n" + "1" * 200_000)
def test_any_text_is_read_or_refused(text):
    for table in (text, "probability,outcome\n" + text):
        with suppress(InvalidInputError):
            assert read_csv(table)
