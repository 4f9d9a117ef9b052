"""Writes all that is kept of a person into one archive, as it is kept, a few rows at a time."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import Actor, Permission, account_name, require
from forecasts.ledger import from_fields, to_line
from forecasts.services.emptying import subjects_of
from forecasts.services.verification import fields_of
from forecasts.store.models import (
    Account,
    Author,
    AuthorClaim,
    Candidate,
    ClaimStatus,
    Conflict,
    Digest,
    DigestChoice,
    Dispute,
    Estimate,
    Forecast,
    LedgerEntry,
    Post,
    Resolution,
    SealedText,
    Succession,
    Tag,
)

AT_ONCE = 200
"""Rows that are read at a time."""

NEVER = frozenset({"password_hash", "totp_secret", "totp_step", "raw"})
"""Columns that no archive holds as fields: secrets, and bytes that are files of their own."""

ENDINGS: Mapping[str, str] = {"markdown": "md", "html": "html"}

README = """\
All that this installation keeps of one person
==============================================

account.jsonl     the account, without what proves who it is
authors.jsonl     the authors that it is, as an admin confirmed
forecasts.jsonl   the forecasts it recorded, and those of its authors
estimates.jsonl   what was given each of them, the first one first
decisions.jsonl   what reviewers decided of them; the highest number counts
successions.jsonl which of them was logged in place of which
tags.jsonl        what they are about
posts.jsonl       the posts it captured, and those of its authors
posts/            the bytes of each post, just as they were received
candidates.jsonl  what was found in those posts
disputes.jsonl    the decisions it disputed
conflicts.jsonl   the conflicts of interest it declared
digests.jsonl     when it was sent a digest by mail, and how that ended
rhythm.jsonl      how often it chose to get one
ledger.jsonl      the entries of the ledger about all of this
sealed.jsonl      the private text behind those entries, with its salt: whoever has both can check
                  that it is what the ledger committed to (docs/ledger.md says how)
manifest.json     the SHA-256 of every file here

A .jsonl file holds one JSON object a line. Probabilities are whole millionths; times are UTC.
"""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose archive it is: that of an account, of authors, or of both.

    Attributes:
        account_id: the account; None for an author without one.
        authors: numbers of the authors.
    """

    account_id: int | None = None
    authors: frozenset[int] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """The name under which the ledger tells of the account; one that nobody has without it."""
        return account_name(self.account_id) if self.account_id is not None else "nobody"


def whose_account(session: Session, account_id: int) -> Whose:
    """The account, with the authors that it is confirmed to be."""
    confirmed = sa.select(AuthorClaim.author_id).where(
        AuthorClaim.account_id == account_id, AuthorClaim.status == ClaimStatus.CONFIRMED
    )
    return Whose(account_id, frozenset(session.scalars(confirmed)))


def whose_author(session: Session, slug: str) -> Whose:
    """The author of that address name, with no account.

    Raises:
        NotFoundError: there is no such author.
    """
    author_id = session.scalar(sa.select(Author.id).where(Author.slug == slug))
    if author_id is None:
        raise NotFoundError(f"There is no author {slug}.")
    return Whose(None, frozenset({author_id}))


def require_own_archive(actor: Actor, account_id: int) -> None:
    """Return when the archive of this account is the actor's to have.

    Raises:
        NotAllowedError: it is somebody else's.
    """
    require(actor, Permission.KEEP_ACCOUNT)
    if account_id != actor.account_id:
        require(actor, Permission.ERASE)


def write_archive(session: Session, whose: Whose, stream: IO[bytes]) -> None:
    """Write the archive into the stream; what is held at a time does not grow with it."""
    digests: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, digests, "README.txt", [README.encode()])
        for name, query, key in _tables(whose):
            lines = (_line(_as_json(row)) for row in _rows(session, query, key))
            _write(archive, digests, f"{name}.jsonl", lines)
        for post in _rows(session, _still_there(whose), Post.id):
            raw = session.scalar(sa.select(Post.raw).where(Post.id == post.id))
            _write(archive, digests, _file_of(post), [raw or b""])
        _write(archive, digests, "tags.jsonl", _tags(session, whose))
        _write(archive, digests, "ledger.jsonl", _ledger(session, whose))
        _write(archive, digests, "sealed.jsonl", _sealed(session, whose))
        _write(archive, digests, "manifest.json", [_line(dict(digests))])


def _write(
    archive: zipfile.ZipFile, digests: dict[str, str], name: str, parts: Iterable[bytes]
) -> None:
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo(name)  # without a time: the same record gives the same archive
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as file:
        _pour(file, digest, parts)
    digests[name] = digest.hexdigest()


def _pour(file: IO[bytes], digest: Any, parts: Iterable[bytes]) -> None:  # noqa: ANN401 - hashlib names no type
    for part in parts:
        file.write(part)
        digest.update(part)


