"""What a digest tells: what waits on somebody's desk, and what became of their forecasts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.mails import Letter, clean_line
from forecasts.domain.permissions import CLOCK, Actor, Permission, account_name, may
from forecasts.domain.policies import ANSWER_WITHIN, Policy
from forecasts.domain.visibility import Visibility
from forecasts.services.accounts import authors_of
from forecasts.services.digest_letters import (
    Entry,
    Frame,
    Part,
    write_body,
    write_day,
    write_distance,
    write_subject,
)
from forecasts.services.digests import Claimed, find_recipient, rhythm_of
from forecasts.services.outbox import clean_subject, name_of
from forecasts.services.stopping import StopLinks
from forecasts.store.models import Account
from forecasts.store.queries.conflicts import without_conflict
from forecasts.store.queries.desk import (
    WAITING,
    Item,
    Lane,
    LaneState,
    View,
    list_lane,
    look_at_lanes,
)
from forecasts.store.queries.digests import Concern, Listed, Span, Told, list_concerns
from forecasts.store.queries.paging import Paging

MOST_TOLD = 5
"""How many of a kind are told one by one; of the others it says how many there are."""

PRIVATE = "(a private forecast)"
"""What stands for the words of somebody else's private forecast: a mail leaves the house."""

_LANES: Mapping[Lane, tuple[str, str]] = MappingProxyType(
    {
        Lane.OVERDUE: ("overdue", "Overdue: nobody has decided these for a week"),
        Lane.DISPUTED: ("disputed", "Disputed: these decisions are to be looked at again"),
        Lane.DUE: ("due", "Due: these wait for a decision"),
        Lane.SECOND_LOOK: ("for a second look", "For a second look"),
        Lane.EARLY: ("perhaps decided", "Perhaps decided early: somebody pointed it out"),
    }
)
"""The lanes of the desk that are told, the most urgent first: in the subject, and as a heading."""

_CONCERNS: Mapping[Concern, tuple[str, str]] = MappingProxyType(
    {
        Concern.DISPUTED: ("of yours disputed", "Yours, disputed"),
        Concern.DECIDED: ("of yours decided", "Yours, decided since the last mail"),
        Concern.PROPOSED: ("of yours proposed", "Yours, a decision is proposed"),
        Concern.DUE: ("of yours due", "Yours, due and not decided yet"),
        Concern.DUE_SOON: ("of yours due soon", "Yours, due within two weeks"),
    }
)


def compose_digest(
    session: Session, claimed: Claimed, settings: DeliverySettings
) -> tuple[Letter, int] | None:
    """The letter, and how many forecasts it tells of, as everything stands now.

    None where there is nothing to tell, or whose it is wants it no more.
    """
    account = find_recipient(session, claimed.account_id or 0)
    if account is None:
        return None
    parts = _gather(session, account, claimed, settings.policy)
    if not parts:
        return None
    frame = _frame(session, account, claimed, settings)
    letter = Letter(
        address=account.email or "",
        subject=clean_subject(write_subject(parts)),
        body=write_body(parts, frame),
        name=name_of(claimed.name),
        written_at=claimed.claimed_at,
        stop_address=frame.stop_address,
    )
    return letter, sum(part.total for part in parts)


def _frame(
    session: Session, account: Account, claimed: Claimed, settings: DeliverySettings
) -> Frame:
    return Frame(
        site=settings.site,
        day=claimed.claimed_at.date(),
        rhythm=rhythm_of(session, account),
        stop_address=StopLinks(settings.site, settings.secret).address_of(account.id),
    )


def _gather(session: Session, account: Account, claimed: Claimed, policy: Policy) -> list[Part]:
    """What waits for them first, then what concerns their own."""
    name, authors = account_name(account.id), authors_of(session, account.id)
    actor = Actor(name, account.role, account.id, authors)
    span = Span(since=claimed.since, until=claimed.claimed_at, most=MOST_TOLD)
    if not may(actor, Permission.SEE_DESK):
        return _of_owner(list_concerns(session, actor, span, elsewhere=sa.false()), span.until)
    decidable = sa.true() if policy is Policy.SOLO else without_conflict(actor)
    concerns = list_concerns(session, actor, span, elsewhere=decidable)
    view = View(actor=actor, decidable=decidable)
    return [*_of_desk(session, view, now=span.until), *_of_owner(concerns, span.until)]


