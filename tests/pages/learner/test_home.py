from datetime import date

import pytest

from lms.certificates import commands as certificates
from lms.certificates import queries as earned
from lms.kernel.permissions import System
from lms.learning import commands
from lms.learning.models import Talk
from lms.people.models import EngagementKind
from tests.pages.learner.reading import opened, pass_check
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.content import ApprovalFactory, EditionFactory
from tests.support.factories.learning import CompletionFactory
from tests.support.factories.proof import ExemptionFactory, PauseFactory, ProofFactory
from tests.support.modules import ModuleFolder

TODAY = date(2026, 11, 24)
HOME = "/learning"


@pytest.fixture
def others(work, tmp_path):
    """Two more modules that are given out: ``windows`` and ``yards``."""
    for slug, title in (("windows", "Windows"), ("yards", "Yards")):
        folder = ModuleFolder.made(tmp_path / "others", slug)
        folder.change("module.toml", "Doors and corridors", title)
    for edition in opened(work, tmp_path / "others"):
        ApprovalFactory(edition=edition)


def owe(person, slug="doors", *, due_on=TODAY, **over):
    """The person's engagement owes a module."""
    engagement = over.pop("engagement", None) or person.engagements[0]
    requirement = RequirementFactory(module_slug=slug, name=slug.title(), basis="")
    return ObligationFactory(engagement=engagement, requirement=requirement, due_on=due_on, **over)


def cards(page):
    """Return title of each card → its words."""
    return {
        card.h2.get_text(strip=True): card.get_text(" ", strip=True)
        for card in page.soup.select("section.o-card")
    }


def main_buttons(page):
    return [
        " ".join(one.get_text(" ").split())
        for one in page.soup.select("main a.govuk-button:not(.govuk-button--secondary)")
    ]


class TestToDo:
    def test_is_what_the_heading_says(self, browser, learner, others):
        owe(learner)
        owe(learner, "windows", due_on=date(2026, 11, 27))

        page = browser.get(HOME)

        assert page.heading == "Two things to do this week, the first today"
        assert list(cards(page)) == ["Doors and corridors", "Windows"]
        assert "due today, Tuesday 24 November" in cards(page)["Doors and corridors"]
        assert "due on Friday 27 November" in cards(page)["Windows"]

    def test_has_one_main_button_for_the_most_pressing(self, browser, learner, others):
        owe(learner)
        owe(learner, "windows", due_on=date(2026, 11, 27))

        page = browser.get(HOME)

        assert main_buttons(page) == ["Begin : Doors and corridors"]
        assert page.links()["Begin : Doors and corridors"] == "/modules/doors"

    def test_says_why_each_is_asked(self, browser, learner):
        engagement = EngagementFactory(
            person=learner, kind=EngagementKind.AGENCY, starts_on=date(2026, 11, 23)
        )
        owe(learner, engagement=engagement)

        (words,) = cards(browser.get(HOME)).values()

        assert "You are asked because you started as an agency worker on 23 November." in words

    def test_says_how_long_it_takes_and_then_what_is_left(self, browser, learner):
        owe(learner)
        (words,) = cards(browser.get(HOME)).values()
        assert "about 7 minutes, 2 sections" in words

        browser.submit("/modules/doors/01-places", pause="0")

        (words,) = cards(browser.get(HOME)).values()
        assert "1 of 2 sections read, about 4 minutes left" in words

    def test_carries_on_where_one_left(self, browser, learner):
        owe(learner)
        browser.submit("/modules/doors/01-places", pause="0")

        page = browser.get(HOME)

        assert main_buttons(page) == ["Carry on where you left : Doors and corridors"]
        (href,) = {page.links()[one] for one in page.links() if one.startswith("Carry on")}
        assert href == "/modules/doors/02-acting"

    def test_leads_to_the_check_and_back_into_it(self, browser, learner, read_all, work):
        owe(learner)
        read_all()
        assert main_buttons(browser.get(HOME)) == [
            "Take the knowledge check : Doors and corridors"
        ]

        commands.begin_check(work, "doors")
        work.session.commit()

        assert main_buttons(browser.get(HOME)) == ["Go on with the check : Doors and corridors"]

    def test_says_that_a_talk_comes_first(self, browser, learner, read_all, session, clock):
        owe(learner)
        read_all()
        session.add(Talk(person_id=learner.id, module_slug="doors", asked_at=clock()))
        session.commit()

        page = browser.get(HOME)

        assert "Your manager is asked to talk with you before the next try." in page.main
        assert page.links()["What comes next : Doors and corridors"] == "/modules/doors/check"

    def test_is_told_at_the_root_too(self, browser, learner):
        owe(learner)

        assert browser.get("/").heading == "One thing to do today"

    def test_tells_of_work_that_begins_later(self, browser, learner):
        coming = EngagementFactory(
            person=PersonFactory(), starts_on=date(2026, 12, 7), unit=UnitFactory(name="Fostering")
        )
        owe(None, engagement=coming, due_on=date(2026, 12, 7))
        browser.sign_in(coming.person)

        page = browser.get(HOME)

        assert page.heading == "One thing to do by Monday 7 December"
        assert "Your first day with Fostering is Monday 7 December." in page.main
        assert "because you start in a permanent post on 7 December" in page.main

    def test_greets_on_the_first_day(self, browser, learner):
        one = EngagementFactory(starts_on=TODAY, unit=UnitFactory(name="Assessment East"))
        browser.sign_in(one.person)

        page = browser.get(HOME)

        assert "Good afternoon, Ada. Today is your first day with Assessment East." in page.main

    def test_asks_once_for_two_engagements(self, browser, learner):
        owe(learner)
        owe(learner, engagement=EngagementFactory(person=learner), due_on=date(2026, 11, 27))

        page = browser.get(HOME)

        assert page.heading == "One thing to do today"
        assert len(cards(page)) == 1

    def test_waits_for_an_edition_that_nobody_approved(self, browser, learner):
        owe(learner, "unwritten")

        page = browser.get(HOME)

        assert page.heading == "Nothing to do yet"
        assert "waits for approval" in page.main


