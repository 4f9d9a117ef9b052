"""A newer extractor: what is undecided follows it, what somebody decided stays; once."""

import json
import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from forecasts.domain.candidates import Sighting
from forecasts.domain.errors import ConflictError, NotFoundError
from forecasts.domain.permissions import COMMAND
from forecasts.extraction import EXTRACTOR_VERSION
from forecasts.services.differences import compare
from forecasts.services.intake import capture_post
from forecasts.services.proposals import read_stored
from forecasts.services.reextraction import reextract
from forecasts.services.triage import accept, add_quoted, dismiss
from forecasts.services.verification import verify_record
from forecasts.store.models import Candidate, CandidateStatus, LedgerEntry, Post
from forecasts.store.queries.posts import list_candidates
from tests.making import NOW, OPERATOR, a_submission

BRIDGE = "The new bridge will open by the end of June."
FERRY = "The old ferry will stop in July."
TOLL = "The toll will rise."
TEXT = f"It rained.\n\n{BRIDGE} {FERRY}\n\n{TOLL}"


def capture(session, text=TEXT, **wanted) -> Post:
    return capture_post(session, a_submission(text, **wanted), actor=OPERATOR, now=NOW)


@pytest.fixture
def post(session) -> Post:
    return capture(session)


def found_in(session, post) -> list[Candidate]:
    session.expire_all()
    return list_candidates(session, post.id)


def candidate_of(session, post, quote) -> Candidate:
    return next(each for each in found_in(session, post) if each.quote == quote)


def read_before(session, post, quote, **values) -> None:
    """Let the candidate be as an older extractor read it."""
    change = sa.update(Candidate).where(Candidate.post_id == post.id, Candidate.quote == quote)
    session.execute(change.values(extractor_version="1", **values))


def forget(session, quote) -> None:
    """Let the candidate be one that an older extractor did not find."""
    session.execute(sa.delete(Candidate).where(Candidate.quote == quote))


def compared(session, post):
    return compare(post.id, found_in(session, post), read_stored(post).candidates)


def run(session, post, proposals=None):
    proposals = read_stored(post).candidates if proposals is None else proposals
    return reextract(session, post.id, proposals, actor=COMMAND, now=NOW)


def entries(session) -> list[LedgerEntry]:
    query = sa.select(LedgerEntry).where(LedgerEntry.kind == "reextracted")
    return list(session.scalars(query))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(TEXT, "What I expect", id="a title"),
        pytest.param(f"{BRIDGE}\n\n{TOLL}", BRIDGE, id="a title that is the first line"),
        pytest.param(BRIDGE, "", id="no title"),
        pytest.param("# Predictions for 2027\n\n- It rains\n- It snows", "", id="a heading"),
        pytest.param(f"{BRIDGE}\n\n{TOLL}\n\n{BRIDGE}", "", id="said twice"),
    ],
)
def test_what_was_just_captured_is_read_the_same_again(session, text, title):
    post = capture(session, text=text, title=title)
    add_quoted(session, post.id, text.split()[1], actor=OPERATOR, now=NOW)

    difference = run(session, post)

    assert difference.is_none
    assert entries(session) == []


def test_shows_what_is_new_gone_changed_and_unchanged(session, post):
    forget(session, FERRY)
    read_before(session, post, BRIDGE, claim="It opens", negated=True)
    gone = replace(read_stored(post).candidates[0], start=0, end=10, quote="It rained.")
    run(session, post, [gone, *read_stored(post).candidates])
    read_before(session, post, BRIDGE, claim="It opens", negated=True)
    forget(session, FERRY)

    found = compared(session, post)

    assert [each.quote for each in found.new] == [FERRY]
    assert [each.quote for each in found.gone] == ["It rained."]
    assert [each.quote for each in found.unchanged] == [TOLL]
    (change,) = found.changed
    assert change.fields == {
        "claim": ("It opens", "The new bridge will open by the end of June"),
        "negated": (True, False),
    }


def test_undecided_candidates_become_what_is_proposed_now(session, post):
    forget(session, FERRY)
    read_before(session, post, BRIDGE, claim="It opens")
    read_before(session, post, TOLL)

    run(session, post)

    found = found_in(session, post)
    assert [each.quote for each in found] == [BRIDGE, FERRY, TOLL]
    assert found[0].claim == "The new bridge will open by the end of June"
    assert {each.extractor_version for each in found} == {EXTRACTOR_VERSION}


