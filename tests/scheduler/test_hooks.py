"""Web hooks, posted to a real server: what is told, signed as agreed, and until it gets through."""

import json
import os
import signal
import threading
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from benchmarks.processes import start_process
from forecasts.domain.clock import system_clock
from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.hooks import CHOSEN_FROM, HookEvent
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Role
from forecasts.domain.visibility import Visibility
from forecasts.services.erasure import ErasureReason, erase_author
from forecasts.services.hook_deliveries import DELAYS, MOST_TRIES, WITHHELD
from forecasts.services.hooks import add_hook, remove_hook, rotate_secret, try_hook, turn_on
from forecasts.store.engine import open_database
from forecasts.store.models import Forecast, Hook, HookDelivery, LedgerEntry, Mail
from scheduler.fetching import Client
from scheduler.hooking import posts_by, run_hook_pass
from scheduler.passes import HOOKS, passes_of
from tests.deciding import decide_as, make_due, make_proposal
from tests.making import NOW, OPERATOR, make_account, make_forecast
from tests.web_server import Page, web_server

SITE = "https://ledger.example.org"
HOUR = timedelta(hours=1)


@pytest.fixture
def server():
    with web_server({"/": Page(status=204)}) as server:
        yield server


def add(database, server, *, path="", events=CHOSEN_FROM, actor=OPERATOR, now=NOW) -> Hook:
    with database.writing.begin() as session:
        address = f"{server.address}/{path}"
        hook = add_hook(session, address, events, actor=actor, now=now, reach=server.reach)
        session.expunge(hook)
        return hook


def run(database, server, *, now=NOW):
    post = posts_by(Client(reach=server.reach, seconds=2))
    return run_hook_pass(database, lambda: now, post=post, site=SITE)


def told(server) -> list[dict[str, Any]]:
    return [json.loads(asked.body) for asked in server.asked]


def deliveries(database) -> list[HookDelivery]:
    with database.reading() as session:
        return list(session.scalars(sa.select(HookDelivery).order_by(HookDelivery.id)))


def hook_of(database) -> Hook:
    with database.reading() as session:
        return session.scalars(sa.select(Hook)).one()


def log(database, **wanted) -> int:
    with database.writing.begin() as session:
        return make_forecast(session, **wanted).id


def test_tells_what_happens_to_a_forecast_from_beginning_to_end(database, server):
    add(database, server)
    with database.writing.begin() as session:
        rita = make_account(session, "rita", Role.REVIEWER)
        forecast = make_due(session, stated=0.85)
        decide_as(session, forecast, rita, Outcome.YES)
        decide_as(session, forecast, rita, Outcome.NO)

    report = run(database, server)

    assert report == "4 delivered, 0 waiting, 0 parked"
    assert [message["type"] for message in told(server)] == [
        "forecast.created",
        "forecast.due",
        "forecast.resolved",
        "resolution.changed",
    ]
    logged, _, decided, changed = (message["data"] for message in told(server))
    assert logged["forecast"]["url"] == f"{SITE}/forecasts/{forecast.id}"
    assert logged["forecast"]["claim"] == "The bridge will be open"
    assert logged["forecast"]["opening_estimate"]["probability"] == 0.85
    assert decided["resolution"]["outcome"] == "yes"
    assert decided["resolution"]["evidence_url"] == "https://example.org/what-happened"
    assert (changed["resolution"]["number"], changed["resolution"]["outcome"]) == (2, "no")


def test_tells_what_is_proposed(database, server):
    add(database, server, events=[HookEvent.PROPOSED])
    with database.writing.begin() as session:
        rita = make_account(session, "rita", Role.REVIEWER)
        make_proposal(session, make_due(session), rita)

    run(database, server)

    (message,) = told(server)
    assert message["type"] == "resolution.proposed"
    assert message["data"]["proposal"]["outcome"] == "yes"
    assert "note" not in message["data"]["proposal"]


def test_is_signed_as_the_standard_webhooks_have_it(database, server):
    hook, now = add(database, server), system_clock()
    log(database)

    run(database, server, now=now)

    (asked,) = server.asked
    receiver = Webhook(hook.secret)
    assert receiver.verify(asked.body, asked.headers)["type"] == "forecast.created"
    assert asked.headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        receiver.verify(asked.body + b" ", asked.headers)