class TestLaterAndDone:
    def test_lists_what_is_not_due_yet(self, browser, learner, others):
        owe(learner)
        owe(learner, "windows", due_on=date(2026, 12, 21))

        page = browser.get(HOME)

        assert page.rows() == [
            ["Windows", "not begun", "by Monday 21 December", "Begin : Windows"]
        ]

    def test_shows_what_is_done_with_its_certificate(
        self, browser, learner, work, read_all, module
    ):
        obligation = owe(learner)
        work.store = browser.app.extensions["lms"].store
        read_all()
        pass_check(work, module)

        page = browser.get(HOME)

        assert page.heading == "Nothing to do until 24 November 2027"
        assert "Before anything is due again, we remind you." in page.main
        (row,) = page.rows()
        assert row[:3] == [
            "Doors and corridors",
            "up to date",
            "passed 24 November, counts until 24 November 2027",
        ]
        href = page.links()["Certificate (PDF) : Doors and corridors"]
        assert browser.client.get(href).mimetype == "application/pdf"
        assert obligation.person_id == learner.id

    def test_asks_again_for_a_certificate_withdrawn(
        self, browser, learner, work, read_all, module, clock
    ):
        owe(learner)
        work.store = browser.app.extensions["lms"].store
        read_all()
        pass_check(work, module)
        (one,) = earned.of_person(work.session, learner.id, TODAY)
        work.actor = System()
        certificates.withdraw(work, one.certificate.id, reason="Wrong person")
        work.session.commit()

        page = browser.get(HOME)

        assert "because your certificate of 24 November was withdrawn" in page.main

    def test_says_until_when_one_is_exempt_or_away(self, browser, learner, others):
        ExemptionFactory(obligation_id=owe(learner).id, until_on=date(2027, 3, 3))
        away = EngagementFactory(person=learner)
        owe(learner, "windows", engagement=away)
        PauseFactory(engagement_id=away.id, until_on=date(2026, 12, 1))

        page = browser.get(HOME)

        assert page.heading == "Nothing to do while you are away"
        assert "When you are back, each training has a new due day." in page.main
        assert [row[:3] for row in page.rows()] == [
            ["Doors and corridors", "exempt", "until 3 March 2027"],
            ["Windows", "paused", "until 1 December"],
        ]

    def test_keeps_what_one_did_though_nobody_asks(self, browser, learner, work, read_all, module):
        work.store = browser.app.extensions["lms"].store
        read_all()
        pass_check(work, module)

        page = browser.get(HOME)

        assert page.rows()[0][:2] == ["Doors and corridors", "passed"]

    def test_is_shown_until_it_is_due_again(self, browser, learner):
        obligation = owe(learner, due_on=date(2025, 12, 1))
        ProofFactory(
            obligation_id=obligation.id, from_on=date(2025, 11, 27), until_on=date(2026, 11, 27)
        )

        page = browser.get(HOME)

        assert page.heading == "One thing to do this week"
        said = "because what you did on 27 November 2025 counts until 27 November"
        assert said in page.main


