import re

import pytest
from sqlalchemy import select

from lms.identity import commands, rules
from lms.identity.models import LinkPurpose, SignInLink
from lms.notifications import sending
from lms.notifications.models import Message
from tests.support.factories import EngagementFactory, PersonFactory


@pytest.fixture
def person(session):
    return EngagementFactory(person=PersonFactory(email="ada@marlshire.example")).person


@pytest.fixture
def key(app):
    return app.extensions["lms"].settings.secret_key


def newest(session):
    return session.scalars(select(SignInLink).order_by(SignInLink.made_at.desc())).first()


class TestAsk:
    def test_answers_the_same_whether_or_not_it_knows_the_address(self, browser, person):
        known = browser.submit("/sign-in", email=person.email)
        browser.sign_out()
        unknown = browser.submit("/sign-in", email="nobody@marlshire.example")

        assert (known.status, known.location) == (unknown.status, unknown.location)

    def test_says_what_to_do_once_the_grace_is_over(self, browser):
        answer = browser.submit("/sign-in", email="long.gone@marlshire.example")

        said = browser.get(answer.location).main

        assert "ended more than 30 days ago" in said
        assert "Ask the council" in said

    def test_writes_a_message_to_somebody_known(self, browser, session, person):
        browser.submit("/sign-in", email=" Ada@Marlshire.example ")

        assert session.scalars(select(Message.person_id)).all() == [person.id]

    @pytest.mark.parametrize("typed", ["", "ada", "a@b.example\r\nBcc: c@d.example"])
    def test_says_what_an_address_looks_like(self, browser, typed):
        page = browser.submit("/sign-in", email=typed)

        assert len(page.problems) == 1
        assert page.problems[0].startswith("Enter")

    def test_stops_after_ten_tries_an_hour(self, browser):
        for _ in range(10):
            browser.submit("/sign-in", email="nobody@marlshire.example")

        page = browser.submit("/sign-in", email="nobody@marlshire.example")

        assert page.status == 429
        assert "Wait an hour" in page.main


class TestLink:
    @pytest.fixture
    def url(self, browser, session, person, key):
        browser.submit("/sign-in", email=person.email)
        return f"/sign-in/link/{rules.sign(key, newest(session).id)}"

    def test_is_not_used_up_by_a_scanner_that_opens_it(self, browser, url):
        for _ in range(3):
            assert browser.get(url).heading == "Welcome"

        assert browser.submit(url).location == "/learning"

    def test_works_once(self, browser, url):
        browser.submit(url)
        browser.sign_out()

        page = browser.submit(url)

        assert page.status == 410
        assert page.heading == "This link no longer works"

    def test_is_too_old_after_fifteen_minutes(self, browser, clock, url):
        clock.move(minutes=16)

        assert browser.submit(url).status == 410

    def test_made_up_is_refused(self, browser):
        assert browser.get("/sign-in/link/made-up").status == 410

    def test_leads_where_the_person_was_going(self, browser, session, person, key):
        browser.get("/sign-in?next=/certificates")
        browser.submit("/sign-in", email=person.email)

        page = browser.submit(f"/sign-in/link/{rules.sign(key, newest(session).id)}")

        assert page.location == "/certificates"

    @pytest.mark.parametrize("away", ["https://evil.example", "//evil.example", "/\\evil.example"])
    def test_leads_to_no_other_site(self, browser, session, person, key, away):
        browser.client.get("/sign-in", query_string={"next": away})
        browser.submit("/sign-in", email=person.email)

        page = browser.submit(f"/sign-in/link/{rules.sign(key, newest(session).id)}")

        assert page.location == "/learning"


class TestCode:
    def test_signs_in_on_the_device_that_asked(self, browser, session, person, key):
        browser.submit("/sign-in", email=person.email)

        page = browser.submit("/sign-in/sent", code=rules.short_code(key, newest(session).id))

        assert page.location == "/learning"

    def test_of_another_browser_is_refused(self, browser, session, person, key):
        browser.submit("/sign-in", email=person.email)
        code = rules.short_code(key, newest(session).id)
        browser.sign_out()
        browser.submit("/sign-in", email="nobody@marlshire.example")

        page = browser.submit("/sign-in/sent", code=code)

        assert page.status == 422
        assert "You have 4 more tries." in page.problems[0]

    def test_counts_wrong_tries(self, browser, person):
        browser.submit("/sign-in", email=person.email)
        for _ in range(4):
            browser.submit("/sign-in/sent", code="0000-0000")

        page = browser.submit("/sign-in/sent", code="0000-0000")

        assert "Ask for a new link" in page.problems[0]


class TestCard:
    def test_signs_in_somebody_without_an_address(self, browser, work):
        person = EngagementFactory(person=PersonFactory(email=None)).person
        work.settings = browser.app.extensions["lms"].settings
        code = commands.print_card(work, person.id)
        work.session.commit()

        page = browser.submit("/sign-in/card", code=code.replace("-", " ").lower())

        assert page.location == "/learning"

    def test_says_so_when_nobody_knows_the_code(self, browser):
        page = browser.submit("/sign-in/card", code="0000-0000-0000")

        assert page.status == 422
        assert "ask your manager for a new card" in page.problems[0]


class TestSession:
    def test_asks_to_sign_in_and_remembers_the_page(self, browser):
        page = browser.get("/learning")

        assert page.location == "/sign-in?next=/learning"

    def test_ends_after_the_grace_of_the_last_engagement(self, browser, session, person, clock):
        person.engagements[0].ends_on = clock().date()
        session.commit()
        browser.sign_in(person)
        clock.move(days=31)

        assert browser.get("/learning").status == 302

    def test_ends_everywhere(self, browser, person, clock):
        browser.sign_in(person)
        other = browser.app.test_client()
        with browser.client.session_transaction() as held, other.session_transaction() as too:
            too.update(held)
        clock.move(minutes=1)

        browser.submit("/sign-out/everywhere")

        assert other.get("/learning").status_code == 302

    def test_of_a_demonstration_link_can_begin_again(self, browser, work, person, key):
        link = commands.make_link(work, person.id, LinkPurpose.DEMO)
        work.session.commit()
        url = f"/sign-in/link/{rules.sign(key, link.id)}"

        assert browser.submit(url).location == "/learning"
        browser.sign_out()
        assert browser.submit(url).location == "/learning"


class TestMail:
    def test_holds_a_link_that_signs_in(self, browser, session, person, work):
        browser.submit("/sign-in", email=person.email)
        message = session.scalars(select(Message)).one()
        mail = sending.compose(
            message.id,
            kind=message.kind,
            facts=message.facts,
            name=person.name,
            to=person.email,
            settings=browser.app.extensions["lms"].settings,
        )

        (url,) = re.findall(r"https://training\.marlshire\.example(/\S+)", mail.text)

        assert browser.submit(url).location == "/learning"
