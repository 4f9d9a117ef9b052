"""T27: logged is the sum of its parts, on the page, on the card and in the archive."""

import io
import json
import random
import re
import zipfile
from collections import Counter
from datetime import date

import pytest
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.domain.visibility import Visibility
from forecasts.services.due import flag_due
from forecasts.services.erasure import ErasureReason, erase_author
from forecasts.services.exporting import whose_author, write_archive
from forecasts.services.recording import withdraw
from forecasts.services.resolution import resolve
from forecasts.services.scorecards import author_card
from forecasts.store.models import Author, Forecast
from tests.making import NOW, OPERATOR, SOLO, a_decision, make_forecast

SUM = re.compile(
    r"(\d+) logged = (\d+) open \+ (\d+) due \+ (\d+) resolved \+ (\d+) void"
    r" \+ (\d+) withdrawn \+ (\d+) erased"
)
PRIVATE = re.compile(r"(\d+) private forecasts? left out")
FATES = ("open", "due", "yes", "no", "void", "withdrawn")


def meet(session: Session, forecast: Forecast, fate: str) -> None:
    """Let a forecast come to that; what is to be due is flagged later."""
    by = {"version": 1, "actor": OPERATOR, "now": NOW}
    if fate == "withdrawn":
        withdraw(session, forecast.id, **by)
    elif fate in set(Outcome):
        reason = {"void_reason": VoidReason.DUPLICATE} if fate == "void" else {}
        resolve(session, forecast.id, a_decision(Outcome(fate), **reason), policy=SOLO, **by)


def make_author(session: Session, number: int, draw: random.Random) -> str:
    """The address name of an author with some forecasts, each of some fate."""
    name = f"Author {number}"
    for _ in range(draw.randint(1, 6)):
        fate = draw.choice(FATES)
        forecast = make_forecast(
            session,
            author=name,
            deadline=date(2026, 11, 1) if fate == "due" else date(2026, 12, 31),
            stated=draw.choice([None, 0.7]),
            visibility=draw.choice([*Visibility, Visibility.PUBLIC]),
        )
        meet(session, forecast, fate)
    author = session.get_one(Author, forecast.author_id)
    if draw.random() < 0.1:
        erase_author(session, author.id, reason=ErasureReason.ASKED, actor=OPERATOR, now=NOW)
    return author.slug


def in_the_archive(session: Session, slug: str) -> Counter[str]:
    """How many forecasts are where, counted from the files alone."""
    stream = io.BytesIO()
    write_archive(session, whose_author(session, slug), stream)
    archive = zipfile.ZipFile(stream)
    decisions = [json.loads(line) for line in archive.read("decisions.jsonl").splitlines()]
    outcomes = {each["forecast_id"]: each["outcome"] for each in decisions}
    counts: Counter[str] = Counter()
    for line in archive.read("forecasts.jsonl").splitlines():
        row = json.loads(line)
        if row["visibility"] == "private":
            counts["private"] += 1
        elif row["erased_at"]:
            counts["erased"] += 1
        elif row["status"] == "resolved":
            counts["void" if outcomes[row["id"]] == "void" else "resolved"] += 1
        else:
            counts[row["status"]] += 1
    return counts


@pytest.mark.parametrize("authors", [25, pytest.param(1000, marks=pytest.mark.nightly)])
def test_the_parts_add_up_on_the_page_the_card_and_in_the_archive(
    web_database, operator, visitor, authors
):
    assert operator
    draw = random.Random(27)  # noqa: S311 - chances, not secrets
    with web_database.writing.begin() as session:
        slugs = [make_author(session, number, draw) for number in range(authors)]
        flag_due(session, now=NOW, limit=authors * 10)

    with web_database.reading() as session:
        for slug in slugs:
            page = re.sub(r"\s+", " ", visitor.get(f"/authors/{slug}").text)
            if "There is nothing here" in page:  # all of it is private
                assert set(in_the_archive(session, slug)) == {"private"}
                continue
            logged, *parts = map(int, SUM.search(page).groups())
            left_out = PRIVATE.search(page)
            private = int(left_out[1]) if left_out else 0
            author_id = next(iter(whose_author(session, slug).authors))
            card = author_card(session, author_id, now=NOW)
            archive = in_the_archive(session, slug)

            assert logged == sum(parts)
            assert f"{logged} logged" in str(card.scorecard.counts)
            names = ("open", "due", "resolved", "void", "withdrawn", "erased")
            assert dict(zip(names, parts, strict=True)) == {name: archive[name] for name in names}
            if not slug.startswith("erased"):
                assert private == card.private == archive["private"]
