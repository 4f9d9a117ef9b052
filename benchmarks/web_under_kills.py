"""T11: the web server under kill -9, while clients log forecasts and send again what got no answer.

Prints one line of JSON a measurement. Run it with ``python -m benchmarks web_under_kills``.
"""

import contextlib
import json
import os
import random
import re
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing.context import ForkServerProcess
from urllib.parse import urlencode

import sqlalchemy as sa

from benchmarks.processes import start_process
from benchmarks.sabotage import answer_late
from forecasts.cli.serving import serve
from forecasts.domain.clock import system_clock
from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.services.verification import verify_record
from forecasts.store.engine import Database, open_database
from forecasts.store.models import Forecast, LedgerEntry
from forecasts.store.schema import migrate

HOST = "127.0.0.1"
PATIENCE = 60
"""Seconds after which something that should happen is taken not to."""

LONGEST_LIFE = 0.4
"""Seconds after its first answer within which a server is killed."""

PAUSE = 0.02
"""Seconds between a commit and its answer."""

SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Account:
    """What clients were told and what the tables say.

    Attributes:
        acknowledged: forecasts of which a client was told that they are logged.
        stored: forecasts that are there.
        lost: acknowledged, and not there.
        doubled: there more than once.
        sound: whether ledger and file verify, with one entry a forecast.
    """

    acknowledged: int
    stored: int
    lost: int
    doubled: int
    sound: bool

    @property
    def all_well(self) -> bool:
        """Whether each forecast that was sent is there once."""
        return self.sound and self.lost == self.doubled == 0 and self.acknowledged == self.stored


@dataclass
class Client:
    """Somebody who logs one forecast after another, and each again until it is acknowledged.

    Attributes:
        port: where the server listens.
        name: what the claims of this client begin with.
        keyed: whether its requests carry a key.
        cookie: proves that somebody is signed in.
        token: of the forms of this session.
        acknowledged: the claims that were.
        repeats: how often something was sent again.
    """

    port: int
    name: str
    keyed: bool
    cookie: str = ""
    token: str = ""
    acknowledged: list[str] = field(default_factory=list)
    repeats: int = 0

    def sign_in(self, address: str) -> None:
        """Use the address up."""
        _, headers, _ = self._ask("GET", address)
        self.cookie = headers["set-cookie"].partition(";")[0]
        _, headers, page = self._ask("GET", "/")
        self.cookie = headers.get("set-cookie", self.cookie).partition(";")[0]
        found = re.search(r'name="csrf_token" value="([^"]{1,200})"', page)
        assert found, "the first page has no form with a token"
        self.token = found[1]

    def log_until(self, done: threading.Event) -> None:
        """Log forecasts; the last one is finished."""
        number = 0
        while not done.is_set():
            number += 1
            claim = f"{self.name} sees thing {number} happen"
            self._log(claim)
            self.acknowledged.append(claim)

    def _log(self, claim: str) -> None:
        form = self._form(claim)
        give_up = time.monotonic() + PATIENCE
        while not self._is_logged(form):
            assert time.monotonic() < give_up, f"{claim!r} is never acknowledged"
            self.repeats += 1
            time.sleep(0.02)

    def _form(self, claim: str) -> str:
        today = system_clock().date().isoformat()
        typed = {"line": claim, "read_on": today, "said_on": today, "claim": claim}
        typed |= {"author": "Ada Author", "csrf_token": self.token}
        return urlencode(typed | ({"request_key": claim.replace(" ", "-")} if self.keyed else {}))

    def _is_logged(self, form: str) -> bool:
        try:
            status, _, page = self._ask("POST", "/forecasts", form)
        except (OSError, HTTPException):
            return False
        assert status == SEE_OTHER or status >= 500, page  # noqa: PLR2004 - what a server may fail with
        return status == SEE_OTHER

    def _ask(
        self, method: str, address: str, body: str | None = None
    ) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read().decode()
        finally:
            connection.close()


