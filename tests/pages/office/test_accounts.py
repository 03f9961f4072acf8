import pytest

from lms.identity.models import ExternalIdentity
from lms.kernel.paging import PAGE
from tests.support.factories import (
    AccountFactory,
    DutyFactory,
    EngagementFactory,
    KnockFactory,
    PersonFactory,
    UnitFactory,
)


@pytest.fixture
def config(config):
    ours = {"key": "marlshire", "name": "Marlshire Council", "client_id": "outset"}
    return {**config, "LMS_OIDC": [{**ours, "issuer": "https://id.marlshire.example"}]}


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory().person)


@pytest.mark.usefixtures("hr")
class TestAccounts:
    def test_are_listed_from_the_persons_page(self, browser):
        account = AccountFactory()

        person = browser.get(f"/people/{account.person_id}")
        page = browser.get(person.links()["Accounts with which they sign in"])

        assert page.rows()[0][0] == "Marlshire Council"

    def test_are_taken_off(self, browser, session):
        account = AccountFactory()

        page = browser.submit(f"/people/{account.person_id}/accounts/{account.id}/unlink")

        assert session.get(ExternalIdentity, account.id) is None
        assert "No account is linked" in browser.get(page.location).main

    def test_of_somebody_else_are_not_taken_off(self, browser, session):
        account, other = AccountFactory(), EngagementFactory().person

        page = browser.submit(f"/people/{other.id}/accounts/{account.id}/unlink")

        assert page.status == 404
        assert session.get(ExternalIdentity, account.id) is not None

    def test_of_a_provider_that_is_set_no_more_are_named_by_its_address(self, browser):
        account = AccountFactory(issuer="https://old.example/x")

        page = browser.get(f"/people/{account.person_id}/accounts")

        assert page.rows()[0][0] == "old.example"


def test_an_auditor_sees_accounts_and_takes_none_off(browser, session):
    account = AccountFactory()
    browser.sign_in(DutyFactory(duty="auditor").person)

    assert not browser.get(f"/people/{account.person_id}/accounts").soup.select("main form")
    page = browser.submit(f"/people/{account.person_id}/accounts/{account.id}/unlink")

    assert page.status == 403
    assert session.get(ExternalIdentity, account.id) is not None


@pytest.mark.usefixtures("hr")
class TestUnknown:
    def test_says_that_nobody_came(self, browser):
        assert browser.get("/people/unknown").heading == "Nobody signed in who is in no list"

    def test_lead_to_adding_them(self, browser, clock):
        knock = KnockFactory(last_at=clock(), times=3, is_vouched=False)

        page = browser.get("/people/unknown")
        form = browser.get(page.links()["Add Nia Old as a starter"])

        assert page.heading == "1 person signed in and is in no list"
        assert "not confirmed by the provider" in page.main
        assert form.soup.select_one("#first_name")["value"] == "Nia"
        assert form.soup.select_one("#email")["value"] == knock.email

    def test_go_by_themselves_once_they_were_added(self, browser, clock):
        knock = KnockFactory(last_at=clock())
        PersonFactory(email=knock.email)

        assert browser.get("/people/unknown").heading == "Nobody signed in who is in no list"

    def test_who_worked_here_lead_to_their_page(self, browser, clock):
        left = EngagementFactory(ends_on=clock().date().replace(day=1)).person
        KnockFactory(last_at=clock(), person_id=left.id)

        links = browser.get("/people/unknown").links()

        assert links["See when Nia Old left"] == f"/people/{left.id}"

    def test_without_name_and_address_are_shown_all_the_same(self, browser, clock):
        KnockFactory(last_at=clock(), first_name="", last_name="", email=None)

        assert "No name was given" in browser.get("/people/unknown").main

    def test_are_paged(self, browser, clock):
        for _ in range(PAGE + 1):
            KnockFactory(last_at=clock())

        first = browser.get("/people/unknown")
        second = browser.get(first.links()["More people"])

        assert (len(first.rows()), len(second.rows())) == (PAGE, 1)
        emails = {row[1] for row in first.rows() + second.rows()}
        assert len(emails) == PAGE + 1

    def test_are_the_first_gap_of_coverage(self, browser, clock):
        EngagementFactory()
        KnockFactory(last_at=clock(), first_at=clock())

        page = browser.get("/people/coverage")

        assert page.soup.select_one(".o-gaps a")["href"] == "/people/unknown"


def test_unknown_people_are_not_for_hr_of_a_part(browser):
    browser.sign_in(DutyFactory(unit=UnitFactory()).person)

    assert browser.get("/people/unknown").status == 403
