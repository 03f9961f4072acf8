import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from werkzeug import Response

from tests.pages.public.signin_with.coming import START, arrive, linked
from tests.support.provider import KEYS, SECRET


@pytest.mark.usefixtures("ada")
class TestWhatCameBack:
    """Whatever is wrong with it: a clear page, and nobody is in."""

    def refused(self, page, browser, session, fault=None):
        assert page.status == 409
        if fault:
            assert page.heading == "We could not be sure that it is you"
            assert f"‘{fault}’" in page.main
        assert "Send me a link" in page.main
        assert browser.get("/learning").status == 302
        assert linked(session) == []

    @pytest.mark.parametrize(
        ("says", "fault"),
        [
            ({"nonce": "another"}, "nonce"),
            ({"nonce": None}, "nonce"),
            ({"aud": "another-site"}, "audience"),
            ({"aud": "another-site", "azp": "outset"}, "audience"),
            ({"aud": ["outset", "another-site"]}, "audience"),
            ({"aud": ["outset", "x"], "azp": "x"}, "audience"),
            ({"aud": None}, "audience"),
            ({"iss": "https://evil.example"}, "issuer"),
            ({"iss": None}, "issuer"),
            ({"at_hash": "wrong"}, "signature"),
            ({"sub": None}, "unreadable"),
            ({"sub": ""}, "unreadable"),
            ({"sub": 7}, "unreadable"),
            ({"sub": "x" * 256}, "unreadable"),
            ({"exp": None}, "expired"),
            ({"exp": "soon"}, "expired"),
        ],
    )
    def test_with_wrong_claims_is_refused(self, browser, session, provider, come, says, fault):
        provider.says = says

        self.refused(come(), browser, session, fault)

    @pytest.mark.parametrize(
        ("seconds", "refused"), [(-59, False), (-61, True), (59, False), (61, True)]
    )
    def test_forgives_a_clock_that_is_a_minute_wrong(  # noqa: PLR0913, PLR0917 - fixtures
        self, browser, session, provider, clock, come, seconds, refused
    ):
        now = int(clock().timestamp())
        late = {"exp": now + seconds} if seconds < 0 else {"iat": now + seconds}
        provider.says = late

        page = come()

        if refused:
            self.refused(page, browser, session, "expired" if seconds < 0 else "clock")
        else:
            assert page.location == "/learning"

    def test_unsigned_is_refused_though_the_provider_offers_that(
        self, browser, session, ada, provider, come
    ):
        provider.encode = provider.unsigned

        self.refused(come(), browser, session, "algorithm")

    def test_signed_with_the_shared_secret_is_refused(self, browser, session, ada, provider, come):
        key = OctKey.import_key(SECRET)
        provider.encode = lambda claims: jwt.encode({"alg": "HS256"}, claims, key)

        self.refused(come(), browser, session, "algorithm")

    def test_signed_with_a_foreign_key_is_refused(self, browser, session, ada, provider, come):
        header = {"alg": "RS256", "kid": KEYS[0].kid}
        provider.encode = lambda claims: jwt.encode(header, claims, KEYS[1])

        self.refused(come(), browser, session, "signature")

    def test_that_is_no_token_is_refused(self, browser, session, ada, provider, come):
        provider.encode = lambda _claims: "not.a.token"

        self.refused(come(), browser, session, "unreadable")

    def test_without_a_token_is_refused(self, browser, session, ada, provider, come):
        provider.token_answer = Response('{"access_token": "x"}', content_type="application/json")

        self.refused(come(), browser, session, "missing")

    def test_with_a_changed_state_is_refused(self, browser, session, ada, provider):
        path = provider.sign_in(browser.get(START).location)

        page = browser.get(path.replace("state=", "state=x"))

        self.refused(page, browser, session)
        assert page.heading == "Begin your sign-in again"
        assert not provider.asked["/token"]

    def test_in_another_browser_is_refused(self, browser, session, ada, provider):
        path = provider.sign_in(browser.get(START).location)
        browser.sign_out()

        self.refused(arrive(browser, path), browser, session)

    def test_twice_is_refused(self, browser, session, ada, provider):
        path = provider.sign_in(browser.get(START).location)
        assert arrive(browser, path).location == "/learning"
        assert arrive(browser, path).location == "/learning"
        browser.sign_out()

        assert arrive(browser, path).heading == "Begin your sign-in again"

    def test_with_a_code_used_elsewhere_is_refused(self, browser, session, ada, provider):
        path = provider.sign_in(browser.get(START).location)
        provider.token_answer = Response(
            '{"error": "invalid_grant"}', 400, content_type="application/json"
        )

        page = arrive(browser, path)

        self.refused(page, browser, session)
        assert page.heading == "Your sign-in took too long"

    def test_after_ten_minutes_is_refused(self, browser, session, ada, provider, clock):
        path = provider.sign_in(browser.get(START).location)
        clock.move(minutes=10, seconds=1)

        page = arrive(browser, path)

        self.refused(page, browser, session)
        assert page.heading == "Your sign-in took too long"

    def test_from_another_issuer_is_refused(self, browser, session, ada, provider):
        path = provider.sign_in(browser.get(START).location)

        page = browser.get(f"{path}&iss=https%3A%2F%2Fevil.example")

        self.refused(page, browser, session, "issuer")
        assert not provider.asked["/token"]

    def test_must_name_its_issuer_where_the_provider_says_that_it_does(
        self, browser, session, ada, provider
    ):
        provider.describes = {"authorization_response_iss_parameter_supported": True}
        path = provider.sign_in(browser.get(START).location)

        self.refused(arrive(browser, path), browser, session, "issuer")

    @pytest.mark.parametrize(
        ("code", "heading", "status"),
        [
            ("access_denied", "You were not signed in with Marlshire Council", 409),
            ("login_required", "You were not signed in with Marlshire Council", 409),
            ("account_selection_required", "You were not signed in with Marlshire Council", 409),
            ("temporarily_unavailable", "Marlshire Council does not answer just now", 503),
            ("server_error", "Marlshire Council does not answer just now", 503),
            ("invalid_scope", "Signing in with Marlshire Council does not work yet", 503),
            ("<script>", "Signing in with Marlshire Council does not work yet", 503),
        ],
    )
    def test_with_an_error_is_explained(self, browser, ada, provider, code, heading, status):
        path = provider.sign_in(browser.get(START).location)
        state = path.partition("state=")[2]

        page = browser.client.get(
            f"{START}/back", query_string={"state": state, "error": code, "error_description": "E"}
        )

        assert page.status_code == status
        assert f"<h1>{heading}</h1>" in page.text
        assert code not in page.text

    def test_too_often_is_looked_at_no_more(self, browser, provider):
        for _ in range(60):
            assert browser.client.get(f"{START}/back?state=x").status_code == 409

        page = browser.get(f"{START}/back?state=x")

        assert page.status == 429

    def test_well_is_not_counted(self, browser, session, ada, come):
        for _ in range(65):
            assert come().location == "/learning"
            browser.sign_out()
