import logging
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select
from werkzeug import Response

from lms.audit.models import AuditRow
from lms.identity.models import ExternalIdentity, Knock
from lms.notifications.models import Message
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory
from tests.support.provider import KEYS, SECRET, SmallProvider

START = "/sign-in/with/marlshire"


@pytest.fixture
def provider(clock):
    provider = SmallProvider(clock)
    yield provider
    provider.stop()


@pytest.fixture
def config(config, provider):
    return {**config, "LMS_OIDC": [provider.config()]}


@pytest.fixture
def ada(session):
    return EngagementFactory(person=PersonFactory(email="ada@marlshire.example")).person


@pytest.fixture
def come(browser, provider):
    """``come(sub="…")``: press the button, sign in at the provider, and come back."""

    def come_back(**claims):
        return arrive(browser, provider.sign_in(browser.get(START).location, **claims))

    return come_back


def arrive(browser, path):
    """Come back from the provider. The first time writes, and asks as often as a form may."""
    return browser.get(path, most=20)


def linked(session):
    found = session.scalars(select(ExternalIdentity).order_by(ExternalIdentity.first_seen_at))
    return [(one.subject, one.person_id) for one in found]


class TestSignInPage:
    def test_offers_the_provider_before_the_mailed_link(self, browser):
        page = browser.get("/sign-in")

        assert page.links()["Sign in with your Marlshire Council account"] == START
        assert "Send me a link" in page.main

    def test_asks_the_provider_nothing(self, browser, provider):
        for _ in range(3):
            browser.get("/sign-in", most=0)

        assert not provider.asked

    def test_says_so_when_the_provider_did_not_answer(self, browser, provider):
        provider.stop()
        browser.get(START)

        page = browser.get("/sign-in")

        assert "Marlshire Council did not answer a moment ago" in page.main
        assert "Send me a link" in page.main


class TestBegin:
    def test_leads_to_the_provider_with_pkce_state_and_nonce(self, browser, provider):
        url = browser.get(START).location

        assert url.startswith(f"{provider.issuer}/authorize?")
        for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256"):
            assert part in url
        assert "training.marlshire.example%2Fsign-in%2Fwith%2Fmarlshire%2Fback" in url

    def test_is_new_each_time(self, browser):
        assert browser.get(START).location != browser.get(START).location

    def test_keeps_no_secret_in_the_browser(self, browser):
        browser.get(START)

        with browser.client.session_transaction() as held:
            assert SECRET not in str(dict(held))

    def test_with_another_account_lets_one_choose(self, browser):
        assert "prompt=select_account" in browser.get(f"{START}?another=1").location

    def test_with_an_unknown_provider_is_not_found(self, browser):
        assert browser.get("/sign-in/with/elsewhere").status == 404

    def test_leads_whoever_is_signed_in_home(self, browser, ada):
        browser.sign_in(ada)

        assert browser.get(START).location == "/learning"


class TestKnownPerson:
    def test_comes_in_by_verified_address_and_is_linked(self, session, ada, come):
        page = come(sub="s-1", email="Ada@Marlshire.example")

        assert page.location == "/learning"
        assert linked(session) == [("s-1", ada.id)]
        tags = session.scalars(select(AuditRow.tag).where(AuditRow.person_id == ada.id)).all()
        assert {"account.linked", "person.signed_in"} <= set(tags)

    def test_comes_in_by_second_address(self, session, ada, come):
        ada.other_email = "ada@home.example"
        session.commit()

        assert come(email="ada@home.example").location == "/learning"

    def test_comes_in_by_account_after_the_address_changed_here(self, browser, session, ada, come):
        come()
        browser.sign_out()
        ada.email = "ada.new@marlshire.example"
        session.commit()

        assert come().location == "/learning"
        assert len(linked(session)) == 1

    def test_comes_in_by_account_though_the_address_is_no_longer_verified(
        self, browser, ada, come
    ):
        come()
        browser.sign_out()

        assert come(email_verified=False).location == "/learning"

    def test_is_not_taken_for_whoever_has_the_address_now(self, browser, session, ada, come):
        come(sub="s-ada")
        browser.sign_out()
        ada.email = None
        session.commit()
        other = EngagementFactory(person=PersonFactory(email="ada@marlshire.example")).person

        come(sub="s-ada")
        browser.sign_out()
        come(sub="s-other")

        assert linked(session) == [("s-ada", ada.id), ("s-other", other.id)]

    def test_goes_where_they_wanted(self, browser, provider, ada):
        browser.get("/sign-in?next=/certificates")

        page = arrive(browser, provider.sign_in(browser.get(START).location))

        assert page.location == "/certificates"

    @pytest.mark.parametrize(
        "away", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"]
    )
    def test_is_led_to_no_other_site(self, browser, provider, ada, away):
        url = browser.client.get(START, query_string={"next": away}).location

        assert arrive(browser, provider.sign_in(url)).location == "/learning"

    def test_comes_in_within_the_grace_after_the_last_day(self, session, ada, clock, come):
        ada.engagements[0].ends_on = clock().date() - timedelta(days=30)
        session.commit()

        assert come().location == "/learning"

    def test_with_a_duty_needs_no_engagement(self, session, come):
        DutyFactory(person=PersonFactory(email="ada@marlshire.example"))

        assert come().location == "/learning"


