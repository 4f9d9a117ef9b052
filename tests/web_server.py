"""A real web server on loopback that answers as a test tells it, and remembers who asked."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from forecasts.domain.hosts import Reach


@dataclass
class Page:
    """What is said about a path.

    Attributes:
        says: writes the answer by itself, and replaces the rest.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    says: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Asked:
    """One request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebServer:
    """The pages it has and what it was asked.

    Attributes:
        pages: by path, with the query; or what makes one of a request.
    """

    port: int
    pages: dict[str, Page | Callable[[Asked], Page]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def reach(self) -> Reach:
        """To this very server, and to nothing else on this machine."""
        return Reach(also=frozenset({("127.0.0.1", self.port)}))

    def answer(self, asked: Asked) -> Page:
        self.asked.append(asked)
        page = self.pages.get(asked.path, Page(status=404))
        return page if isinstance(page, Page) else page(asked)


@contextmanager
def web_server(pages: Mapping[str, Page] | None = None) -> Iterator[WebServer]:
    """A server that runs meanwhile."""
    state = WebServer(0, dict(pages or {}))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            told = {name.lower(): value for name, value in self.headers.items()}
            with suppress(OSError):  # whoever asked may have gone
                _send(self, state.answer(Asked(self.command, self.path, told, body)))

        do_POST = do_GET  # noqa: N815 - the name that the library looks for

        def log_message(self, *_args) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, page: Page) -> None:
    handler.close_connection = True
    if page.says is not None:
        page.says(handler)
        return
    handler.send_response(page.status)
    for name, value in page.headers.items():
        handler.send_header(name, value)
    if page.status != 304:
        handler.send_header("Content-Length", str(len(page.body)))
    handler.end_headers()
    handler.wfile.write(page.body)
