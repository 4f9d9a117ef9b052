"""Tells the story through the services, in the order of its time."""

import heapq
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.demo.draws import draw
from forecasts.demo.fate import Foretold, Verdict, choose_turn, verdicts_on
from forecasts.demo.story import Character, Story, TypedLine, WrittenPost, read_story
from forecasts.domain.candidates import Chance
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.permissions import VISITOR, Actor, Role, account_name
from forecasts.domain.policies import Policy
from forecasts.extraction import TextFormat, read_line
from forecasts.services.accounts import find_or_add_operator
from forecasts.services.confirming import confirm
from forecasts.services.due import flag_due
from forecasts.services.intake import Submission, capture_post
from forecasts.services.recording import Line, log_line, withdraw
from forecasts.services.resolution import decide
from forecasts.services.triage import Correction, accept, chance_of, dismiss
from forecasts.store.engine import Database
from forecasts.store.models import Account, Candidate, Forecast, Post, Proposal
from forecasts.store.queries.posts import list_candidates

SURE_ENOUGH = 550_000
"""Candidates with a lower score, in millionths, are dismissed."""

COLLEAGUE = "Second reviewer"
"""What the account is called that confirms reversals."""

_MINUTE = timedelta(minutes=1)
_WEEK = timedelta(days=7)
_TRIAGE_AFTER = timedelta(minutes=10)
_TOLD_EVERY = 5

Act = Callable[[Session, datetime], object]
"""Something that somebody does at a moment of the story."""


def tell_story(database: Database, *, today: datetime) -> Iterator[str]:
    """Lines that tell how the work goes, while it fills the database.

    Each act is a call of a service, at its own moment of the last three years; everything that
    happens within a week is one transaction.

    Args:
        today: the moment at which the story ends. The same day makes the same story.

    Raises:
        InvalidInputError: the database holds posts or forecasts already; nothing was changed.
    """
    with database.reading() as session:
        if any(session.scalar(sa.select(table.id).limit(1)) for table in (Post, Forecast)):
            raise InvalidInputError(
                "the database holds posts or forecasts already; the story needs an empty one."
                " Set DATABASE_URL to another database"
            )
    return _Teller(database, read_story(today.date()), today).tell()