class TestUnknownPerson:
    def test_is_told_what_to_do_and_kept(self, session, come):
        page = come(email="new@marlshire.example", given_name="Nia", family_name="Old")

        assert page.status == 403
        assert page.heading == "Nobody has told us that you have started"
        assert "Ask your manager to add you" in page.main
        (kept,) = session.scalars(select(Knock)).all()
        assert (kept.first_name, kept.last_name, kept.email) == (
            "Nia",
            "Old",
            "new@marlshire.example",
        )
        assert linked(session) == []

    def test_again_is_kept_once_and_counted(self, session, come):
        come(email="new@marlshire.example")
        come(email="new@marlshire.example", family_name="Newer")

        (kept,) = session.scalars(select(Knock)).all()
        assert (kept.times, kept.last_name) == (2, "Newer")
        events = session.scalars(select(AuditRow).filter_by(tag="sign_in.unknown")).all()
        assert [one.data for one in events] == [{"provider": "marlshire"}]

    def test_comes_in_once_somebody_added_them(self, session, come):
        come(email="new@marlshire.example")
        EngagementFactory(person=PersonFactory(email="new@marlshire.example"))

        assert come(email="new@marlshire.example").location == "/learning"
        assert session.scalars(select(Knock)).all() == []

    def test_whose_time_is_over_is_told_since_when(self, session, ada, clock, come):
        ada.engagements[0].ends_on = clock().date() - timedelta(days=31)
        session.commit()

        page = come()

        assert page.status == 403
        assert "We know of your work until 24 October 2026".lower() in page.main.lower().replace(
            "here we", "we"
        )
        assert session.scalars(select(Knock.person_id)).all() == [ada.id]

    def test_may_ask_for_a_link_to_another_address(self, browser, session, ada, come):
        page = come(email="new@marlshire.example")
        action = page.soup.select_one("main form")["action"]

        browser.submit(action, email=ada.email)

        assert session.scalars(select(Message.person_id)).all() == [ada.id]


class TestAddress:
    @pytest.mark.parametrize("verified", [False, None, "false", 0, "no", [], {"a": 1}])
    def test_that_is_not_verified_recognises_nobody(self, session, ada, come, verified):
        page = come(email_verified=verified)

        assert page.heading == "Your address is not confirmed"
        assert page.status == 409
        assert linked(session) == []

    def test_that_is_not_verified_answers_alike_for_the_unknown_and_keeps_them(
        self, session, ada, come
    ):
        known = come(email_verified=False)
        unknown = come(email_verified=False, email="new@marlshire.example", sub="s-2")

        assert known.main == unknown.main
        (kept,) = session.scalars(select(Knock)).all()
        assert (kept.email, kept.is_vouched) == ("new@marlshire.example", False)

    def test_of_two_people_is_refused(self, session, ada, come):
        EngagementFactory(person=PersonFactory(other_email="ada@marlshire.example"))

        page = come()

        assert page.heading == "Your address belongs to two people here"
        assert linked(session) == []

    def test_that_was_passed_on_does_not_open_the_record_of_who_had_it(
        self, browser, session, ada, come
    ):
        come(sub="s-old")
        browser.sign_out()

        page = come(sub="s-new")

        assert page.heading == "Your address belongs to another account"
        assert linked(session) == [("s-old", ada.id)]

    def test_may_stand_in_what_the_provider_says_apart(self, session, ada, provider, come):
        provider.says = {"email": None, "email_verified": None}
        provider.userinfo = {
            "sub": "a-subject",
            "email": "ada@marlshire.example",
            "email_verified": True,
        }

        assert come().location == "/learning"

    def test_said_apart_of_somebody_else_is_refused(self, session, ada, provider, come):
        provider.says = {"email": None}
        provider.userinfo = {"sub": "else", "email": "ada@marlshire.example"}

        assert come().heading == "We could not be sure that it is you"
        assert linked(session) == []


class TestTrustedTenant:
    """Entra ID says nothing of verified addresses: a setting may trust the tenant's own."""

    @pytest.fixture
    def config(self, config, provider):
        trusting = {"trust_addresses": True, "domains": ["marlshire.example"]}
        return {**config, "LMS_OIDC": [provider.config(**trusting)]}

    def test_recognises_people_by_the_tenants_addresses(self, ada, come):
        assert come(email_verified=None).location == "/learning"

    def test_recognises_nobody_by_other_addresses(self, session, come):
        EngagementFactory(person=PersonFactory(email="ada@home.example"))

        page = come(email="ada@home.example", email_verified=True)

        assert page.heading == "Your address is not confirmed"


