"""T29: who may propose, confirm, reverse, look again and void, under each policy: all of it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotAllowedError
from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.policies import Policy
from forecasts.services.confirming import confirm
from forecasts.services.conflicts import declare_conflict
from forecasts.services.decisions import Verdict
from forecasts.services.second_looks import look_again
from forecasts.store.models import Forecast, Proposal, Resolution
from tests.deciding import (
    YESTERDAY,
    add_estimate,
    decide_as,
    link,
    make_due,
    make_look,
    make_proposal,
)
from tests.making import NOW, make_account

ACTS = ("propose", "confirm", "reverse", "look again", "bulk void")

# R: a decision that counts at once. P: a proposal. C: confirmed. L: looked. -: refused.
TABLE = """
                        solo         independent  two-person
author                  R C R L R    - - - - -    - - - - -
author and admin        R C R L R    - - - - -    - - - - -
co-author               R C R L R    - - - - -    - - - - -
linked to the author    R C R L R    - - - - -    - - - - -
declared, the author    R C R L R    - - - - -    - - - - -
declared, the forecast  R C R L R    - - - - -    - - - - -
other reviewer          R C R L R    R C P L R    P C P L P
admin                   R C R L R    R C P L R    P C P L P
proposer                R - R - R    R - P - R    P - P - P
linked to the proposer  R - R - R    R - P - R    P - P - P
author without office   - - - - -    - - - - -    - - - - -
reader                  - - - - -    - - - - -    - - - - -
"""


def cells() -> list[tuple[str, Policy, str, str]]:
    """Person, policy, act and what comes of it, of each cell of the table."""
    _, *rows = TABLE.strip("\n").splitlines()
    return [
        (row[:24].strip(), policy, act, came)
        for row in rows
        for policy, block in zip(Policy, row[24:].split("    "), strict=True)
        for act, came in zip(ACTS, block.split(), strict=True)
    ]


def gather(session: Session, forecast: Forecast) -> dict[str, Actor]:
    """Everybody, as near to the forecast of Ada Author as the table says."""
    reviewer = Role.REVIEWER
    people = {
        "author": make_account(session, "ada", reviewer, authors=["Ada Author"]),
        "author and admin": make_account(session, "ava", Role.ADMIN, authors=["Ada Author"]),
        "co-author": make_account(session, "cleo", reviewer, authors=["Cleo Writer"]),
        "linked to the author": make_account(session, "linus", reviewer),
        "declared, the author": make_account(session, "dora", reviewer),
        "declared, the forecast": make_account(session, "dirk", reviewer),
        "other reviewer": make_account(session, "rita", reviewer),
        "admin": make_account(session, "adam", Role.ADMIN),
        "proposer": make_account(session, "pia", reviewer),
        "linked to the proposer": make_account(session, "pete", reviewer),
        "author without office": make_account(session, "otto", Role.AUTHOR),
        "reader": make_account(session, "rea", Role.READER),
    }
    between = make_account(session, "lina", Role.READER)
    add_estimate(session, forecast, "Cleo Writer")
    link(session, people["author"], between)
    link(session, between, people["linked to the author"])
    link(session, people["proposer"], people["linked to the proposer"])
    by = {"reason": "we share a flat", "now": NOW}
    declare_conflict(
        session, author_id=forecast.author_id, actor=people["declared, the author"], **by
    )
    declare_conflict(session, forecast_id=forecast.id, actor=people["declared, the forecast"], **by)
    return people


def told(decided: Resolution | Proposal) -> str:
    return "P" if isinstance(decided, Proposal) else "R"


def propose(session: Session, forecast: Forecast, actor: Actor, _: Actor, policy: Policy) -> str:
    return told(decide_as(session, forecast, actor, policy=policy))


def confirm_it(
    session: Session, forecast: Forecast, actor: Actor, proposer: Actor, policy: Policy
) -> str:
    proposal = make_proposal(session, forecast, proposer)
    confirm(session, proposal.id, version=1, actor=actor, now=NOW, policy=policy, share=0)
    return "C"


def reverse(
    session: Session, forecast: Forecast, actor: Actor, proposer: Actor, policy: Policy
) -> str:
    decide_as(session, forecast, proposer, now=YESTERDAY)
    return told(decide_as(session, forecast, actor, Outcome.NO, policy=policy))


def look(
    session: Session, forecast: Forecast, actor: Actor, proposer: Actor, policy: Policy
) -> str:
    decide_as(session, forecast, proposer, now=YESTERDAY)
    drawn = make_look(session, forecast)
    look_again(session, drawn.id, Verdict(outcome=Outcome.YES), actor=actor, now=NOW, policy=policy)
    return "L"


def void(session: Session, forecast: Forecast, actor: Actor, _: Actor, policy: Policy) -> str:
    other = make_due(session, author="Otto Other", claim="The mill will burn")
    why = {"void_reason": VoidReason.DUPLICATE, "evidence_url": None, "policy": policy}
    came = [decide_as(session, each, actor, Outcome.VOID, **why) for each in (other, forecast)]
    return "".join({told(each) for each in came})


DONE: dict[str, Callable[[Session, Forecast, Actor, Actor, Policy], str]] = dict(
    zip(ACTS, (propose, confirm_it, reverse, look, void), strict=True)
)


def came_of(
    session: Session, act: str, forecast: Forecast, actor: Actor, *, by: Actor, policy: Policy
) -> str:
    """What comes of the act, which is undone afterwards; nobody may confirm themselves then."""
    with session.begin_nested() as attempt:
        try:
            came = DONE[act](session, forecast, actor, by, policy)
        except NotAllowedError:
            came = "-"
        refuse_to_confirm_oneself(session, actor, policy)
        attempt.rollback()
    return came


def refuse_to_confirm_oneself(session: Session, actor: Actor, policy: Policy) -> None:
    standing = session.scalars(sa.select(Proposal).where(Proposal.proposed_by == actor.name))
    for proposal in standing.all():
        with pytest.raises(NotAllowedError):
            confirm(session, proposal.id, version=1, actor=actor, now=NOW, policy=policy)
    by_one = Resolution.decided_by == Resolution.confirmed_by
    assert session.scalar(sa.select(sa.func.count(Resolution.id)).where(by_one)) == 0


@pytest.mark.parametrize("policy", Policy)
def test_each_does_what_the_table_says_and_nothing_else(session, policy):
    forecast = make_due(session)
    people = gather(session, forecast)
    proposer = people["proposer"]
    expected = {cell[:3]: cell[3] for cell in cells() if cell[1] is policy}

    came = {
        (person, policy, act): came_of(session, act, forecast, actor, by=proposer, policy=policy)
        for person, actor in people.items()
        for act in ACTS
    }

    assert came == expected


def test_the_table_has_a_cell_for_each_person_policy_and_act():
    assert len({cell[:3] for cell in cells()}) == 12 * 3 * 5
