"""A server may say what it likes: the client takes few bytes, little time, and says what failed."""

import gzip
import time
import tracemalloc
import zlib

import pytest

from forecasts.domain.errors import FetchFailedError
from scheduler.fetching import Client
from tests.mail_server import silent_server
from tests.web_server import Page, WebServer, web_server

MIB = 1024 * 1024


@pytest.fixture
def server():
    with web_server() as server:
        yield server


def client_of(server: WebServer, **settings) -> Client:
    return Client(reach=server.reach, **settings)


def test_gets_a_page_and_says_who_asks(server):
    server.pages["/a?b=c"] = Page(b"hello", headers={"ETag": '"1"'})

    answer = Client(reach=server.reach, site="https://ours.example").get(
        f"{server.address}/a?b=c#d"
    )

    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"hello", '"1"')
    assert answer.moved_to is None
    assert server.asked[0].headers["user-agent"].startswith("forecast-ledger/")
    assert "+https://ours.example" in server.asked[0].headers["user-agent"]


def test_posts_a_body_and_follows_no_redirect(server):
    server.pages["/"] = Page(status=307, headers={"Location": "/other"})

    answer = client_of(server).post(server.address, b"{}", {"Content-Type": "application/json"})

    assert answer.status == 307
    assert [(asked.method, asked.path, asked.body) for asked in server.asked] == [
        ("POST", "/", b"{}")
    ]


def test_tells_where_something_is_for_good(server):
    server.pages |= {
        "/old": Page(status=301, headers={"Location": "new"}),
        "/for-now": Page(status=302, headers={"Location": "/old"}),
        "/new": Page(b"here"),
    }
    client = client_of(server)

    assert client.get(f"{server.address}/old").moved_to == f"{server.address}/new"
    assert client.get(f"{server.address}/for-now").moved_to is None


@pytest.mark.parametrize(("steps", "works"), [(3, True), (4, False)])
def test_follows_three_redirects(server, steps, works):
    for step in range(steps):
        server.pages[f"/{step}"] = Page(status=302, headers={"Location": f"/{step + 1}"})
    server.pages[f"/{steps}"] = Page(b"here")

    if works:
        assert client_of(server).get(f"{server.address}/0").body == b"here"
    else:
        with pytest.raises(FetchFailedError, match="more than 3 times"):
            client_of(server).get(f"{server.address}/0")


