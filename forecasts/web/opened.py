"""The forecast that is open on the desk: all that helps to decide it, and whether one may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask import request
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError
from forecasts.domain.lifecycle import Status
from forecasts.services.claiming import open_item
from forecasts.services.confirming import find_objection
from forecasts.store.models import Forecast, Proposal, Resolution
from forecasts.store.queries.desk import View, is_blind
from forecasts.store.queries.forecasts import find_forecast
from forecasts.store.queries.similar import Likeness, find_similar
from forecasts.store.queries.standing import Standing, find_standing
from forecasts.web.context import context
from forecasts.web.excerpts import Excerpt, quote_in_context
from forecasts.web.forms import Form
from forecasts.web.presentation import write_day
from forecasts.web.sessions import actor

FORM = "decision"
"""Start of the identifiers of the fields of the form."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Whether the item is the actor's to decide.

    Attributes:
        taken: what to say where somebody else is at work on it.
        conflict: why the actor may not decide it at all.
    """

    taken: str | None = None
    conflict: str | None = None

    @property
    def is_free(self) -> bool:
        """Whether the actor may decide it now."""
        return self.taken is None and self.conflict is None


def take_hold(forecast_id: int | None) -> Hold:
    """Keep the item to whoever asks, if it is free; a mere look at the headers takes nothing."""
    if forecast_id is None or request.method == "HEAD":
        return Hold()
    here = context()
    try:
        with here.database.writing.begin() as writing:
            open_item(
                writing, forecast_id, actor=actor(), now=here.clock(), policy=here.config.policy
            )
    except ConflictError as error:
        return Hold(taken=str(error))
    except NotAllowedError as error:
        return Hold(conflict=str(error))
    return Hold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A forecast with all that helps to decide it.

    Attributes:
        forecast: with author, post, estimates and decisions.
        excerpt: its words in their context.
        standing: what reviewers know of it beside the record.
        similar: decided forecasts that resemble it.
        blind: whether it is decided once more, without knowing whose it is and how it was decided.
        hold: whether it is the actor's to decide.
        objection: why the actor may not confirm what is proposed.
    """

    forecast: Forecast
    excerpt: Excerpt
    standing: Standing
    similar: Sequence[Likeness]
    blind: bool
    hold: Hold
    objection: str | None

    @property
    def proposed_by_me(self) -> bool:
        """Whether the actor's own proposal waits for somebody else."""
        proposal = self.standing.proposal
        return proposal is not None and proposal.proposed_by == actor().name

    @property
    def takes_decision(self) -> bool:
        """Whether the form of a decision belongs here."""
        waits_for_others = self.standing.proposal is not None or self.blind
        decidable = self.forecast.status is not Status.WITHDRAWN
        return decidable and self.hold.conflict is None and not waits_for_others

    def fresh_form(self, now: datetime) -> Form:
        """The form with the day, and where somebody gave one the link, that are most likely."""
        hint = self.standing.hints[0] if self.standing.hints else None
        typed = {
            "known_on": self._likely_day(now),
            "evidence_url": hint.evidence_url if hint else None,
        }
        return Form(typed, prefix=FORM)

    def _likely_day(self, now: datetime) -> date | None:
        if self.forecast.resolutions:
            return self.forecast.resolutions[-1].known_on
        if self.standing.hints:
            return self.standing.hints[0].known_on
        return self.forecast.deadline if self.forecast.due_at <= now else None


def open_forecast(session: Session, forecast_id: int, hold: Hold, view: View) -> Opened:
    """The forecast as the desk shows it.

    Raises:
        NotFoundError: there is no such forecast.
    """
    forecast = find_forecast(session, forecast_id, actor=actor())
    standing = find_standing(session, forecast, now=context().clock())
    return Opened(
        forecast=forecast,
        excerpt=quote_in_context(forecast),
        standing=standing,
        similar=find_similar(session, forecast),
        blind=is_blind(session, forecast_id, view),
        hold=hold,
        objection=_object(session, forecast, standing.proposal),
    )


def _object(session: Session, forecast: Forecast, proposal: Proposal | None) -> str | None:
    if proposal is None:
        return None
    policy = context().config.policy
    return find_objection(session, proposal, forecast.status, actor=actor(), policy=policy)


class Line(NamedTuple):
    """One line of a comparison: what it is about, what was typed, and what stands."""

    label: str
    typed: str
    present: str


@dataclass(frozen=True, slots=True)
class Clash:
    """What was typed beside what somebody else did meanwhile.

    Attributes:
        told: what happened, in a sentence.
        lines: the two side by side; empty where nothing was decided meanwhile.
        decided: whether there is a decision now.
    """

    told: str
    lines: list[Line]
    decided: bool


def find_clash(opened: Opened, form: Form, told: str) -> Clash:
    """What was typed beside the last decision or proposal; a blind second look is shown none."""
    if opened.blind:
        return Clash(told, [], decided=False)
    resolutions = opened.forecast.resolutions
    present = opened.standing.proposal or (resolutions[-1] if resolutions else None)
    lines = [
        Line("Outcome", form.value("outcome"), present.outcome if present else ""),
        Line("Why void", form.value("void_reason"), (present and present.void_reason) or ""),
        Line(
            "Known on", _day(form.value("known_on")), write_day(present.known_on) if present else ""
        ),
        Line("Evidence", form.value("evidence_url"), (present and present.evidence_url) or ""),
        Line("Note", form.value("note"), present.note if present else ""),
        Line("By", "you", _who(present, opened.standing)),
    ]
    kept = [line for line in lines if line.typed or line.present]
    return Clash(told, kept, decided=present is not None)


def _day(typed: str) -> str:
    try:
        return write_day(date.fromisoformat(typed))
    except ValueError:
        return typed


def _who(present: Resolution | Proposal | None, standing: Standing) -> str:
    if present is None:
        return ""
    name = present.proposed_by if isinstance(present, Proposal) else present.decided_by
    return standing.names.get(name, name)
