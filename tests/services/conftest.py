"""Reviewers without any conflict."""

import pytest
from sqlalchemy.orm import Session

from forecasts.domain.permissions import Actor, Role
from tests.making import make_account


@pytest.fixture
def rita(session: Session) -> Actor:
    return make_account(session, "rita", Role.REVIEWER)


@pytest.fixture
def ben(session: Session) -> Actor:
    return make_account(session, "ben", Role.REVIEWER)


@pytest.fixture
def cora(session: Session) -> Actor:
    return make_account(session, "cora", Role.REVIEWER)


@pytest.fixture
def rea(session: Session) -> Actor:
    return make_account(session, "rea", Role.READER)
