"""Capture: the bytes, the text, the candidates; once, and never without a date that can be."""

import hashlib
from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.domain.errors import InvalidInputError
from forecasts.extraction import EXTRACTOR_VERSION, LEXICON_VERSION, TextFormat
from forecasts.services.intake import capture_post
from forecasts.services.proposals import title_of_author
from forecasts.store.models import Candidate, LedgerEntry, Post
from tests.making import NOW, OPERATOR, a_submission

TEXT = (
    "The old bridge was closed in May.\n\n"
    "I am 80% sure that the new bridge will open by the end of June."
)


def capture(session, text=TEXT, **wanted):
    return capture_post(session, a_submission(text, **wanted), actor=OPERATOR, now=NOW)


def test_keeps_the_bytes_as_received_and_the_text_with_its_hash(session):
    raw = TEXT.replace("\n", "\r\n").encode()

    post = capture(session, raw=raw)

    assert (post.raw, post.text) == (raw, TEXT)
    assert post.raw_sha256 == hashlib.sha256(raw).hexdigest()
    assert post.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_keeps_when_it_was_said_and_when_it_was_recorded(session):
    post = capture(session, zone="Asia/Baghdad")

    assert (post.published, post.zone) == (date(2026, 1, 5), "Asia/Baghdad")
    assert (post.captured_at, post.captured_by) == (NOW, OPERATOR.name)


def test_stores_each_candidate_with_everything_that_was_read(session):
    post = capture(session)

    (candidate,) = session.scalars(sa.select(Candidate))
    assert post.text[candidate.start : candidate.end] == candidate.quote
    assert candidate.probability == 800_000
    assert candidate.deadline == date(2026, 6, 30)
    assert post.text[candidate.deadline_start : candidate.deadline_end] == candidate.deadline_phrase
    assert candidate.extractor_version == EXTRACTOR_VERSION
    assert candidate.lexicon_version == LEXICON_VERSION
    assert candidate.reasons
    assert {"rule", "start", "end", "weight", "sentence"} == set(candidate.reasons[0])


def test_stores_where_a_forecast_is_said_again_and_who_found_it(session):
    said = "The new bridge will open by the end of June."

    post = capture(session, text=f"{said}\n\nThe ferry is old.\n\n{said}")

    (candidate,) = session.scalars(sa.select(Candidate))
    (sighting,) = candidate.sightings
    assert sighting["quote"] == said
    assert post.text[sighting["start"] : sighting["end"]] == said
    assert sighting["start"] > candidate.end
    assert candidate.found_by == ["rules"]


@pytest.mark.parametrize("title", ["", "It will rain by May", "Elsewhere"])
def test_remembers_whose_title_a_post_has(session, title):
    post = capture(session, text="It will rain by May\n\nIt will snow.", title=title)

    assert title_of_author(post) == (title or None)


@pytest.mark.parametrize(
    ("title", "own"),
    [
        pytest.param("A look ahead", None, id="as we would call it"),
        pytest.param("Another", "Another", id="other words"),
    ],
)
def test_guesses_whose_title_an_older_post_has(title, own):
    older = Post(text="# A look ahead\n\nText.", title=title)

    assert title_of_author(older) == own


def test_the_same_text_of_the_same_day_is_one_post(session):
    first, second = capture(session), capture(session)

    entries = session.scalars(sa.select(LedgerEntry.kind)).all()
    assert first.id == second.id
    assert entries == ["captured"]


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param({"text": TEXT + " Perhaps."}, id="a changed text"),
        pytest.param({"published": date(2026, 1, 6)}, id="another day"),
        pytest.param({"author": "Bea Blogger"}, id="another author"),
    ],
)
def test_what_differs_is_another_capture(session, wanted):
    first, second = capture(session), capture(session, **wanted)

    assert first.id != second.id


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("Monday, 5 January 2026\n\nA look ahead\n\nText.", "A look ahead", id="date"),
        pytest.param("# A look ahead\n\nText.", "A look ahead", id="a heading"),
        pytest.param("2026", "2026", id="nothing else"),
    ],
)
def test_a_post_without_a_title_is_called_by_its_first_telling_line(session, text, title):
    assert capture(session, text=text, title=" ").title == title


def test_a_post_of_one_sentence_without_a_title_is_read_all_the_same(session):
    post = capture(session, text="I am 80% sure that it will rain by the end of June.", title="")

    (candidate,) = session.scalars(sa.select(Candidate))
    assert candidate.quote == post.text


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        pytest.param({"published": date(2026, 11, 24)}, "published", id="published tomorrow"),
        pytest.param({"published": date(999, 1, 1)}, "published", id="published long ago"),
        pytest.param({"zone": "Mars/Olympus"}, "zone", id="no such zone"),
        pytest.param({"author": ""}, "author", id="no author"),
    ],
)
def test_says_which_field_is_at_fault_and_keeps_nothing(session, wanted, field):
    with pytest.raises(InvalidInputError) as caught:
        capture(session, **wanted)

    assert field in caught.value.fields
    assert session.scalar(sa.select(sa.func.count(Post.id))) == 0


@pytest.mark.parametrize("raw", [b"", b" \n\t", b"a\0b"], ids=["empty", "blank", "a null"])
def test_refuses_what_holds_no_text(session, raw):
    with pytest.raises(InvalidInputError):
        capture(session, raw=raw)


def test_reads_a_page_in_the_old_encoding_of_windows(session):
    post = capture(session, raw="It is “certain” that it will rain.".encode("cp1252"))

    assert post.text == "It is “certain” that it will rain."


def test_html_is_kept_as_text(session):
    raw = b"<p>It <b>will</b> rain by Friday.</p><script>alert(1)</script>"

    post = capture(session, raw=raw, text_format=TextFormat.HTML)

    assert post.text.strip() == "It will rain by Friday."
