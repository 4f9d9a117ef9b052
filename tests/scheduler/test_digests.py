"""The pass that sends digests, to a real server: one a person and period, of what holds then."""

import os
import signal
import threading
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from functools import partial

import pytest
import sqlalchemy as sa

from benchmarks.processes import start_process
from forecasts.domain.clock import system_clock
from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.digests import Rhythm
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.mails import MailSettings
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.domain.visibility import Visibility
from forecasts.services.accounts import find_or_add_operator
from forecasts.services.brake import let_go, pull_brake
from forecasts.services.digests import choose_rhythm, claim_digest
from forecasts.services.due import flag_due
from forecasts.services.erasure import ErasureReason, erase_account
from forecasts.services.stopping import StopLinks, stop_digests
from forecasts.store.engine import open_database
from forecasts.store.models import Account, Digest, DigestChoice, Forecast
from forecasts.store.queries.brake import find_standing_brake
from scheduler import digesting
from scheduler.__main__ import run_until_stopped
from scheduler.digesting import run_channel_pass, run_digest_pass
from scheduler.passes import DIGESTS, PASSES, run_pass
from scheduler.smtp import SmtpSender
from tests.deciding import decide_as, make_due, make_proposal
from tests.mail_server import free_port, mail_server
from tests.making import NOW, OPERATOR, make_account, make_forecast

DAY = timedelta(days=1)
FORGOTTEN = (Digest, DigestChoice)
SITE = "https://ledger.example.org"
SETTINGS = DeliverySettings(site=SITE, secret="for tests alone", policy=Policy.INDEPENDENT)  # noqa: S106


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


def run(database, port, *, now=NOW):
    sender = SmtpSender(
        MailSettings(host="127.0.0.1", port=port, sender="ledger@example.org", seconds=5)
    )
    return run_digest_pass(database, lambda: now, sender=sender, settings=SETTINGS)


def read(mail) -> str:
    return mail.get_content().replace("\r\n", "\n")


def to(server, name) -> list[str]:
    """What somebody got, in order."""
    return [read(mail) for mail in server.got if parseaddr(mail["To"])[1].startswith(name)]


def add_person(database, name, role=Role.REVIEWER, **wanted):
    """Beside the operator, who recorded everything and has no e-mail."""
    with database.writing.begin() as session:
        find_or_add_operator(session, now=NOW)
        return make_account(session, name, role, **wanted)


@pytest.fixture
def rita(database):
    return add_person(database, "rita")


@pytest.fixture
def ada(database):
    return add_person(database, "ada", Role.AUTHOR, authors=["Ada Author"])


def due(database, **wanted) -> Forecast:
    with database.writing.begin() as session:
        made = make_due(session, **wanted)
        session.expunge(made)
        return made