def kill_servers(
    url: str, *, kills: int, clients: int = 4, keyed: bool = True, seed: int = 1
) -> tuple[Account, int]:
    """Start the server and kill it, so many times, while clients log forecasts.

    Returns:
        what became of the forecasts, and how often a client sent one again.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    port, done = _free_port(random.SystemRandom()), threading.Event()
    database = open_database(url)
    people = [Client(port, f"Client {number}", keyed) for number in range(clients)]
    with tempfile.TemporaryDirectory() as home:
        server = _start_server(url, port, home)
        for person, address in zip(people, _sign_in_addresses(database), strict=False):
            person.sign_in(address)
        threads = [threading.Thread(target=person.log_until, args=(done,)) for person in people]
        for thread in threads:
            thread.start()
        for _ in range(kills):
            _wait_for_answers(people)
            time.sleep(chance.uniform(0, LONGEST_LIFE))
            _kill(server, port)
            server = _start_server(url, port, home)
        done.set()
        for thread in threads:
            thread.join()
        _kill(server, port)
    account = take_account(database, [claim for one in people for claim in one.acknowledged])
    database.close()
    return account, sum(person.repeats for person in people)


def _wait_for_answers(people: list[Client]) -> None:
    before = sum(len(person.acknowledged) for person in people)
    give_up = time.monotonic() + PATIENCE
    while sum(len(person.acknowledged) for person in people) == before:
        assert time.monotonic() < give_up, "nothing is acknowledged any more"
        time.sleep(0.005)


def _sign_in_addresses(database: Database) -> Iterator[str]:
    while True:
        with database.writing.begin() as session:
            operator = find_or_add_operator(session, now=system_clock())
            token = issue_sign_in_link(session, operator.id, now=system_clock())
        yield f"/sign-in/{token}"


def _start_server(url: str, port: int, home: str) -> ForkServerProcess:
    """The real server, `forecasts serve` with two workers; it answers."""
    settings = {
        "DATABASE_URL": url,
        "FORECASTS_HOME": home,
        "FORECASTS_PORT": str(port),
        "FORECASTS_SECRET_KEY": "the-same-key-at-each-start-9f27c1d4e8b3",
        "FORECASTS_CLOCK": "no",
    }
    process = start_process(_serve, environment=settings)
    give_up = time.monotonic() + PATIENCE
    while not _answers(port):
        assert time.monotonic() < give_up, "the server does not start"
        assert process.is_alive(), "the server ended"
        time.sleep(0.02)
    return process


def _serve() -> None:
    """Serve, with answers that leave some time after their commit, so that kills fall there."""
    os.setsid()  # its workers are killed with it
    answer_late(seconds=PAUSE)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    serve.main([], standalone_mode=False)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _kill(process: ForkServerProcess, port: int) -> None:
    """Kill the server and its workers; nobody listens any more."""
    assert process.pid
    os.killpg(process.pid, signal.SIGKILL)
    process.join()
    while _answers(port):
        time.sleep(0.01)


def _free_port(chance: random.Random) -> int:
    """A port on which nobody listens.

    Below those that the system hands out by itself: whoever asks such a port again and again while
    nobody listens there gets connected to themselves one day, and then nobody else can listen.
    """
    while True:
        port = chance.randrange(20_000, 32_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return port


def take_account(database: Database, acknowledged: list[str]) -> Account:
    """Compare what clients were told with the tables, and verify the file and the chain."""
    with database.reading() as session:
        stored = Counter(session.scalars(sa.select(Forecast.claim)))
        entries = session.scalar(sa.select(sa.func.count()).where(LedgerEntry.kind == "logged"))
        sound = verify_record(session).fault is None and _file_is_sound(session.connection())
    return Account(
        acknowledged=len(acknowledged),
        stored=stored.total(),
        lost=len(set(acknowledged) - stored.keys()),
        doubled=sum(times > 1 for times in stored.values()),
        sound=sound and entries == stored.total(),
    )


def _file_is_sound(connection: sa.Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return True
    return connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def measure_kills(*, kills: int, keyed: bool) -> Account:
    """Print what so many kills did to the forecasts of four clients, in a SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/forecasts.sqlite3"
        database = open_database(url)
        migrate(database.engine)
        database.close()
        began = time.monotonic()
        account, repeats = kill_servers(url, kills=kills, keyed=keyed)
    figures = {"measure": "T11", "keyed": keyed, "kills": kills, "sent_again": repeats}
    seconds = round(time.monotonic() - began, 1)
    print(json.dumps({**figures, "seconds": seconds, **asdict(account)}))
    return account


def main() -> None:
    """60 kills with keys, then their twin without, which doubles."""
    assert measure_kills(kills=60, keyed=True).all_well
    assert measure_kills(kills=60, keyed=False).doubled > 0


if __name__ == "__main__":
    main()
