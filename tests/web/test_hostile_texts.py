"""T45: three hundred payloads in every stored text, on every page, feed, mail and message.

Whatever somebody wrote stays text. Pages are read by a real parser, which finds no element, no
attribute and no link that came out of one.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape
from itertools import product

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.routing import MapAdapter, Rule

from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.mails import clean_line
from forecasts.domain.permissions import Role
from forecasts.domain.policies import Policy
from forecasts.extraction import TextFormat
from forecasts.services.digest_contents import compose_digest
from forecasts.services.digests import claim_digest
from forecasts.services.disputes import dispute
from forecasts.services.due import flag_due
from forecasts.services.hints import Pointer, point_out
from forecasts.services.hook_deliveries import lease_delivery
from forecasts.services.hook_messages import write_message
from forecasts.services.intake import capture_post
from forecasts.services.recording import log_forecast
from forecasts.services.resolution import decide
from forecasts.services.snoozing import Postponement, snooze
from forecasts.store.models import Account, Author, AuthorClaim, ClaimStatus, Forecast
from forecasts.store.queries.posts import list_candidates
from tests.making import NOW, a_decision, a_draft, a_submission, make_account
from tests.web.payloads import PAYLOADS, VECTORS, faults_of
from tests.web.world import World, build_world

EACH = 25
"""So many payloads have pages of their own; all of them stand in lists and in long texts."""

PAST = date(2026, 11, 20)


@pytest.fixture(scope="module")
def hostile(sqlite_template, tmp_path_factory):
    """A world in which everything that can be written was written by somebody hostile."""
    world = build_world(sqlite_template, tmp_path_factory.mktemp("hostile"))
    with world.database.writing.begin() as session:
        for place, payload in enumerate(PAYLOADS):
            if place % (len(PAYLOADS) // EACH):
                _write_little(session, world, payload)
            else:
                _write_everything(session, world, place, payload)
    yield world
    world.database.close()


def _write_little(session: Session, world: World, payload: str) -> None:
    """What stands in lists: a name, a claim, an account."""
    draft = a_draft(session, author=payload[:120], claim=payload)
    log_forecast(session, draft, actor=world.people["owner"], now=NOW)


def _write_everything(session: Session, world: World, place: int, payload: str) -> None:
    by = {"actor": world.people["owner"], "now": NOW}
    long = " ".join(PAYLOADS[place : place + len(PAYLOADS) // EACH])[:3000]
    name = payload[:100]
    for text_format in (TextFormat.TEXT, TextFormat.MARKDOWN, TextFormat.HTML):
        text = escape(long) if text_format is TextFormat.HTML else long
        post = capture_post(session, _post(name, payload, text, text_format), **by)
        world.rows.setdefault("posts", []).append(post.id)
        found = [candidate.id for candidate in list_candidates(session, post.id)]
        world.rows.setdefault("candidates", []).extend(found[:1])
    drafted = {"author": name, "criteria": long, "claim": payload, "deadline": PAST}
    made = [log_forecast(session, a_draft(session, **drafted), **by).id for _ in range(4)]
    opened = log_forecast(session, a_draft(session, author=name, claim=payload), **by).id
    flag_due(session, now=NOW)
    _review(session, world, made, opened, payload, long)
    world.rows.setdefault("forecasts", []).extend([*made, opened])
    _add_account(session, world, place, name, long)


def _post(name: str, payload: str, text: str, text_format: TextFormat):
    words = f"{text}\n\nMy guess is that the bridge of {text} will open before the end of 2027."
    link = f"https://example.org/?q={payload}"
    titled = {"title": payload[:300], "source_url": link, "text_format": text_format}
    return a_submission(words, author=name, **titled)


def _review(
    session: Session, world: World, made: Sequence[int], opened: int, payload: str, long: str
) -> None:
    by = {"actor": world.people["reviewer"], "now": NOW}
    evidence = f"https://example.org/?q={payload}"
    decision = a_decision(Outcome.YES, note=long, evidence_url=evidence)
    decided, disputed, proposed, asleep = made
    for number in (decided, disputed):
        decide(session, number, decision, version=2, policy=Policy.INDEPENDENT, share=0, **by)
    reader = {"actor": world.people["reader"], "now": NOW}
    dispute(session, disputed, number=1, reason=long, evidence_url=evidence, **reader)
    decide(session, proposed, decision, version=2, policy=Policy.TWO_PERSON, share=0, **by)
    later = Postponement(until=date(2026, 12, 1), reason=payload[:300])
    snooze(session, asleep, later, version=2, policy=Policy.INDEPENDENT, **by)
    pointer = Pointer(evidence_url=evidence, known_on=PAST, note=long)
    point_out(session, opened, pointer, **reader)


def _add_account(session: Session, world: World, place: int, name: str, long: str) -> None:
    number = make_account(session, f"someone{place}", Role.READER)
    account = session.get_one(Account, number.account_id)
    account.name = name
    author = session.scalars(sa.select(Author).where(Author.name == name)).first()
    claim = AuthorClaim(
        account_id=account.id,
        author_id=author.id,
        reason=long,
        status=ClaimStatus.ASKED,
        asked_at=NOW,
        version=1,
    )
    session.add(claim)
    session.flush()
    world.rows.setdefault("accounts", []).append(account.id)
    world.rows.setdefault("slugs", []).append(author.slug)


ROWS = {
    "forecast_id": "forecasts",
    "post_id": "posts",
    "candidate_id": "candidates",
    "account_id": "accounts",
    "slug": "slugs",
}
CHOICES = {"kind": ("new", "due", "resolved"), "name": ("rivers",)}
"""Parts of an address that name no row."""

LISTS = ("/forecasts", "/authors", "/posts", "/review", "/admin/accounts", "/ledger")
LANES = ("overdue", "due", "perhaps+decided", "disputed", "second+look", "due+soon", "snoozed")


def every_address(world: World, most: int | None = None):
    """Every page that can be asked for with GET, of each row that somebody hostile wrote.

    Args:
        most: how many rows of a kind; None: all.
    """
    binding = world.app.url_map.bind("localhost")
    for rule in world.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        names = [name for name in rule.arguments if name in ROWS]
        if rule.arguments <= CHOICES.keys():
            yield from _built(binding, rule, {})
        for name in names:
            for row in world.rows[ROWS[name]][:most]:
                yield from _built(binding, rule, {name: row})
    for place in LISTS:
        yield from (f"{place}?size=100&page={page}" for page in range(1, 5))
    for lane in LANES:
        yield f"/review?lane={lane}&size=100"
        items = world.rows["forecasts"][:most:3]
        yield from (f"/review?lane={lane}&item={row}" for row in items)


def _built(binding: MapAdapter, rule: Rule, row: dict[str, object]) -> Iterator[str]:
    """The addresses with that row, one for each choice; none where another row is named too."""
    rest = sorted(rule.arguments - row.keys())
    if not set(rest) <= CHOICES.keys():
        return
    for chosen in product(*(CHOICES[name] for name in rest)):
        yield binding.build(rule.endpoint, row | dict(zip(rest, chosen, strict=True)))


def test_there_are_three_hundred_payloads_and_each_is_seen_where_it_is_not_escaped():
    """The twin: unescaped in a page, every one of them is found."""
    contexts = ("<p>{}</p>", '<a title="{}">x</a>', "<a title='{}'>x</a>", "<title>{}</title>")
    unseen = [
        payload
        for payload in PAYLOADS
        if not any(list(faults_of(f"<body>{each.format(payload)}")) for each in contexts)
    ]

    assert len(set(PAYLOADS)) == 300
    assert unseen == []


def test_escaped_none_of_them_is_taken_for_a_fault():
    for payload in PAYLOADS:
        safe = escape(payload)
        assert list(faults_of(f'<body><a title="{safe}" href="/?q={safe}">{safe}</a>')) == []


@pytest.mark.slow
@pytest.mark.parametrize(("person", "most"), [("admin", 7), ("visitor", 5)])
def test_on_pages_of_every_kind_all_of_it_stays_text(hostile, person, most):
    pages, shown = look_at_pages(hostile, person, most)

    assert pages >= 60
    assert person == "visitor" or len(shown) >= 15


@pytest.mark.nightly
@pytest.mark.parametrize("person", ["admin", "reviewer", "owner", "reader", "visitor"])
def test_on_every_page_all_of_it_stays_text(hostile, person):
    pages, _shown = look_at_pages(hostile, person, None)

    assert pages >= 300


def look_at_pages(world: World, person: str, most: int | None) -> tuple[int, set[str]]:
    """How many pages there were, all without a fault, and which vectors stood there as text."""
    browser, pages = world.browser(person), 0
    wrong, shown = {}, set()
    for address in every_address(world, most):
        answer = browser.get(address)
        if answer.mimetype == "text/html":
            pages += 1
            text = answer.text
            shown |= {vector for vector in VECTORS if escape(vector, quote=False) in text}
            faults = list(faults_of(text))
            if faults or answer.status_code >= 500:
                wrong[address] = answer.status_code, faults[:3]
        answer.close()
    assert wrong == {}
    return pages, shown


@pytest.mark.slow
def test_in_feeds_all_of_it_stays_text(hostile):
    feeds = [
        address
        for address in map(str, every_address(hostile, 5))
        if address.endswith((".atom", ".xml", ".ics")) or "feed" in address
    ]
    browser = hostile.browser("visitor")
    for address in feeds:
        answer = browser.get(address)
        assert "<zzq" not in answer.text
        assert answer.status_code < 500
        answer.close()


@pytest.mark.slow
def test_in_mails_all_of_it_is_a_line_of_plain_text(hostile):
    settings = DeliverySettings(site="https://ledger.example.org", secret="for tests")  # noqa: S106
    letters = []
    with hostile.database.writing() as session:
        for days in range(60):
            claimed = claim_digest(session, now=NOW + timedelta(days=days))
            if claimed:
                letters.append(compose_digest(session, claimed, settings))
        session.rollback()

    told = [letter for letter in letters if letter]
    assert told
    for letter, _ in told:
        assert letter.body == "\n".join(clean(line) for line in letter.body.split("\n"))
        assert clean_line(letter.subject) == letter.subject


def clean(line: str) -> str:
    """The line as it would be without anything that is no text; its indent is ours."""
    if line == "-- ":
        return line
    indent = line[: len(line) - len(line.lstrip(" "))]
    return f"{indent}{clean_line(line)}"


@pytest.mark.slow
def test_in_messages_to_web_hooks_all_of_it_comes_back_as_it_was_written(hostile):
    claims = set()
    with hostile.database.writing() as session:
        while leased := lease_delivery(session, now=NOW, lease=timedelta(hours=1)):
            message = write_message(session, leased, site="https://x.example", now=NOW)
            claims.add(json.loads(message.body)["data"]["forecast"]["claim"])
        stored = set(session.scalars(sa.select(Forecast.claim)))
        session.rollback()

    assert claims <= stored
    assert set(PAYLOADS) <= claims
