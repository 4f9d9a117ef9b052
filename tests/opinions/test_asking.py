"""A plug-in is asked in a process of its own: whatever it does, there is an answer or a reason."""

import json
import sys
import time
from io import StringIO

import pytest

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Document, OpinionSettings, Proposal
from forecasts.opinions import child, open_opinion
from forecasts.opinions.answers import SCHEMA
from forecasts.opinions.asking import LONGEST_POST

pytestmark = pytest.mark.slow  # each asks in a process of its own

POST = Document("It rained. It will rain again by Friday.", "What I expect")
RAIN = {"quote": "It will rain again by Friday.", "deadline": "by Friday"}


def test_a_model_of_a_plugin_is_asked_and_answers(scripted, settings):
    scripted.says(RAIN)

    opinion = open_opinion(settings())

    assert opinion.propose(POST) == (Proposal(RAIN["quote"], deadline="by Friday"),)
    assert (opinion.source.name, opinion.source.model) == ("llm", "scripted")


def test_the_post_is_shown_as_data_between_two_lines_that_it_cannot_hold(scripted, settings):
    open_opinion(settings()).propose(POST)

    (heard,) = scripted.heard
    line = f"=====[{POST.sha256}]====="
    before, shown, behind = heard["prompt"].split(f"\n{line}\n")
    assert shown == "What I expect\n\nIt rained. It will rain again by Friday."
    assert POST.text not in before + behind
    assert "instruction" in heard["system"]


@pytest.mark.parametrize(
    ("model", "with_schema", "schema"),
    [
        pytest.param("scripted", True, SCHEMA, id="it can"),
        pytest.param("scripted-without-schema", True, None, id="it cannot"),
        pytest.param("scripted", False, None, id="it should not"),
    ],
)
def test_a_schema_is_given_where_the_model_takes_one(
    scripted, settings, model, with_schema, schema
):
    open_opinion(settings(model, with_schema=with_schema)).propose(POST)

    assert [each["schema"] for each in scripted.heard] == [schema]


def test_no_post_is_written_to_the_log_of_llm(scripted, settings, tmp_path):
    open_opinion(settings()).propose(POST)

    assert scripted.was_asked
    assert [each.name for each in (tmp_path / "llm").rglob("*")] == []


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        pytest.param("scripted-endless", "longer than", id="it never ends"),
        pytest.param("scripted-broken", "RuntimeError: out of order", id="it raises"),
        pytest.param("scripted-dead", "broke off .exit code 3", id="its process dies"),
        pytest.param("no-such-model", "knows no model 'no-such-model'", id="there is none"),
    ],
)
@pytest.mark.usefixtures("scripted")
def test_whatever_a_model_does_there_is_a_reason(settings, model, reason):
    with pytest.raises(OpinionFailedError, match=reason):
        open_opinion(settings(model)).propose(POST)


@pytest.mark.usefixtures("scripted")
def test_a_model_that_sleeps_is_ended_in_time(settings):
    begun = time.monotonic()

    with pytest.raises(OpinionFailedError, match="no answer within 2 s"):
        open_opinion(settings("scripted-asleep", seconds=2)).propose(POST)

    assert time.monotonic() - begun < 10


def test_what_a_plugin_prints_is_no_answer(scripted, settings):
    scripted.says(RAIN)

    (proposal,) = open_opinion(settings("scripted-chatty")).propose(POST)

    assert proposal.quote == RAIN["quote"]


def test_nobody_is_asked_about_a_post_that_is_too_long(scripted, settings):
    with pytest.raises(OpinionFailedError, match="longer than") as caught:
        open_opinion(settings()).propose(Document("x" * (LONGEST_POST + 1)))

    assert caught.value.lasting
    assert not scripted.was_asked


def test_an_endpoint_is_asked_by_the_protocol_of_openai(server, settings):
    server.answer = '{"forecasts": [{"quote": "It will rain again by Friday."}]}'

    found = open_opinion(settings("local", endpoint=server.address)).propose(POST)

    (asked,) = server.asked
    assert found == (Proposal("It will rain again by Friday."),)
    assert asked["model"] == "local"
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert [each["role"] for each in asked["messages"]] == ["system", "user"]


