"""Text as a square picture that a phone reads."""

import segno
from markupsafe import Markup


def draw_square(text: str) -> Markup:
    """The picture as SVG without a style of its own; dark on light in either colour scheme."""
    square = segno.make(text, error="m", micro=False)
    drawn = square.svg_inline(
        dark="#000", light="#fff", border=4, svgclass="square", lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn from numbers alone; the text is not in it