class _Teller:
    """The agenda of the story, and how far it has come."""

    def __init__(self, database: Database, story: Story, today: datetime) -> None:
        self.database = database
        self.story = story
        self.today = today
        self.captured = 0
        self.logged = 0
        self.actor = VISITOR
        self.agenda: list[tuple[datetime, int, Act]] = []
        self.numbers = count()
        self.passes: set[datetime] = set()

    def tell(self) -> Iterator[str]:
        """Do what is on the agenda, a week at a time, until today."""
        self._plan_all()
        told = 0
        while self._is_next_before(self.today):
            with self.database.writing.begin() as session:
                self._live_a_week(session)
            if self.captured >= told + _TOLD_EVERY:
                told = self.captured
                yield f"{told} of {len(self.story.posts)} posts, {self.logged} forecasts ..."
        with self.database.writing.begin() as session:
            flag_due(session, now=self.today)
        yield self._summary()

    def _plan_all(self) -> None:
        for post in self.story.posts:
            captured_on = post.published + timedelta(days=post.captured_after)
            self._plan(_daytime(captured_on, post.key), partial(self._capture, post))
        for line in self.story.lines:
            self._plan(_daytime(line.said_on, line.key), partial(self._type, line))

    def _plan(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self.agenda, (moment, next(self.numbers), act))

    def _is_next_before(self, moment: datetime) -> bool:
        return bool(self.agenda) and self.agenda[0][0] <= moment

    def _live_a_week(self, session: Session) -> None:
        """Do everything that is planned for the week that begins with what is planned next."""
        begins = self.agenda[0][0]
        operator = find_or_add_operator(session, now=begins)
        self.actor = Actor(account_name(operator.id), operator.role, operator.id)
        while self._is_next_before(min(begins + _WEEK, self.today)):
            moment, _, act = heapq.heappop(self.agenda)
            act(session, moment)

    # --- what happens ------------------------------------------------------

    def _capture(self, post: WrittenPost, session: Session, now: datetime) -> None:
        submission = Submission(
            author=post.author.name,
            raw=post.text.encode(),
            text_format=TextFormat.TEXT,
            published=post.published,
            zone=post.author.zone,
            title=post.title,
            source_url=f"https://example.org/{post.author.site}/{post.published:%Y/%m/%d}",
        )
        stored = capture_post(session, submission, actor=self.actor, now=now)
        self.captured += 1
        self._plan(now + _TRIAGE_AFTER, partial(self._triage, post, stored.id))

    def _triage(self, post: WrittenPost, post_id: int, session: Session, now: datetime) -> None:
        candidates = list_candidates(session, post_id)
        decided = candidates[: len(candidates) - post.undecided]
        for number, candidate in enumerate(decided):
            if _is_no_forecast(candidate, post):
                dismiss(session, candidate.id, version=1, actor=self.actor, now=now)
            else:
                self._accept(candidate, post, f"{post.key}/{number}", session, now)

    def _accept(
        self, candidate: Candidate, post: WrittenPost, key: str, session: Session, now: datetime
    ) -> None:
        correction = Correction(
            claim=candidate.claim,
            deadline=candidate.deadline,
            chance=chance_of(candidate),
            criteria=post.author.criteria,
        )
        forecast = accept(
            session, candidate.id, version=1, actor=self.actor, now=now, correction=correction
        )
        self._foretell(forecast, correction.chance, post.author, key)

    def _type(self, line: TypedLine, session: Session, now: datetime) -> None:
        reading = read_line(line.text, said_on=line.said_on)
        typed = Line(
            author=line.author.name,
            line=line.text,
            claim=reading.claim,
            chance=reading.chance,
            said_on=line.said_on,
            deadline=reading.deadline,
            criteria=line.author.criteria,
            zone=line.author.zone,
        )
        forecast = log_line(session, typed, actor=self.actor, now=now)
        self._foretell(forecast, reading.chance, line.author, line.key)

    def _decide(
        self, forecast_id: int, verdict: Verdict, author: Character, session: Session, now: datetime
    ) -> None:
        policy = Policy.SOLO if author.self_resolved else Policy.INDEPENDENT
        decided = decide(
            session,
            forecast_id,
            verdict.decision,
            version=_version(session, forecast_id),
            actor=self.actor,
            now=now,
            policy=policy,
            share=0,
        )
        if isinstance(decided, Proposal):
            colleague = _find_or_add_colleague(session, now=now)
            confirm(
                session, decided.id, version=1, actor=colleague, now=now, policy=policy, share=0
            )

    def _withdraw(self, forecast_id: int, session: Session, now: datetime) -> None:
        version = _version(session, forecast_id)
        withdraw(session, forecast_id, version=version, actor=self.actor, now=now)

    # --- what will happen --------------------------------------------------

    def _foretell(self, forecast: Forecast, chance: Chance, author: Character, key: str) -> None:
        """Plan the pass that finds the forecast due, and what is decided of it."""
        self.logged += 1
        self._plan_pass(max(forecast.due_at, forecast.recorded_at) + _MINUTE)
        turn = choose_turn(forecast.quote, self.story.turns)
        if turn.withdrawn_after:
            moment = forecast.recorded_at + timedelta(days=turn.withdrawn_after)
            self._plan(moment, partial(self._withdraw, forecast.id))
            return
        last_day = forecast.deadline or forecast.review_by or forecast.said_on
        foretold = Foretold(
            key=key,
            author=author,
            quote=forecast.quote,
            chance=chance,
            negated=forecast.negated,
            said_on=forecast.said_on,
            first_day=min(forecast.deadline_earliest or forecast.said_on, last_day),
            last_day=last_day,
            recorded_at=forecast.recorded_at,
            due_at=forecast.due_at,
        )
        for verdict in verdicts_on(foretold, turn, today=self.today):
            self._plan(verdict.at, partial(self._decide, forecast.id, verdict, author))

    def _plan_pass(self, moment: datetime) -> None:
        if moment not in self.passes:
            self.passes.add(moment)
            self._plan(moment, lambda session, now: flag_due(session, now=now))

    def _summary(self) -> str:
        with self.database.reading() as session:
            counted = sa.select(Forecast.status, sa.func.count()).group_by(Forecast.status)
            counts = sorted((status.value, n) for status, n in session.execute(counted))
        standing = ", ".join(f"{n} {status}" for status, n in counts)
        return (
            f"Made {self.captured} posts and {self.logged} forecasts ({standing})."
            " Run `forecasts serve` and open /authors to look at them."
        )


def _find_or_add_colleague(session: Session, *, now: datetime) -> Actor:
    """A second reviewer, who confirms what takes two people."""
    account = session.scalar(sa.select(Account).where(Account.name == COLLEAGUE))
    if account is None:
        account = Account(name=COLLEAGUE, role=Role.REVIEWER, created_at=now, version=1)
        session.add(account)
        session.flush()
    return Actor(account_name(account.id), account.role, account.id)


def _daytime(day: date, key: str) -> datetime:
    """A moment between eight and eight on that day."""
    return datetime.combine(day, time(8), UTC) + timedelta(minutes=int(720 * draw(key, "daytime")))


def _is_no_forecast(candidate: Candidate, post: WrittenPost) -> bool:
    past = candidate.deadline is not None and candidate.deadline < post.published
    quote = candidate.quote
    named = any(words in quote or quote in words for words in post.dismiss)
    return past or named or candidate.score < SURE_ENOUGH


def _version(session: Session, forecast_id: int) -> int:
    return session.scalars(sa.select(Forecast.version).where(Forecast.id == forecast_id)).one()