@pytest.mark.usefixtures("rita")
def test_a_reviewer_gets_what_waits_with_whole_addresses(database, server):
    forecast = due(database, claim="The bridge will be open")

    report = run(database, server.port)

    (mail,) = server.got
    assert report == "1 sent, 0 not"
    assert mail["Subject"] == "Forecasts: 1 due"
    assert "  The bridge will be open\n  due 20 Nov 2026, 1 day ago · Ada Author\n" in read(mail)
    assert f"  {SITE}/review?lane=due&item={forecast.id}\n" in read(mail)
    assert mail["List-Unsubscribe"].startswith(f"<{SITE}/digests/stop/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.usefixtures("rita")
def test_while_the_brake_stands_nobody_is_written_to(database, server):
    due(database)
    with database.writing.begin() as session:
        pull_brake(session, "An outage.", now=NOW)

    assert run(database, server.port) == "held back by the brake"
    assert server.got == []

    with database.writing.begin() as session:
        let_go(session, find_standing_brake(session).id, actor=OPERATOR, now=NOW)
    assert run(database, server.port) == "1 sent, 0 not"


def test_the_address_that_ends_them_travels_in_one_line_as_it_is(database, server, rita):
    due(database)
    run(database, server.port)

    address = StopLinks(SITE, SETTINGS.secret).address_of(rita.account_id)

    assert f"\r\nList-Unsubscribe: <{address}>\r\n" in server.raw[0].decode()


@pytest.mark.usefixtures("rita")
def test_what_is_overdue_comes_first(database, server):
    due(database, claim="The ferry stops", deadline=date(2026, 11, 20))
    due(database, claim="The tunnel is dug", deadline=date(2026, 10, 20))

    run(database, server.port)

    (text,) = to(server, "rita")
    assert server.got[0]["Subject"] == "Forecasts: 1 overdue, 1 due"
    assert text.index("The tunnel is dug") < text.index("The ferry stops")


@pytest.mark.usefixtures("rita")
def test_one_digest_a_day_and_what_waits_still_is_in_the_next(database, server):
    due(database)
    moments = [NOW, NOW + timedelta(hours=3), NOW + timedelta(hours=17, minutes=59)]
    for moment in moments:
        run(database, server.port, now=moment)
    before = len(server.got)

    run(database, server.port, now=datetime(2026, 11, 23, 6, tzinfo=UTC))

    assert (before, len(server.got)) == (1, 2)
    assert server.got[0]["Message-ID"] != server.got[1]["Message-ID"]
    assert all("The bridge will be open" in text for text in to(server, "rita"))


@pytest.mark.usefixtures("rita")
def test_t4_after_days_without_a_clock_everybody_gets_one(database, server):
    due(database)
    run(database, server.port)
    for deadline in (20, 21, 22, 23):
        due(database, deadline=date(2026, 11, deadline), now=NOW + 3 * DAY)

    reports = [run(database, server.port, now=NOW + 3 * DAY) for _ in range(3)]

    assert reports == ["1 sent, 0 not", "0 sent, 0 not", "0 sent, 0 not"]
    assert len(server.got) == 2


@pytest.mark.usefixtures("ada")
def test_an_author_gets_what_concerns_them_once_a_week(database, server, rita):
    soon = date(2026, 11, 30)
    with database.writing.begin() as session:
        decided = make_due(session, claim="The ferry stops")
        decide_as(session, decided, rita, Outcome.NO, now=NOW - DAY)
        make_due(session, claim="The tunnel is dug")
        proposed = make_due(session, claim="The dam holds")
        make_proposal(session, proposed, rita)
        make_forecast(session, claim="The lift works", deadline=soon)
        make_forecast(session, claim="The mast falls", deadline=date(2027, 11, 30))
        make_forecast(session, claim="The sky is green", deadline=soon, author="Otto Other")

    for days in range(7):
        run(database, server.port, now=NOW + days * DAY)

    (text, *more) = to(server, "ada")
    assert len(more) == 1  # a week begins on Monday, and NOW is a Sunday
    for words in (
        "  The ferry stops\n  no, 1 day ago · Ada Author\n",
        "  The tunnel is dug\n  due 20 Nov 2026, 1 day ago",
        "  The dam holds\n  yes is proposed; somebody else confirms it",
        "  The lift works\n  due 30 Nov 2026, in 8 days",
    ):
        assert words in text
    assert "The mast falls" not in text
    assert "The sky is green" not in text
    assert "The ferry stops" not in more[0]
    assert "The tunnel is dug" in more[0]


@pytest.mark.usefixtures("ada", "rita")
def test_whoever_has_nothing_to_be_told_gets_no_mail(database, server):
    assert run(database, server.port) == "0 sent, 2 not"
    assert run(database, server.port) == "0 sent, 0 not"
    assert server.got == []


@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.NEVER])
def test_comes_as_often_as_one_chose(database, server, rita, rhythm):
    due(database)
    with database.writing.begin() as session:
        choose_rhythm(session, rhythm, actor=rita, now=NOW)

    monday = NOW + DAY
    for days in range(14):
        run(database, server.port, now=monday + days * DAY)

    assert len(server.got) == {"daily": 14, "weekly": 2, "never": 0}[rhythm]


