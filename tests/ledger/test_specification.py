"""docs/ledger.md says how hashes are made; here its vectors and its words are held to it."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from forecasts.ledger import (
    MAX_LINE_BYTES,
    SALT_BYTES,
    Seal,
    Sealed,
    as_fields,
    canonical_bytes,
    commit,
    compare_seal,
    erased_by,
    from_fields,
    seal,
    verify,
)
from forecasts.ledger.commitment import COMMITMENT_TAG
from forecasts.ledger.standalone import ENTRY_TAG, MAX_DEPTH

PAGE = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
VECTORS = json.loads(PAGE.partition("```json\n")[2].partition("```")[0])
ENTRIES = [from_fields(vector["fields"]) for vector in VECTORS["entries"]]
NAMES = [entry.kind for entry in ENTRIES]
COMMITMENT = VECTORS["commitment"]
SALT = bytes.fromhex(COMMITMENT["salt"])


def test_the_vectors_form_a_ledger_that_holds():
    verdict = verify(ENTRIES, head=(len(ENTRIES), ENTRIES[-1].hash))

    assert len(ENTRIES) >= 3
    assert verdict.fault is None


@pytest.mark.parametrize("vector", VECTORS["entries"], ids=NAMES)
def test_the_canonical_bytes_are_those_of_the_vectors(vector):
    hashed = {name: value for name, value in vector["fields"].items() if name != "hash"}

    assert canonical_bytes(hashed) == vector["canonical"].encode()


@pytest.mark.parametrize("vector", VECTORS["entries"], ids=NAMES)
def test_the_hash_is_what_the_page_says_it_is(vector):
    tagged = b"forecasts/ledger/entry/1\n" + vector["canonical"].encode()

    assert hashlib.sha256(tagged).hexdigest() == vector["fields"]["hash"]


@pytest.mark.parametrize("entry", ENTRIES, ids=NAMES)
def test_sealing_the_same_act_gives_the_same_entry(entry):
    fields = {name: getattr(entry, name) for name in as_fields(entry) if name != "hash"}

    assert seal(**fields) == entry


def test_the_commitment_is_what_the_page_says_it_is():
    tagged = b"forecasts/ledger/commitment/1\n" + SALT + COMMITMENT["canonical"].encode()

    assert hashlib.sha256(tagged).hexdigest() == COMMITMENT["commitment"]
    assert commit(COMMITMENT["content"], SALT) == COMMITMENT["commitment"]


def test_the_first_vector_commits_to_it_and_the_last_erases_it():
    sealed = Sealed(COMMITMENT["content"], SALT)

    assert compare_seal(ENTRIES[0].commitment, sealed) is Seal.MATCHES
    assert erased_by(ENTRIES[-1]) == {ENTRIES[0].sequence}


def test_the_vectors_show_what_other_languages_get_wrong():
    spelt = "".join(vector["canonical"] for vector in VECTORS["entries"])

    assert any(ord(character) > 0xFFFF for character in spelt)
    assert "\\u001f" in spelt
    assert "\x7f" in spelt
    assert COMMITMENT["canonical"] not in json.dumps(COMMITMENT["content"], ensure_ascii=False)


@pytest.mark.parametrize(
    "said",
    [
        f"{MAX_LINE_BYTES:,} bytes long",
        f"nested at most {MAX_DEPTH} deep",
        f"the {len(ENTRY_TAG)} bytes `{ENTRY_TAG.decode().strip()}`",
        f"the {len(COMMITMENT_TAG)} bytes `{COMMITMENT_TAG.decode().strip()}`",
        f"the {SALT_BYTES} bytes of the salt",
        "something in it was changed",
    ],
)
def test_the_page_gives_the_figures_of_the_program(said):
    assert said in PAGE


def test_the_page_lists_exactly_the_fields_of_an_entry():
    table = PAGE.partition("## The fields of an entry")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `([a-z]{1,20})`", table, re.MULTILINE) == list(as_fields(ENTRIES[0]))
