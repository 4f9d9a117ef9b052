"""Texts that would become more than text wherever they are not escaped, and what sees them do."""

import re
from collections.abc import Iterator
from itertools import product

from lxml import html  # type: ignore[import-untyped]  # it has no types

MARK = "zzq"
"""Stands in each of them, so that what became of it can be found."""

VECTORS = (
    "<script>zzq()</script>",
    "<img src=x onerror=zzq()>",
    "<svg onload=zzq()>",
    "<svg/onload=zzq()>",
    '"><img src=x onerror=zzq()>',
    "'><img src=x onerror=zzq()>",
    '"><script src=//zzq.example></script>',
    '" onmouseover="zzq()',
    "' onmouseover='zzq()",
    '" autofocus onfocus=zzq() x="',
    "</title><script>zzq()</script>",
    "</textarea><script>zzq()</script>",
    "</option></select><script>zzq()</script>",
    "--><script>zzq()</script>",
    "<iframe src=javascript:zzq()></iframe>",
    "<a href=javascript:zzq()>here</a>",
    "<marquee onstart=zzq()>",
    "<math><mi onclick=zzq()>",
    "<details open ontoggle=zzq()>",
    "<video><source onerror=zzq()></video>",
    "<input autofocus onfocus=zzq()>",
    '<style>@import "//zzq.example"</style>',
    "<link rel=stylesheet href=//zzq.example>",
    "<base href=//zzq.example/>",
    '<meta http-equiv=refresh content="0;url=//zzq.example">',
    "<object data=//zzq.example></object>",
    "<form action=//zzq.example><button>",
    "{{ zzq }}<zzq>",
    "]]><zzq/>",
    '<noscript><p title="</noscript><img src=x onerror=zzq()>">',
)
VARIANTS = (
    "{}",
    "It opens {}",
    "{} in May",
    "</p>{}",
    '"{}',
    "'{}",
    "\u202e{}",
    "x\u200b{}",
    "{0} {0}",
    "&lt;b&gt;{}",
)

PAYLOADS = tuple(variant.format(vector) for vector, variant in product(VECTORS, VARIANTS))

NEVER = frozenset({"iframe", "object", "embed", "base", "style", "video", "math", "noscript"})
_LEADS = ("href", "src", "action", "formaction", "data", "poster", "xlink:href")
_SAFE = re.compile(r"(?:https?:)?/|[#?]|data:image/|[\w./-]+(?:[?#]|\Z)|\Z", re.IGNORECASE)


def faults_of(page: str) -> Iterator[str]:
    """What of the page came from a text that was not escaped, as a real parser reads it."""
    for element in html.document_fromstring(page).iter(html.etree.Element):
        tag = str(element.tag).lower()
        if tag in NEVER or MARK in tag:
            yield f"<{tag}>"
        if tag == "script" and (element.text or "").strip():
            yield "a script in the page"
        yield from (f"<{tag} {fault}>" for fault in _faults_of_attributes(tag, element.attrib))


def _faults_of_attributes(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        leads = name in _LEADS
        if name.startswith("on") or MARK in name or name == "style":
            yield name
        if leads and not _SAFE.match(re.sub(r"[\x00-\x20]", "", value)):
            yield f"{name}={value}"
        if leads and tag != "a" and f"//{MARK}" in value:
            yield f"{name}={value}"
        if tag == "meta" and name == "http-equiv":
            yield "http-equiv"