def test_choosing_another_rhythm_brings_no_second_mail_on_that_day(database, server, rita):
    due(database)
    monday = NOW + DAY
    for hour, rhythm in enumerate([Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.DAILY, Rhythm.WEEKLY]):
        moment = monday + timedelta(hours=hour)
        with database.writing.begin() as session:
            choose_rhythm(session, rhythm, actor=rita, now=moment)
        run(database, server.port, now=moment)

    assert len(server.got) == 1


@pytest.mark.usefixtures("rita")
def test_the_address_in_the_mail_ends_them(database, server):
    due(database)
    run(database, server.port)
    links = StopLinks(SITE, SETTINGS.secret)
    token = server.got[0]["List-Unsubscribe"].strip("<>").rpartition("/")[2]

    for _ in range(2):
        with database.writing.begin() as session:
            stop_digests(session, token, links, now=NOW)
    run(database, server.port, now=NOW + DAY)

    assert len(server.got) == 1


@pytest.mark.parametrize("column", ["suspended_at", "erased_at"])
@pytest.mark.usefixtures("rita")
def test_nobody_who_is_suspended_or_erased_gets_one(database, server, column):
    due(database)
    with database.writing.begin() as session:
        session.execute(sa.update(Account).values({column: NOW}))

    run(database, server.port)

    assert server.got == []


def test_erasure_takes_the_choice_and_what_was_sent_with_it(database, server, rita):
    due(database)
    run(database, server.port)
    with database.writing.begin() as session:
        choose_rhythm(session, Rhythm.WEEKLY, actor=rita, now=NOW)
        erase_account(session, rita.account_id, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW)
        left = [session.scalar(sa.select(sa.func.count()).select_from(t)) for t in FORGOTTEN]

    assert left == [0, 0]


@pytest.mark.usefixtures("ada", "rita")
def test_the_words_of_a_private_forecast_go_to_its_owners_alone(database, server):
    due(database, claim="My shop will close", visibility=Visibility.PRIVATE)

    run(database, server.port)

    assert "My shop will close" in to(server, "ada")[0]
    assert "My shop will close" not in to(server, "rita")[0]
    assert "(a private forecast)" in to(server, "rita")[0]
    assert "Ada Author" not in to(server, "rita")[0]


@pytest.mark.usefixtures("rita")
def test_a_blind_second_look_tells_neither_author_nor_outcome(database, server):
    with database.writing.begin() as session:
        ben = make_account(session, "ben", Role.REVIEWER)
        decide_as(session, make_due(session), ben, share=100)

    run(database, server.port)

    (text,) = to(server, "rita")
    assert "The bridge will be open" in text
    assert "Ada Author" not in text
    assert "yes" not in text


def test_a_reviewer_is_told_nothing_of_what_they_may_not_decide(database, server):
    add_person(database, "rita", authors=["Ada Author"])
    due(database)

    run(database, server.port)

    (text,) = to(server, "rita")
    assert "/review" not in text
    assert "Yours, due and not decided yet (1)" in text


@pytest.mark.usefixtures("rita")
def test_a_server_that_refuses_gets_the_same_digest_later_and_once(database, server):
    due(database)
    server.answer = "451 try later"
    reports = [run(database, server.port), run(database, server.port)]
    server.answer = "250 taken"
    reports += [run(database, server.port, now=NOW + timedelta(minutes=m)) for m in (1, 20)]

    assert reports == [
        "0 sent, 1 not; the last failed: the server refused the mail (451)",
        "0 sent, 0 not",
        "1 sent, 0 not",
        "0 sent, 0 not",
    ]
    assert len(server.got) == 1


@pytest.mark.usefixtures("rita")
def test_a_server_that_is_not_there_costs_no_digest(database, server):
    due(database)
    refused = run(database, free_port())

    run(database, server.port, now=NOW + timedelta(minutes=1))

    assert "Connection refused" in refused
    assert len(server.got) == 1


