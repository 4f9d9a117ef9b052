"""`forecasts extract` and `forecasts deadline`, as the contract says."""

import json

import pytest

POST = (
    b"Caf\xc3\xa9 talk.\n\nI am 80% sure that the new bridge will open before the end of this year."
)
FIELDS = [
    *("start", "end", "quote", "claim", "kind"),
    *("probability", "probability_low", "probability_high", "hedge"),
    *("deadline", "deadline_earliest", "deadline_phrase", "deadline_rule"),
    *("deadline_grain", "deadline_kind", "deadline_ambiguous", "deadline_alternatives"),
    *("negated", "conditional", "attributed", "score", "reasons", "sightings", "found_by"),
]
PHRASE_FIELDS = [
    *("phrase", "earliest", "latest", "rule", "words", "start", "end"),
    *("grain", "kind", "ambiguous", "alternatives"),
]


@pytest.fixture
def batch(tmp_path):
    def write(*lines: object) -> str:
        file = tmp_path / "batch.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        file.write_text("\n".join(texts) + "\n")
        return str(file)

    return write


def lines(answer) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.out.splitlines()]


def test_extract_prints_a_candidate_a_line_with_every_field_of_the_contract(run):
    answer = run("extract", "--published", "2017-10-26", typed=POST)

    (candidate,) = lines(answer)
    assert (answer.code, answer.err) == (0, "")
    assert list(candidate) == FIELDS
    assert candidate["probability"] == 0.8
    assert candidate["deadline"] == "2017-12-31"
    assert POST.decode()[candidate["start"] : candidate["end"]] == candidate["quote"]


def test_explain_prints_what_was_passed_over_behind_the_same_candidates(run):
    plain = run("extract", "--published", "2017-10-26", typed=POST)

    explained = run("extract", "--published", "2017-10-26", "--explain", typed=POST)

    assert explained.out.startswith(plain.out)
    passed = lines(explained)[1]
    assert (passed["passed_over"], passed["quote"]) == (True, "Caf\u00e9 talk.")
    assert passed["score"] < 0.5


def test_a_batch_explains_itself_when_asked(run, batch):
    post = {"id": 1, "text": "I hope it rains. It will rain.", "published": "2017-10-26"}

    (answer,) = lines(run("extract", "--explain", "--batch", batch(post)))

    assert [each["quote"] for each in answer["candidates"]] == ["It will rain."]
    assert [each["quote"] for each in answer["passed_over"]] == ["I hope it rains."]
    assert {"wish"} == {reason["rule"] for reason in answer["passed_over"][0]["reasons"]}


def test_extract_reads_a_file_as_it_reads_standard_input(run, tmp_path):
    file = tmp_path / "post.txt"
    file.write_bytes(POST)

    from_file = run("extract", file, "--published", "2017-10-26")

    assert from_file.out == run("extract", "--published", "2017-10-26", typed=POST).out


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        pytest.param(["extract"], POST, id="no date"),
        pytest.param(["extract", "--published", "yesterday"], POST, id="a date in words"),
        pytest.param(["extract", "--published", "2017-02-30"], POST, id="no such day"),
        pytest.param(["extract", "--published", "2017-10-26"], b"", id="no text"),
        pytest.param(["extract", "--published", "2017-10-26"], b"a\0b", id="a null"),
        pytest.param(["extract", "no-such-file", "--published", "2017-10-26"], b"", id="no file"),
        pytest.param(["extract", "--published", "2017-10-26", "--zone", "Mars"], POST, id="zone"),
        pytest.param(["extract", "--published", "2017-10-26", "--format", "pdf"], POST, id="pdf"),
        pytest.param(["extract", "--batch", "no-such-file"], b"", id="no batch"),
        pytest.param(["deadline", "by June"], b"", id="a phrase without its day"),
        pytest.param(["deadline"], b"", id="no phrase"),
        pytest.param(["no-such-command"], b"", id="no such command"),
    ],
)
def test_bad_input_ends_with_2_and_one_clear_line(run, words, typed):
    answer = run(*words, typed=typed)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("forecasts: ")
    assert answer.err.count("\n") == 1