def test_the_ledger_tells_the_counts_and_both_versions(session, post):
    forget(session, FERRY)
    read_before(session, post, BRIDGE, claim="It opens")
    dismiss(session, candidate_of(session, post, TOLL).id, version=1, actor=OPERATOR, now=NOW)

    run(session, post)

    (entry,) = entries(session)
    assert (entry.subject, entry.actor) == (f"post:{post.id}", "command")
    counts = {"new": 1, "gone": 0, "changed": 1, "unchanged": 0, "kept": 1}
    versions = {"extractor": EXTRACTOR_VERSION, "extractors_before": ["1"]}
    assert json.loads(entry.facts) == counts | versions
    assert verify_record(session).fault is None


def test_a_second_time_nothing_differs_and_nothing_is_written(session, post):
    forget(session, FERRY)
    read_before(session, post, BRIDGE, claim="It opens")
    read_before(session, post, TOLL)
    run(session, post)
    before = [(each.id, each.version) for each in found_in(session, post)]

    again = run(session, post)

    assert again.is_none
    assert len(entries(session)) == 1
    assert [(each.id, each.version) for each in found_in(session, post)] == before


def test_a_form_of_what_is_read_as_before_stays_good(session, post):
    read_before(session, post, TOLL)
    shown = candidate_of(session, post, TOLL)

    run(session, post)

    forecast = accept(session, shown.id, version=shown.version, actor=OPERATOR, now=NOW)

    assert forecast.candidate_id == shown.id


def test_a_form_of_what_is_read_differently_is_refused(session, post):
    read_before(session, post, TOLL, claim="It rises")
    shown = candidate_of(session, post, TOLL)
    number, version = shown.id, shown.version

    run(session, post)

    with pytest.raises(ConflictError, match="has changed since you opened it"):
        accept(session, number, version=version, actor=OPERATOR, now=NOW)


@pytest.mark.parametrize("act", [accept, dismiss])
def test_what_somebody_decided_is_left_as_it_is(session, post, act):
    read_before(session, post, TOLL, claim="It rises", start=len(TEXT) - 10)
    toll = candidate_of(session, post, TOLL)
    session.execute(sa.update(Candidate).where(Candidate.id == toll.id).values(quote=TEXT[-10:]))
    act(session, toll.id, version=1, actor=OPERATOR, now=NOW)

    run(session, post)

    found = found_in(session, post)
    assert len(found) == 3
    assert (found[2].claim, found[2].extractor_version) == ("It rises", "1")
    assert found[2].status is not CandidateStatus.PROPOSED


def test_what_a_person_quoted_is_left_as_it_is(session, post):
    forget(session, TOLL)
    quoted = add_quoted(session, post.id, "toll will rise", actor=OPERATOR, now=NOW)

    run(session, post, [])

    assert [each.id for each in found_in(session, post)] == [quoted.id]
    assert run(session, post).counts["new"] == 2  # the sentence round the quote is not added


def test_what_a_second_opinion_found_is_left_as_it_is(session, post):
    (opinion, *_) = read_stored(post).candidates
    run(session, post, [])
    run(session, post, [replace(opinion, found_by=("a model",))])

    difference = run(session, post, [])

    assert difference.counts["kept"] == 1
    assert [each.quote for each in found_in(session, post)] == [BRIDGE]


def test_what_a_second_opinion_found_too_changes_but_does_not_go(session, post):
    read_before(session, post, BRIDGE, claim="It opens", found_by=["rules", "a model"])
    read_before(session, post, TOLL, found_by=["rules", "a model"])

    difference = run(session, post, read_stored(post).candidates[:2])

    bridge, _, toll = found_in(session, post)
    assert difference.counts == {"new": 0, "gone": 0, "changed": 1, "unchanged": 1, "kept": 1}
    assert bridge.claim == "The new bridge will open by the end of June"
    assert bridge.found_by == toll.found_by == ["rules", "a model"]
    assert (toll.version, toll.extractor_version) == (1, "1")
    assert run(session, post, read_stored(post).candidates[:2]).is_none


