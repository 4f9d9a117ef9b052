"""People whose forecasts are kept."""

import re
import unicodedata
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import InvalidInputError, NotFoundError
from forecasts.domain.visibility import Visibility
from forecasts.store.inserts import insert_into
from forecasts.store.models import Author

LONGEST_NAME = 120
_SLUG_LENGTH = 70
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]{1,200}")


def find_or_add_author(
    session: Session, name: str, *, now: datetime, visibility: Visibility | None = None
) -> Author:
    """The author of that name; added when there is none, also where others add them just now.

    Args:
        visibility: that of what is recorded now, if it was chosen; a new author begins with it.

    Raises:
        InvalidInputError: the name is empty or too long.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InvalidInputError(
            f"Give the author's name, in at most {LONGEST_NAME} characters.",
            {"author": f"Give a name of at most {LONGEST_NAME} characters."},
        )
    author = _find_author(session, name)
    while author is None:
        slug = _free_slug(session, name)  # before the second look: whoever comes between takes it
        author = _find_author(session, name)
        if author is None:
            _add_unless_taken(session, name, slug, now=now, visibility=visibility)
    return author


def hold_author(session: Session, author_id: int) -> Author:
    """The author, whom nobody can erase until the caller commits.

    Raises:
        NotFoundError: there is no such author, or they were erased.
    """
    author = session.scalar(
        sa.select(Author)
        .where(Author.id == author_id, Author.erased_at.is_(None))
        .with_for_update(key_share=True, read=True)
        .execution_options(populate_existing=True)
    )
    if author is None:
        raise NotFoundError("There is no such author.")
    return author


def _find_author(session: Session, name: str) -> Author | None:
    query = sa.select(Author).where(Author.name == name, Author.erased_at.is_(None))
    return session.scalar(query.order_by(Author.id).limit(1))


def _add_unless_taken(
    session: Session, name: str, slug: str, *, now: datetime, visibility: Visibility | None
) -> None:
    """Add the author; not where somebody else took the slug meanwhile, perhaps for the same."""
    values = {
        "slug": slug,
        "name": name,
        "created_at": now,
        "visibility": visibility or Visibility.PUBLIC,
        "version": 1,
    }
    insert = insert_into(session, Author)
    session.execute(insert.values(values).on_conflict_do_nothing(index_elements=["slug"]))


def _free_slug(session: Session, name: str) -> str:
    """The name as part of an address; numbered when somebody else has it."""
    slug = slug_of(name)
    taken = set(session.scalars(sa.select(Author.slug).where(Author.slug.startswith(slug))))
    number = 1
    while (free := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return free


def slug_of(name: str) -> str:
    """The name in small letters, digits and hyphens.

    >>> slug_of("Renée O'Brien"), slug_of("李雷")
    ('renee-o-brien', 'author')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_A_SLUG.sub("-", plain).strip("-")[:_SLUG_LENGTH] or "author"
