"""Any list held against the register."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from lms.intake.models import HeadingChoice, Import
from lms.people.models import Person
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    UnitFactory,
)


@pytest.fixture(autouse=True)
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def check(browser):
    """Send a list; ``check("Name,Email\\nAda Lee,", as_at="…")``."""

    def send(content="", *, name="rota.csv", **others):
        file = {"file": (io.BytesIO(content.encode()), name)} if content else {}
        return browser.submit("/people/check", **file, **others)

    return send


@pytest.fixture
def trained(session):
    """Somebody enrolled of whom nothing is asked."""
    return signed_in("Ada", "Lee", "ada.lee@x.example")


def signed_in(first, last, address, **over):
    person = PersonFactory(
        name=f"{first} {last}",
        first_name=first,
        last_name=last,
        sort_name=f"{last} {first}".lower(),
        email=address,
        first_signed_in_at=over.pop("at", None),
    )
    EngagementFactory(person=person, **over)
    return person


def rows(page, sort):
    section = page.soup.select_one(f"#{sort}")
    if section is None:
        return []
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("td, th")]
        for row in section.select("tbody tr")
    ]


class TestCheck:
    def test_asks_for_a_list(self, browser):
        page = browser.get("/people/check")

        assert page.heading == "Was anybody missed?"
        assert "Nothing of the list is kept" in page.main

    def test_needs_one(self, check):
        page = check()

        assert page.status == 422
        assert page.problems == ["Choose a file, or paste the list"]

    def test_puts_each_row_where_it_belongs(self, check, session, clock):
        signed_in("Ada", "Lee", "ada.lee@x.example", at=clock())
        signed_in("Bo", "Ng", "bo.ng@x.example")
        late = signed_in("Cy", "Hall", "cy.hall@x.example", at=clock())
        ObligationFactory(engagement=late.engagements[0], due_on=date(2026, 11, 1))
        people = session.scalars(select(Import)).all()

        page = check(
            "Name,Email\nLee, ada.lee@x.example\nBo Ng,bo.ng@x.example\n"
            "Cy Hall,cy.hall@x.example\nDi Nash,di.nash@x.example\n"
        )

        assert page.heading == "2 people on this list were missed"
        assert rows(page, "unknown") == [["Add Di Nash", "5", "Di Nash", "nobody"]]
        assert rows(page, "not_enrolled") == [["3", "Bo Ng", "Bo Ng"]]
        assert rows(page, "overdue") == [["4", "Cy Hall", "Cy Hall"]]
        assert [row[2] for row in rows(page, "known")] == ["Ada Lee"]
        assert session.scalars(select(Import)).all() == people == []

    def test_takes_what_was_pasted(self, check, clock):
        signed_in("Ada", "Lee", "ada.lee@x.example", at=clock())

        page = check(pasted="Ada Lee\n\nDi Nash <di.nash@x.example>\nada.lee@x.example;\n")

        assert rows(page, "unknown") == [["Add Di Nash", "3", "Di Nash", "nobody"]]
        assert [row[0] for row in rows(page, "known")] == ["1", "4"]

    def test_says_so_when_nobody_was_missed(self, check, clock):
        signed_in("Ada", "Lee", "ada.lee@x.example", at=clock())

        page = check(pasted="Ada Lee")

        assert page.heading == "Nobody on this list was missed"

    def test_is_of_the_day_that_is_asked_for(self, check, clock):
        signed_in("Ada", "Lee", "ada.lee@x.example", at=clock(), starts_on=date(2026, 9, 1))

        page = check(pasted="Ada Lee", as_at=["31", "8", "2026"])

        assert "on 31 August 2026" in page.main
        (row,) = rows(page, "unknown")
        assert row[1:] == ["1", "Ada Lee", "Ada Lee not working here on that day"]

    def test_links_to_people_and_to_what_to_do(self, check, trained):
        page = check(pasted="Ada Lee\nDi Nash")

        links = page.links()
        assert links["Ada Lee"] == f"/people/{trained.id}"
        assert links["Add a starter"] == "/people/add"
        assert links["Bring in a list"] == "/imports/new"


class TestColumns:
    ODD = "Bearer,Shift,Team\nAda Lee,Early,Court Team\n"

    def test_that_nobody_knows_are_asked_about(self, check):
        page = check(self.ODD)

        assert page.status == 422
        assert page.soup.select_one("label[for=column-1]").get_text(strip=True) == "Bearer"
        assert "choose the file again" in page.main

    def test_that_nobody_explained_are_asked_about_again(self, check, session):
        said = {"heading": ["Bearer", "Shift"], "field": ["", ""]}

        page = check(self.ODD, **said)

        assert page.status == 422
        assert page.problems == [
            "Say which column holds the name, the email address or the number of each person"
        ]
        assert page.soup.select_one("label[for=column-1]").get_text(strip=True) == "Bearer"
        assert session.scalars(select(HeadingChoice)).all() == []

    def test_of_which_none_says_who_are_refused(self, check):
        page = check("Team,Start Date,Job Title\nCourt Team,01/09/2026,Cook\n")

        assert page.status == 422
        assert "Add the column to the file" in page.problems[0]

    def test_are_remembered_once_they_are_named(self, check, session, clock):
        signed_in("Ada", "Lee", "ada.lee@x.example", at=clock())
        said = {"heading": ["Bearer", "Shift"], "field": ["full_name", ""]}

        page = check(self.ODD, **said)
        again = check(self.ODD)

        assert page.heading == again.heading == "Nobody on this list was missed"
        assert {one.heading: one.field for one in session.scalars(select(HeadingChoice))} == {
            "bearer": "full_name",
            "shift": "",
        }

    def test_named_by_an_auditor_count_this_once(self, browser, check, session):
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = check(self.ODD, heading=["Bearer"], field=["full_name"])

        assert page.heading == "1 person on this list was missed"
        assert session.scalars(select(HeadingChoice)).all() == []


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("\x89PNG\r\n", "list"),
            ("Name,Email\n", "no rows below them"),
        ],
    )
    def test_of_what_is_no_list(self, check, content, said):
        page = check(content)

        assert page.status == 422
        assert said in page.problems[0]

    def test_of_a_day_that_there_is_not(self, check):
        page = check(pasted="Ada Lee", as_at=["31", "2", "2026"])

        assert page.status == 422
        assert "31 2 2026" in page.problems[0]
        assert "Ada Lee" in page.soup.select_one("textarea").text

    def test_of_whoever_sees_one_unit_alone(self, browser, check):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get("/people/check").status == 403
        assert check(pasted="Ada Lee").status == 403
        assert "Check a list" not in browser.get("/people").links()

    def test_nothing_said_runs_as_html(self, check):
        page = check(pasted="<script>alert(1)</script> Nash")

        assert "<script>alert" not in page.text


class TestAddingTheUnknown:
    """Whoever nobody knew, from the checked list into the register in one step."""

    HIDDEN = ("Sorrel Hart", "Tansy Wold", "Yarrow Pike")

    @pytest.fixture
    def found(self, check, trained):
        rows = [f"{one},{one.split()[0].lower()}@rota.example" for one in self.HIDDEN]
        return check("Name,Email\nAda Lee,ada.lee@x.example\n" + "\n".join(rows))

    def rows(self, page):
        return [one["value"] for one in page.soup.select("[name=row]")]

    def test_offers_everybody_ticked(self, found):
        assert len(self.rows(found)) == 3
        assert all(one.has_attr("checked") for one in found.soup.select("[name=row]"))

    def test_asks_what_the_list_does_not_say(self, browser, found):
        page = browser.submit("/people/check/add", row=self.rows(found), name="rota.csv")

        assert page.heading == "Add 3 people"
        again = browser.submit(
            "/people/check/add", row=self.rows(page), name="rota.csv", kind="", start=["", "", ""]
        )
        assert again.problems == ["Choose what they are", "Enter the day they started"]
        assert len(self.rows(again)) == 3

    def test_brings_them_in_after_a_look(self, browser, found, session):
        answer = browser.submit(
            "/people/check/add",
            row=self.rows(found),
            name="rota.csv",
            kind="temporary",
            start=["23", "11", "2026"],
            team="Court Team",
        )
        assert browser.get(answer.location).heading == "3 people will be added"

        browser.submit(f"{answer.location}/accept", invitations="held")

        added = session.scalars(select(Person).filter_by(last_name="Hart")).one()
        (engagement,) = added.engagements
        assert (engagement.kind.value, engagement.unit.name) == ("temporary", "Court Team")
        assert engagement.starts_on == date(2026, 11, 23)
        assert engagement.source == "Checked list: rota.csv"

    def test_needs_somebody_ticked(self, browser):
        page = browser.submit("/people/check/add", name="rota.csv")

        assert page.status == 422
        assert page.heading == "Nobody was ticked"

    @pytest.mark.parametrize("row", ["", "no json", "[1]", '{"grade": "9"}', '{"email": 5}'])
    def test_bears_what_is_no_row(self, browser, row):
        page = browser.submit(
            "/people/check/add", row=row, name="x", kind="casual", start=["23", "11", "2026"]
        )

        assert page.status in {302, 422}

    def test_is_not_for_auditors(self, browser, found):
        browser.sign_in(DutyFactory(duty="auditor").person)

        assert browser.submit("/people/check/add", row=self.rows(found)).status == 403