def test_what_an_accepted_candidate_says_again_is_not_proposed_beside_it(session):
    post = capture(session, text=f"{BRIDGE}\n\n{TOLL}\n\n{BRIDGE}")
    (bridge, toll) = read_stored(post).candidates
    (again,) = bridge.sightings
    accepted = candidate_of(session, post, BRIDGE)
    accept(session, accepted.id, version=1, actor=OPERATOR, now=NOW)
    apart = replace(bridge, start=again.start, end=again.end, sightings=())

    difference = run(session, post, [toll, apart])

    assert difference.is_none


def test_a_proposal_that_an_accepted_candidate_repeats_is_not_added(session, post):
    toll = candidate_of(session, post, TOLL)
    accept(session, toll.id, version=1, actor=OPERATOR, now=NOW)
    run(session, post, [])
    bridge = replace(
        read_stored(post).candidates[0], sightings=(Sighting(toll.start, toll.end, TOLL),)
    )

    assert run(session, post, [bridge]).counts["new"] == 0


def test_a_proposal_that_a_dismissed_candidate_repeats_is_added(session, post):
    toll = candidate_of(session, post, TOLL)
    dismiss(session, toll.id, version=1, actor=OPERATOR, now=NOW)
    run(session, post, [])
    bridge = replace(
        read_stored(post).candidates[0], sightings=(Sighting(toll.start, toll.end, TOLL),)
    )

    assert run(session, post, [bridge]).counts["new"] == 1


def test_what_covers_other_words_now_is_another_candidate(session, post):
    bridge = candidate_of(session, post, BRIDGE)
    shorter = replace(
        read_stored(post).candidates[0], end=bridge.end - 1, quote=BRIDGE.removesuffix(".")
    )

    difference = run(session, post, [shorter, *read_stored(post).candidates[1:]])

    (change,) = difference.changed
    assert change.fields == {
        "end": (bridge.end, bridge.end - 1),
        "quote": (BRIDGE, BRIDGE.removesuffix(".")),
    }
    number = bridge.id
    found = found_in(session, post)
    assert (len(found), found[0].quote) == (3, BRIDGE.removesuffix("."))
    assert number not in {each.id for each in found}
    with pytest.raises(ConflictError, match="its post was read anew"):
        accept(session, number, version=1, actor=OPERATOR, now=NOW)


def test_a_number_never_stands_for_another_candidate(session, post):
    last = candidate_of(session, post, TOLL).id
    run(session, post, [])

    other = capture(session, text="The moon will rise by May.")

    assert candidate_of(session, other, other.text).id > last


def test_what_is_proposed_once_more_takes_its_old_place(session, post):
    before = {each.quote: each.id for each in found_in(session, post)}
    run(session, post, [])
    gone = found_in(session, post)

    run(session, post)

    assert gone == []
    assert {each.quote: each.id for each in found_in(session, post)} == before
    assert {each.version for each in found_in(session, post)} == {3}


def test_what_was_decided_since_somebody_looked_is_left_alone(session, post):
    proposals = read_stored(post).candidates[:2]
    toll = candidate_of(session, post, TOLL)
    assert [each.quote for each in compare(post.id, [toll], proposals).gone] == [TOLL]
    accept(session, toll.id, version=1, actor=OPERATOR, now=NOW)

    difference = run(session, post, proposals)

    assert difference.gone == ()
    assert candidate_of(session, post, TOLL).status is CandidateStatus.ACCEPTED


def test_waits_for_a_decision_that_is_being_made(database):
    with database.writing.begin() as session:
        post = capture(session)
        toll = candidate_of(session, post, TOLL)

    def read_anew() -> None:
        with database.writing.begin() as other:
            reextract(other, post.id, [], actor=COMMAND, now=NOW)

    reading = threading.Thread(target=read_anew)
    with database.writing.begin() as session:
        accept(session, toll.id, version=1, actor=OPERATOR, now=NOW)
        reading.start()
        reading.join(timeout=0.5)
        waited = reading.is_alive()
    reading.join()

    with database.reading() as session:
        assert waited
        assert [each.quote for each in list_candidates(session, post.id)] == [TOLL]


def test_a_post_that_is_not_there_cannot_be_read_anew(session):
    with pytest.raises(NotFoundError):
        reextract(session, 404, [], actor=COMMAND, now=NOW)