def test_a_receiver_may_change_over_to_a_new_secret_for_a_day(database, server):
    hook, now = add(database, server), system_clock()
    with database.writing.begin() as session:
        secret = rotate_secret(session, hook.id, version=1, actor=OPERATOR, now=now)
    log(database)
    run(database, server, now=now)
    (asked,) = server.asked

    for each in (hook.secret, secret):
        Webhook(each).verify(asked.body, asked.headers)

    log(database)
    run(database, server, now=now + 24 * HOUR)
    assert len(server.asked[-1].headers["webhook-signature"].split()) == 1


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.PRIVATE])
def test_what_is_not_public_is_never_put_in_line(database, server, visibility):
    add(database, server)
    log(database, visibility=visibility)

    assert deliveries(database) == []


def test_what_is_public_no_more_when_it_is_sent_is_not_told(database, server):
    add(database, server)
    hidden, erased = log(database), log(database, author="Otto Other")
    with database.writing.begin() as session:
        session.get_one(Forecast, hidden).visibility = Visibility.UNLISTED
        author_id = session.get_one(Forecast, erased).author_id
        erase_author(session, author_id, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW)

    run(database, server)

    assert server.asked == []
    assert {row.error for row in deliveries(database)} == {WITHHELD}


def test_holds_no_words_that_would_have_to_be_erased(database, server):
    add(database, server)
    log(database, claim="My shop will close")

    (row,) = deliveries(database)
    assert "shop" not in repr(vars(row))


def test_is_written_with_the_change_or_not_at_all(database, server):
    add(database, server)
    with database.writing() as session:
        make_forecast(session)
        session.rollback()

    assert deliveries(database) == []


def test_tells_only_what_was_asked_for(database, server):
    add(database, server, events=[HookEvent.DUE])
    with database.writing.begin() as session:
        make_due(session)

    run(database, server)

    assert [message["type"] for message in told(server)] == ["forecast.due"]


def test_what_fails_is_tried_again_later_each_time_and_parked_in_the_end(database, server):
    """With the mail to whoever set it up, and the entry in the ledger."""
    with database.writing.begin() as session:
        rita = make_account(session, "rita", Role.ADMIN)
    add(database, server, actor=rita)
    log(database)
    server.pages["/"] = Page(status=503)
    now, tried = NOW, []
    for delay in (timedelta(), *DELAYS):
        run(database, server, now=now + delay - timedelta(seconds=1))
        now += delay
        run(database, server, now=now)
        tried.append(len(server.asked))
    run(database, server, now=now + 1000 * HOUR)

    (row,), hook = deliveries(database), hook_of(database)
    assert tried == list(range(1, MOST_TRIES + 1))
    assert len({asked.headers["webhook-id"] for asked in server.asked}) == 1
    assert (row.parked_at, row.status, row.error) == (now, 503, "The receiver answered 503.")
    assert (hook.disabled_at, hook.disabled_why) == (now, "Nothing got through.")
    with database.reading() as session:
        (mail,) = session.scalars(sa.select(Mail)).all()
        last = session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.sequence.desc())).first()
    assert (mail.address, mail.leads_to) == ("rita@example.org", f"/admin/hooks/{hook.id}")
    assert (last.kind, last.actor) == ("turned-off-hook", "clock")


def test_one_that_gets_something_through_is_not_turned_off(database, server):
    add(database, server)
    log(database)
    server.pages["/"] = Page(status=503)
    now = NOW
    for delay in (timedelta(), *DELAYS[:-1]):
        now += delay
        run(database, server, now=now)
    server.pages["/"] = Page(status=204)
    log(database)
    run(database, server, now=now)
    server.pages["/"] = Page(status=503)
    run(database, server, now=now + DELAYS[-1])

    first, second = deliveries(database)
    assert (first.parked_at is not None, second.settled_at is not None) == (True, True)
    assert hook_of(database).disabled_at is None


def test_one_that_is_gone_is_turned_off_at_once_and_hears_nothing_more(database, server):
    add(database, server)
    log(database)
    server.pages["/"] = Page(status=410)
    run(database, server)
    log(database)
    run(database, server)

    assert hook_of(database).disabled_why == "The receiver says that it is gone."
    assert len(deliveries(database)) == len(server.asked) == 1


def test_turned_on_again_it_gets_what_was_given_up(database, server):
    add(database, server)
    log(database)
    server.pages["/"] = Page(status=410)
    run(database, server)
    server.pages["/"] = Page(status=204)
    hook = hook_of(database)
    with database.writing.begin() as session:
        turn_on(session, hook.id, version=hook.version, actor=OPERATOR, now=NOW)

    assert run(database, server) == "1 delivered, 0 waiting, 0 parked"


def test_one_that_fails_keeps_no_other_waiting(database, server):
    add(database, server, path="broken")
    add(database, server)
    server.pages["/broken"] = Page(status=500)
    for _ in range(3):
        log(database)

    report = run(database, server)

    assert report == "3 delivered, 3 waiting, 0 parked"
    assert [asked.path for asked in server.asked].count("/broken") == 1


