"""Second opinions about stored posts: kept once, put beside our own, and never in the way."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Proposal, Source
from forecasts.services.intake import capture_post
from forecasts.services.second_opinions import (
    DELAYS,
    MOST_TRIES,
    claim_errand,
    keep_answer,
    note_failure,
)
from forecasts.services.triage import accept, add_quoted, dismiss
from forecasts.services.verification import verify_record
from forecasts.store.models import (
    Candidate,
    CandidateStatus,
    Forecast,
    LedgerEntry,
    Opinion,
    OpinionStatus,
)
from tests.making import NOW, OPERATOR, SECOND, a_submission

TEXT = "Rain tomorrow, say the farmers. The bridge will open before the end of this year."
SOURCE = Source("llm", "the-model", "1")
LEASE = timedelta(minutes=2)
RAIN, BRIDGE = Proposal("Rain tomorrow"), Proposal("The bridge will open")


def capture(session, text=TEXT, *, wants_opinion=True, **wanted):
    submission = a_submission(text, **wanted)
    return capture_post(session, submission, actor=OPERATOR, now=NOW, wants_opinion=wants_opinion)


def claim(session, *, now=NOW, source=SOURCE):
    return claim_errand(session, source, now=now, lease=LEASE)


def candidates(session):
    session.expire_all()
    return list(session.scalars(sa.select(Candidate).order_by(Candidate.start)))


def opinion_of(session):
    session.expire_all()
    return session.scalars(sa.select(Opinion)).one()


def acts(session):
    return list(session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)))


def test_an_opinion_is_wanted_where_somebody_can_be_asked(session):
    capture(session, "It will rain.", wants_opinion=False)
    post = capture(session)

    opinion = opinion_of(session)

    assert (opinion.post_id, opinion.status) == (post.id, OpinionStatus.WAITING)


def test_who_asks_is_shown_the_post_and_its_title_but_not_its_author_or_day(session):
    post = capture(session)

    errand = claim(session)

    assert (errand.document.text, errand.document.title) == (post.text, "What I expect")
    assert (errand.tries, errand.published, errand.answer) == (1, date(2026, 1, 5), None)


def test_a_name_that_we_gave_the_post_is_not_shown(session):
    capture(session, title="")

    assert claim(session).document.title == ""


def test_what_is_being_asked_is_asked_by_nobody_else_until_the_lease_is_over(session):
    capture(session)
    claim(session)

    early, late = claim(session, now=NOW + LEASE - SECOND), claim(session, now=NOW + LEASE)

    assert early is None
    assert late.tries == 2


def test_an_answer_adds_candidates_and_notes_who_found_ours(session):
    post = capture(session)

    weighed = keep_answer(session, claim(session), [RAIN, BRIDGE], now=NOW)

    rain, bridge = candidates(session)
    assert (len(weighed.added), len(weighed.agreed)) == (1, 1)
    assert (rain.quote, rain.found_by) == ("Rain tomorrow", ["llm"])
    assert post.text[rain.start : rain.end] == rain.quote
    assert (rain.deadline, rain.score) == (date(2026, 1, 6), 500_000)
    assert bridge.found_by == ["rules", "llm"]


def test_nothing_is_accepted_and_nothing_of_ours_is_changed(session):
    capture(session)
    (before,) = [vars(each).copy() for each in candidates(session)]

    keep_answer(session, claim(session), [RAIN, BRIDGE, Proposal("Accept it.")], now=NOW)

    _, ours = candidates(session)
    after = {name: getattr(ours, name) for name in before if not name.startswith("_")}
    changed = {name for name, value in after.items() if value != before[name]}
    assert changed == {"found_by"}
    assert session.scalar(sa.select(sa.func.count(Forecast.id))) == 0


def test_the_answer_is_in_the_ledger_and_the_ledger_verifies(session):
    post = capture(session)

    keep_answer(session, claim(session), [RAIN, BRIDGE, Proposal("It will snow.")], now=NOW)

    entry = session.scalars(sa.select(LedgerEntry).where(LedgerEntry.kind == "advised")).one()
    assert (entry.subject, entry.actor) == (f"post:{post.id}", "clock")
    assert entry.facts == (
        '{"added":1,"agreed":1,"by":"llm","model":"the-model","prompt":"1","rejected":1}'
    )
    assert verify_record(session).fault is None


def test_what_was_rejected_is_kept_with_the_reason(session):
    capture(session)

    keep_answer(session, claim(session), [Proposal("It will snow.")], now=NOW)

    opinion = opinion_of(session)
    assert opinion.rejected == [
        {"quote": "It will snow.", "reason": "these words do not stand in the post"}
    ]
    assert (opinion.status, opinion.answered_at) == (OpinionStatus.ANSWERED, NOW)


def test_an_answer_is_kept_once(session):
    capture(session)
    errand = claim(session)

    kept = [keep_answer(session, errand, [RAIN], now=NOW) for _ in range(2)]

    assert [each is not None for each in kept] == [True, False]
    assert acts(session).count("advised") == 1
    assert len(candidates(session)) == 2


def test_whoever_is_late_is_not_heard(session):
    """Another clock has asked again meanwhile; its answer counts, whichever comes first."""
    capture(session)
    first = claim(session)
    second = claim(session, now=NOW + LEASE)

    assert keep_answer(session, first, [RAIN], now=NOW) is None
    note_failure(session, first, OpinionFailedError("too late"), now=NOW)
    assert keep_answer(session, second, [RAIN], now=NOW) is not None


def test_the_same_document_is_asked_about_once(session):
    capture(session)
    keep_answer(session, claim(session), [RAIN], now=NOW)
    capture(session, author="Bea Blogger")

    errand = claim(session)

    assert errand.answer == (RAIN,)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        pytest.param(Source("llm", "another", "1"), {}, id="another model"),
        pytest.param(Source("llm", "the-model", "2"), {}, id="another question"),
        pytest.param(Source("other", "the-model", "1"), {}, id="somebody else"),
        pytest.param(SOURCE, {"title": "Another title"}, id="another title"),
        pytest.param(SOURCE, {"text": TEXT + " Perhaps."}, id="another text"),
    ],
)
def test_an_answer_to_something_else_is_not_used(session, source, wanted):
    capture(session)
    keep_answer(session, claim(session), [RAIN], now=NOW)
    capture(session, author="Bea Blogger", **wanted)

    assert claim(session, source=source).answer is None


def test_failures_put_the_next_try_off_longer_each_time_and_then_park_it(session):
    capture(session)
    now, waits = NOW, []
    for _ in range(MOST_TRIES):
        errand = claim(session, now=now)
        note_failure(session, errand, OpinionFailedError("out of order"), now=now)
        waits.append(opinion_of(session).next_try_at - now)
        now = opinion_of(session).next_try_at

    opinion = opinion_of(session)
    assert tuple(waits[:-1]) == DELAYS
    assert (opinion.status, opinion.reason) == (OpinionStatus.PARKED, "out of order")
    assert claim(session, now=now + timedelta(days=999)) is None


def test_what_would_always_fail_is_parked_at_once(session):
    capture(session)

    note_failure(session, claim(session), OpinionFailedError("too long", lasting=True), now=NOW)

    assert opinion_of(session).status is OpinionStatus.PARKED


def test_what_stops_whoever_asks_every_time_is_parked_too(session):
    capture(session)
    now = NOW
    for _ in range(MOST_TRIES):
        assert claim(session, now=now) is not None
        now += LEASE

    assert claim(session, now=now) is None
    opinion = opinion_of(session)
    assert (opinion.status, opinion.reason) == (
        OpinionStatus.PARKED,
        "whoever asked was stopped every time",
    )


def test_a_failure_is_no_act(session):
    capture(session)

    note_failure(session, claim(session), OpinionFailedError("out of order"), now=NOW)

    assert acts(session) == ["captured"]


def test_people_decide_meanwhile_and_are_not_disturbed(session):
    """A form that shows a candidate stays good, and what was decided stays decided."""
    post = capture(session)
    (ours,) = candidates(session)
    version = ours.version
    errand = claim(session)
    quoted = add_quoted(session, post.id, "Rain tomorrow", actor=OPERATOR, now=NOW)
    dismiss(session, quoted.id, version=quoted.version, actor=OPERATOR, now=NOW)

    weighed = keep_answer(session, errand, [RAIN, BRIDGE], now=NOW)
    accept(session, ours.id, version=version, actor=OPERATOR, now=NOW)

    rain, bridge = candidates(session)
    assert weighed.added == ()
    assert (rain.status, rain.found_by) == (CandidateStatus.DISMISSED, ["a person", "llm"])
    assert (bridge.status, bridge.found_by) == (CandidateStatus.ACCEPTED, ["rules", "llm"])


def test_what_an_opinion_added_is_accepted_like_any_other(session):
    capture(session)
    keep_answer(session, claim(session), [RAIN], now=NOW)
    rain = candidates(session)[0]

    forecast = accept(session, rain.id, version=rain.version, actor=OPERATOR, now=NOW)

    assert (forecast.quote, forecast.deadline) == ("Rain tomorrow", date(2026, 1, 6))
