from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from forecasts.ledger import (
    GENESIS,
    MAX_LINE_BYTES,
    as_fields,
    from_fields,
    from_line,
    render_moment,
    seal,
    to_line,
    verify,
)
from forecasts.ledger.standalone import MAX_DEPTH

AT = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


def an_entry(**changes):
    given: dict[str, Any] = {
        "sequence": 1,
        "kind": "logged",
        "subject": "forecast:12",
        "at": AT,
        "actor": "account:1",
        "facts": {"probability": 850_000},
    }
    return seal(**given | changes)


def test_the_first_entry_links_to_nothing():
    assert an_entry().previous == GENESIS


def test_composes_the_strings_of_the_facts():
    entry = an_entry(facts={"tag": "cafe\u0301", "list": ("a",)})

    assert entry.facts == {"tag": "caf\u00e9", "list": ["a"]}


def test_keeps_a_copy_of_the_facts():
    facts = {"tags": ["war"]}
    entry = an_entry(facts=facts)

    facts["tags"].append("peace")

    assert verify([entry]).fault is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"sequence": 2}, id="sequence"),
        pytest.param({"kind": "due"}, id="kind"),
        pytest.param({"subject": "forecast:13"}, id="subject"),
        pytest.param({"at": AT + timedelta(microseconds=1)}, id="at"),
        pytest.param({"actor": "clock"}, id="actor"),
        pytest.param({"facts": {"probability": 850_001}}, id="facts"),
        pytest.param({"commitment": "a" * 64}, id="commitment"),
        pytest.param({"previous": "b" * 64}, id="previous"),
    ],
)
def test_every_field_counts_for_the_hash(changes):
    assert an_entry(**changes).hash != an_entry().hash


def test_the_zone_of_the_time_does_not_count_for_the_hash():
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=45)))

    assert an_entry(at=elsewhere) == an_entry()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        pytest.param({"sequence": 0}, "sequence", id="sequence zero"),
        pytest.param({"sequence": True}, "sequence", id="sequence a boolean"),
        pytest.param({"sequence": 2**63}, "sequence", id="sequence too large"),
        pytest.param({"kind": ""}, "kind", id="no kind"),
        pytest.param({"kind": "Logged"}, "kind", id="kind with a capital"),
        pytest.param({"kind": "a" * 33}, "kind", id="kind too long"),
        pytest.param({"kind": "logged\n"}, "kind", id="kind with a line break"),
        pytest.param({"subject": ""}, "subject", id="no subject"),
        pytest.param({"subject": "a b"}, "subject", id="subject with a space"),
        pytest.param({"subject": "a" * 81}, "subject", id="subject too long"),
        pytest.param({"actor": "Zoë"}, "actor", id="actor not in ASCII"),
        pytest.param({"actor": "a" * 41}, "actor", id="actor too long"),
        pytest.param({"actor": None}, "actor", id="no actor"),
        pytest.param({"at": AT.replace(tzinfo=None)}, "zone", id="time without a zone"),
        pytest.param({"facts": ["a"]}, "facts", id="facts a list"),
        pytest.param({"facts": {"p": 0.85}}, "float", id="facts with a float"),
        pytest.param({"facts": {"p": "a" * MAX_LINE_BYTES}}, "longer", id="facts too long"),
        pytest.param({"commitment": "a" * 63}, "commitment", id="commitment too short"),
        pytest.param({"commitment": "A" * 64}, "commitment", id="commitment in capitals"),
        pytest.param({"previous": None}, "previous", id="no previous hash"),
        pytest.param({"previous": "0" * 65}, "previous", id="previous hash too long"),
    ],
)
def test_refuses_to_seal_what_a_verifier_would_not_read(changes, complaint):
    with pytest.raises(ValueError, match=complaint):
        an_entry(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": "a" * 32, "subject": "a" * 80, "actor": "a" * 40}, id="long names"),
        pytest.param({"sequence": 2**63 - 1}, id="the last sequence"),
        pytest.param({"facts": {"p": "\x01" * 174_600}}, id="the longest facts"),
        pytest.param({"facts": {}}, id="no facts"),
        pytest.param({"at": datetime(1, 1, 1, tzinfo=UTC)}, id="the first moment"),
    ],
)
def test_what_it_seals_can_be_written_and_read(changes):
    entry = an_entry(**changes)

    line = to_line(entry)

    assert len(line.encode()) < MAX_LINE_BYTES
    assert from_line(line) == entry


def test_the_longest_entry_still_fits_a_line():
    room = MAX_LINE_BYTES - 100 - len(to_line(an_entry(facts={"p": ""}))) + len(',"hash":""') + 64
    entry = an_entry(facts={"p": "a" * room})

    assert from_line(to_line(entry) + "\n") == entry
    with pytest.raises(ValueError, match="longer"):
        an_entry(facts={"p": "a" * (room + 1)})


def test_the_deepest_facts_still_fit_a_line():
    deepest: list[object] = []
    for _ in range(MAX_DEPTH - 3):
        deepest = [deepest]

    assert from_line(to_line(an_entry(facts={"p": deepest}))).facts == {"p": deepest}
    with pytest.raises(ValueError, match="deep"):
        an_entry(facts={"p": [deepest]})


def test_an_entry_survives_the_way_through_its_fields():
    entry = an_entry(commitment="c" * 64)

    assert from_fields(as_fields(entry)) == entry


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(AT.replace(microsecond=0), "2026-01-02T03:04:05.000000Z", id="whole seconds"),
        pytest.param(AT.replace(year=33), "0033-01-02T03:04:05.000006Z", id="long ago"),
        pytest.param(
            AT.replace(tzinfo=timezone(timedelta(hours=-5))),
            "2026-01-02T08:04:05.000006Z",
            id="west",
        ),
    ],
)
def test_renders_every_moment_in_utc_with_one_width(at, expected):
    assert render_moment(at) == expected
