"""Writes the message of a delivery from the rows as they are now, and signs it.

The shape and the signatures are those of the Standard Webhooks.
"""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from standardwebhooks.webhooks import Webhook

from forecasts.domain.hooks import HookEvent, Message
from forecasts.domain.probability import from_millionths
from forecasts.domain.visibility import Visibility
from forecasts.services.hook_deliveries import Leased
from forecasts.store.models import (
    Author,
    Estimate,
    Forecast,
    Hook,
    HookDelivery,
    Proposal,
    Resolution,
)

_TELLS_RESOLUTION = (HookEvent.RESOLVED, HookEvent.CHANGED)


def write_message(session: Session, leased: Leased, *, site: str, now: datetime) -> Message | None:
    """What is to be posted where; None where what it tells of is public no more.

    Args:
        site: what each of our addresses begins with.
    """
    delivery = session.get_one(HookDelivery, leased.delivery_id)
    data = _tell(session, delivery, site)
    if data is None:
        return None
    body = {"type": delivery.event, "timestamp": _write(delivery.created_at), "data": data}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    hook = session.get_one(Hook, delivery.hook_id)
    headers = sign(hook, delivery.message, text, now=now)
    return Message(hook.address, text.encode(), headers)


def sign(hook: Hook, message: str, text: str, *, now: datetime) -> dict[str, str]:
    """The headers of a message; with both signatures while a secret is being changed."""
    moment = now.astimezone(UTC)
    secrets = [hook.secret]
    if hook.former_secret and hook.former_until and moment < hook.former_until:
        secrets.append(hook.former_secret)
    signatures = [Webhook(secret).sign(message, moment, text) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _tell(session: Session, delivery: HookDelivery, site: str) -> dict[str, Any] | None:
    if delivery.event is HookEvent.TEST:
        return {"hook": delivery.hook_id}
    forecast = session.scalar(
        sa.select(Forecast).where(
            Forecast.id == delivery.forecast_id,
            Forecast.visibility == Visibility.PUBLIC,
            Forecast.erased_at.is_(None),
        )
    )
    if forecast is None:
        return None
    told: dict[str, Any] = {"forecast": _tell_forecast(session, forecast, site)}
    if delivery.event is HookEvent.PROPOSED:
        told["proposal"] = _tell_proposal(session, delivery)
    if delivery.event in _TELLS_RESOLUTION:
        told["resolution"] = _tell_resolution(session, delivery)
    return told


def _tell_forecast(session: Session, forecast: Forecast, site: str) -> dict[str, Any]:
    author = session.get_one(Author, forecast.author_id)
    return {
        "id": forecast.id,
        "url": f"{site}/forecasts/{forecast.id}",
        "claim": forecast.claim,
        "author": {"name": author.name, "url": f"{site}/authors/{author.slug}"},
        "said_on": forecast.said_on.isoformat(),
        "deadline": forecast.deadline.isoformat() if forecast.deadline else None,
        "review_by": forecast.review_by.isoformat() if forecast.review_by else None,
        "due_at": _write(forecast.due_at),
        "opening_estimate": _tell_opening(session, forecast),
    }


def _tell_opening(session: Session, forecast: Forecast) -> dict[str, Any]:
    """What the author gave it first; probabilities are between 0 and 1."""
    mine = (Estimate.forecast_id == forecast.id, Estimate.author_id == forecast.author_id)
    query = sa.select(Estimate).where(*mine).order_by(Estimate.id).limit(1)
    opening = session.scalars(query).one()
    given = (opening.probability, opening.probability_low, opening.probability_high)
    exact, low, high = (None if each is None else from_millionths(each) for each in given)
    return {
        "kind": opening.kind,
        "probability": exact,
        "probability_low": low,
        "probability_high": high,
        "hedge": opening.hedge,
    }


def _tell_proposal(session: Session, delivery: HookDelivery) -> dict[str, Any]:
    """What the ledger tells of it, too; evidence and note come with the decision."""
    proposal = session.get_one(Proposal, delivery.facts["proposal"])
    return {
        "outcome": proposal.outcome,
        "void_reason": proposal.void_reason,
        "known_on": proposal.known_on.isoformat(),
        "proposed_at": _write(proposal.proposed_at),
    }


def _tell_resolution(session: Session, delivery: HookDelivery) -> dict[str, Any]:
    number = delivery.facts["number"]
    mine = (Resolution.forecast_id == delivery.forecast_id, Resolution.number == number)
    resolution = session.scalars(sa.select(Resolution).where(*mine)).one()
    return {
        "number": number,
        "outcome": resolution.outcome,
        "void_reason": resolution.void_reason,
        "known_on": resolution.known_on.isoformat(),
        "evidence_url": resolution.evidence_url,
        "self_resolved": resolution.self_resolved,
        "decided_at": _write(resolution.decided_at),
    }


def _write(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