class TestNothing:
    def test_is_said_calmly(self, browser, learner):
        page = browser.get(HOME)

        assert page.heading == "Nothing is asked of you"
        assert "No training is asked of somebody in your work" in page.main
        assert "Training you may take" in page.main
        assert page.links()["Doors and corridors"] == "/modules/doors"

    def test_is_said_to_somebody_without_work_here(self, browser, module):
        browser.sign_in(DutyFactory(duty="hr", person=PersonFactory()).person)

        page = browser.get(HOME)

        assert "We know of no work of yours here" in page.main
        assert "tell your manager, so that you are counted" in page.main

    def test_leaves_certificates_to_whoever_left(self, browser, work, module):
        left = EngagementFactory(ends_on=date(2026, 11, 20))
        work.store = browser.app.extensions["lms"].store
        certificates.award(work, CompletionFactory(person=left.person, edition=module).id)
        work.session.commit()
        browser.sign_in(left.person)

        page = browser.get(HOME)

        assert page.heading == "Your work here ended on 20 November 2026"
        assert "get your certificates until Sunday 20 December" in page.main
        assert "Certificate (PDF) : Doors and corridors" in page.links()


class TestDuties:
    def test_lead_to_their_pages(self, browser, module):
        browser.sign_in(DutyFactory(duty="hr").person)

        duties = browser.get(HOME).soup.select_one(".o-duties")

        assert duties.select_one("a[href='/compliance']")
        assert not duties.select_one("a[href='/learning']")

    def test_are_not_named_to_whoever_has_none(self, browser, learner):
        assert not browser.get(HOME).soup.select(".o-duties")


class TestAsMany:
    def test_asks_no_more_of_the_database_for_more_modules(self, browser, learner, work, tmp_path):
        slugs = [f"extra-{n}" for n in range(8)]
        for slug in slugs:
            ModuleFolder.made(tmp_path / "many", slug)
        for edition in opened(work, tmp_path / "many"):
            ApprovalFactory(edition=edition)
        for slug in slugs:
            owe(learner, slug)

        page = browser.get(HOME, most=10)

        assert page.heading == "Eight things to do today"


class TestAfterTheLastDay:
    def test_there_is_only_the_record(self, browser, clock):
        edition = EditionFactory()
        person = EngagementFactory(ends_on=clock().date()).person
        clock.move(days=1)
        browser.sign_in(person)

        answer = browser.get(f"/modules/{edition.module_slug}")
        home = browser.get(answer.location)

        assert answer.status == 302
        assert "no more training to take" in home.main
        assert "Training you may take" not in home.main

    def test_there_is_all_of_it_for_whoever_works_on(self, browser, clock):
        person = EngagementFactory(ends_on=clock().date()).person
        EngagementFactory(person=person)
        clock.move(days=1)
        browser.sign_in(person)

        assert browser.get("/modules/nowhere").status == 404
