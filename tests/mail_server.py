"""A real mail server on loopback: takes what it is sent, or refuses, or is silent."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

TAKEN = "250 taken"


@dataclass
class MailServer:
    """What came in, and how it answers.

    Attributes:
        got: the mails, in the order in which they came.
        raw: the same, as they travelled.
        logged_in: who gave which password.
        answer: what it says to a mail.
        about_address: what it says to an address.
        breaks_off: whether it takes each mail and is gone before it says so.
        on_mail: done with each mail before it is answered.
    """

    port: int
    got: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    logged_in: list[tuple[bytes, bytes]] = field(default_factory=list)
    answer: str = TAKEN
    about_address: str = "250 ok"
    breaks_off: bool = False
    on_mail: Callable[[EmailMessage], None] = lambda _: None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.about_address.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.about_address

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        message = message_from_bytes(envelope.content, policy=default)
        if self.answer == TAKEN:
            self.got.append(message)
            self.raw.append(envelope.content)
        self.on_mail(message)
        if self.breaks_off:
            server.transport.abort()
        return self.answer

    def let_in(self, _server, _session, _envelope, _mechanism, proof):
        self.logged_in.append((proof.login, proof.password))
        return AuthResult(success=proof.password == b"right", handled=False)


@contextmanager
def mail_server(**settings: object) -> Iterator[MailServer]:
    """A server that runs meanwhile."""
    server = MailServer(free_port())
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        authenticator=server.let_in,
        auth_require_tls=False,
        **settings,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield int(server.getsockname()[1])


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
