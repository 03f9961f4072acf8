"""A line manager's people, and an agency coordinator's workers."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lms.certificates import commands as award
from lms.certificates.models import Certificate
from lms.learning.models import Talk
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.content import EditionFactory
from tests.support.factories.learning import CompletionFactory
from tests.support.factories.proof import InvitationFactory, ProofFactory

ASKED = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def manager(browser):
    return browser.sign_in(DutyFactory(duty="line_manager").person)


@pytest.fixture
def requirement():
    return RequirementFactory()


def person_of(manager, requirement, *, due_on=None, proven=False, invited=True, **others):
    engagement = EngagementFactory(manager=manager, **others)
    if invited:
        InvitationFactory(person=engagement.person)
    if due_on or proven:
        due = due_on or date(2026, 9, 15)
        one = ObligationFactory(engagement=engagement, requirement=requirement, due_on=due)
        if proven:
            ProofFactory(obligation_id=one.id)
    return engagement.person


def names(page):
    """Who stands in the page's tables."""
    return [one.get_text(strip=True) for one in page.soup.select("tbody th a")]


@pytest.fixture
def talk(session, manager, requirement):
    EditionFactory(title="Safeguarding induction and more")
    person = person_of(manager, requirement)
    made = Talk(person_id=person.id, module_slug="safeguarding-induction", asked_at=ASKED)
    session.add(made)
    session.commit()
    return made


class TestHeading:
    def test_says_who_is_late(self, browser, manager, requirement):
        for _ in range(2):
            person_of(manager, requirement, due_on=date(2026, 11, 20))
        for _ in range(7):
            person_of(manager, requirement, proven=True)

        assert browser.get("/team").heading == "2 of your 9 people are overdue"

    def test_says_first_who_was_never_reached(self, browser, manager, requirement):
        person_of(manager, requirement, due_on=date(2026, 11, 20), invited=False)
        person_of(manager, requirement, due_on=date(2026, 11, 20))
        person_of(manager, requirement, proven=True)

        heading = browser.get("/team").heading

        assert heading == "1 of your 3 people is not enrolled and 1 is overdue"

    def test_says_what_comes(self, browser, manager, requirement):
        person_of(manager, requirement, due_on=date(2026, 11, 26))
        person_of(manager, requirement, proven=True)

        assert browser.get("/team").heading == "1 of your 2 people has training due soon"

    def test_says_when_all_is_well(self, browser, manager, requirement):
        for _ in range(2):
            person_of(manager, requirement, proven=True)

        assert browser.get("/team").heading == "All your 2 people are up to date"

    def test_of_one_person_is_about_them(self, browser, manager, requirement):
        person_of(manager, requirement, due_on=date(2027, 1, 20))

        assert browser.get("/team").heading == "Your one person is not due yet"

    def test_of_nobody_says_what_to_do(self, browser, manager):
        page = browser.get("/team")

        assert page.heading == "Nobody is in your team yet"
        assert page.links()["Add them"] == "/people/add"
        assert "Ask HR to name you as their line manager" in page.main


class TestTeam:
    def test_tells_state_and_next_due_day(self, browser, manager, requirement):
        late = person_of(manager, requirement, due_on=date(2026, 11, 20), unit__name="Court Team")

        (row,) = browser.get("/team").rows()

        assert row[:3] == [
            f"{late.name} Permanent, Court Team",
            "overdue",
            "Safeguarding induction was due on 20 November 2026",
        ]

    def test_says_what_to_do_for_whoever_was_not_reached(self, browser, manager, requirement):
        invite = person_of(manager, requirement, invited=False)
        card = person_of(manager, requirement, invited=False, person__email=None)
        bounced = person_of(manager, requirement, invited=False, person__bounced_at=ASKED)

        page = browser.get("/team")
        to_do = {name: row[3] for name, row in zip(names(page), page.rows(), strict=True)}

        assert to_do[invite.name].startswith("Invite now")
        assert to_do[card.name].startswith("Print a sign-in card")
        assert "comes back. Ask HR" in to_do[bounced.name]

    def test_invites_from_the_list_and_comes_back_to_it(self, browser, manager, requirement):
        person = person_of(manager, requirement, invited=False)

        page = browser.submit(f"/people/{person.id}/invite", back="team")

        assert page.location == "/team"
        assert f"{person.name} is sent an invitation" in browser.get("/team").main

    def test_narrows_to_a_figures_people(self, browser, manager, requirement):
        late = person_of(manager, requirement, due_on=date(2026, 11, 20))
        person_of(manager, requirement, proven=True)
        page = browser.get("/team")

        narrowed = browser.get(page.links()["1 overdue"])

        assert names(narrowed) == [late.name]
        assert narrowed.links()["Show all 2 people"] == "/team"

    def test_shows_who_comes_and_who_went(self, browser, manager, requirement):
        coming = person_of(manager, requirement, starts_on=date(2026, 11, 30), invited=False)
        gone = person_of(manager, requirement, ends_on=date(2026, 11, 20))

        page = browser.get("/team")

        assert page.heading == "Nobody is in your team yet"
        assert names(page) == [coming.name]
        assert f"{gone.name} , on 20 November 2026" in page.main

    def test_shows_nobody_elses_people(self, browser, manager, requirement):
        other = person_of(PersonFactory(), requirement, due_on=date(2026, 11, 20))

        assert other.name not in browser.get("/team").text

    def test_of_a_unit_is_everybody_in_it(self, browser, requirement):
        service = UnitFactory()
        browser.sign_in(DutyFactory(duty="line_manager", unit=service).person)
        below = EngagementFactory(unit=UnitFactory(parent=service)).person

        assert names(browser.get("/team")) == [below.name]

    def test_is_paged_and_asks_as_often_for_many(self, browser, manager, requirement):
        for _ in range(55):
            person_of(manager, requirement, due_on=date(2026, 11, 20))

        first = browser.get("/team", most=12)
        second = browser.get(first.links()["More people"])

        assert (len(first.rows()), len(second.rows())) == (50, 5)

    def test_is_refused_to_who_manages_nobody(self, browser):
        browser.sign_in(DutyFactory(duty="hr").person)

        assert browser.get("/team").status == 403


