"""Knows the program that reads the figures by its token; it may read them and nothing else."""

import hmac

from flask import request

from forecasts.domain.permissions import Actor, Role
from forecasts.web.context import context

MONITOR = Actor("monitor", Role.ADMIN)
"""A program that watches this installation; it is asked for by one route alone."""

ENDPOINT = "metrics.show"


def is_monitor() -> bool:
    """Whether the figures are asked for by whoever has the token for them."""
    token = context().config.metrics_token
    if request.endpoint != ENDPOINT or token is None:
        return False
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())