@pytest.mark.usefixtures("rita")
def test_what_broke_off_is_not_sent_again_but_comes_in_the_next(database, server):
    """Whether it was taken cannot be known; twice would be worse than a day later."""
    due(database)
    server.breaks_off = True
    report = run(database, server.port)
    server.breaks_off = False
    reports = [run(database, server.port, now=NOW + hours) for hours in (DAY / 8, DAY)]

    assert report.endswith("the server was silent, or broke off")
    assert reports == ["0 sent, 0 not, 1 of the last day did not get through", "1 sent, 0 not"]
    assert "The bridge will be open" in to(server, "rita")[-1]


@pytest.mark.usefixtures("rita", "ada")
def test_a_failure_keeps_the_mails_of_others_for_the_next_run(database, server):
    due(database)
    server.answer = "451 try later"

    report = run(database, server.port)

    assert report.startswith("0 sent, 1 not")


@pytest.mark.usefixtures("rita")
def test_without_a_mail_server_nothing_is_claimed(database):
    due(database)

    report = run_pass(DIGESTS, database, lambda: NOW)

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Digest)) == 0
    assert report == "no mail server is set up"
    assert DIGESTS in PASSES


@pytest.mark.usefixtures("rita")
def test_t8_what_changed_since_the_claim_is_told_as_it_is_at_that_moment(
    database, server, monkeypatch
):
    """T8: decided, withdrawn or postponed between the claim and the mail, it is told no more."""
    kept = due(database, claim="The dam holds")
    gone = due(database, claim="The bridge will be open")
    claim = digesting.claim_digest

    def claim_and_decide(session, *, now):
        claimed = claim(session, now=now)
        if claimed is not None:
            decide_as(session, session.get_one(Forecast, gone.id), OPERATOR, policy=Policy.SOLO)
        return claimed

    monkeypatch.setattr(digesting, "claim_digest", claim_and_decide)
    run(database, server.port)

    (text,) = to(server, "rita")
    assert kept.claim in text
    assert gone.claim not in text


@pytest.mark.usefixtures("rita")
def test_t8_the_test_sees_a_digest_that_was_written_before(database):
    """The twin: a digest that is written when the day begins tells what holds no more."""
    gone = due(database, claim="The bridge will be open")
    compose = digesting.compose_digest
    with database.reading() as session:
        early = claimed_before(database, session, compose)

    with database.writing.begin() as session:
        decide_as(session, session.get_one(Forecast, gone.id), OPERATOR, policy=Policy.SOLO)

    assert gone.claim in early.body


def claimed_before(database, session, compose):
    with database.writing.begin() as writing:
        claimed = claim_digest(writing, now=NOW)
    letter, _ = compose(session, claimed, SETTINGS)
    return letter


@pytest.mark.slow
def test_t8_a_thousand_changes_between_claim_and_mail_are_told_by_none(
    sqlite_url, server, monkeypatch
):
    """T8 for digests: 1,000 forecasts, each decided or withdrawn in between in some order."""
    database = open_database(sqlite_url)
    with database.writing.begin() as session:
        find_or_add_operator(session, now=NOW)
        for number in range(20):
            make_account(session, f"rita{number}", Role.REVIEWER)
        numbers = [
            make_forecast(session, claim=f"Case {number} is closed", deadline=date(2026, 11, 20)).id
            for number in range(1000)
        ]
        flag_due(session, now=NOW, limit=2000)
    left = list(numbers)
    told_wrongly: list[str] = []

    def change(mail):
        """Whatever the mail tells must still have been due when it was handed over."""
        with database.reading() as session:
            status = dict(session.execute(sa.select(Forecast.claim, Forecast.status)).all())
        lines = [line.strip() for line in read(mail).splitlines()]
        told_wrongly.extend(line for line in lines if status.get(line, "due") != "due")

    claim = digesting.claim_digest

    def claim_and_change(session, *, now):
        claimed = claim(session, now=now)
        for number in left[:50] if claimed else ():
            forecast = session.get_one(Forecast, number)
            decide_as(session, forecast, OPERATOR, policy=Policy.SOLO)
        del left[:50]
        return claimed

    server.on_mail = change
    monkeypatch.setattr(digesting, "claim_digest", claim_and_change)
    run(database, server.port)

    assert (left, told_wrongly) == ([], [])
    assert len(server.got) == 19  # for the last of them nothing was left to tell
    database.close()


