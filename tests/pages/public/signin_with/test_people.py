from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from lms.identity.models import Knock
from lms.notifications.models import Message
from tests.pages.public.signin_with.coming import START, arrive, linked
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory


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
