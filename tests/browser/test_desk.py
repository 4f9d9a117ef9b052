"""The desk in a real browser: twenty items without a mouse, and every state of an item."""

import os
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from forecasts.domain.lifecycle import Outcome
from forecasts.domain.permissions import Actor, Role
from forecasts.domain.policies import Policy
from forecasts.services.accounts import issue_sign_in_link
from forecasts.services.claiming import claim
from forecasts.services.desk import decide_item
from forecasts.services.disputes import dispute
from forecasts.services.hints import Pointer, point_out
from forecasts.services.snoozing import Postponement, snooze
from forecasts.store.models import Resolution, SecondLook
from tests.making import a_decision, make_account, make_forecast

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DUE_ITEMS = 20
INDEPENDENT = Policy.INDEPENDENT


@pytest.fixture
def policy() -> Policy:
    return INDEPENDENT


@pytest.fixture
def people(site) -> dict[str, Actor]:
    site.now = NOW
    with site.database.writing.begin() as session:
        make_account(session, "Operator", Role.ADMIN)
        return {
            name: make_account(session, name, role)
            for name, role in (
                ("Rita Reviewer", Role.REVIEWER),
                ("Bert Bystander", Role.REVIEWER),
                ("Rea Reader", Role.READER),
            )
        }


def enter(page: Page, site, actor: Actor) -> None:
    with site.database.writing.begin() as session:
        token = issue_sign_in_link(session, actor.account_id, now=site.now)
    page.goto(f"{site.address}/sign-in/{token}")


def log_due(site, number: int) -> list[int]:
    with site.database.writing.begin() as session:
        found = [
            make_forecast(
                session,
                claim=f"Harbour {n} will be dredged before the autumn storms",
                deadline=date(2026, 11, 1 + n),
                now=NOW.replace(month=1),
            ).id
            for n in range(number)
        ]
    site.tick()
    return found


def decisions_of(site) -> list[Resolution]:
    with site.database.reading() as session:
        return list(session.scalars(sa.select(Resolution).order_by(Resolution.id)))


def test_a_reviewer_decides_twenty_items_without_a_mouse(site, open_page, people):
    items = log_due(site, DUE_ITEMS)
    page = open_page()
    enter(page, site, people["Rita Reviewer"])
    page.goto("/review")
    keys = page.keyboard
    outcomes = [(Outcome.YES, "y"), (Outcome.NO, "n"), (Outcome.VOID, "v")]

    wanted = []
    for number in range(DUE_ITEMS):
        outcome, key = outcomes[number % len(outcomes)]
        wanted.append(outcome)
        keys.press(key)
        if outcome is Outcome.VOID:
            keys.press("ArrowDown")
            keys.press("Escape")
            with page.expect_navigation():
                keys.press("Enter")
        else:
            keys.type(f"https://example.org/{number}")
            with page.expect_navigation():
                keys.press("Enter")

    expect(page.locator("main")).to_contain_text("Nothing waits for a decision")
    decided = decisions_of(site)
    assert [each.outcome for each in decided] == wanted
    assert [each.forecast_id for each in decided] == items
    assert decided[1].evidence_url == "https://example.org/1"


def test_keys_move_snooze_release_take_back_and_tell_themselves(site, open_page, people):
    *_, third = log_due(site, 3)
    page = open_page()
    enter(page, site, people["Rita Reviewer"])
    page.goto("/review?lane=overdue")
    keys, opened = page.keyboard, page.locator("#opened")

    keys.press("?")
    expect(page.get_by_text("release, and on to the next")).to_be_visible()
    keys.press("?")
    keys.press("j")
    expect(opened).to_contain_text("Harbour 1")
    keys.press("k")
    expect(opened).to_contain_text("Harbour 0")
    keys.press("r")
    expect(opened).to_contain_text("Harbour 1")
    keys.press("s")
    keys.type("12012026")
    keys.press("Tab")
    page.get_by_label("Why it has to wait").focus()
    keys.type("Figures on Friday")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Put off until 1 Dec 2026")
    expect(opened).to_contain_text("Harbour 2")
    keys.press("n")
    keys.type("https://example.org/")
    with page.expect_navigation():
        keys.press("Enter")
    keys.press("b")
    expect(page.locator("main")).to_contain_text("Reverse the decision")
    keys.press("g")
    keys.press("z")
    expect(page.locator("main")).to_contain_text("Figures on Friday")
    assert [each.forecast_id for each in decisions_of(site)] == [third]


def test_the_desk_works_without_scripts(site, open_page, people):
    log_due(site, 3)
    page = open_page(scripts=False)
    enter(page, site, people["Rita Reviewer"])
    page.goto("/review")

    page.get_by_label("No", exact=True).check()
    page.get_by_label("Evidence").fill("https://example.org/")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("main")).to_contain_text("as no.")
    expect(page.locator("#opened")).to_contain_text("Harbour 1")
    page.get_by_role("button", name="Release").click()
    expect(page.locator("#opened")).to_contain_text("Harbour 2")

    assert [each.outcome for each in decisions_of(site)] == [Outcome.NO]


