import pytest

from forecasts.domain.errors import (
    ConflictError,
    DatabaseRefusedError,
    ForecastsError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    OpinionFailedError,
)


@pytest.mark.parametrize(
    "kind",
    [
        ConflictError,
        DatabaseRefusedError,
        InvalidInputError,
        NotAllowedError,
        NotFoundError,
        OpinionFailedError,
    ],
)
def test_every_kind_carries_a_sentence_and_is_caught_as_one_of_ours(kind):
    with pytest.raises(ForecastsError) as caught:
        raise kind("Try again.")

    assert str(caught.value) == "Try again."


def test_invalid_input_says_which_field_is_at_fault():
    error = InvalidInputError("Wrong.", {"zone": "Leave it empty."})

    assert error.fields == {"zone": "Leave it empty."}


def test_invalid_input_blames_no_field_unless_told():
    assert InvalidInputError("Wrong.").fields == {}


def test_what_is_said_of_the_fields_is_a_copy():
    said = {"zone": "Leave it empty."}
    error = InvalidInputError("Wrong.", said)

    said.clear()

    assert error.fields == {"zone": "Leave it empty."}
