"""Recognises a post that is on the record already, whatever its address and its day."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.store.models import Author, Post


def find_twin(session: Session, author: str, text: str) -> Post | None:
    """The first capture of this very text by an author of that name; None where there is none."""
    return session.scalar(
        sa.select(Post)
        .join(Author, Author.id == Post.author_id)
        .where(
            Author.name == " ".join(author.split()),
            Post.text_sha256 == hashlib.sha256(text.encode()).hexdigest(),
            Post.erased_at.is_(None),
        )
        .order_by(Post.id)
        .limit(1)
    )
