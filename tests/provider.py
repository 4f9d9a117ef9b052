"""A provider of sign-in on loopback, by the standard's words; it may be told to lie."""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "the-ledger", "a-secret-of-the-client"


@dataclass
class Provider:
    """Who is signed in there, and what it says of them.

    Attributes:
        address: where it is, and what it is called.
        claims: of whoever is signed in there.
        says: claims that are put over what is right.
        key: what it signs with.
        shows: the key that it shows to others.
        asked: what came to the page where people agree.
        leaves_out: whether it gives no token of identity.
    """

    address: str
    claims: dict[str, Any]
    says: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    shows: RSAKey | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    leaves_out: bool = False
    broken: bool = False


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that runs meanwhile."""
    app = Flask("provider")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    state = Provider(
        f"http://127.0.0.1:{server.port}",
        {"sub": "s-1", "email": "Ada@Example.org", "email_verified": True, "name": "Ada Author"},
    )
    _add_routes(app, state)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _add_routes(app: Flask, state: Provider) -> None:
    @app.get("/.well-known/openid-configuration")
    def metadata():
        if state.broken:
            return "<p>We are away.</p>", 200
        return jsonify(
            issuer=state.address,
            authorization_endpoint=f"{state.address}/agree",
            token_endpoint=f"{state.address}/token",
            jwks_uri=f"{state.address}/keys",
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
        )

    @app.get("/keys")
    def keys():
        return jsonify(keys=[(state.shows or state.key).as_dict(private=False)])

    @app.get("/agree")
    def agree():
        asked = request.args.to_dict()
        state.asked.append(asked)
        code = secrets.token_urlsafe(8)
        state.codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"]})
        return redirect(f"{asked['redirect_uri']}?{query}")

    @app.post("/token")
    def token():
        proof = request.authorization
        asked = state.codes.pop(request.form["code"], None)
        challenge = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        right = (
            asked is not None
            and (proof.username, proof.password) == (CLIENT_ID, CLIENT_SECRET)
            and asked["redirect_uri"] == request.form["redirect_uri"]
            and asked["code_challenge_method"] == "S256"
            and base64.urlsafe_b64encode(challenge).decode().rstrip("=") == asked["code_challenge"]
        )
        if not right:
            return jsonify(error="invalid_grant"), 400
        return jsonify(_token(state, asked))


def _token(state: Provider, asked: dict[str, str]) -> dict[str, Any]:
    now = int(time.time())
    right = {"iss": state.address, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
    claims = right | {"nonce": asked["nonce"]} | state.claims | state.says
    claims = {name: value for name, value in claims.items() if value is not None}
    told = {"access_token": "at", "token_type": "Bearer", "expires_in": 300}
    if not state.leaves_out:
        told["id_token"] = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, state.key)
    return told
