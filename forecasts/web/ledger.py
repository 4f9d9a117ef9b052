"""The ledger: its entries as a page, and all of it as a file that anybody can verify."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template

from forecasts.ledger import from_fields, to_line
from forecasts.store.engine import Database
from forecasts.store.models import LedgerEntry
from forecasts.store.queries.operation import list_ledger, list_ledger_after, take_pulse
from forecasts.web.context import context
from forecasts.web.frame import CLOCK_LOOP
from forecasts.web.paging import read_paging

bp = Blueprint("ledger", __name__)

COLUMNS = [column.name for column in LedgerEntry.__table__.columns]

ROWS_AT_ONCE = 1000
"""Entries read at a time, each time in a transaction of its own: whoever downloads slowly holds
nobody up."""


@bp.get("/ledger")
def show() -> str:
    """A page of the ledger, the last entry first."""
    with context().database.reading() as reading:
        page = list_ledger(reading, read_paging())
        pulse = take_pulse(reading, CLOCK_LOOP)
    return render_template("ledger/show.html", page=page, pulse=pulse)


@bp.get("/ledger.jsonl")
def export() -> Response:
    """The whole ledger, one entry a line, in order."""
    return Response(
        _lines(context().database),
        mimetype="application/x-ndjson",
        headers={"Content-Disposition": "inline; filename=ledger.jsonl"},
    )


def _lines(database: Database) -> Iterator[str]:
    sequence = 0
    while True:
        with database.reading() as reading:
            rows = list_ledger_after(reading, sequence, ROWS_AT_ONCE)
        if not rows:
            return
        yield "".join(f"{_as_line(row)}\n" for row in rows)
        sequence = rows[-1].sequence


def _as_line(row: LedgerEntry) -> str:
    fields = {column: getattr(row, column) for column in COLUMNS}
    return to_line(from_fields({**fields, "facts": json.loads(row.facts)}))
