"""Authors whom several people name for the first time at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa

from forecasts.services.authors import find_or_add_author
from forecasts.store.engine import Database
from forecasts.store.models import Author
from tests.making import NOW


def test_an_author_named_by_several_at_once_is_added_once(database: Database):
    together = Barrier(4)

    def name_new_authors(_: int) -> list[int]:
        return [add(f"Ada Author {number}") for number in range(20)]

    def add(name: str) -> int:
        together.wait(timeout=30)
        with database.writing.begin() as session:
            return find_or_add_author(session, name, now=NOW).id

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(name_new_authors, range(4)))

    assert all(each == answers[0] for each in answers)
    assert count_authors(database) == len(set(answers[0])) == 20


def test_authors_whose_names_make_the_same_address_are_two(database: Database):
    with database.writing.begin() as session:
        names = ("Ada Author", "ada author")
        authors = [find_or_add_author(session, name, now=NOW) for name in names]
        slugs = [author.slug for author in authors]

    assert slugs == ["ada-author", "ada-author-2"]


def count_authors(database: Database) -> int | None:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Author))
