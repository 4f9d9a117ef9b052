"""How forms are read, whatever is sent."""

import pytest
from marshmallow import ValidationError

from forecasts.web.forms import Form
from forecasts.web.schemas.base import FormSchema, one_line, prose, version


class Example(FormSchema):
    name = one_line(10, needed="Give a name.")
    note = prose(20)


class Versioned(FormSchema):
    version = version()


def test_counts_a_blank_field_as_not_given():
    assert Example().load({"name": " Ada ", "note": " \n "}) == {"name": "Ada", "note": None}


def test_evens_out_the_white_space_of_one_line_alone():
    loaded = Example().load({"name": "A \t B", "note": "a  b\r\nc"})

    assert loaded == {"name": "A B", "note": "a  b\nc"}


def test_leaves_out_what_it_does_not_know():
    assert Example().load({"name": "Ada", "csrf_token": "x"}) == {"name": "Ada", "note": None}


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "\udfff"], ids=["NUL", "high", "low"])
def test_refuses_characters_that_no_text_has(text):
    with pytest.raises(ValidationError) as refused:
        Example().load({"name": "Ada", "note": text})

    assert refused.value.messages == {
        "note": ["It holds characters that are not text. Type it anew."]
    }


@pytest.mark.parametrize("number", ["1e3", "1.0", "-1", "0", "2147483648", "one"])
def test_a_version_is_a_plain_number(number):
    with pytest.raises(ValidationError):
        Versioned().load({"version": number})


def test_says_the_same_only_once():
    form = Form(
        {}, {"name": "Give a name.", "note": "Keep it short."}, "Give a name. Keep it short."
    )

    assert form.told is None
