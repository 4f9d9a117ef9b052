"""What the ledger tells in public about a forecast, an estimate and a post.

Cards are worked out from it again: whoever has the ledger alone has every figure.
"""

from forecasts.store.models import Estimate, Forecast, Post, Resolution


def facts_of_forecast(forecast: Forecast) -> dict[str, object]:
    """Whose it is, where its words stand, and until when it can come true."""
    return {
        "author": f"author:{forecast.author_id}",
        "visibility": forecast.visibility.value,
        "post": f"post:{forecast.post_id}" if forecast.post_id else None,
        "start": forecast.start,
        "end": forecast.end,
        "origin": forecast.origin.value,
        "said_on": forecast.said_on.isoformat(),
        "recorded_at": forecast.recorded_at.isoformat(),
        "deadline": forecast.deadline.isoformat() if forecast.deadline else None,
        "review_by": forecast.review_by.isoformat() if forecast.review_by else None,
        "due_at": forecast.due_at.isoformat(),
        "deadline_rule": forecast.deadline_rule,
        "zone": forecast.zone,
    }


def facts_of_estimate(estimate: Estimate) -> dict[str, object]:
    """How sure somebody said to be, and when."""
    return {
        "estimate": estimate.id,
        "estimated_on": estimate.said_on.isoformat(),
        "estimated_at": estimate.recorded_at.isoformat(),
        "kind": estimate.kind.value,
        "probability": estimate.probability,
        "probability_low": estimate.probability_low,
        "probability_high": estimate.probability_high,
        "lexicon": estimate.lexicon_version,
    }


def facts_of_post(post: Post) -> dict[str, object]:
    """Whose it is and when it was said."""
    return {
        "author": f"author:{post.author_id}",
        "visibility": post.visibility.value,
        "published": post.published.isoformat(),
        "zone": post.zone,
    }


def facts_of_decision(resolution: Resolution) -> dict[str, object]:
    """What was decided, and since when it could be known."""
    reason = resolution.void_reason
    return {
        "number": resolution.number,
        "outcome": resolution.outcome.value,
        "void_reason": reason.value if reason else None,
        "known_on": resolution.known_on.isoformat(),
        "self_resolved": resolution.self_resolved,
    }
