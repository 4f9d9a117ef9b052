"""T21 in small; the full one is `python -m benchmarks ledger`."""

import pytest

from forecasts.ledger import standalone, verify
from tests.ledger import tampering

LENGTH = 300
TRIALS = 300


@pytest.fixture(scope="module")
def chain():
    return tampering.build_chain(LENGTH)


def misjudged(chain, judge=tampering.judge):
    """The tamperings that go unseen or are blamed on another entry, as (name, number)."""
    missed = []
    for number in range(TRIALS):
        name, tampered = tampering.tamper(chain, number)
        fault = judge(chain, tampered).fault
        if fault is None or fault.sequence != tampered.named:
            missed.append((name, number))
    return missed


def test_an_untouched_chain_holds(chain):
    verdict = verify(chain, head=tampering.head_of(chain))

    assert verdict.fault is None
    assert (verdict.entries, verdict.head) == tampering.head_of(chain)


def test_every_tampering_is_found_and_the_first_bad_entry_is_named(chain):
    assert misjudged(chain) == []


def test_every_way_of_tampering_is_tried(chain):
    tried = {tampering.tamper(chain, number)[0] for number in range(TRIALS)}

    assert tried == set(tampering.TAMPERINGS)


def test_verifying_from_the_first_entry_gives_the_same_verdict(chain):
    for number in range(0, TRIALS, 3):
        _, tampered = tampering.tamper(chain, number)

        whole = tampering.judge_from_the_first(chain, tampered)

        assert whole == tampering.judge(chain, tampered)


def test_a_hash_that_leaves_out_the_actor_is_caught_by_these_tamperings(monkeypatch):
    monkeypatch.setattr(standalone, "entry_hash", tampering.hash_without_actor)
    monkeypatch.setattr("forecasts.ledger.chain.entry_hash", tampering.hash_without_actor)
    sabotaged = tampering.build_chain(LENGTH)

    assert {name for name, _ in misjudged(sabotaged)} >= {"change_actor"}


def test_a_verifier_that_skips_the_links_is_caught_by_these_tamperings(monkeypatch, chain):
    monkeypatch.setattr(standalone, "_check_link", lambda *_: None)

    missed = {name for name, _ in misjudged(chain)}

    assert missed >= {"change_time", "delete", "swap", "insert_copy", "reseal_one"}


def test_a_verifier_without_the_published_head_misses_the_cut_and_the_forged_end(chain):
    def judge_without_head(chain, tampered):
        return verify([*chain[: tampered.untouched], *tampered.rest])

    missed = {name for name, _ in misjudged(chain, judge_without_head)}

    assert missed >= {"cut_tail", "forge_rest"}