def _tables(whose: Whose) -> list[tuple[str, sa.Select[Any], Any]]:
    """The name of each file with the question for its rows and the column that orders them."""
    forecasts, posts = _numbers(_forecasts(whose), Forecast), _numbers(_posts(whose), Post)
    of_account = sa.select(Account).where(Account.id == (whose.account_id or 0))
    following = Succession.forecast_id
    conflicts = sa.select(Conflict).where(Conflict.account_id == (whose.account_id or 0))
    return [
        ("account", of_account, Account.id),
        ("authors", sa.select(Author).where(Author.id.in_(whose.authors)), Author.id),
        ("forecasts", _forecasts(whose), Forecast.id),
        ("estimates", _within(Estimate, Estimate.forecast_id, forecasts), Estimate.id),
        ("decisions", _within(Resolution, Resolution.forecast_id, forecasts), Resolution.id),
        ("successions", _within(Succession, following, forecasts), following),
        ("posts", _posts(whose).options(defer(Post.raw)), Post.id),
        ("candidates", _within(Candidate, Candidate.post_id, posts), Candidate.id),
        ("disputes", sa.select(Dispute).where(Dispute.raised_by == whose.name), Dispute.id),
        ("conflicts", conflicts, Conflict.id),
        ("digests", _of_account(Digest, whose), Digest.id),
        ("rhythm", _of_account(DigestChoice, whose), DigestChoice.account_id),
    ]


def _of_account(table: type[Digest] | type[DigestChoice], whose: Whose) -> sa.Select[Any]:
    return sa.select(table).where(table.account_id == (whose.account_id or 0))


def _forecasts(whose: Whose) -> sa.Select[Any]:
    theirs = (Forecast.recorded_by == whose.name) | Forecast.author_id.in_(whose.authors)
    return sa.select(Forecast).where(theirs)


def _posts(whose: Whose) -> sa.Select[Any]:
    theirs = (Post.captured_by == whose.name) | Post.author_id.in_(whose.authors)
    return sa.select(Post).where(theirs)


def _still_there(whose: Whose) -> sa.Select[Any]:
    """The posts whose bytes were not erased, without them: each is read by itself."""
    return _posts(whose).where(Post.erased_at.is_(None)).options(defer(Post.raw))


def _numbers(query: sa.Select[Any], table: type[Forecast] | type[Post]) -> sa.Select[Any]:
    return query.with_only_columns(table.id)


def _within(table: type[Any], column: Any, theirs: sa.Select[Any]) -> sa.Select[Any]:  # noqa: ANN401 - any column
    return sa.select(table).where(column.in_(theirs))


def _rows(session: Session, query: sa.Select[Any], key: Any) -> Iterator[Any]:  # noqa: ANN401 - any column
    """The rows in the order of their key, a few at a time, so that none piles up."""
    last = 0
    while rows := session.scalars(query.where(key > last).order_by(key).limit(AT_ONCE)).all():
        yield from rows
        last = getattr(rows[-1], key.key)
        session.expunge_all()


def _ledger(session: Session, whose: Whose) -> Iterator[bytes]:
    for row in _rows(session, _entries(whose), LedgerEntry.sequence):
        yield f"{to_line(from_fields(fields_of(row)))}\n".encode()


def _tags(session: Session, whose: Whose) -> Iterator[bytes]:
    theirs = _numbers(_forecasts(whose), Forecast)
    query = sa.select(Tag).where(Tag.forecast_id.in_(theirs)).order_by(Tag.forecast_id, Tag.name)
    for row in session.scalars(query.execution_options(yield_per=AT_ONCE)):
        yield _line(_as_json(row))


def _entries(whose: Whose) -> sa.Select[Any]:
    """The entries about what is theirs, and those of what the account did."""
    return sa.select(LedgerEntry).where(_about(whose) | (LedgerEntry.actor == whose.name))


def _about(whose: Whose) -> sa.ColumnElement[bool]:
    posts = _numbers(_posts(whose), Post)
    candidates = sa.select(Candidate.id).where(Candidate.post_id.in_(posts))
    named = [whose.name, *(f"author:{number}" for number in sorted(whose.authors))]
    return sa.or_(
        LedgerEntry.subject.in_(named),
        LedgerEntry.subject.in_(subjects_of("forecast", _numbers(_forecasts(whose), Forecast))),
        LedgerEntry.subject.in_(subjects_of("post", posts)),
        LedgerEntry.subject.in_(subjects_of("candidate", candidates)),
    )


def _sealed(session: Session, whose: Whose) -> Iterator[bytes]:
    """The private text behind the entries about what is theirs; none about what is others'."""
    sequences = sa.select(LedgerEntry.sequence).where(_about(whose))
    query = sa.select(SealedText).where(SealedText.sequence.in_(sequences))
    for row in _rows(session, query, SealedText.sequence):
        content = json.loads(row.content)
        yield _line({"sequence": row.sequence, "salt": row.salt.hex(), "content": content})


def _as_json(row: Any) -> dict[str, object]:  # noqa: ANN401 - a row of any table
    columns = row.__table__.columns
    return {name: _plain(getattr(row, name)) for name in columns.keys() if name not in NEVER}  # noqa: SIM118 - not a dictionary


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _line(content: Mapping[str, object]) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False)}\n".encode()


def _file_of(post: Post) -> str:
    """A name that is safe everywhere, whatever the post is called."""
    return f"posts/{post.id:08d}.{ENDINGS.get(post.text_format, 'txt')}"
