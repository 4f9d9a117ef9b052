"""What the clock does at each tick. Each pass may run late, twice, or in four processes at once."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from forecasts.domain.clock import Clock
from forecasts.domain.mails import MailSettings
from forecasts.domain.opinions import OpinionSettings
from forecasts.opinions import open_opinion
from forecasts.services.due import BATCH, flag_due
from forecasts.services.heads import is_published, publish_head
from forecasts.services.heartbeats import beat
from forecasts.services.repeats import forget_keys
from forecasts.services.wiping import erasure_to_wipe, note_wiped
from forecasts.store.engine import Database
from forecasts.store.wiping import wipe
from scheduler.arriving import open_fetcher, run_arrival_pass
from scheduler.asking import run_opinion_pass
from scheduler.checking import open_onlooker, run_source_pass
from scheduler.fetching import Client
from scheduler.mailing import run_mail_pass
from scheduler.polling import open_poller, run_feed_pass
from scheduler.reading import Reader
from scheduler.smtp import SmtpSender

Pass = Callable[[Database, Clock], str]
"""Does its work in transactions of its own and says in a few words what it did."""

DUE = "due"
KEYS = "keys"
MAILS = "mails"
OPINIONS = "opinions"
WIPING = "wiping"
HEADS = "heads"
FEEDS = "feeds"
ARRIVALS = "arrivals"
SOURCES = "sources"


def run_due_pass(database: Database, clock: Clock) -> str:
    """Flag everything that is due, a batch a transaction, until nothing is left."""
    flagged = 0
    while True:
        with database.writing.begin() as session:
            batch = flag_due(session, now=clock())
        flagged += batch
        if batch < BATCH:
            return f"{flagged} flagged as due"


def run_key_pass(database: Database, clock: Clock) -> str:
    """Forget the keys of requests that are too old to be repeated."""
    with database.writing.begin() as session:
        return f"{forget_keys(session, now=clock())} keys of requests forgotten"


def run_wiping_pass(database: Database, clock: Clock) -> str:
    """Write the database file anew where somebody was erased since it was last."""
    with database.reading() as session:
        erasure = erasure_to_wipe(session)
    if erasure is None:
        return "nothing to wipe"
    wiped = wipe(database.engine)
    with database.writing.begin() as session:
        note_wiped(session, erasure, now=clock())
    return "wiped what was erased" if wiped else "left to the housekeeping of the database"


def run_heads_pass(database: Database, clock: Clock) -> str:
    """Make the head of the ledger known, once a day."""
    with database.reading() as session:
        if is_published(session, clock().date()):
            return "published today already"
    with database.writing.begin() as session:
        published = publish_head(session, now=clock())
    return f"published entry {published.sequence}" if published else "nothing to publish"


def _fetching(site: str | None) -> dict[str, Pass]:
    """The passes that connect where others say; whoever is asked is told our address."""
    client, reader = Client(site=site), Reader()
    return {
        ARRIVALS: partial(run_arrival_pass, fetcher=open_fetcher(client, reader)),
        FEEDS: partial(run_feed_pass, poller=open_poller(client, reader)),
        SOURCES: partial(run_source_pass, onlooker=open_onlooker(client, reader)),
    }


PASSES: Mapping[str, Pass] = MappingProxyType(
    {
        DUE: run_due_pass,
        MAILS: partial(run_mail_pass, sender=None),
        HEADS: run_heads_pass,
        KEYS: run_key_pass,
        WIPING: run_wiping_pass,
        **_fetching(None),
    }
)
"""The passes of every installation, by the name under which their heartbeat is kept."""


def passes_of(
    second_opinion: OpinionSettings | None,
    mail: MailSettings | None = None,
    *,
    site: str | None = None,
) -> Mapping[str, Pass]:
    """The passes of an installation that may ask for second opinions, and may send mail.

    Args:
        site: our address, as those are told who are asked for feeds and posts.

    Raises:
        OpinionFailedError: whom the settings name cannot be asked; the message says what to do.
    """
    passes: dict[str, Pass] = dict(PASSES) | _fetching(site)
    if mail is not None:
        passes[MAILS] = partial(run_mail_pass, sender=SmtpSender(mail))
    if second_opinion is not None:
        passes[OPINIONS] = partial(run_opinion_pass, opinion=open_opinion(second_opinion))
    return MappingProxyType(passes)


def run_pass(
    name: str, database: Database, clock: Clock, passes: Mapping[str, Pass] | None = None
) -> str:
    """Run the pass of that name, note its heartbeat, and say what it did."""
    report = (passes or PASSES)[name](database, clock)
    with database.writing.begin() as session:
        beat(session, name, report, now=clock())
    return report
