"""Logs: lines of JSON with the number of the request, and no secret in them."""

import io
import json
import logging

import pytest

from scheduler.logs import set_up_logs


@pytest.fixture
def lines():
    """What was logged so far, a value a line."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    set_up_logs(as_json=True, stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_a_request_is_a_line_with_its_number_and_the_answer_bears_it(lines, operator):
    answer = operator.get("/forecasts")

    *_, line = [each for each in lines() if each["event"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["route"], line["status"], line["actor"]) == ("forecasts.index", 200, "account:1")
    assert line["level"] == "info"
    assert "timestamp" in line


def test_every_line_of_a_request_bears_its_number(lines, app, visitor):
    app.before_request_funcs.setdefault(None, []).append(
        lambda: logging.getLogger("forecasts.x").warning("forged\n{} line")
    )
    visitor.get("/")
    app.before_request_funcs[None].pop()

    told = lines()
    assert len({line["request_id"] for line in told}) == 1
    assert "forged\n{} line" in [line["event"] for line in told]


def test_no_address_with_a_secret_is_logged(lines, visitor, sign_in_address):
    visitor.get(sign_in_address)

    assert sign_in_address.rpartition("/")[2] not in json.dumps(lines())


def test_the_word_of_a_stranger_on_the_number_is_not_taken(visitor):
    answer = visitor.get("/", headers={"X-Request-ID": "chosen-by-somebody"})

    assert answer.headers["X-Request-ID"] != "chosen-by-somebody"
