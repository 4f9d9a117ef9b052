"""The article of a whole web page, without its navigation, sidebars, comments and footer."""

import re
from contextlib import suppress

_LOOKED_AT = 2_000
DEEPEST = 100
MOST_CHARACTERS = 1_000_000
MOST_TAGS = 12_000
MOST_WORK = 300_000_000
"""Elements times characters of text: for each that it drops, the library copies the text before."""

MOST_TAGS_READ_TWICE = 1_500
"""Beyond, the library's second way to find the article would take time with their square."""

_PAGE_BEGINS = re.compile(r"<(?:!doctype\s{1,9}html|html|body)(?=[\s>])", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:(?P<closes>/?)(?P<name>[a-z][a-z0-9]{0,20})(?P<rest>[^<>]*)>)?", re.IGNORECASE
)
_DECLARATION = re.compile(r"<![^<>]*>")
_ATTRIBUTE = re.compile(
    r"""(?<=[\s"'])(class|id|role|itemprop|itemtype|style|aria-hidden)\s{0,4}=\s{0,4}"""
    r"""(?:"([^"]{0,300})|'([^']{0,300})|([^\s"']{1,300}))""",
    re.IGNORECASE,
)
_NEVER_NEST = re.compile(
    r"(?:area|base|br|col|d[dt]|embed|hr|img|input|li|link|meta|option|p|param|path|rect|source"
    r"|tbody|td|tfoot|th|thead|tr|track|use|wbr)",
    re.IGNORECASE,
)


def is_page(html: str) -> bool:
    """Whether this is a whole page: its first 2,000 characters open html or body, or say doctype.

    >>> is_page("<!DOCTYPE html><title>x</title>"), is_page("<p>It will rain.</p>")
    (True, False)
    """
    return _PAGE_BEGINS.search(html, 0, _LOOKED_AT) is not None


def read_article(html: str) -> str | None:
    """The article as Markdown; None where there is none or it cannot be told in bounded time.

    Scripts, styles and comments must be gone: the tags are read as if there were none.
    """
    if len(html) > MOST_CHARACTERS:
        return None
    tidy = _tidied(html)
    if tidy is None or _work_on(tidy) > MOST_WORK:
        return None
    # The parser and the library meet pages from anywhere; whatever they raise, the words are
    # still there, and the caller takes them without their tags.
    with suppress(Exception):
        return _ask_library(tidy)
    return None


def _work_on(tidy: str) -> int:
    return (tidy.count("<") - tidy.count("</")) * len(_TAG.sub("", tidy))


def _ask_library(html: str) -> str | None:
    import trafilatura  # noqa: PLC0415 - time and 20 MB that most posts do not need

    return trafilatura.extract(
        html,
        output_format="markdown",
        include_comments=False,
        include_links=False,
        fast=html.count("<") > MOST_TAGS_READ_TWICE,
        favor_recall=True,  # else a page without an article element loses its lists and headings
    )


def _tidied(html: str) -> str | None:
    """The page with every tag written anew; None where it has too many, or they nest too deep.

    A parser takes time with the square of the attributes of a tag, and drops what lies deeper
    than 255 elements. What is written here has neither, however a tag was spelt.
    """
    kept, position, depth = [], 0, 0
    html = _DECLARATION.sub("", html)
    for tags, tag in enumerate(_TAG.finditer(html), start=1):
        depth = max(0, depth + _deeper(tag))
        if tags > MOST_TAGS or depth > DEEPEST:
            return None
        kept += [html[position : tag.start()], _written_anew(tag)]
        position = tag.end()
    return "".join([*kept, html[position:]])


def _deeper(tag: re.Match[str]) -> int:
    if not tag["name"] or tag["rest"].endswith("/") or _NEVER_NEST.fullmatch(tag["name"]):
        return 0
    return -1 if tag["closes"] else 1


def _written_anew(tag: re.Match[str]) -> str:
    """The tag with the few attributes that tell an article from what surrounds it."""
    if not tag["name"]:
        return "&lt;"
    found = {name.lower(): "".join(value) for name, *value in _ATTRIBUTE.findall(tag["rest"])}
    told = "".join(f' {name}="{value.replace(chr(34), " ")}"' for name, value in found.items())
    return f"<{tag['closes']}{tag['name'].lower()}{told}>"