def kill_at_digest(pid, mail):
    if mail["List-Unsubscribe"]:  # heads of the ledger are mailed too
        os.kill(pid, signal.SIGKILL)


def digests_of(server):
    return [mail for mail in server.got if mail["List-Unsubscribe"]]


def kill_while_sending(url, tmp_path, server, *, kills: int) -> None:
    """Kill -9 once the server has a digest and before it says so."""
    settings = {
        "DATABASE_URL": url,
        "FORECASTS_HOME": str(tmp_path),
        "FORECASTS_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "FORECASTS_MAIL_FROM": "forecasts@example.org",
    }
    for _ in range(kills):
        process = start_process(run_until_stopped, environment=settings)
        server.on_mail = partial(kill_at_digest, process.pid)
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
    server.on_mail = lambda _: None


@pytest.mark.slow
def test_t2_a_clock_that_is_killed_while_it_sends_doubles_none(database_url, tmp_path, server):
    """T2: killed six times; nobody gets two, and all still due is in everybody's next one."""
    database, people, kills = open_database(database_url), 20, 6
    now = system_clock()
    with database.writing.begin() as session:
        find_or_add_operator(session, now=NOW)
        for number in range(people):
            make_account(session, f"rita{number}", Role.REVIEWER)
        make_due(session)
    kill_while_sending(database_url, tmp_path, server, kills=kills)
    run(database, server.port, now=now)
    first = [mail["To"] for mail in digests_of(server)]
    server.got.clear()
    run(database, server.port, now=now + DAY)

    assert len(first) == len(set(first)) == people
    assert len({mail["To"] for mail in digests_of(server)}) == people
    assert all("The bridge will be open" in read(mail) for mail in digests_of(server))
    database.close()


@pytest.mark.slow
def test_four_clocks_at_once_send_each_digest_once(database, database_url, server):
    people = 30
    for number in range(people):
        add_person(database, f"rita{number}")
    due(database)
    clocks = [open_database(database_url) for _ in range(4)]
    threads = [threading.Thread(target=run, args=(own, server.port)) for own in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in clocks:
        own.close()

    assert len({mail["To"] for mail in server.got}) == len(server.got) == people


@pytest.mark.slow
def test_t2_the_test_sees_a_clock_that_marks_after_it_sent(sqlite_url, tmp_path, server):
    """The twin: with what was begun and not ended taken up again, kills double digests."""
    database, kills = open_database(sqlite_url), 3
    with database.writing.begin() as session:
        find_or_add_operator(session, now=NOW)
        for number in range(5):
            make_account(session, f"rita{number}", Role.REVIEWER)
        make_due(session)
    for _ in range(kills):
        kill_while_sending(sqlite_url, tmp_path, server, kills=1)
        with database.writing.begin() as session:
            session.execute(sa.delete(Digest).where(Digest.sent_at.is_(None)))

    names = [mail["Message-ID"] for mail in digests_of(server)]
    assert len(names) > len(set(names))
    database.close()


def test_the_channels_hear_once_a_day_what_waits_and_nobodys_words(database):
    heard: list[str] = []
    due(database, claim="The bridge will be open")

    reports = [
        run_channel_pass(
            database,
            partial(datetime.astimezone, now, UTC),
            speaker=heard.append,
            settings=SETTINGS,
        )
        for now in (NOW, NOW, NOW + DAY)
    ]

    assert heard == [f"Waiting for reviewers: 1 due.\n{SITE}/review"] * 2
    assert reports == ["told what waits", "told today already", "told what waits"]


def test_the_channels_hear_nothing_where_nothing_waits(database):
    heard: list[str] = []

    report = run_channel_pass(database, lambda: NOW, speaker=heard.append, settings=SETTINGS)

    assert (report, heard) == ("nothing waits", [])
