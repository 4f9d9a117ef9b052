"""Answers a request that was sent twice as it was answered the first time.

Forms carry a key in a hidden field, other clients send the header ``Idempotency-Key``. A request
without either is done as often as it comes.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator

from flask import request
from sqlalchemy.orm import Session

from forecasts.domain.errors import InvalidInputError
from forecasts.services.repeats import LONGEST_KEY, Keyed, claim_key, keep_location
from forecasts.web.context import context
from forecasts.web.sessions import actor

HEADER = "Idempotency-Key"
FIELD = "request_key"

_KEY_BYTES = 24
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}")
_NOT_CONTENT = frozenset({FIELD, "csrf_token"})


def fresh_key() -> str:
    """A key for a form that is shown now."""
    return secrets.token_urlsafe(_KEY_BYTES)


def once(session: Session, work: Callable[[], str]) -> str:
    """Where to go: to what ``work`` makes, or to what this very request made before.

    Call it first in the transaction, and let ``work`` return the address of what it made.

    Raises:
        InvalidInputError: the key is none.
        ReusedKeyError: the key came before, with other content.
    """
    key = _read_key()
    if key is None:
        return work()
    sent = Keyed(
        scope=actor().name,
        endpoint=request.endpoint or "",
        key=key,
        fingerprint=_take_fingerprint(),
    )
    made = claim_key(session, sent, now=context().clock())
    if made is None:
        made = work()
        keep_location(session, sent, made)
    return made


def _read_key() -> str | None:
    key = request.headers.get(HEADER, "").strip('"') or request.form.get(FIELD)
    if key is not None and not _KEY.fullmatch(key):
        raise InvalidInputError(
            f"{HEADER} is no key; send 1 to {LONGEST_KEY} letters, digits and signs."
        )
    return key


def _take_fingerprint() -> str:
    """The same for the same method, address and content."""
    print_ = hashlib.sha256()
    for part in _parts():
        print_.update(len(part).to_bytes(8, "big") + part)
    return print_.hexdigest()


def _parts() -> Iterator[bytes]:
    yield request.method.encode()
    yield request.full_path.encode()
    for name, value in sorted(request.form.items(multi=True)):
        if name not in _NOT_CONTENT:
            yield from (name.encode(), value.encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda each: each[0]):
        file.stream.seek(0)  # it may have been read
        yield from (name.encode(), (file.filename or "").encode(), file.stream.read())
        file.stream.seek(0)
    yield request.get_data()