def test_a_redirect_is_not_followed(database, server):
    add(database, server)
    server.pages["/"] = Page(status=307, headers={"Location": "/elsewhere"})
    log(database)
    run(database, server)

    assert [asked.path for asked in server.asked] == ["/"]
    assert deliveries(database)[0].status == 307


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://user:secret@example.org/",
        "https://example.org:8443/",
        "ftp://example.org/",
        "https://2130706433/",
        "nonsense",
        "https://example.org/" + "x" * 1000,
    ],
)
def test_refuses_an_address_off_the_open_web(session, address):
    with pytest.raises(InvalidInputError) as refused:
        add_hook(session, address, CHOSEN_FROM, actor=OPERATOR, now=NOW)

    assert set(refused.value.fields) == {"address"}


def test_an_address_that_turns_inwards_later_is_not_connected_to(database, server):
    """What was judged when it was set up is judged again at each connection."""
    add(database, server)
    log(database)
    post = posts_by(Client())  # as in service: the open web alone

    report = run_hook_pass(database, lambda: NOW, post=post, site=SITE)

    assert server.asked == []
    assert report == "0 delivered, 1 waiting, 0 parked"
    assert deliveries(database)[0].error


def test_one_address_has_one_hook(database, server):
    add(database, server)

    with pytest.raises(ConflictError):
        add(database, server)


def test_a_test_arrives_although_nothing_happened(database, server):
    hook = add(database, server)
    with database.writing.begin() as session:
        try_hook(session, hook.id, actor=OPERATOR, now=NOW)

    run(database, server)

    assert told(server) == [
        {"type": "hook.test", "timestamp": "2026-11-22T12:00:00Z", "data": {"hook": hook.id}}
    ]


def test_removed_it_leaves_no_secret_and_no_delivery(database, server):
    hook = add(database, server)
    log(database)
    with database.writing.begin() as session:
        remove_hook(session, hook.id, version=1, actor=OPERATOR, now=NOW)
    with database.reading() as session:
        left = [session.scalar(sa.select(sa.func.count(t.id))) for t in (Hook, HookDelivery)]
        kinds = session.scalars(sa.select(LedgerEntry.kind)).all()

    assert left == [0, 0]
    assert kinds[-1] == "removed-hook"


def test_secrets_stand_in_no_entry_of_the_ledger(database, server):
    hook = add(database, server)
    with database.reading() as session:
        facts = session.scalars(sa.select(LedgerEntry.facts)).all()

    assert hook.secret not in "".join(facts)
    assert server.address not in "".join(facts)


@pytest.mark.slow
def test_four_clocks_at_once_deliver_each_once(database, database_url, server):
    add(database, server)
    for _ in range(30):
        log(database)
    clocks = [open_database(database_url) for _ in range(4)]
    threads = [threading.Thread(target=run, args=(own, server)) for own in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in clocks:
        own.close()

    names = [asked.headers["webhook-id"] for asked in server.asked]
    assert len(set(names)) == len(names) == 30


@pytest.mark.slow
def test_a_clock_that_is_killed_loses_none_and_repeats_with_the_same_name(sqlite_url, server):
    """Kill -9 once the receiver has a message and before it says so."""
    database, kills = open_database(sqlite_url), 4
    add(database, server, now=system_clock())
    with database.writing.begin() as session:
        for number in range(8):
            make_forecast(session, claim=f"Case {number}", now=system_clock())
    for _ in range(kills):
        process = start_process(_post_until_stopped, sqlite_url, server.reach)
        server.pages["/"] = Page(says=partial(_kill, process.pid))
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
    server.pages["/"] = Page(status=204)
    run(database, server, now=system_clock())
    run(database, server, now=system_clock() + timedelta(minutes=10))

    names = [asked.headers["webhook-id"] for asked in server.asked]
    assert (len(names), len(set(names))) == (8 + kills, 8)
    assert all(row.settled_at for row in deliveries(database))
    database.close()


def _kill(pid, _):
    os.kill(pid, signal.SIGKILL)


def _post_until_stopped(url, reach):
    database = open_database(url)
    post = posts_by(Client(reach=reach))
    while True:
        run_hook_pass(database, system_clock, post=post, site=SITE)


def test_its_pass_is_one_of_an_installation():
    deliveries = DeliverySettings(site=SITE, secret="for tests alone")  # noqa: S106

    assert HOOKS in passes_of(None, deliveries=deliveries)