def test_an_endpoint_sees_its_own_key_and_no_other(server, settings, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "meant-for-somebody-else")

    open_opinion(settings(endpoint=server.address, key="its-own")).propose(POST)
    open_opinion(settings(endpoint=server.address)).propose(POST)

    assert server.keys[0] == "Bearer its-own"
    assert "meant-for-somebody-else" not in server.keys[1]


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        pytest.param("fails", "InternalServerError", id="error 500"),
        pytest.param("breaks_off", "not whole JSON", id="half an answer"),
        pytest.param("goes_on", "longer than", id="a huge answer"),
        pytest.param("sends_one_endless_line", "MemoryError", id="a huge line"),
    ],
)
def test_whatever_a_server_does_there_is_a_reason(server, settings, behaviour, reason):
    server.behaviour = behaviour
    server.answer = '{"forecasts": [{"quote": "It will rain again by Friday."}]}'

    with pytest.raises(OpinionFailedError, match=reason):
        open_opinion(settings(endpoint=server.address, seconds=60)).propose(POST)

    assert len(server.asked) == 1


@pytest.mark.parametrize("behaviour", ["is_asleep", "drips"])
def test_a_server_that_takes_too_long_is_left_in_time(server, settings, behaviour):
    server.behaviour = behaviour
    begun = time.monotonic()

    with pytest.raises(OpinionFailedError, match="no answer within 3 s"):
        open_opinion(settings(endpoint=server.address, seconds=3)).propose(POST)

    assert time.monotonic() - begun < 12


def test_a_server_that_is_not_there_is_a_reason(server, settings):
    address = server.address
    server.server_close()

    with pytest.raises(OpinionFailedError, match="Connection"):
        open_opinion(settings(endpoint=address)).propose(POST)


def test_a_key_never_stands_in_a_reason(server, settings):
    server.behaviour = "refuses_the_key"

    with pytest.raises(OpinionFailedError) as caught:
        open_opinion(settings(endpoint=server.address, key="sesame-open")).propose(POST)

    assert "sesame" not in str(caught.value)


def test_without_the_extra_it_says_what_to_install(settings, monkeypatch):
    monkeypatch.setattr("forecasts.opinions.with_llm.find_spec", lambda _: None)

    with pytest.raises(OpinionFailedError, match=r"pip install 'forecasts\[llm\]'"):
        open_opinion(settings())


@pytest.mark.parametrize("name", ["rules", "nobody"])
def test_only_who_is_registered_can_be_asked(name):
    with pytest.raises(OpinionFailedError, match="one of: llm"):
        open_opinion(OpinionSettings(name=name, model="m"))


def test_another_plugin_is_asked_in_the_same_way(scripted, monkeypatch):
    """Installed beside us: found by its entry point, here and in the process that asks it."""
    (scripted.folder / "parrot.py").write_text(
        "from forecasts.domain.opinions import Proposal\n"
        "class Parrot:\n"
        "    name, version = 'parrot', '7'\n"
        "    def __init__(self, settings): self.model = settings.model\n"
        "    def propose(self, document): return [Proposal(document.title, hedge=self.model)]\n"
    )
    about = scripted.folder / "parrot-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: parrot\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[forecasts.extractors]\nparrot = parrot:Parrot\n")
    monkeypatch.syspath_prepend(scripted.folder)

    opinion = open_opinion(OpinionSettings("parrot", "grey"))

    assert opinion.propose(POST) == (Proposal("What I expect", hedge="grey"),)
    assert opinion.version == "7"


def test_settings_do_not_show_their_key():
    assert "sesame" not in repr(OpinionSettings("llm", "m", key="sesame"))


def test_posts_that_differ_have_different_lines():
    posts = [Document("a", "b"), Document("b", "a"), Document("b\n\na"), Document("a")]

    assert len({each.sha256 for each in posts}) == len(posts)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        pytest.param({"name": "nobody"}, "there is no second opinion 'nobody'", id="nobody"),
        pytest.param({"model": "none"}, "llm knows no model 'none'", id="no model"),
    ],
)
def test_the_process_answers_a_failure_as_it_answers_everything(monkeypatch, request_, said):
    """What others see of it from outside, here in this process."""
    monkeypatch.setattr(child, "_limit", lambda _: None)
    request = {"settings": {"name": "llm", "model": "m"} | request_, "document": {"text": "Rain."}}
    monkeypatch.setattr(sys, "stdin", StringIO(json.dumps(request)))
    monkeypatch.setattr(sys, "stdout", StringIO())

    child.main()

    answer = json.loads(sys.stdout.getvalue())
    assert answer["failed"].startswith(said)
    assert answer["lasting"] is False
