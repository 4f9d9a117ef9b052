"""T35 and T36: headers and cookies of every answer, forms of other sites, redirects that stay."""

import re
from urllib.parse import quote, urljoin, urlsplit

import pytest

from forecasts.web.security import HEADERS, WITH_SECRET_ADDRESS, WITHOUT_TOKEN
from tests.web.access_table import GOOD, Good, read_table
from tests.web.world import World, build_world

pytestmark = pytest.mark.slow

TABLE = read_table()
WRITES = [route for route in TABLE if route.startswith("POST")]
FOREIGN = "https://evil.example"


@pytest.fixture(autouse=True)
def from_the_beginning(world):
    world.begin_anew()


def address_of(world: World, route: str) -> str:
    endpoint = route.split()[1]
    return world.address(endpoint, GOOD.get(endpoint, Good()).row)


def every_answer(world: World, person: str):
    """An answer of each route, and one of each kind of error."""
    for route in TABLE:
        method = route.split()[0]
        form = GOOD.get(route.split()[1], Good()).form
        data = {"csrf_token": world.tokens[person], **form} if method == "POST" else None
        yield route, world.browser(person).open(address_of(world, route), method=method, data=data)
        world.begin_anew()
    yield "not found", world.browser(person).get("/nothing")
    yield "no such row", world.browser(person).get("/posts/4711")
    yield "no such method", world.browser(person).put("/")
    yield "no token", world.browser(person).post("/sign-out")
    yield "not good", world.send(person, "/posts", {})
    yield "too large", world.send(person, "/posts", {"text": "x" * 2_200_000})
    yield "no address", world.browser(person).get("/%00")


@pytest.mark.parametrize("person", ["visitor", "owner", "admin", "ended"])
def test_every_answer_carries_the_headers(world, person):
    lacking = {}
    for what, answer in every_answer(world, person):
        answer.close()
        kept = dict(HEADERS)
        if what.rpartition(" ")[2] in WITH_SECRET_ADDRESS:
            kept["Referrer-Policy"] = "no-referrer"
        wrong = {name for name, value in kept.items() if answer.headers.get(name) != value}
        if "static" not in what and "no-" not in answer.headers.get("Cache-Control", ""):
            wrong.add("Cache-Control")
        if wrong:
            lacking[what] = wrong

    assert lacking == {}


@pytest.mark.parametrize("person", ["owner", "admin"])
def test_what_somebody_signed_in_sees_is_kept_by_no_cache(world, person):
    loose = {}
    for what, answer in every_answer(world, person):
        answer.close()
        if not what.endswith(("static", "sign_out", "leaving.leave")):
            loose[what] = answer.headers["Cache-Control"]

    assert set(loose.values()) == {"private, no-store"}


@pytest.mark.parametrize("secure", [False, True])
def test_every_cookie_keeps_to_itself(sqlite_template, tmp_path, secure):
    world = build_world(sqlite_template, tmp_path, secure_cookies=secure)

    cookies = [
        cookie
        for person in ("visitor", "admin")
        for _, answer in every_answer(world, person)
        for cookie in [*answer.headers.getlist("Set-Cookie"), answer.close()][:-1]
    ]

    world.database.close()
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-forecasts=" if secure else "forecasts=")
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
        assert ("Secure" in parts) is secure
        assert not any(part.startswith("Domain") for part in parts)


NO_FORM_OF_OURS = {
    "no token": ({"csrf_token": ""}, {}),
    "wrong token": ({"csrf_token": "IjEyMyI.aaaa.bbbb"}, {}),
    "token of another session": ({"csrf_token": "another"}, {}),
    "another site": ({}, {"Sec-Fetch-Site": "cross-site"}),
    "another host of the same site": ({}, {"Sec-Fetch-Site": "same-site"}),
    "foreign origin": ({}, {"Origin": FOREIGN}),
    "no origin to tell": ({}, {"Origin": "null"}),
    "origin that begins like ours": ({}, {"Origin": "http://localhost.evil.example"}),
    "origin that ends like ours": ({}, {"Origin": "http://evil-localhost"}),
    "origin with our name": ({}, {"Origin": "http://localhost@evil.example"}),
    "origin on another port": ({}, {"Origin": "http://localhost:8001"}),
    "origin that is none": ({}, {"Origin": "http://[localhost"}),
}


