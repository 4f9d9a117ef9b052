"""Reads the body of an answer, plain or packed once, up to a size and no further."""

import zlib
from http.client import HTTPResponse

from forecasts.domain.errors import FetchFailedError

_PIECE = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip"}


def read_body(response: HTTPResponse, *, most: int) -> bytes:
    """The unpacked body, at most that many bytes of it on the way and unpacked.

    Raises:
        FetchFailedError: it is larger, packed in another way, or damaged.
    """
    encoding = ",".join(response.headers.get_all("Content-Encoding", [])).strip().lower()
    if encoding not in _PLAIN | _PACKED:
        raise FetchFailedError("The answer is packed in a way that is not read.")
    packed = _read_some(response, most)
    return _unpack(packed, most) if encoding in _PACKED and packed else packed


def _read_some(response: HTTPResponse, most: int) -> bytes:
    pieces, length = [], 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > most:
            raise _too_large(most)
    if response.length:
        raise FetchFailedError("The answer broke off.")
    return b"".join(pieces)


def _unpack(packed: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj(_GZIP)
    try:
        content = unpacking.decompress(packed, most + 1)
    except zlib.error:
        raise FetchFailedError("The answer is packed, and damaged.") from None
    if len(content) > most:
        raise _too_large(most)
    if not unpacking.eof or unpacking.unused_data:
        raise FetchFailedError("The answer is packed, and damaged.")
    return content


def _too_large(most: int) -> FetchFailedError:
    return FetchFailedError(f"The answer is larger than {most // 1024} KiB.")
