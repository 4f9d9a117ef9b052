"""No address, however it is written, leads to a machine that is not on the open web."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from forecasts.domain.errors import FetchFailedError
from forecasts.domain.hosts import Reach, read_web_address
from scheduler.fetching import Client
from scheduler.fetching.resolving import ask_system
from tests.scheduler.fetching.forms import GOOD, IN_NUMBERS, IN_SIX, bad_addresses
from tests.scheduler.fetching.watching import Canary, watched
from tests.web_server import Page, web_server

OPEN = "93.184.215.14"
NAMED = "http://good.example"


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


@dataclass(frozen=True)
class Careless(Reach):
    """Judges nothing: what the tests are broken with on purpose."""

    def check(self, _host, _port, found):
        return tuple(found)


def ask_all(client: Client, addresses) -> tuple[list[str], list[tuple[str, int]]]:
    """What was had in spite of all, and where a connection was begun."""
    had = []
    with watched() as begun:
        for address in addresses:
            try:
                client.get(address)
            except FetchFailedError:
                continue
            had.append(address)
    return had, begun


def test_there_are_enough_forms():
    assert len(set(bad_addresses(80))) >= 120
    assert len(set(GOOD)) == 20


def test_asks_nobody_at_a_bad_address(canary):
    client = Client(reach=Reach(ports=frozenset({canary.port})))

    had, begun = ask_all(client, bad_addresses(canary.port))

    assert (had, begun, canary.visits) == ([], [], 0)


def test_the_canary_sees_a_client_that_judges_nothing(canary):
    client = Client(reach=Careless(ports=frozenset({canary.port})), seconds=1)
    _had, begun = ask_all(client, [f"http://{host}:{canary.port}/" for host in IN_NUMBERS[:2]])

    assert begun
    assert canary.visits == 2


def test_follows_no_redirect_to_a_bad_address(canary):
    with web_server() as server:
        reach = Reach(server.reach.also, frozenset({canary.port}))
        for number, address in enumerate(bad_addresses(canary.port)):
            target = "".join(c for c in address if c not in "\r\n").encode().decode("latin-1")
            server.pages[f"/{number}"] = Page(status=302, headers={"Location": target})
        wanted = [f"{server.address}/{number}" for number in range(len(server.pages))]

        _had, begun = ask_all(Client(reach=reach), wanted)

    assert len(begun) >= len(wanted)
    assert set(begun) == {("127.0.0.1", server.port)}
    assert canary.visits == 0


def test_connects_to_the_number_that_was_judged_when_a_resolver_changes_its_answer(canary):
    for bad in (*IN_NUMBERS[:32], *IN_SIX):
        turn = count()
        client = Client(
            reach=Reach(ports=frozenset({canary.port})),
            resolver=lambda *_, turn=turn, bad=bad: [bad if next(turn) else OPEN],
        )

        _had, begun = ask_all(client, [f"{NAMED}:{canary.port}/"])

        assert begun == [(OPEN, canary.port)]
    assert canary.visits == 0


@pytest.mark.parametrize("first", [True, False], ids=["good first", "bad first"])
def test_asks_nobody_when_one_of_several_numbers_is_bad(canary, first):
    for bad in (*IN_NUMBERS[:32], *IN_SIX, "no number", "fe80::1%lo", ""):
        found = [OPEN, bad] if first else [bad, OPEN]
        client = Client(
            reach=Reach(ports=frozenset({canary.port})), resolver=lambda *_, found=found: found
        )

        assert ask_all(client, [f"{NAMED}:{canary.port}/"]) == ([], [])
    assert canary.visits == 0


@pytest.mark.parametrize("address", GOOD)
def test_asks_a_good_address(address):
    def resolver(host, port):
        return ask_system(host, port) if host[0] in "92" else [OPEN]

    port = 443 if address.strip().lower().startswith("https") else 80
    with watched() as begun, pytest.raises(FetchFailedError, match="takes no connection"):
        Client(resolver=resolver).get(address)

    assert [asked for _, asked in begun] == [port]


def test_reaches_a_server_by_its_name():
    with web_server({"/": Page(b"hello")}) as server:
        client = Client(reach=server.reach, resolver=lambda *_: ["127.0.0.1"])

        answer = client.get(f"http://Bücher.example:{server.port}/")

    assert answer.body == b"hello"
    assert server.asked[0].headers["host"] == f"xn--bcher-kva.example:{server.port}"


@pytest.mark.parametrize(
    "address", ["http://good.example:8080/", "https://good.example:80/", "http://good.example:443/"]
)
def test_refuses_every_other_port(address):
    with pytest.raises(FetchFailedError, match="usual ports"):
        read_web_address(address)
