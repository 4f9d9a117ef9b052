"""Where a redirect may lead that somebody else had a say in: to a page of ours, nowhere else."""

from urllib.parse import unquote, urlsplit

LONGEST = 1500

_MOST_LAYERS = 3
"""How often an address may have been encoded over again."""


def is_own_path(address: str) -> bool:
    r"""Whether this leads to a page of ours, however a browser reads it.

    >>> is_own_path("/forecasts/new?line=It+rains+85%25")
    True
    >>> [is_own_path(address) for address in ("//evil.example", "/\\evil.example", "/%2Fevil", "")]
    [False, False, False, False]
    """
    if len(address) > LONGEST or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc) and all(
        map(_stays, _layers(address.partition("?")[0]))
    )


def _layers(path: str) -> list[str]:
    """The path as it stands, and as it is once it is decoded, and again."""
    layers = [path]
    for _ in range(_MOST_LAYERS):
        layers.append(unquote(layers[-1]))
    return layers


def _stays(path: str) -> bool:
    return (
        path.startswith("/")
        and not path.startswith("//")
        and "\\" not in path
        and path.isprintable()
    )
