from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from forecasts.ledger import (
    GENESIS,
    Fault,
    Sealed,
    commit,
    erased_by,
    published_head,
    seal,
    verify,
    verify_seals,
)
from tests.ledger.tampering import START, build_chain, head_of

CHAIN = build_chain(5)
SALT = b"s" * 32
CONTENT = {"claim": "It will rain."}


def an_entry(**changes):
    given: dict[str, Any] = {
        "sequence": 1,
        "kind": "logged",
        "subject": "a",
        "at": START,
        "actor": "b",
        "facts": {},
    }
    return seal(**given | changes)


def test_an_empty_ledger_holds():
    verdict = verify([])

    assert (verdict.entries, verdict.head, verdict.fault) == (0, GENESIS, None)


def test_the_verdict_gives_the_head_of_what_holds():
    verdict = verify([*CHAIN[:2], CHAIN[3]])

    assert (verdict.entries, verdict.head) == (2, CHAIN[1].hash)


def test_entries_are_checked_in_the_order_given():
    assert verify(reversed(CHAIN)).fault == Fault(1, "entry 5 stands where entry 1 must be")


def test_a_clock_that_was_set_back_is_no_fault():
    first = an_entry()
    second = an_entry(sequence=2, at=START - timedelta(days=1), previous=first.hash)

    assert verify([first, second]).fault is None


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        pytest.param(replace(CHAIN[1], previous=GENESIS), "link", id="link to another entry"),
        pytest.param(replace(CHAIN[1], hash=GENESIS), "hash does not match", id="another hash"),
        pytest.param(replace(CHAIN[1], actor="x"), "hash does not match", id="another actor"),
        pytest.param(replace(CHAIN[1], kind="NO"), "kind is malformed", id="malformed kind"),
        pytest.param(replace(CHAIN[1], facts={"p": 0.5}), "float", id="float in the facts"),
        pytest.param(replace(CHAIN[1], facts={"p": "e\u0301"}), "NFC", id="facts not composed"),
        pytest.param(replace(CHAIN[1], at=START.replace(tzinfo=None)), "zone", id="naive time"),
    ],
)
def test_names_the_bad_entry_and_says_why(broken, complaint):
    verdict = verify([CHAIN[0], broken, *CHAIN[2:]])

    assert verdict.fault is not None
    assert verdict.fault.sequence == 2
    assert complaint in verdict.fault.what


@pytest.mark.parametrize(
    ("held", "head", "named"),
    [
        pytest.param(5, head_of(CHAIN), None, id="ends at the head"),
        pytest.param(5, head_of(CHAIN[:3]), None, id="went on since"),
        pytest.param(5, (0, GENESIS), None, id="nothing was there yet"),
        pytest.param(4, head_of(CHAIN), 5, id="one short"),
        pytest.param(0, head_of(CHAIN), 1, id="all gone"),
        pytest.param(5, (5, GENESIS), 5, id="another hash at the end"),
        pytest.param(5, (3, GENESIS), 3, id="another hash on the way"),
        pytest.param(0, (0, "1" * 64), 0, id="another hash before the first"),
    ],
)
def test_holds_the_ledger_against_a_published_head(held, head, named):
    fault = verify(CHAIN[:held], head=head).fault

    assert (fault and fault.sequence) == named


def test_goes_on_from_a_known_good_entry():
    verdict = verify(CHAIN[2:], start=head_of(CHAIN[:2]), head=head_of(CHAIN))

    assert verdict == verify(CHAIN)


def test_refuses_to_go_on_from_another_entry():
    fault = verify(CHAIN[2:], start=(2, GENESIS)).fault

    assert fault is not None
    assert fault.sequence == 3


def test_stops_at_the_first_bad_entry_without_asking_for_the_rest():
    asked = []

    def entries():
        for entry in (CHAIN[0], *CHAIN[2:]):
            asked.append(entry.sequence)
            yield entry

    verify(entries())

    assert asked == [1, 3]


@pytest.mark.parametrize("hash_", ["a" * 64, "0" * 64])
def test_reads_a_published_head(hash_):
    assert published_head(f"17:{hash_}") == (17, hash_)


@pytest.mark.parametrize(
    "text",
    ["", "17", "17:", ":" + "a" * 64, "-1:" + "a" * 64, "17:" + "A" * 64, "17:" + "a" * 65],
)
def test_refuses_a_head_that_is_written_otherwise(text):
    with pytest.raises(ValueError, match="SEQUENCE:HASH"):
        published_head(text)


@pytest.mark.parametrize(
    ("commitment", "kept", "erased", "complaint"),
    [
        pytest.param(None, None, set(), None, id="nothing private"),
        pytest.param(commit(CONTENT, SALT), Sealed(CONTENT, SALT), set(), None, id="still there"),
        pytest.param(commit(CONTENT, SALT), None, {1}, None, id="erased, and on record"),
        pytest.param(commit(CONTENT, SALT), None, {2}, "gone", id="gone without a word"),
        pytest.param(commit(CONTENT, SALT), Sealed({}, SALT), set(), "not the one", id="exchanged"),
        pytest.param(commit({}, SALT), Sealed(CONTENT, SALT), {1}, "not the one", id="put back"),
        pytest.param(commit(CONTENT, SALT), Sealed(CONTENT, SALT), {1}, "kept", id="not erased"),
        pytest.param(None, Sealed(CONTENT, SALT), set(), "not the one", id="never sealed"),
    ],
)
def test_compares_the_private_text_with_what_the_ledger_says(commitment, kept, erased, complaint):
    entry = an_entry(commitment=commitment)

    faults = list(verify_seals([(entry, kept)], erased=erased))

    assert [(fault.sequence, complaint in fault.what) for fault in faults] == (
        [(1, True)] if complaint else []
    )


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        pytest.param("erased", {"sequences": [1, 4]}, {1, 4}, id="earlier entries"),
        pytest.param("erased", {"sequences": [4, 9, 10]}, {4}, id="neither itself nor later ones"),
        pytest.param("erased", {"sequences": ["4", None, True]}, set(), id="only numbers"),
        pytest.param("erased", {"sequences": 4}, set(), id="no list"),
        pytest.param("erased", {}, set(), id="none named"),
        pytest.param("logged", {"sequences": [4]}, set(), id="another kind of act"),
    ],
)
def test_an_entry_of_kind_erased_names_the_entries_whose_text_is_gone(kind, facts, expected):
    entry = an_entry(sequence=9, kind=kind, facts=facts)

    assert erased_by(entry) == expected