def _of_desk(session: Session, view: View, *, now: datetime) -> list[Part]:
    lanes = look_at_lanes(session, view, now=now)
    return [
        Part(*words, lanes[lane].number, entries, f"/review?lane={lane.replace(' ', '+')}")
        for lane, words in _LANES.items()
        if lanes[lane].number
        for entries in [_entries_of_lane(session, lane, lanes[lane], view, now)]
    ]


def _entries_of_lane(
    session: Session, lane: Lane, state: LaneState, view: View, now: datetime
) -> list[Entry]:
    paging = Paging(size=MOST_TOLD)
    page = list_lane(session, lane, view, paging, total=state.number, now=now)
    return [_entry_of_item(lane, item, view.actor, now) for item in page.rows]


def _entry_of_item(lane: Lane, item: Item, reader: Actor, now: datetime) -> Entry:
    forecast = item.forecast
    facts = [_facts_of_lane(lane, item, now)]
    hidden = forecast.visibility is Visibility.PRIVATE and not reader.owns(
        recorded_by=forecast.recorded_by, author_id=forecast.author_id
    )
    if not item.blind and not hidden:
        facts.append(clean_line(forecast.author.name))
    path = f"/review?lane={lane.replace(' ', '+')}&item={forecast.id}"
    return Entry(PRIVATE if hidden else forecast.claim, " · ".join(facts), path)


def _facts_of_lane(lane: Lane, item: Item, now: datetime) -> str:
    ago = write_distance(item.since, now)
    if lane in {Lane.OVERDUE, Lane.DUE}:
        day = item.forecast.deadline or item.forecast.review_by
        return f"due {write_day(day or item.since.date())}, {ago}"
    if lane is Lane.DISPUTED:
        return f"disputed {ago}, to be answered by {write_day((item.since + ANSWER_WITHIN).date())}"
    return f"waits since {write_day(item.since.date())}, {ago}"


def _of_owner(concerns: Mapping[Concern, Listed], now: datetime) -> list[Part]:
    return [
        Part(*words, concerns[kind].total, _entries(kind, concerns[kind].first, now), "/forecasts")
        for kind, words in _CONCERNS.items()
        if kind in concerns
    ]


def _entries(kind: Concern, rows: Sequence[Told], now: datetime) -> list[Entry]:
    return [
        Entry(
            row.claim,
            f"{_facts(kind, row, now)} · {clean_line(row.author)}",
            f"/forecasts/{row.forecast_id}",
        )
        for row in rows
    ]


def _facts(kind: Concern, row: Told, now: datetime) -> str:
    if kind is Concern.DECIDED:
        again = "decided anew: " if (row.number or 1) > 1 else ""
        return f"{again}{row.outcome}, {write_distance(row.at, now)}"
    if kind is Concern.PROPOSED:
        return f"{row.outcome} is proposed; somebody else confirms it"
    if kind is Concern.DISPUTED:
        return f"disputed {write_distance(row.at, now)}; two reviewers look again"
    return f"due {write_day(row.day)}, {write_distance(row.at, now)}"


def tell_channels(session: Session, settings: DeliverySettings, *, now: datetime) -> str | None:
    """What waits on the whole desk, as a short text without anybody's words; None: nothing."""
    lanes = look_at_lanes(session, View(actor=CLOCK, decidable=sa.true()), now=now)
    waiting = [f"{lanes[lane].number} {lane}" for lane in WAITING if lanes[lane].number]
    if not waiting:
        return None
    return f"Waiting for reviewers: {', '.join(waiting)}.\n{settings.site}/review"