class TestTalks:
    def test_are_asked_for_without_counts_or_answers(self, browser, talk):
        said = browser.get("/team").main

        assert f"{talk.person.name} would be helped by a talk" in said
        assert "Safeguarding induction and more" in said
        assert "fail" not in said
        assert "attempt" not in said

    def test_are_over_once_said_so_and_twice_is_once(self, browser, manager, talk):
        for _ in range(2):
            page = browser.submit(f"/team/talks/{talk.id}/held")

        assert page.location == "/team"
        assert talk.held_by == manager.id
        assert "would be helped" not in browser.get("/team").main

    def test_of_another_team_are_as_none(self, browser, talk):
        browser.sign_in(DutyFactory(duty="line_manager").person)
        none = browser.submit("/team/talks/00000000-0000-4000-8000-000000000000/held")

        page = browser.submit(f"/team/talks/{talk.id}/held")

        assert (page.status, page.main) == (none.status, none.main)
        assert page.status == 404
        assert talk.held_at is None

    def test_may_be_settled_by_hr_from_the_persons_page(self, browser, talk):
        browser.sign_in(DutyFactory(duty="hr").person)
        person = f"/people/{talk.person_id}"
        assert "Say that the talk was had" in browser.get(person).main

        assert browser.submit(f"/team/talks/{talk.id}/held").location == person

    def test_are_no_coordinators_business(self, browser, talk):
        agency = AgencyFactory()
        EngagementFactory(person=talk.person, kind="agency", agency=agency)
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)

        assert "talk" not in browser.get(f"/people/{talk.person_id}").main
        assert browser.submit(f"/team/talks/{talk.id}/held").status == 403


class TestWorkers:
    @pytest.fixture
    def agency(self, browser):
        agency = AgencyFactory(name="Caretemps")
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)
        return agency

    def worker(self, agency, requirement, **others):
        return person_of(None, requirement, kind="agency", agency=agency, **others)

    def test_are_the_agencys_own_only(self, browser, agency, requirement):
        own = self.worker(agency, requirement, due_on=date(2026, 11, 20))
        other = self.worker(AgencyFactory(), requirement, due_on=date(2026, 11, 20))

        page = browser.get("/workers")

        assert page.heading == "Your one worker is overdue"
        assert names(page) == [own.name]
        assert other.name not in page.text

    def test_have_certificates_to_download(self, browser, agency, requirement, work):
        person = self.worker(agency, requirement)
        for slug in ("safeguarding-induction", "risk-assessment"):
            edition = EditionFactory(module_slug=slug, title=slug.replace("-", " ").capitalize())
            done = CompletionFactory(person=person, edition=edition)
            award.award(work, done.id)
        gone = work.session.scalars(select(Certificate)).first()
        award.withdraw(work, gone.id, reason="Wrong person")
        work.session.commit()

        page = browser.get("/workers")

        papers = [href for href in page.links().values() if href.endswith(".pdf")]
        assert len(papers) == 1
        assert str(gone.id) not in papers[0]

    def test_without_an_address_are_the_councils_to_reach(self, browser, agency, requirement):
        self.worker(agency, requirement, invited=False, person__email=None)

        (row,) = browser.get("/workers").rows()

        assert "let their manager print a card" in row[4]

    def test_may_be_invited_by_the_coordinator(self, browser, agency, requirement):
        person = self.worker(agency, requirement, invited=False)

        assert browser.submit(f"/people/{person.id}/invite", back="workers").location == "/workers"

    def test_of_an_agency_without_any_say_what_to_do(self, browser, agency):
        page = browser.get("/workers")

        assert page.heading == "None of your workers is here now"
        assert page.links()["Send us your list"] == "/workers/lists"

    def test_are_paged_and_ask_as_often_for_many(self, browser, agency, requirement):
        for _ in range(55):
            self.worker(agency, requirement, due_on=date(2026, 11, 20))

        assert len(browser.get("/workers", most=12).rows()) == 50

    def test_are_refused_to_a_manager(self, browser, manager):
        assert browser.get("/workers").status == 403


class TestMenu:
    def test_names_each_readers_list(self, browser, manager):
        assert browser.get("/team").links()["My team"] == "/team"

        agency = AgencyFactory()
        browser.sign_in(DutyFactory(duty="agency_coordinator", agency=agency).person)
        links = browser.get("/workers").links()
        assert links["My workers"] == "/workers"
        assert "My team" not in links
