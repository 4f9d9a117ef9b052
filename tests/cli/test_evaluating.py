"""`forecasts evaluate` on a small corpus of our own, and on the labelled one if it is there."""

import json
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FORECAST = "The bridge will open by June 2020."
UNMARKED = "The last ferry will leave at noon."
MISSED = "Ferry sinks\u001b[2J."


def post(**changes):
    text = f"{FORECAST}\n\n{UNMARKED}\n\n{MISSED}"
    quotes = [(FORECAST, "2020-06-30"), (MISSED, None)]
    labels = [
        {"start": text.index(quote), "end": text.index(quote) + len(quote), "quote": quote}
        | {"deadline": deadline}
        for quote, deadline in quotes
    ]
    return {
        "author_hint": "Ann",
        "kind": "commentary",
        "published": "2020-01-01",
        "title": None,
        "text": text,
        "labels": labels,
        **changes,
    }


@pytest.fixture
def folder(tmp_path):
    posts = tmp_path / "corpus" / "posts"
    posts.mkdir(parents=True)
    quiet = post(author_hint="Ben", kind="negative", text="It rained.", labels=[])
    for name, content in {"crossing": post(), "weather": quiet}.items():
        (posts / f"{name}.json").write_text(json.dumps(content))
    return posts.parent


def test_prints_one_json_object_with_every_figure(run, folder):
    answer = run("evaluate", folder, "--json")

    printed = json.loads(answer.out)
    counts = {"found": 1, "missed": 1, "wrong": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    nothing = {"found": 0, "missed": 0, "wrong": 0, "precision": None, "recall": None, "f1": None}
    one_author = {"mean": 0.5, "lowest": 0.5, "highest": 0.5, "authors": 1}
    assert (answer.code, answer.err) == (0, "")
    assert (printed["posts"], printed["authors"]) == (2, 2)
    assert printed["posts_per_second"] > 0
    assert printed["overall"] == counts
    assert printed["by_kind"] == {"commentary": counts, "negative": nothing}
    assert printed["by_tier"]["A"]["found"] == 1
    assert printed["matched_pairs"]["deadline"] == {"right": 1, "of": 1, "share": 1.0}
    assert printed["authors_apart"]["by_author"] == {"Ann": counts, "Ben": nothing}
    assert printed["authors_apart"]["spread"]["f1"] == one_author
    assert printed["cross_validation"]["learned"] is None
    assert [each["quote"] for each in printed["worst_misses"]["missed"]] == ["Ferry sinks [2J."]
    assert [each["quote"] for each in printed["worst_misses"]["wrong"]] == [UNMARKED]


def test_prints_the_same_as_text_that_no_post_can_garble(run, folder):
    answer = run("evaluate", folder)

    assert answer.code == 0
    assert answer.out.startswith("posts 2, authors 2, core labels 2, extractor ")
    assert "f1: mean 0.500, from 0.500 to 0.500, over 1 of 2 authors" in answer.out
    assert "crossing: Ferry sinks [2J." in answer.out
    assert f"crossing: {UNMARKED}" in answer.out
    assert "\u001b" not in answer.out


def test_names_as_many_misses_as_asked_for_the_surest_first(run, folder):
    text = "My guess is the wind turns.\n\nThe moon will rise.\n\nThe sun will rise by June 2020."
    (folder / "posts" / "sky.json").write_text(json.dumps(post(text=text, labels=[])))

    answer = json.loads(run("evaluate", folder, "--json", "--worst", 3).out)
    none = run("evaluate", folder, "--worst", 0)

    named = [each["quote"] for each in answer["worst_misses"]["wrong"]]
    assert named == ["The sun will rise by June 2020.", UNMARKED, "The moon will rise."]
    assert "wrong proposals" not in none.out
    assert "labels that were missed" not in none.out


def test_holds_each_author_out_where_three_have_forecasts(run, folder):
    for name in ("Cy", "Di"):
        (folder / "posts" / f"{name}.json").write_text(json.dumps(post(author_hint=name)))

    printed = json.loads(run("evaluate", folder, "--json").out)["cross_validation"]
    text = run("evaluate", folder).out

    assert printed["authors"] == 4
    assert printed["ours"]["found"] == 3
    assert printed["learned"]["found"] + printed["learned"]["missed"] == 6
    assert printed["meaning"] in text


def test_a_corpus_without_forecasts_has_no_figures(run, folder):
    (folder / "posts" / "crossing.json").unlink()

    printed = json.loads(run("evaluate", folder, "--json").out)
    text = run("evaluate", folder)

    assert printed["overall"]["f1"] is None
    assert printed["authors_apart"]["spread"] == {"precision": None, "recall": None, "f1": None}
    assert text.code == 0


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        pytest.param("no-such", None, "no-such is not a folder", id="no folder"),
        pytest.param("empty", "", "holds no posts", id="no posts"),
        pytest.param("corpus", "{", "odd.json is not JSON", id="not JSON"),
        pytest.param("corpus", "{}", "odd.json: 'text' is missing", id="no text"),
    ],
)
def test_bad_input_ends_with_2_and_one_line_that_names_it(
    run, folder, tmp_path, name, content, named
):
    (tmp_path / "empty").mkdir()
    if content:
        (folder / "posts" / "odd.json").write_text(content)

    answer = run("evaluate", tmp_path / name, "--json")

    assert (answer.code, answer.out) == (2, "")
    assert named in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
def test_measures_the_labelled_corpus(run):
    printed = json.loads(run("evaluate", CORPUS, "--json").out)

    assert printed["overall"]["found"] + printed["overall"]["missed"] == 257
    assert printed["authors"] == 11
    assert printed["cross_validation"]["learned"]["f1"] >= 0.8
    assert set(printed["by_kind"]) == {"prediction-list", "commentary", "retrospective", "negative"}
