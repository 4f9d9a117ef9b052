"""T30: every route, every method, every kind of person: the answer that the table says."""

import itertools

import pytest
from werkzeug.test import TestResponse

from forecasts.domain.permissions import VISITOR, may
from forecasts.web.permissions import ROUTES
from tests.web.access_table import GOOD, PEOPLE, Good, read_table
from tests.web.world import World

pytestmark = pytest.mark.slow

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
HEAD_OF = {"GET sessions.sign_in": 200}
"""Routes whose HEAD is answered in another way: a preview must not use the address up."""

TABLE = read_table()
REFUSED = frozenset({401, 403, 404, 405})


@pytest.fixture(autouse=True)
def from_the_beginning(world):
    world.begin_anew()


def routes_of(app) -> dict[str, str]:
    """For each route, such as "GET home.show", its endpoint."""
    return {
        f"{method} {rule.endpoint}": rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def good(endpoint: str) -> Good:
    return GOOD.get(endpoint, Good())


def address_of(world: World, endpoint: str) -> str:
    return world.address(endpoint, good(endpoint).row)


def ask(world: World, person: str, method: str, endpoint: str, **headers: str) -> TestResponse:
    """The answer to a request that is all right; the world is as in the beginning before it."""
    form = {"csrf_token": world.tokens[person], **good(endpoint).form}
    return world.browser(person).open(
        address_of(world, endpoint),
        method=method,
        data=None if method in {"GET", "HEAD"} else form,
        headers=headers,
    )


def settle(world: World, answer: TestResponse) -> int | str:
    """The status; a refusal that left a trace in the database says so. Then all is as before."""
    answer.close()
    touched = not world.is_untouched()
    world.begin_anew()
    if touched and answer.status_code in REFUSED:
        return f"{answer.status_code}, and the database was changed"
    return answer.status_code


def may_ask(world: World, person: str, endpoint: str) -> int:
    """The answer to the question which methods there are at the address of a route.

    It asks for the role alone, since it tells nothing about a row. Where two routes share an
    address it is the one that the application looks up first.
    """
    found, _ = world.app.url_map.bind("localhost").match(address_of(world, endpoint), "OPTIONS")
    if person in {"visitor", "ended", "suspended"}:
        return 200 if may(VISITOR, ROUTES[found]) else 401
    return 200 if may(world.people[person], ROUTES[found]) else 403


def test_the_table_has_a_line_for_each_route_and_none_more(world):
    assert TABLE.keys() == routes_of(world.app).keys()
    assert {good for good in GOOD if f"GET {good}" not in TABLE} <= {
        route.partition(" ")[2] for route in TABLE
    }


@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_gets_the_answer_of_the_table(world, person):
    answers = {}
    for route, endpoint in routes_of(world.app).items():
        method = route.partition(" ")[0]
        answers[route] = settle(world, ask(world, person, method, endpoint))

    assert answers == {route: line[person] for route, line in TABLE.items()}


@pytest.mark.parametrize("person", PEOPLE)
def test_a_script_gets_the_same_answer(world, person):
    answers, expected = {}, {}
    for route, endpoint in routes_of(world.app).items():
        method, script = route.partition(" ")[0], {"HX-Request": "true"}
        answers[route] = settle(world, ask(world, person, method, endpoint, **script))
        status = TABLE[route][person]
        expected[route] = status if status in REFUSED else good(endpoint).from_script or status

    assert answers == expected


@pytest.mark.nightly
@pytest.mark.parametrize("person", PEOPLE)
def test_the_head_of_a_page_takes_the_same_permission(world, person):
    pages = [route for route in TABLE if route.startswith("GET")]

    answers = {
        route: settle(world, ask(world, person, "HEAD", route.split()[1])) for route in pages
    }

    assert answers == {route: HEAD_OF.get(route, TABLE[route][person]) for route in pages}


@pytest.mark.nightly
@pytest.mark.parametrize("person", PEOPLE)
def test_asking_which_methods_there_are_takes_the_same_permission(world, person):
    endpoints = sorted(set(routes_of(world.app).values()))

    answers = {each: settle(world, ask(world, person, "OPTIONS", each)) for each in endpoints}

    assert answers == {each: may_ask(world, person, each) for each in endpoints}


@pytest.mark.nightly
@pytest.mark.parametrize("person", PEOPLE)
def test_no_route_takes_a_method_that_it_does_not_name(world, person):
    known = routes_of(world.app)
    taken = {}
    for endpoint, method in itertools.product(sorted(set(known.values())), METHODS):
        if method in methods_at(world, endpoint):
            continue
        status = settle(world, ask(world, person, method, endpoint))
        if status != 405:
            taken[method, endpoint] = status

    assert taken == {}


def methods_at(world: World, endpoint: str) -> set[str]:
    """The methods that any route takes at the address of this one."""
    address = address_of(world, endpoint)
    return set(world.app.url_map.bind("localhost").allowed_methods(address))


def test_these_are_a_thousand_checks(world):
    routes = routes_of(world.app)
    pages = sum(route.startswith("GET") for route in routes)
    others = sum(
        method not in methods_at(world, endpoint)
        for endpoint, method in itertools.product(set(routes.values()), METHODS)
    )

    assert len(PEOPLE) * (3 * len(routes) + pages + others) >= 1000
