"""What a list would change is shown first."""

from sqlalchemy import select

from lms.people.models import Person
from tests.pages.office.intake.conftest import names
from tests.support.factories import EngagementFactory
from tests.support.hr_lists import starter


class TestPreview:
    def test_counts_every_row_once(self, look, bring):
        bring(starter(), starter("081235"))

        page = look(
            starter(),
            starter("081235", job="Team Manager"),
            starter("081236"),
            starter("081237", start="31/02/2026"),
        )

        assert page.heading == (
            "1 person will be added, 1 row will be updated and 1 row cannot be read"
        )
        figures = [int(one.get_text()) for one in page.soup.select(".o-facts b")]
        assert figures == [1, 1, 1, 0, 1]

    def test_shows_before_and_after_of_each_change(self, look, bring):
        bring(starter())

        page = look(starter(job="Team Manager"))

        assert ["2", "Wren Ahmed", "Job title", "Social Worker", "Team Manager"] in page.rows()

    def test_names_row_column_value_and_mend_of_each_fault(self, look):
        page = look(starter(), starter("081235", start="31/02/2026", email="nobody"))

        first, second = page.rows()[:2]
        assert first[:3] == ["Row 3", "Work Email", "nobody"]
        assert second[:2] == ["Start Date", "31/02/2026"]
        assert "31 February 2026" in second[2]

    def test_names_whom_the_file_leaves_out_and_ends_nobody(self, browser, look, bring, session):
        bring(starter(), starter("081235", start="01/10/2026"))

        page = look(starter())

        assert "1 engagement of this list is not in the file" in page.main
        person = session.scalars(select(Person).filter_by(name="Zoë Lis081235")).one()
        assert page.links()["Zoë Lis081235"] == f"/people/{person.id}"
        assert browser.get(f"{page.url}/missing").heading == "1 engagement is not in the file"

    def test_says_that_nothing_changes(self, look, bring):
        bring(starter())

        page = look(starter())

        assert page.heading == "Nothing changes: the one row is known already"
        assert page.soup.select("[type=radio]") == []

    def test_chooses_the_first_day_for_invitations_unless_another_is_chosen(self, look):
        page = look(starter(), starter("081235", email=""))

        chosen = page.soup.select_one("[name=invitations][checked]")
        assert chosen["value"] == "first_day"
        assert "1 person has an email address. 1 has none" in page.main

    def test_needs_a_choice_that_is_offered(self, browser, look, session):
        page = look(starter())

        again = browser.submit(f"{page.url}/accept", invitations="never")

        assert again.status == 422
        assert again.problems == ["Choose when they are invited"]
        assert "Wren Ahmed" not in names(session)

    def test_tells_what_each_column_was_taken_for(self, look):
        assert ["Employee Number", "employee number"] in look(starter()).rows()

    def test_of_very_many_leavers_asks_whether_that_is_meant(self, browser, look, session):
        made = [EngagementFactory(source="HR") for _ in range(6)]
        leavers = [
            starter(
                number=one.employee_number,
                assignment=one.reference,
                first=one.person.first_name,
                last=one.person.last_name,
                email=one.person.email,
                start="01/09/2026",
                end="30/09/2026",
            )
            for one in made
        ]
        page = look(*leavers)
        assert "Is this meant?" in page.main
        assert "6 people an earlier last day, of 6" in page.main

        refused = browser.submit(f"{page.url}/accept", invitations="held")
        assert refused.problems == ["Tick the box if this is meant, or drop the file"]
        done = browser.submit(f"{page.url}/accept", invitations="held", anyway="yes")

        assert done.status == 302
        assert all(one.ends_on for one in made)

    def test_has_one_main_button(self, look):
        page = look(starter(), starter("081235", start="x"))

        buttons = page.soup.select(".govuk-button:not(.govuk-button--secondary)")
        assert [one.get_text(strip=True) for one in buttons] == ["Bring this row in"]