def test_a_batch_answers_each_post_in_order_and_goes_on_after_a_bad_line(run, batch):
    good = {"id": "a", "text": POST.decode(), "published": "2017-10-26"}
    file = batch(
        good,
        "not json",
        {"id": "b", "text": "Text."},
        {"id": 3, "text": 5, "published": "2017-10-26"},
        [1],
        {**good, "id": "f", "format": "pdf"},
        "[" * 100_000,
        {**good, "id": "z", "format": "html", "zone": "UTC", "title": "T"},
    )

    answer = run("extract", "--batch", file)

    answers = lines(answer)
    assert answer.code == 0
    assert [found["id"] for found in answers] == ["a", None, "b", 3, None, "f", None, "z"]
    assert [key for found in answers for key in found if key != "id"] == [
        "candidates",
        *["error"] * 6,
        "candidates",
    ]
    assert answers[0]["candidates"][0]["deadline"] == "2017-12-31"


def test_text_that_no_terminal_can_show_is_answered_all_the_same(run, batch):
    request = '{"id": "\\ud800", "text": "a \\ud800 b", "published": "2017-10-26"}'

    (answer,) = lines(run("extract", "--batch", batch(request)))

    assert answer["id"] == "\ud800"
    assert "error" in answer


@pytest.mark.parametrize(
    ("phrase", "latest"),
    [
        pytest.param("before the end of this year", "2017-12-31", id="end of the year"),
        pytest.param("sometime early in 2018 at the latest", "2018-04-30", id="early in a year"),
        pytest.param("soon", None, id="vague"),
        pytest.param("for another day", None, id="an idiom"),
    ],
)
def test_deadline_prints_the_days_a_phrase_stands_for(run, phrase, latest):
    answer = run("deadline", phrase, "--published", "2017-10-26")

    (found,) = lines(answer)
    assert list(found) == PHRASE_FIELDS
    assert (found["phrase"], found["latest"]) == (phrase, latest)


def test_deadline_prints_what_was_read_and_how_else_it_may_be_read(run):
    phrase = "It ends by 2020, I think"

    (found,) = lines(run("deadline", phrase, "--published", "2017-10-26"))

    assert (found["words"], phrase[found["start"] : found["end"]]) == ("by 2020", "by 2020")
    assert (found["grain"], found["kind"]) == ("year", "dated")
    assert (found["ambiguous"], found["alternatives"]) == (True, ["2019-12-31"])


def test_deadline_prints_null_where_a_phrase_speaks_of_no_time(run):
    (found,) = lines(run("deadline", "a 5-4 vote", "--published", "2017-10-26"))

    assert {found[name] for name in ("words", "start", "end", "grain", "kind", "rule")} == {None}
    assert (found["ambiguous"], found["alternatives"]) == (False, [])


def test_a_batch_of_phrases_answers_each(run, batch):
    file = batch(
        {"phrase": "by 2020", "published": "2017-10-26"},
        {"phrase": "by 2020"},
        {"id": 7, "phrase": "within two days", "published": "2017-10-26"},
    )

    first, second, third = lines(run("deadline", "--batch", file))

    assert first["latest"] == "2020-12-31"
    assert "error" in second
    assert (third["id"], third["latest"]) == (7, "2017-10-28")


def test_a_forecast_in_a_whole_page_is_found_and_the_comments_below_it_are_not(run):
    page = (
        "<!DOCTYPE html><html><head><title>T</title></head><body><nav><a href='/'>Home</a></nav>"
        "<article><h1>Bridges</h1><p>I walked along the river this week and looked at the works, "
        "which are nearly done; the railings are up and the lamps are lit at night.</p>"
        "<p>I am 80% sure that the new bridge will open before the end of this year.</p></article>"
        "<div id='comments'><p>I am 90% sure that it will snow by May 2018.</p></div></body></html>"
    )

    answer = run("extract", "--published", "2017-10-26", "--format", "html", typed=page.encode())

    (candidate,) = lines(answer)
    assert (answer.code, candidate["probability"]) == (0, 0.8)
    assert candidate["deadline"] == "2017-12-31"