def test_uses_no_proxy_of_the_environment(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.pages["/"] = Page(b"hello")

    assert client_of(server).get(server.address).body == b"hello"


def test_unpacks_gzip(server):
    server.pages["/"] = Page(gzip.compress(b"hello"), headers={"Content-Encoding": "gzip"})

    assert client_of(server).get(server.address).body == b"hello"


@pytest.mark.parametrize(
    ("size", "works"), [(2 * MIB, True), (2 * MIB + 1, False)], ids=["at the limit", "one more"]
)
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_takes_two_mebibytes(server, size, works, packed):
    body = bytes(size)
    server.pages["/"] = (
        Page(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if packed else Page(body)
    )

    if works:
        assert len(client_of(server).get(server.address).body) == size
    else:
        with pytest.raises(FetchFailedError, match="larger than 2048 KiB"):
            client_of(server).get(server.address)


def test_a_bomb_of_a_gibibyte_costs_neither_time_nor_memory(server):
    bomb = b"".join(_pack_zeros(1024 * MIB))
    server.pages["/"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    began = time.monotonic()

    with pytest.raises(FetchFailedError, match="larger"):
        client_of(server).get(server.address)

    assert time.monotonic() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 32 * MIB
    tracemalloc.stop()


def _pack_zeros(size: int):
    """So many zeros in one packed stream."""
    packing = zlib.compressobj(1, zlib.DEFLATED, 31)
    piece = bytes(16 * MIB)
    for _ in range(size // len(piece)):
        yield packing.compress(piece)
    yield packing.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("br", b"x"),
        ("deflate", b"x"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x"))),
        ("gzip,gzip,gzip", b"x"),
        ("gzip", b"not packed"),
        ("gzip", gzip.compress(b"hello" * 100)[:-9]),
        ("gzip", gzip.compress(b"hello") * 2),
    ],
)
def test_refuses_what_is_packed_otherwise(server, encoding, body):
    server.pages["/"] = Page(body, headers={"Content-Encoding": encoding})

    with pytest.raises(FetchFailedError, match="packed"):
        client_of(server).get(server.address)


def _write(handler, *pieces: bytes, pause: float = 0, times: int = 1) -> None:
    for _ in range(times):
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

SLOW = {
    "a byte of the body at a time": (HEAD + b"\r\n", b"x"),
    "a byte of the headers at a time": (HEAD, b"x"),
    "headers without end": (HEAD, b"X: y\r\n"),
    "a status over and over": (b"HTTP/1.1 100 Continue\r\n\r\n",) * 2,
    "a chunk at a time": (CHUNKED, b"1\r\nx\r\n"),
    "a chunk's length at a time": (CHUNKED, b"0"),
}


@pytest.mark.parametrize("name", SLOW)
def test_gives_up_when_the_time_is_over(server, name):
    def say(handler):
        opening, piece = SLOW[name]
        _write(handler, opening)
        _write(handler, piece, pause=0.02, times=200)

    server.pages["/"] = Page(says=say)
    began = time.monotonic()

    with pytest.raises(FetchFailedError):
        client_of(server, seconds=0.4).get(server.address)

    assert time.monotonic() - began < 1.5


def test_gives_up_on_a_server_that_is_silent():
    with silent_server() as port:
        server = WebServer(port)
        with pytest.raises(FetchFailedError, match=r"longer than 0\.2 seconds"):
            client_of(server, seconds=0.2).get(server.address)


def test_gives_up_on_a_resolver_that_is_silent():
    def resolver(*_):
        time.sleep(2)
        return []

    with pytest.raises(FetchFailedError, match="in time"):
        Client(seconds=0.2, resolver=resolver).get("http://good.example/")


def test_says_that_there_is_no_such_machine():
    def resolver(*_):
        raise OSError

    with pytest.raises(FetchFailedError, match=r"no machine by the name of good\.example"):
        Client(resolver=resolver).get("http://good.example/")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0\r\n",
        HEAD + b"X" * 70_000 + b": y\r\n\r\n",
        HEAD + b"X: y\r\n" * 200 + b"\r\n",
        HEAD + b"Content-Length: 9\r\n\r\nshort",
        CHUNKED + b"5\r\nab",
        CHUNKED + b"zz\r\nab",
        CHUNKED + b"f" * 70_000,
    ],
)
def test_says_what_a_broken_answer_is(server, raw):
    server.pages["/"] = Page(says=lambda handler: _write(handler, raw))

    with pytest.raises(FetchFailedError):
        client_of(server).get(server.address)


def test_endless_chunks_end_at_the_limit(server):
    def say(handler):
        _write(handler, CHUNKED)
        _write(handler, b"10000\r\n" + bytes(65536) + b"\r\n", times=10_000)

    server.pages["/"] = Page(says=say)
    began = time.monotonic()

    with pytest.raises(FetchFailedError, match="larger"):
        client_of(server).get(server.address)

    assert time.monotonic() - began < 5


def test_takes_little_of_what_a_receiver_says(server):
    server.pages["/"] = Page(bytes(64 * 1024 + 1))

    with pytest.raises(FetchFailedError, match="larger than 64 KiB"):
        client_of(server).post(server.address, b"{}", {})


def test_an_address_cannot_smuggle_a_header(server):
    server.pages["/a%20b"] = Page(status=302, headers={"Location": "/x y"})

    client = client_of(server)
    with pytest.raises(FetchFailedError, match="characters"):
        client.get(f"{server.address}/a\r\nX: y")
    with pytest.raises(FetchFailedError):
        client.post(server.address, b"", {"X": "a\r\nY: b"})
    assert server.asked == []