class TestEdov:
    @pytest.fixture
    def config(self, config, provider):
        return {**config, "LMS_OIDC": [provider.config(verified_claim="xms_edov")]}

    @pytest.mark.parametrize("said", [True, "true", "1", 1])
    def test_says_that_the_owner_of_the_domain_was_verified(self, ada, come, said):
        assert come(email_verified=None, xms_edov=said).location == "/learning"

    def test_counts_alone(self, ada, come):
        assert come(email_verified=True).status == 409


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


class TestProvider:
    def test_that_is_down_leaves_the_mailed_link(self, browser, session, ada, provider):
        provider.stop()

        page = browser.get(START)

        assert page.status == 503
        assert page.heading == "Marlshire Council does not answer just now"
        browser.submit(page.soup.select_one("main form")["action"], email=ada.email)
        assert session.scalars(select(Message.person_id)).all() == [ada.id]

    def test_that_goes_down_on_the_way_leaves_the_mailed_link(self, browser, ada, provider):
        path = provider.sign_in(browser.get(START).location)
        provider.stop()

        page = arrive(browser, path)

        assert page.status == 503
        assert "Send me a link" in page.main

    @pytest.mark.parametrize(
        "answer",
        [
            Response("busy", 503),
            Response("busy", 429),
            Response("<html>", 200),
            Response("[]", 200),
            Response("null", 200),
        ],
        ids=["503", "429", "html", "list", "null"],
    )
    def test_that_answers_nonsense_is_explained(self, browser, session, ada, provider, answer):
        path = provider.sign_in(browser.get(START).location)
        provider.answer = lambda asked: answer if asked == "/token" else None

        assert arrive(browser, path).status == 503
        assert linked(session) == []

    def test_that_knows_us_by_another_secret_is_explained(self, browser, ada, provider, caplog):
        path = provider.sign_in(browser.get(START).location)
        provider.token_answer = Response(
            '{"error": "invalid_client"}', 401, content_type="application/json"
        )

        page = arrive(browser, path)

        assert page.heading == "Signing in with Marlshire Council does not work yet"
        assert "invalid_client" in caplog.text

    def test_is_answered_with_no_secret_in_logs_or_on_pages(
        self, browser, session, ada, provider, come, caplog
    ):
        caplog.set_level(logging.DEBUG)

        come()
        browser.sign_out()
        provider.rotate()
        provider.says = {"nonce": "wrong"}
        page = come()

        for shown in (caplog.text, page.text, repr(browser.app.extensions["lms"].settings)):
            assert SECRET not in shown
            assert "ada@marlshire.example" not in shown
        assert "code_verifier" not in caplog.text


class TestSignOut:
    def test_here_only_is_how_it_is_without_a_setting(self, browser, ada, come):
        come()

        assert browser.submit("/sign-out").location == "/sign-in"

    class TestThereToo:
        @pytest.fixture
        def config(self, config, provider):
            provider.describes = {"end_session_endpoint": f"{provider.issuer}/out"}
            return {**config, "LMS_OIDC": [provider.config(sign_out=True)]}

        def test_is_offered(self, browser, provider, ada, come):
            come()

            page = browser.get(browser.submit("/sign-out").location)
            where = browser.get(page.links()["Sign out of Marlshire Council"]).location

            assert page.heading == "You are signed out here"
            assert where.startswith(f"{provider.issuer}/out?")
            assert "client_id=outset" in where
            assert "training.marlshire.example%2Fsign-in" in where

        def test_is_not_offered_to_whoever_came_by_a_link(self, browser, ada):
            browser.sign_in(ada)

            assert browser.submit("/sign-out").location == "/sign-in"

        def test_says_so_where_the_provider_has_no_such_place(self, browser, provider, ada, come):
            provider.describes = {}
            come()

            assert browser.get(f"{START}/leave").location == "/sign-in"


class TestPatience:
    def test_with_a_slow_provider_ends(self, browser, ada, provider, monkeypatch):
        monkeypatch.setattr("lms.identity.asking.line.READ", 0.05)
        provider.go_on.clear()

        page = browser.get(START)
        provider.go_on.set()

        assert page.status == 503

    def test_is_not_tried_again_by_the_next_person(self, browser, provider, monkeypatch):
        monkeypatch.setattr("lms.identity.asking.line.READ", 0.05)
        provider.go_on.clear()
        browser.get(START)
        asked = provider.asked.total()

        browser.get(START)
        provider.go_on.set()

        assert provider.asked.total() == asked

    def test_with_an_endless_answer_ends(self, browser, provider):
        provider.answer = lambda _path: Response(b"x" * 60_000 for _ in iter(int, 1))

        assert browser.get(START).status == 503

    def test_is_not_sent_elsewhere(self, browser, provider):
        provider.answer = lambda _path: Response("", 302, headers={"Location": "http://a.example"})

        assert browser.get(START).heading == (
            "Signing in with Marlshire Council does not work yet"
        )


def test_without_providers_the_page_is_as_it_was(app, browser):
    app.extensions["lms"].providers.clear()

    page = browser.get("/sign-in")

    assert "We send you a link. You need no password." in page.main
