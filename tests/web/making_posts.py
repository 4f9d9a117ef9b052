"""A post about the weather, as the tests of its pages paste it."""

from collections.abc import Mapping

from flask.testing import FlaskClient

from forecasts.store.engine import Database
from forecasts.store.models import Candidate
from forecasts.store.queries.posts import list_candidates

TEXT = (
    "A look at the year.\n\n"
    "My guess is that the bridge will be open before the end of this year. "
    "The ferry will stop by 31 January 2027.\n\n"
    "Prices will rise."
)
SAID_ON = "2026-01-05"


def a_post(**wanted: object) -> dict[str, object]:
    """The form of a post; whatever is not given is ordinary."""
    ordinary = {"author": "Ada Author", "published": SAID_ON, "title": "The year", "text": TEXT}
    return ordinary | wanted


def candidates_of(database: Database, post_id: int = 1) -> list[Candidate]:
    """The candidates of a post as they are stored now."""
    with database.reading() as session:
        return list_candidates(session, post_id)


def shown(browser: FlaskClient, address: str) -> str:
    """The text of a page with its white space evened out."""
    return " ".join(browser.get(address).text.split())


def versioned(candidate: Candidate, **more: object) -> Mapping[str, object]:
    """The form that decides this candidate as it stands."""
    return {"version": candidate.version, **more}
