"""Which page of a list the address asks for."""

from typing import Any

from flask import request, url_for

from forecasts.store.queries.paging import LAST_PAGE, PAGE_SIZES, Paging

_MOST_DIGITS = 6


def read_paging() -> Paging:
    """The page that ``?page=`` and ``?size=`` ask for; whatever makes no sense counts as unsaid."""
    number = _read_number("page", 1)
    size = _read_number("size", PAGE_SIZES[0])
    return Paging(
        number=min(max(number, 1), LAST_PAGE),
        size=size if size in PAGE_SIZES else PAGE_SIZES[0],
    )


def _read_number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return default
    return int(text)


def address_with(**changes: object) -> str:
    """The address of this page with parts behind its question mark changed; None leaves one out."""
    parts: dict[str, Any] = request.args.to_dict() | changes
    kept = {name: value for name, value in parts.items() if value not in {None, ""}}
    reserved = {name for name in kept if name.startswith("_")}  # url_for takes these for itself
    for name in reserved | set(request.view_args or {}):
        kept.pop(name, None)
    return url_for(request.endpoint or "home.show", **(request.view_args or {}), **kept)
