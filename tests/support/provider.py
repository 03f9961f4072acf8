"""A small identity provider on loopback, which can be told to misbehave."""

import base64
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT, SECRET = "outset", "a secret that is never shown"
KEYS = [RSAKey.generate_key(2048, auto_kid=True) for _ in range(2)]


class Quiet(WSGIRequestHandler):
    def log(self, *_rest) -> None:
        """Say nothing of requests."""


class SmallProvider:
    """Signs in whoever the test says; ``says`` changes claims, None takes one away."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.key, self.published = KEYS[0], [KEYS[0]]
        self.says: dict[str, object] = {}
        self.describes: dict[str, object] = {}
        self.userinfo: dict[str, object] | None = None
        self.asked: Counter[str] = Counter()
        self.token_answer: Response | None = None
        self.answer: Callable[[str], Response | None] = lambda _path: None
        self.encode = self.signed
        self.go_on = Event()
        self.go_on.set()
        self._codes: dict[str, dict[str, str]] = {}
        self._server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.go_on.set()
        if not self._thread.is_alive():
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def config(self, **more: object) -> dict[str, object]:
        """Settings under which a site uses this provider."""
        ours = {"key": "marlshire", "name": "Marlshire Council", "issuer": self.issuer}
        return {**ours, "client_id": CLIENT, "client_secret": SECRET, **more}

    def rotate(self) -> None:
        """Sign with the other key, and publish that one alone."""
        self.key = KEYS[1] if self.key is KEYS[0] else KEYS[0]
        self.published = [self.key]

    def sign_in(self, url: str, **claims: object) -> str:
        """Be the person at the provider: return the path to which the browser is sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = uuid4().hex
        self._codes[code] = {**asked, "claims": json.dumps(claims)}
        back = urlsplit(asked["redirect_uri"]).path
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def __call__(self, environ, start_response):
        request = Request(environ)
        path = request.path
        self.asked[path] += 1
        self.go_on.wait(10)
        answers = {
            "/.well-known/openid-configuration": self._describe,
            "/keys": lambda _request: self._json(
                {"keys": [one.as_dict(private=False) for one in self.published]}
            ),
            "/token": self._token,
            "/userinfo": lambda _request: self._json(self.userinfo or {}),
        }
        answer = self.answer(path) or answers[path](request)
        return answer(environ, start_response)

    def _describe(self, _request: Request) -> Response:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
            **self.describes,
        }
        return self._json({name: value for name, value in said.items() if value is not None})

    def _token(self, request: Request) -> Response:
        if self.token_answer is not None:
            return self.token_answer
        given = request.authorization
        if given is None or (given.username, given.password) != (CLIENT, SECRET):
            return self._json({"error": "invalid_client"}, 401)
        begun = self._codes.pop(request.form["code"], None)
        proof = create_s256_code_challenge(request.form["code_verifier"])
        if begun is None or proof != begun["code_challenge"]:
            return self._json({"error": "invalid_grant"}, 400)
        assert request.form["redirect_uri"] == begun["redirect_uri"]
        now = int(self.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": "a-subject",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": begun["nonce"],
            "email": "ada@marlshire.example",
            "email_verified": True,
            "given_name": "Ada",
            "family_name": "Bowen",
            **json.loads(begun["claims"]),
            **self.says,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return self._json(
            {"access_token": "x", "token_type": "Bearer", "id_token": self.encode(kept)}
        )

    def signed(self, claims: dict[str, object]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def unsigned(self, claims: dict[str, object]) -> str:
        """Return a token of alg none, which says that nobody signed it."""
        parts = ({"alg": "none", "kid": self.key.kid}, claims)
        packed = (
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
            for part in parts
        )
        return ".".join(packed) + "."

    def _json(self, said: dict[str, object], status: int = 200) -> Response:
        return Response(json.dumps(said), status, content_type="application/json")
