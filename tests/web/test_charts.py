"""The calibration diagram as it stands in a page."""

import re
import xml.etree.ElementTree as ET

import pytest

from forecasts.scoring.calibration import bins
from forecasts.scoring.decomposition import curve
from forecasts.scoring.levels import LevelTable
from forecasts.web.charts import calibration_diagram

SVG = "{http://www.w3.org/2000/svg}"
PAIRS = [(level * 10_000, level % 3 % 2) for level in range(5, 100, 6)]
EXAMPLE = LevelTable.from_pairs(PAIRS)


def drawn(table=EXAMPLE, **options):
    texts = {"title": "Calibration of A. Blogger", "description": "16 forecasts in 10 bins."}
    return calibration_diagram(bins(table), curve(table), **{**texts, **options})


def parsed(table=EXAMPLE, **options):
    return ET.fromstring(drawn(table, **options))  # noqa: S314 - drawn by ourselves


def texts_of(drawing):
    return [node.text for node in drawing.iter(f"{SVG}tspan")]


def test_carries_nothing_that_a_strict_content_policy_would_refuse():
    links = {place: f"/forecasts?bin={place}" for place in range(10)}

    drawing = parsed(links=links)

    tags = {node.tag.removeprefix(SVG) for node in drawing.iter()}
    names = {name for node in drawing.iter() for name in node.attrib}
    assert not tags & {"style", "script", "foreignObject", "image", "use"}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


def test_draws_only_in_colours_that_the_theme_can_change():
    drawing = parsed()

    colours = {node.get(name) for node in drawing.iter() for name in ("fill", "stroke")}
    named = {colour for colour in colours if colour and colour.startswith("var(--chart-")}
    roles = {colour.removeprefix("var(--chart-").partition(",")[0] for colour in named}
    assert colours - named <= {None, "none", "transparent"}
    assert roles == {"ink", "muted", "grid", "band", "accent", "paper"}


def test_takes_the_font_of_the_page():
    words = list(parsed().iter(f"{SVG}text"))

    assert words
    assert {word.get("font-family") for word in words} == {"inherit"}
    assert all(float(word.get("font-size")) >= 10 for word in words)


def test_is_the_same_each_time():
    assert drawn() == drawn()


def test_leaves_its_size_to_the_page():
    drawing = parsed()

    assert drawing.get("viewBox") == "0 0 480 476"
    assert drawing.get("width") is None
    assert drawing.get("height") is None
    assert drawing.get("class") == "chart"


@pytest.mark.parametrize(
    ("links", "role"),
    [
        pytest.param({}, "img", id="a picture"),
        pytest.param({3: "/forecasts"}, "group", id="links may not stand in a picture"),
    ],
)
def test_is_named_and_described_for_those_who_hear_it(links, role):
    drawing = parsed(title="A < B & C", links=links, identity="card")

    by_id = {node.get("id"): node.text for node in drawing.iter() if node.get("id")}
    assert drawing.get("role") == role
    assert by_id[drawing.get("aria-labelledby")] == "A < B & C"
    assert by_id[drawing.get("aria-describedby")] == "16 forecasts in 10 bins."
    assert set(by_id) == {"card-title", "card-description"}


def test_a_dot_leads_to_its_forecasts_where_an_address_is_given():
    table = LevelTable.from_pairs([(150_000, 0), (150_000, 1), (850_000, 1)])

    drawing = parsed(table, links={8: "/forecasts?low=0.8&high=0.9"})

    (link,) = drawing.iter(f"{SVG}a")
    assert link.get("href") == "/forecasts?low=0.8&high=0.9"
    assert link.get("aria-label") == "Said 80 % to 90 %: 1 of 1 came true"
    assert link.find(f"{SVG}title").text == link.get("aria-label")
    visible = link.findall(f"{SVG}circle")[-1]
    assert float(visible.get("cx")) > 240


def test_a_dot_stands_where_its_forecasts_were_said_and_came_true():
    table = LevelTable.from_pairs([(500_000, 0), (500_000, 1), (1_000_000, 1)])

    dots = [dot for dot in parsed(table).iter(f"{SVG}circle") if dot.get("fill") != "transparent"]

    (half_x, half_y), (top_x, top_y) = ((float(d.get("cx")), float(d.get("cy"))) for d in dots)
    side = 2 * (top_x - half_x)
    assert half_y - top_y == pytest.approx(side / 2, abs=0.05)
    assert side == pytest.approx(369, abs=5)


def test_a_dot_of_more_forecasts_is_larger():
    table = LevelTable.from_pairs([(150_000, 0)] * 4 + [(850_000, 1)] * 100)

    few, many = (
        float(dot.get("r"))
        for dot in parsed(table).iter(f"{SVG}circle")
        if dot.get("fill") != "transparent"
    )

    assert few < many


def test_prints_the_number_of_forecasts_below_each_bin_that_holds_some():
    table = LevelTable.from_pairs([(150_000, 0)] * 4 + [(850_000, 1)] * 1234)

    words = texts_of(parsed(table))

    assert {"n", "4", "1,234"} <= set(words)


def test_has_room_for_the_last_number_of_the_axis():
    drawing = parsed()

    parents = {child: parent for parent in drawing.iter() for child in parent}

    def place(node):
        x = 0.0
        while node in parents:
            move = re.match(r"translate\((-?\d{1,4}\.\d{1,4})", node.get("transform", ""))
            x += float(move[1]) if move else 0
            node = parents[node]
        return x

    rightmost = max(place(node) for node in drawing.iter(f"{SVG}text") if "100 %" in _words(node))
    half_of_the_label = 22
    assert rightmost + half_of_the_label < 480


def _words(node):
    return "".join(node.itertext())


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param([], id="nothing"),
        pytest.param([(700_000, 1)], id="one forecast"),
        pytest.param([(0, 0), (1_000_000, 1)], id="only certainty"),
    ],
)
def test_draws_what_little_there_is_without_a_word(pairs, capfd):
    table = LevelTable.from_pairs(pairs)

    drawing = parsed(table)

    dots = [dot for dot in drawing.iter(f"{SVG}circle") if dot.get("fill") != "transparent"]
    assert len(dots) == len(pairs)
    assert capfd.readouterr() == ("", "")
