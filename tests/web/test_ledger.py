"""The ledger as a page and as a file."""

import pytest

from forecasts.ledger import from_line, verify
from forecasts.store.queries.operation import take_pulse
from forecasts.web import ledger
from tests.web.record import counted_questions, log, log_due


def head_of(database):
    with database.reading() as session:
        pulse = take_pulse(session, "due")
    return pulse.entries, pulse.head


def test_an_empty_ledger_says_what_makes_its_first_entry(visitor):
    page = visitor.get("/ledger").text

    assert "Nothing has been done yet" in page
    assert visitor.get("/ledger.jsonl").text == ""


def test_the_ledger_shows_the_last_entry_first_with_its_forecast(visitor, web_database):
    number = log_due(web_database)

    page = visitor.get("/ledger").text

    rows = page.partition("<tbody>")[2]
    assert rows.index(">due<") < rows.index(">logged<")
    assert f'href="/forecasts/{number}"' in rows


def test_the_ledger_tells_its_head_and_how_to_verify_it(visitor, web_database):
    log(web_database)
    sequence, head = head_of(web_database)

    page = visitor.get("/ledger").text

    assert f"{sequence}:{head}" in page
    assert "standalone.py" in page


def test_a_long_ledger_comes_in_pages(visitor, web_database):
    for _ in range(21):
        log(web_database)

    first, second = (visitor.get(f"/ledger?page={page}").text for page in (1, 2))

    assert "1 to 20 of 21 entries" in first
    assert "21 to 21 of 21 entries" in second


def test_the_ledger_asks_the_database_no_more_for_more_rows(visitor, web_database):
    log(web_database)
    with counted_questions(web_database) as few:
        visitor.get("/ledger")
    for _ in range(12):
        log(web_database)

    with counted_questions(web_database) as many:
        visitor.get("/ledger")

    assert len(many) == len(few)
    assert len(many) <= 7


@pytest.mark.parametrize("rows_at_once", [1, 2, 3, 1000])
def test_the_file_holds_every_entry_and_verifies(visitor, web_database, monkeypatch, rows_at_once):
    monkeypatch.setattr(ledger, "ROWS_AT_ONCE", rows_at_once)
    for _ in range(3):
        log_due(web_database)

    answer = visitor.get("/ledger.jsonl")

    verdict = verify(
        (from_line(line) for line in answer.text.splitlines()), head=head_of(web_database)
    )
    assert answer.mimetype == "application/x-ndjson"
    assert verdict.fault is None
    assert verdict.entries == 6


def test_whoever_downloads_slowly_keeps_nobody_from_writing(visitor, web_database, monkeypatch):
    monkeypatch.setattr(ledger, "ROWS_AT_ONCE", 1)
    log_due(web_database)
    lines = visitor.get("/ledger.jsonl", buffered=False).iter_encoded()
    next(lines)

    log(web_database)

    assert len(list(lines)) == 2