def test_two_reviewers_get_different_items_and_see_each_other(site, open_page, people):
    log_due(site, 2)
    ritas, berts = open_page(), open_page()
    enter(ritas, site, people["Rita Reviewer"])
    enter(berts, site, people["Bert Bystander"])

    ritas.goto("/review?lane=overdue")
    berts.goto("/review?lane=overdue")

    expect(ritas.locator("#opened")).to_contain_text("Harbour 0")
    expect(berts.locator("#opened")).to_contain_text("Harbour 1")
    expect(berts.locator("main")).to_contain_text("Rita Reviewer is at it")


def keep_picture(page: Page, name: str) -> None:
    """Keep what the page looks like where somebody wants to look at it."""
    folder = os.environ.get("FORECASTS_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}", full_page=True)


def busy(site, people, number: int) -> str:
    with site.database.writing.begin() as session:
        claim(session, number, actor=people["Bert Bystander"], now=NOW)
    return f"/review?lane=overdue&item={number}"


def proposed(site, people, number: int) -> str:
    with site.database.writing.begin() as session:
        decide_item(
            session,
            number,
            a_decision(note="The harbour master says so."),
            version=2,
            actor=people["Bert Bystander"],
            now=NOW,
            policy=Policy.TWO_PERSON,
        )
    return "/review?lane=second+look"


def drawn(site, people, number: int) -> str:
    with site.database.writing.begin() as session:
        by = {"actor": people["Bert Bystander"], "now": NOW, "policy": INDEPENDENT}
        decide_item(session, number, a_decision(), version=2, share=0, **by)
        session.add(SecondLook(forecast_id=number, number=1, drawn_at=NOW))
    return "/review?lane=second+look"


def disputed(site, people, number: int) -> str:
    with site.database.writing.begin() as session:
        by = {"actor": people["Bert Bystander"], "now": NOW, "policy": INDEPENDENT}
        decide_item(session, number, a_decision(), version=2, share=0, **by)
        dispute(
            session,
            number,
            number=1,
            reason="That was the outer harbour; the claim is about the inner one.",
            evidence_url="https://example.org/inner",
            actor=people["Rea Reader"],
            now=NOW,
        )
    return "/review?lane=disputed"


def pointed_out(site, people, _number: int) -> str:
    with site.database.writing.begin() as session:
        later = make_forecast(session, claim="The mill will burn", deadline=date(2027, 6, 1))
        pointer = Pointer(
            evidence_url="https://example.org/fire",
            known_on=date(2026, 11, 20),
            note="It burnt on Friday night.",
        )
        point_out(session, later.id, pointer, actor=people["Rea Reader"], now=NOW)
    return "/review?lane=perhaps+decided"


def snoozed(site, people, number: int) -> str:
    with site.database.writing.begin() as session:
        snooze(
            session,
            number,
            Postponement(until=date(2026, 12, 1), reason="The survey is published then."),
            version=2,
            actor=people["Bert Bystander"],
            now=NOW,
            policy=INDEPENDENT,
        )
    return f"/review?lane=snoozed&item={number}"


def overtaken(_site, _people, number: int) -> str:
    return f"/review?lane=overdue&item={number}"


STATES = (busy, proposed, drawn, disputed, pointed_out, snoozed, overtaken)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_state_of_an_item_is_without_fault(site, open_page, people, state):
    items = log_due(site, 4)
    page = open_page()
    enter(page, site, people["Rita Reviewer"])
    address = state(site, people, items[0])
    page.goto(address)
    if state is overtaken:
        clash(page, site, people, items[0])

    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            faults = Axe().run(page).response["violations"]
            picture = f"{state.__name__}-{width}-{scheme}.png"
            keep_picture(page, picture)
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def clash(page: Page, site, people, number: int) -> None:
    """Somebody else decides while the form is open; then it is sent."""
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Evidence").fill("https://example.org/mine")
    page.get_by_label("Note").first.fill("I saw it myself.")
    later = NOW.replace(hour=13)
    with site.database.writing.begin() as session:
        decide_item(
            session,
            number,
            a_decision(Outcome.NO, note="Only the outer part."),
            version=2,
            actor=people["Bert Bystander"],
            now=later,
            policy=INDEPENDENT,
        )
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("#clash")).to_contain_text("Somebody was first")
    expect(page.locator("#clash")).to_contain_text("I saw it myself.")
    expect(page.locator("#clash")).to_contain_text("Only the outer part.")


def test_many_are_voided_with_reasons_and_the_rest_explained(site, open_page, people):
    items = log_due(site, 4)
    page = open_page()
    enter(page, site, people["Rita Reviewer"])
    page.goto("/review?lane=overdue")
    page.get_by_role("button", name="Tick all").click()
    with site.database.writing.begin() as session:
        claim(session, items[3], actor=people["Bert Bystander"], now=NOW)

    page.get_by_text("Void or put off those that are ticked").click()
    page.get_by_label("Void: they cannot be told").check()
    page.get_by_label("Why void", exact=True).select_option("duplicate")
    keep_picture(page, "many-form.png")
    page.get_by_role("button", name="Do it").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "2 forecasts voided, 1 left as they were"
    )
    expect(page.locator("main")).to_contain_text("Bert Bystander is at work")
    keep_picture(page, "many-told.png")
    assert [each.outcome for each in decisions_of(site)] == [Outcome.VOID, Outcome.VOID]
