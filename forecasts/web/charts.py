"""Charts as inline SVG that follows the colours of the page.

A chart carries no style sheet, no style attribute, no script and no identifier but those of its
title and description, so that it may stand in a page under ``style-src 'self'``. The theme
defines, for both colour schemes::

    --chart-ink     dots, whiskers, titles of axes
    --chart-muted   numbers on axes, counts, the diagonal, notes
    --chart-grid    lines of the grid
    --chart-band    the band in which luck alone would leave the dots
    --chart-accent  the pooled curve
    --chart-paper   rings around dots; the colour of the page

and these classes: ``chart`` on the drawing (width, tabular figures), ``chart-dot`` on what leads
to forecasts (focus and hover).
"""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Any

from lets_plot import (
    aes,
    coord_fixed,
    element_blank,
    element_text,
    geom_line,
    geom_point,
    geom_ribbon,
    geom_segment,
    geom_text,
    ggplot,
    ggsize,
    scale_size_identity,
    scale_x_continuous,
    scale_y_continuous,
    theme,
    theme_none,
)
from markupsafe import Markup

from forecasts.scoring.calibration import Bin

WIDTH, HEIGHT = 480, 476
"""The space a chart is drawn in; the page scales it."""

_LIGHT = {
    "ink": "#24211c",
    "muted": "#6a645a",
    "grid": "#e6e1d6",
    "band": "#eaece7",
    "accent": "#a8431f",
    "paper": "#fffdf8",
}
"""What each role looks like where no theme says otherwise."""

_SENTINELS = {role: f"#0000{place:02x}" for place, role in enumerate(_LIGHT, start=1)}
"""The colours that a chart is drawn in, one for each role, before they become variables."""

_COLOUR = re.compile(r"rgb\((\d{1,3}),(\d{1,3}),(\d{1,3})\)|#([0-9a-f]{6})")
_LONG_NUMBER = re.compile(r"-?\d{1,9}\.\d{2,20}(?:E-?\d{1,3})?")
_FONT_SIZE = re.compile(r"font-size:(\d{1,3}(?:\.\d{1,3})?)px")

_TEXT_ROLES = {"axis-text": "muted", "axis-title": "ink"}
_DRAWN = frozenset({"svg", "g", "path", "line", "rect", "circle", "text", "tspan"})
_KEPT = frozenset(
    {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "d", "dx", "dy", "width", "height"}
    | {"transform", "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width"}
    | {"stroke-dasharray", "text-anchor"}
)

_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]
_TICK_LABELS = ["0", "20", "40", "60", "80", "100 %"]
_COUNTS_AT = -0.06
_BEYOND = 0.02
_SMALLEST_DOT, _LARGEST_DOT = 3.0, 8.0
_TOUCHED = "14"
"""Radius in which a dot can be hit by a finger."""


def calibration_diagram(
    bins: Sequence[Bin],
    curve: Sequence[tuple[float, float]],
    *,
    title: str,
    description: str,
    links: Mapping[int, str] | None = None,
    identity: str = "calibration",
) -> Markup:
    """What was said against what came true, as one ``<svg>`` element.

    A dot for each bin that holds forecasts, larger with their number, which also stands below it;
    whiskers for the 95 % interval; the band in which luck alone would leave 90 % of the dots;
    the pooled curve.

    Args:
        bins: the ten bins.
        curve: points of the pooled curve, (stated, share that came true), ascending.
        title: name of the picture for those who hear it.
        description: what it shows, for the same.
        links: by place in ``bins``, the address that a dot leads to.
        identity: start of the identifiers of title and description; once on a page.
    """
    root = ET.fromstring(_drawn(bins, curve))  # noqa: S314 - drawn a moment ago, by ourselves
    drawing = _cleaned(root)
    _lead_dots(drawing, [each for each in enumerate(bins) if each[1].n], links or {})
    _describe(drawing, title, description, identity=identity, reachable=bool(links))
    return Markup(ET.tostring(drawing, encoding="unicode"))  # noqa: S704 - escaped on the way


