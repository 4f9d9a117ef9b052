"""What the clock does at each tick. Each pass may run late, twice, or in four processes at once."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from structlog.contextvars import bound_contextvars

from config import Config
from forecasts.domain.backups import BackupSettings
from forecasts.domain.clock import Clock
from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.mails import MailSettings
from forecasts.domain.opinions import OpinionSettings
from forecasts.domain.reminders import FLOOD
from forecasts.opinions import open_opinion
from forecasts.services.heads import is_published, publish_head
from forecasts.services.heartbeats import beat
from forecasts.services.repeats import forget_keys
from forecasts.services.retention import forget_old
from forecasts.services.wiping import erasure_to_wipe, note_wiped
from forecasts.store.engine import Database
from forecasts.store.wiping import wipe
from scheduler.arriving import open_fetcher, run_arrival_pass
from scheduler.asking import run_opinion_pass
from scheduler.backing_up import run_backup_pass, run_drill_pass
from scheduler.channels import Channels
from scheduler.checking import open_onlooker, run_source_pass
from scheduler.digesting import run_channel_pass, run_digest_pass
from scheduler.fetching import Client
from scheduler.flagging import run_due_pass as run_due_pass
from scheduler.hooking import posts_by, run_hook_pass
from scheduler.jumps import Watch
from scheduler.mailing import run_mail_pass
from scheduler.polling import open_poller, run_feed_pass
from scheduler.reading import Reader
from scheduler.reminding import run_reminder_pass
from scheduler.smtp import SmtpSender

Pass = Callable[[Database, Clock], str]
"""Does its work in transactions of its own and says in a few words what it did."""

DUE = "due"
REMINDERS = "reminders"
RETENTION = "retention"
KEYS = "keys"
MAILS = "mails"
OPINIONS = "opinions"
WIPING = "wiping"
HEADS = "heads"
DIGESTS = "digests"
CHANNELS = "channels"
HOOKS = "hooks"
BACKUPS = "backups"
DRILLS = "drills"
FEEDS = "feeds"
ARRIVALS = "arrivals"
SOURCES = "sources"


def run_key_pass(database: Database, clock: Clock) -> str:
    """Forget the keys of requests that are too old to be repeated."""
    with database.writing.begin() as session:
        return f"{forget_keys(session, now=clock())} keys of requests forgotten"


def run_retention_pass(database: Database, clock: Clock) -> str:
    """Forget what has done its work, a batch a transaction, until nothing is left."""
    forgotten = 0
    while True:
        with database.writing.begin() as session:
            batch = forget_old(session, now=clock())
        forgotten += batch
        if not batch:
            return f"{forgotten} rows forgotten"


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
        REMINDERS: run_reminder_pass,
        MAILS: partial(run_mail_pass, sender=None),
        HEADS: run_heads_pass,
        KEYS: run_key_pass,
        WIPING: run_wiping_pass,
        DIGESTS: partial(run_digest_pass, sender=None, settings=None),
        RETENTION: run_retention_pass,
        **_fetching(None),
    }
)
"""The passes of every installation, by the name under which their heartbeat is kept."""


SECONDS: Mapping[str, int] = MappingProxyType(
    {HOOKS: 2, ARRIVALS: 2, MAILS: 5, OPINIONS: 5, FEEDS: 10}
    | dict.fromkeys((REMINDERS, HEADS, WIPING, DIGESTS, CHANNELS, BACKUPS, DRILLS, SOURCES), 60)
    | {KEYS: 600, RETENTION: 3600}
)
"""How many seconds lie at least between two runs of a pass that need not run at each tick."""


def passes_for(config: Config) -> Mapping[str, Pass]:
    """The passes of an installation with these settings; errors as `passes_of` has them."""
    return passes_of(
        config.second_opinion,
        config.mail,
        deliveries=config.deliveries,
        flood=config.flood,
        backups=config.backups,
        site=config.site,
    )


def passes_of(
    second_opinion: OpinionSettings | None,
    mail: MailSettings | None = None,
    *,
    deliveries: DeliverySettings | None = None,
    flood: int = FLOOD,
    backups: BackupSettings | None = None,
    site: str | None = None,
) -> Mapping[str, Pass]:
    """The passes of an installation that may ask for second opinions, send mail and make backups.

    Args:
        flood: how many forecasts may be caught up at once before a person has to look.
        site: our address, as those are told who are asked for feeds and posts.

    Raises:
        OpinionFailedError: whom the settings name cannot be asked; the message says what to do.
        ChannelFailedError: the channels of the settings cannot be used.
    """
    passes: dict[str, Pass] = {**PASSES, **_fetching(site), **_telling(mail, deliveries)}
    if passes[DUE] is run_due_pass:
        passes[DUE] = partial(run_due_pass, flood=flood, watch=Watch(time.monotonic))
    if second_opinion is not None:
        passes[OPINIONS] = partial(run_opinion_pass, opinion=open_opinion(second_opinion))
    if backups is not None:
        passes[BACKUPS] = partial(run_backup_pass, settings=backups)
        passes[DRILLS] = partial(run_drill_pass, settings=backups)
    return MappingProxyType(passes)


def _telling(mail: MailSettings | None, deliveries: DeliverySettings | None) -> dict[str, Pass]:
    """The passes that tell people and programs something, as far as they are set up."""
    site, passes = deliveries.site if deliveries else "", dict[str, Pass]()
    if mail is not None:
        sender = SmtpSender(mail)
        passes[MAILS] = partial(run_mail_pass, sender=sender, site=site)
        passes[DIGESTS] = partial(run_digest_pass, sender=sender, settings=deliveries)
    if deliveries is not None:
        passes[HOOKS] = partial(run_hook_pass, post=posts_by(Client(site=site)), site=site)
    if deliveries is not None and deliveries.channels:
        speaker = Channels(deliveries.channels)
        passes[CHANNELS] = partial(run_channel_pass, speaker=speaker, settings=deliveries)
    return passes


def run_pass(
    name: str, database: Database, clock: Clock, passes: Mapping[str, Pass] | None = None
) -> str:
    """Run the pass of that name, note its heartbeat, and say what it did."""
    with bound_contextvars(clock_pass=name):
        report = (passes or PASSES)[name](database, clock)
    with database.writing.begin() as session:
        beat(session, name, report, now=clock())
    return report
