"""Channels of the operator, through the real Apprise to a real server."""

import json
import logging
import sys

import pytest

from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.errors import ChannelFailedError
from scheduler.channels import Channels
from scheduler.passes import CHANNELS, passes_of
from tests.mail_server import free_port
from tests.web_server import Page, web_server

pytestmark = pytest.mark.filterwarnings(
    "ignore:'imghdr' is deprecated:DeprecationWarning"  # one of its many plug-ins uses that
)
SECRET = "hunter2-hunter2"  # noqa: S105 - looked for in logs


def test_tells_all_of_them():
    pages = {"/one": Page(b"ok"), "/two": Page(b"ok")}
    with web_server(pages) as server:
        host = f"json://127.0.0.1:{server.port}"

        Channels([f"{host}/one", f"{host}/two"])("Waiting for reviewers: 3 due.")

    told = [json.loads(asked.body) for asked in server.asked]
    assert sorted(asked.path.rstrip("/") for asked in server.asked) == ["/one", "/two"]
    assert {one["message"] for one in told} == {"Waiting for reviewers: 3 due."}


def test_one_that_does_not_answer_is_told_of_without_its_address(caplog):
    caplog.set_level(logging.DEBUG)
    channels = Channels([f"json://user:{SECRET}@127.0.0.1:{free_port()}/"])

    with pytest.raises(ChannelFailedError) as failed:
        channels("x")

    assert SECRET not in str(failed.value) + caplog.text


def test_an_address_that_is_none_stops_the_start_without_repeating_it():
    deliveries = DeliverySettings(site="", secret="", channels=(f"nonsense://{SECRET}",))

    with pytest.raises(ChannelFailedError, match="entry 1 of FORECASTS_CHANNELS") as failed:
        passes_of(None, deliveries=deliveries)

    assert SECRET not in str(failed.value) + repr(deliveries)


def test_without_apprise_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)

    with pytest.raises(ChannelFailedError, match=r"pip install 'forecasts\[channels\]'"):
        Channels(["json://localhost"])


def test_without_the_setting_there_is_no_such_pass():
    assert CHANNELS not in passes_of(None, deliveries=DeliverySettings(site="", secret=""))