def _drawn(bins: Sequence[Bin], curve: Sequence[tuple[float, float]]) -> str:
    plot = ggplot()
    for layer in (*_references(bins), *_findings(bins, curve), *_frame()):
        plot += layer
    return str(plot.to_svg())


def _references(bins: Sequence[Bin]) -> list[Any]:
    """What the dots are held against: the band, the grid and the diagonal, with two notes."""
    edges = _columns(("said", "low", "high"), _band(bins))
    grid = _columns(("at", "start", "end"), [(tick, 0, 1) for tick in _TICKS])
    hairline = {"data": grid, "color": _SENTINELS["grid"], "size": 0.4}
    note = {"color": _SENTINELS["muted"], "size": 5.4}
    return [
        geom_ribbon(
            aes("said", ymin="low", ymax="high"),
            data=edges,
            fill=_SENTINELS["band"],
            color=_SENTINELS["band"],
            size=0,
        ),
        geom_segment(aes("start", "at", xend="end", yend="at"), **hairline),
        geom_segment(aes("at", "start", xend="at", yend="end"), **hairline),
        geom_segment(
            x=0, y=0, xend=1, yend=1, color=_SENTINELS["muted"], size=0.5, linetype="dashed"
        ),
        geom_text(x=0.02, y=0.965, label="more came true than was said", hjust=0, **note),
        geom_text(x=0.98, y=0.035, label="less came true than was said", hjust=1, **note),
    ]


def _band(bins: Sequence[Bin]) -> list[tuple[float, float, float]]:
    """The band at each dot, and a little beyond the outer ones, so that one alone has a width."""
    band = sorted(
        (each.mean_p, *luck)
        for each in bins
        if each.mean_p is not None and (luck := each.consistency) is not None
    )
    if not band:
        return []
    before, after = max(0.0, band[0][0] - _BEYOND), min(1.0, band[-1][0] + _BEYOND)
    return [(before, *band[0][1:]), *band, (after, *band[-1][1:])]


def _findings(bins: Sequence[Bin], curve: Sequence[tuple[float, float]]) -> list[Any]:
    """What was found: the pooled curve, and for each bin its whiskers, its dot and its count."""
    most = max((each.n for each in bins), default=0)
    dots = _columns(
        ("said", "came", "low", "high", "size"),
        [
            (each.mean_p, each.observed, *each.wilson95, _dot_size(each.n, most))
            for each in bins
            if each.wilson95
        ],
    )
    counts = _columns(
        ("middle", "count"),
        [((each.low + each.high) / 2, f"{each.n:,}") for each in bins if each.n],
    )
    ink, paper = _SENTINELS["ink"], _SENTINELS["paper"]
    return [
        geom_line(
            aes("said", "came"),
            data=_columns(("said", "came"), curve if len(curve) > 1 else ()),
            color=_SENTINELS["accent"],
            size=1.1,
        ),
        geom_segment(aes("said", "low", xend="said", yend="high"), data=dots, color=ink, size=0.6),
        geom_point(
            aes("said", "came", size="size"),
            data=dots,
            shape=21,
            fill=ink,
            color=paper,
            stroke=0.9,
            tooltips="none",
        ),
        geom_text(
            aes("middle", label="count"),
            y=_COUNTS_AT,
            data=counts,
            color=_SENTINELS["muted"],
            size=5.4,
        ),
    ]


def _frame() -> list[Any]:
    """Axes in percent, a quiet grid, and room on the right for the last number."""
    counted = {"breaks": [_COUNTS_AT, *_TICKS], "labels": ["n", *_TICK_LABELS]}
    return [
        scale_size_identity(),
        scale_x_continuous(
            name="said", limits=[0, 1], expand=[0.02, 0], breaks=_TICKS, labels=_TICK_LABELS
        ),
        scale_y_continuous(name="came true", limits=[-0.09, 1], expand=[0.02, 0], **counted),
        coord_fixed(),
        ggsize(WIDTH, HEIGHT),
        theme_none(),
        theme(
            axis_text=element_text(size=13),
            axis_text_x=element_text(size=13, angle=0),
            axis_title=element_text(size=13),
            axis_ticks=element_blank(),
            axis_line=element_blank(),
            panel_background=element_blank(),
            panel_border=element_blank(),
            panel_grid=element_blank(),
            plot_background=element_blank(),
            plot_margin=[6, 26, 6, 6],
            legend_position="none",
        ),
    ]