@pytest.mark.parametrize("what", NO_FORM_OF_OURS)
@pytest.mark.parametrize("route", WRITES)
def test_a_form_that_is_not_ours_is_refused(world, route, what):
    changes, headers = NO_FORM_OF_OURS[what]
    if what == "no origin to tell" and route.split()[1] in WITH_SECRET_ADDRESS:
        return  # its page sends no referrer, so browsers tell no origin; its address is the secret
    if "token" in what and route.split()[1] in WITHOUT_TOKEN:
        return  # mail programs post there, which have none; see test_digests.py
    if changes.get("csrf_token") == "another":
        changes = {"csrf_token": world.tokens["other"]}
    form = GOOD.get(route.split()[1], Good()).form | changes

    answer = world.send("admin", address_of(world, route), form, headers=headers)

    assert answer.status_code == 400
    assert world.is_untouched()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_ours_is_taken(world, headers):
    form = GOOD["lines.log"].form

    assert world.send("admin", "/forecasts", form, headers=headers).status_code == 303


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": FOREIGN}])
def test_a_link_of_another_site_may_lead_here(world, headers):
    assert world.browser("admin").get("/forecasts", headers=headers).status_code == 200


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    "\n//evil.example",
    " //evil.example",
    "\0//evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d%0aLocation:%20//evil.example",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "%5c%5cevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/x/..//evil.example",
    "//evil.example/%2e%2e",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "//localhost@evil.example",
    "http://localhost@evil.example",
    "http://localhost:80@evil.example",
    "//evil.example#@localhost",
    "//evil.example?localhost",
    "//localhost.evil.example",
    "//evil.example\\@localhost",
    "/\u2215evil.example",
    "\uff0f\uff0fevil.example",
    "//[::1]",
]
"""Places that are not ours, or that a browser may take for one."""

FIELDS = ("next", "wanted", "url", "back", "return_to", "redirect", "location", "r")


def leads_to(answer) -> str | None:
    """Whose host a browser would go to; None where it is not sent anywhere."""
    location = answer.headers.get("Location")
    if location is None:
        return None
    as_browsers_read = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    parts = urlsplit(urljoin("http://localhost/", as_browsers_read))
    return parts.hostname if parts.scheme in {"http", "https"} else parts.scheme


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_redirect_leaves_the_site(world, place):
    """T36: asked for as a page, as a field of the address and of each form, and as where from."""
    asked = quote(place, safe="")
    answers = []
    for path in (place, f"/{place}", f"/posts/new{place}", f"/posts/new/{place}"):
        browser = world.browser("visitor")
        answers.append(browser.get(f"/posts/new?{_query(asked)}", environ_overrides=_raw(path)))
        answers.append(browser.get(f"/sign-in/{world.link}?{_query(asked)}"))
        world.begin_anew()
    for route in ("POST sessions.sign_out", "POST lines.log"):
        form = GOOD.get(route.split()[1], Good()).form | dict.fromkeys(FIELDS, place)
        headers = {"Referer": place.encode("ascii", "ignore").decode().translate({10: "", 13: ""})}
        address = f"{address_of(world, route)}?{_query(asked)}"
        answers.append(world.send("admin", address, form, headers=headers))
        world.begin_anew()

    assert {leads_to(answer) for answer in answers} <= {None, "localhost"}
    assert sum(answer.status_code == 303 for answer in answers) >= 5


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_goes_on_to_a_page_of_ours(world, place):
    browser = world.browser("visitor")
    wanted = browser.get(f"/posts/new?{_query(quote(place, safe=''))}")

    answer = browser.get(f"/sign-in/{world.link}")
    world.begin_anew()

    assert (wanted.status_code, answer.status_code) == (401, 303)
    assert answer.location.startswith("/posts/new?")
    assert leads_to(answer) == "localhost"


@pytest.mark.nightly
@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_form_leads_away(world, place):
    for route in WRITES:
        form = GOOD.get(route.split()[1], Good()).form | dict.fromkeys(FIELDS, place)
        address = f"{address_of(world, route)}?{_query(quote(place, safe=''))}"

        answer = world.send("admin", address, form)

        assert leads_to(answer) in {None, "localhost"}
        world.begin_anew()


def _query(value: str) -> str:
    return "&".join(f"{name}={value}" for name in FIELDS)


def _raw(path: str) -> dict[str, str]:
    """The path as a server hands it on, whatever stands in it."""
    return {"PATH_INFO": path.encode().decode("latin-1"), "REQUEST_URI": path}


@pytest.mark.parametrize("place", ELSEWHERE)
def test_the_way_back_from_an_error_stays_here(world, place):
    headers = {"Referer": place.encode("ascii", "ignore").decode().translate({10: "", 13: ""})}

    page = world.browser("visitor").get("/nothing", headers=headers).text

    assert "evil.example" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "gopher"},
        {"Forwarded": "host=e"},
    ],
)
def test_nobody_we_do_not_know_tells_us_our_name(world, headers):
    answer = world.send("admin", "/forecasts", GOOD["lines.log"].form, headers=headers)

    assert answer.location.startswith("/forecasts/")
