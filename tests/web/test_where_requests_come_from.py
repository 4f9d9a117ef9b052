"""Forms of other sites are refused, and redirects lead to our own pages alone."""

import pytest

from forecasts.web.own_paths import is_own_path
from tests.web.conftest import csrf_token

HERE = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        pytest.param({}, True, id="no browser"),
        pytest.param({"Origin": HERE}, True, id="our origin"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, True, id="from our page"),
        pytest.param({"Sec-Fetch-Site": "none"}, True, id="by a person's own hand"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, False, id="from another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, False, id="from a neighbour"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, False, id="both at odds"),
        pytest.param({"Origin": "https://evil.example"}, False, id="another origin"),
        pytest.param({"Origin": "http://localhost.evil.example"}, False, id="begins like ours"),
        pytest.param({"Origin": "http://localhost:8080"}, False, id="another port"),
        pytest.param({"Origin": "null"}, False, id="no origin to tell"),
        pytest.param({"Origin": "http://["}, False, id="nonsense"),
    ],
)
def test_takes_a_form_with_the_right_token_from_our_own_pages_alone(operator, headers, taken):
    form = {"csrf_token": csrf_token(operator), "name": "Ada"}

    answer = operator.post("/account/name", data=form, headers=headers)

    assert answer.status_code == (303 if taken else 400)
    assert (">Ada<" in operator.get("/account").text) is taken


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_our_own_origin_does_not_stand_in_for_the_token(operator, token):
    form = {"name": "Ada"} | ({"csrf_token": token} if token is not None else {})

    answer = operator.post("/account/name", data=form, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 400


def test_reading_is_for_everybody_wherever_they_come_from(visitor):
    assert visitor.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/forecasts/new?line=It+rains+85%25", "/authors/a?x=//y", "/a%20b", "/caf%C3%A9", "/a:b"],
)
def test_our_own_pages_are_known(address):
    assert is_own_path(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\b",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/%2Fevil.example",
        "/%2F%2Fevil.example",
        "/%5Cevil.example",
        "/%255Cevil.example",
        "/%252Fevil.example",
        "/\tevil.example",
        "/\n/evil.example",
        "/%0A/evil.example",
        "/%00",
        " //evil.example",
        "/ /evil.example",
        "//user@evil.example",
        "//[",
        "/\u2028/evil.example",
        "/" + "a" * 2000,
    ],
)
def test_nothing_else_is(address):
    assert not is_own_path(address)


def test_what_was_kept_is_looked_at_again_before_it_is_followed(visitor, sign_in_address):
    with visitor.session_transaction() as kept:
        kept["wanted"] = "//evil.example"

    assert visitor.get(sign_in_address).location == "/"