def _columns(names: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, list[object]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _dot_size(n: int, most: int) -> float:
    """The area grows with the number of forecasts."""
    return _SMALLEST_DOT + (_LARGEST_DOT - _SMALLEST_DOT) * math.sqrt(n / most)


def _cleaned(element: ET.Element) -> ET.Element:
    """The element with nothing left but shapes, words, places and roles."""
    tag = _plain(element.tag)
    kept = ET.Element(
        tag, {name: _settled(value) for name, value in element.items() if name in _KEPT}
    )
    if tag == "text":
        _set_type(kept, element)
    if tag in {"text", "tspan"}:
        kept.text = (element.text or "").strip()
    children = (_cleaned(child) for child in element if _plain(child.tag) in _DRAWN)
    kept.extend(child for child in children if _is_visible(child))
    return kept


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def _set_type(kept: ET.Element, source: ET.Element) -> None:
    """Give words the page's font, and as attributes what stood in styles."""
    size = _FONT_SIZE.search(source.get("style", ""))
    if size:
        kept.set("font-size", size[1].removesuffix(".0"))
    kept.set("font-family", "inherit")
    for prefix, role in _TEXT_ROLES.items():
        if source.get("class", "").startswith(prefix):
            kept.set("fill", _variable(role))


def _is_visible(element: ET.Element) -> bool:
    if element.tag == "g":
        return len(element) > 0
    return element.tag != "path" or bool(element.get("d"))


def _settled(value: str) -> str:
    """The value with roles for sentinel colours and at most two decimals."""
    colour = _COLOUR.fullmatch(value)
    if colour:
        return _role_of(colour)
    return _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", value)


def _role_of(colour: re.Match[str]) -> str:
    named = colour[4] or "".join(f"{int(part):02x}" for part in colour.groups()[:3])
    for role, sentinel in _SENTINELS.items():
        if sentinel == f"#{named}":
            return _variable(role)
    return colour[0]


def _variable(role: str) -> str:
    return f"var(--chart-{role}, {_LIGHT[role]})"


def _lead_dots(
    drawing: ET.Element, filled: Sequence[tuple[int, Bin]], links: Mapping[int, str]
) -> None:
    """Give each dot its words, and where it leads somewhere, make it a link."""
    holder = next((each for each in drawing.iter("g") if each.find("circle") is not None), None)
    if holder is None:
        return
    dots = list(holder)
    for dot, (place, each) in zip(dots, filled, strict=True):
        holder.remove(dot)
        words = f"Said {each.low:.0%} to {each.high:.0%}: {each.yes} of {each.n} came true"
        words = words.replace("%", " %")
        attributes = {"class": "chart-dot"}
        if place in links:
            attributes |= {"href": links[place], "aria-label": words}
        wrapped = ET.SubElement(holder, "a" if place in links else "g", attributes)
        ET.SubElement(wrapped, "title").text = words
        places = {"cx": dot.get("cx", ""), "cy": dot.get("cy", "")}
        ET.SubElement(wrapped, "circle", {**places, "r": _TOUCHED, "fill": "transparent"})
        wrapped.append(dot)


def _describe(
    drawing: ET.Element, title: str, description: str, *, identity: str, reachable: bool
) -> None:
    """Name the drawing. One with links inside is a group, as a picture may not hold links."""
    drawing.attrib = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        "class": "chart",
        "role": "group" if reachable else "img",
        "aria-labelledby": f"{identity}-title",
        "aria-describedby": f"{identity}-description",
    }
    for place, (tag, name, words) in enumerate(
        (("title", "title", title), ("desc", "description", description))
    ):
        node = ET.Element(tag, {"id": f"{identity}-{name}"})
        node.text = words
        drawing.insert(place, node)
