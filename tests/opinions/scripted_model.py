"""A plug-in for ``llm`` whose models do what tests want; told by the environment of its process."""

import json
import os
import sys
import time
from pathlib import Path

import llm


class Scripted(llm.Model):
    """Says what stands in a file, in pieces, and writes down what it heard, a line each time."""

    can_stream = True

    def __init__(self, model_id: str, *, supports_schema: bool = True) -> None:
        self.model_id = model_id
        self.supports_schema = supports_schema

    def execute(self, *asked, **_more):
        (prompt,) = asked
        heard = {"prompt": prompt.prompt, "system": prompt.system, "schema": prompt.schema}
        with Path(os.environ["SCRIPTED_HEARD"]).open("a") as file:
            file.write(json.dumps(heard) + "\n")
        answer = Path(os.environ["SCRIPTED_ANSWER"]).read_text()
        yield from (answer[start : start + 7] for start in range(0, len(answer), 7))


class Asleep(Scripted):
    def execute(self, *_asked, **_more):
        time.sleep(60)
        yield "too late"


class Endless(Scripted):
    def execute(self, *_asked, **_more):
        while True:
            yield "and so on " * 1000


class Broken(Scripted):
    def execute(self, *_asked, **_more):
        raise RuntimeError("out of order")


class Dead(Scripted):
    def execute(self, *_asked, **_more):
        os._exit(3)


class Chatty(Scripted):
    def execute(self, *asked, **_more):
        sys.stdout.write('{"proposals": [{"quote": "It will snow."}]}')
        sys.stderr.write(asked[0].prompt)
        yield from super().execute(*asked)


@llm.hookimpl
def register_models(register):
    register(Scripted("scripted"))
    register(Scripted("scripted-without-schema", supports_schema=False))
    for kind in (Asleep, Endless, Broken, Dead, Chatty):
        register(kind(f"scripted-{kind.__name__.lower()}"))
