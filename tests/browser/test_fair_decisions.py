"""The pages of proposals, disputes, second looks and conflicts in a real browser."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.policies import Policy
from forecasts.services.accounts import find_or_add_operator, issue_sign_in_link
from forecasts.services.confirming import confirm, reject
from forecasts.services.conflicts import declare_conflict
from forecasts.services.decisions import Verdict
from forecasts.services.disputes import dispute
from forecasts.services.second_looks import look_again
from forecasts.store.models import Proposal
from tests.browser.test_pages import look
from tests.deciding import YESTERDAY, decide_as, make_due, make_look, make_proposal
from tests.making import NOW, make_account

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "The photograph shows traffic on both lanes, a day before the deadline. " * 6
ADDRESSES = (
    "/forecasts/12",
    "/forecasts/12/disputes/new",
    "/forecasts/13",
    "/forecasts/1/disputes/new",
    "/forecasts/1/conflicts/new",
    "/review/conflicts",
    "/review/agreement",
)


@pytest.fixture
def policy() -> Policy:
    return Policy.INDEPENDENT


@pytest.fixture
def told(site) -> dict[str, Actor]:
    """Twelve decided forecasts, the last one with all that can happen to it, and a proposal."""
    site.now = NOW
    with site.database.writing.begin() as session:
        find_or_add_operator(session, now=NOW)
        names = ("Rita Marsh", "Benedikt Okonkwo-Lindqvist", "Cora Vale", "Rea Reader")
        roles = (*[Role.REVIEWER] * 3, Role.READER)
        people = [make_account(session, *each) for each in zip(names, roles, strict=True)]
        rita, ben, cora, rea = people
        for number in range(12):
            forecast = make_due(session, claim=f"Bridge {number} will be open", stated=0.8)
            decide_as(session, forecast, rita, now=YESTERDAY)
        by = {"now": NOW, "policy": Policy.INDEPENDENT}
        look_again(session, make_look(session, forecast).id, verdict(), actor=ben, **by)
        dispute(
            session,
            forecast.id,
            number=1,
            reason=LONG,
            evidence_url=f"https://example.org/{'photograph-' * 12}",
            actor=rea,
            now=NOW,
        )
        fallen = make_proposal(session, forecast, cora, Outcome.VOID, **VOID)
        reject(session, fallen.id, version=1, note="It can be told.", actor=ben, now=NOW)
        proposal = decide_as(session, forecast, ben, Outcome.NO, note=LONG)
        assert isinstance(proposal, Proposal)
        confirm(session, proposal.id, version=1, actor=cora, share=0, **by)
        make_proposal(session, forecast, rita, Outcome.YES, note="The photograph is another bridge")
        make_proposal(session, make_due(session, claim="The mill will burn"), rita)
        operator = Actor("account:1", Role.ADMIN, 1)
        about = {"author_id": forecast.author_id, "actor": operator, "now": NOW}
        declare_conflict(session, reason="We share an office.", **about)
    return dict(zip(("rita", "ben", "cora", "rea"), people, strict=True))


VOID = {"void_reason": VoidReason.UNCLEAR_TRUTH, "evidence_url": None}


def verdict() -> Verdict:
    return Verdict(outcome=Outcome.YES)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_without_fault_at_both_widths_and_in_both_schemes(site, open_page, address):
    page = open_page()
    page.goto(site.sign_in_address())

    faults = {
        (width, scheme): look(page, address, width=width, scheme=scheme)
        for width in (1280, 390)
        for scheme in ("light", "dark")
    }

    assert {mode: found for mode, found in faults.items() if found} == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_disputes_a_decision(site, open_page, told, scripts):
    with site.database.writing.begin() as session:
        token = issue_sign_in_link(session, told["rea"].account_id, now=NOW)
    page = open_page(scripts=scripts)
    page.goto(f"{site.address}/sign-in/{token}")
    page.goto("/forecasts/1")

    page.get_by_role("link", name="Dispute this decision").click()
    page.get_by_label("What is wrong, and why").fill("It was closed again")
    page.get_by_role("button", name="Dispute this decision").click()

    expect(page.get_by_role("heading", name="Disputes")).to_be_visible()
    expect(page.locator("#disputes")).to_contain_text("It was closed again")
    expect(page.locator("#disputes")).to_contain_text("6 Dec 2026")
    assert NOW.date() + timedelta(days=14) == date(2026, 12, 6)
