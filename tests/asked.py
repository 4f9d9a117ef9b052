"""Somebody to ask: a model plug-in for ``llm``, and a server that speaks the protocol of OpenAI."""

import contextlib
import json
import os
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from forecasts.domain.opinions import OpinionSettings

PLUGIN = Path(__file__).parent / "opinions" / "scripted_model.py"


class ScriptedModel:
    """The plug-in as ``llm`` finds it, by its entry point, in every process started from now on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answer = folder / "answer"
        self.heard_file = folder / "heard"

    def says(self, *forecasts: object) -> None:
        self.says_text(json.dumps({"forecasts": forecasts}))

    def says_text(self, answer: str) -> None:
        self.answer.write_text(answer)

    @property
    def heard(self) -> list[dict[str, object]]:
        lines = self.heard_file.read_text().splitlines() if self.was_asked else []
        return [json.loads(line) for line in lines]

    @property
    def was_asked(self) -> bool:
        return self.heard_file.exists()


@pytest.fixture
def scripted(tmp_path, monkeypatch) -> ScriptedModel:
    folder = tmp_path / "plugin"
    about = folder / "scripted_model-1.0.dist-info"
    about.mkdir(parents=True)
    shutil.copy(PLUGIN, folder)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: scripted-model\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[llm]\nscripted = scripted_model\n")
    model = ScriptedModel(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path / "llm"))
    monkeypatch.setenv("SCRIPTED_ANSWER", str(model.answer))
    monkeypatch.setenv("SCRIPTED_HEARD", str(model.heard_file))
    model.says()
    return model


@pytest.fixture
def settings():
    """``settings("scripted-asleep", seconds=1)``."""

    def made(model: str = "scripted", **wanted: object) -> OpinionSettings:
        return OpinionSettings(name="llm", model=model, **({"seconds": 20} | wanted))

    return made


class Server(ThreadingHTTPServer):
    """A server on loopback that streams one scripted answer and writes down what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = '{"forecasts": []}'
        self.behaviour = "answers"
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.keys.append(self.headers["Authorization"])
        getattr(self, self.server.behaviour)()

    def answers(self) -> None:
        self._begin()
        half = len(self.server.answer) // 2
        for piece in (self.server.answer[:half], self.server.answer[half:]):
            self._send(piece)
        self.wfile.write(b"data: [DONE]\n\n")

    def breaks_off(self) -> None:
        self._begin()
        self._send(self.server.answer[: len(self.server.answer) // 2])

    def fails(self) -> None:
        self.send_error(500, "out of order")

    def refuses_the_key(self) -> None:
        self.send_error(401, f"wrong key {self.headers['Authorization']}")

    def is_asleep(self) -> None:
        time.sleep(30)

    def drips(self) -> None:
        self._begin()
        for _ in range(300):
            self._send(" ")
            time.sleep(0.1)

    def goes_on(self) -> None:
        self._begin()
        for _ in range(100):
            self._send("and so on " * 10_000)

    def sends_one_endless_line(self) -> None:
        self._begin()
        for _ in range(12_000):
            self.wfile.write(b"x" * 100_000)

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def _send(self, piece: str) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        line = json.dumps(chunk | {"choices": [choice | {"finish_reason": None}]})
        self.wfile.write(f"data: {line}\n\n".encode())

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # whoever asked has had enough
            super().handle()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path / "llm"))
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
