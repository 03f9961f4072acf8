import pytest
from sqlalchemy import select

from lms.assignment.models import Obligation
from lms.people.models import Group, GroupMember
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    GroupFactory,
    GroupMemberFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def group():
    return GroupFactory(name="Writes risk assessments")


def members(session, group):
    wanted = select(GroupMember.person_id).filter_by(group_id=group.id, until_on=None)
    return set(session.scalars(wanted))


@pytest.mark.usefixtures("hr")
class TestGroups:
    def test_say_what_to_do_before_there_are_any(self, browser):
        page = browser.get("/groups")

        assert page.heading == "No group yet"
        assert "put people into it" in page.main

    def test_show_their_members_and_what_is_asked(self, browser, group):
        RequirementFactory(name="Risk assessment", group=group)
        GroupMemberFactory(group=group)

        assert browser.get("/groups").rows() == [
            ["Writes risk assessments", "1", "Risk assessment"]
        ]

    def test_are_added_and_ask_for_members_next(self, browser, session):
        page = browser.submit("/groups/add", name="Records in the case system", description="")

        made = session.scalars(select(Group)).one()
        assert page.location == f"/groups/{made.id}/add"

    def test_refuse_a_name_that_is_there(self, browser, group):
        page = browser.submit("/groups/add", name="writes risk-assessments")

        assert "already a group called Writes risk assessments" in page.problems[0]

    def test_are_renamed(self, browser, group):
        page = browser.submit(f"/groups/{group.id}/change", name="Writers", description="All.")

        assert browser.get(page.location).heading == "Writers"

    def test_find_a_member(self, browser, group):
        person = PersonFactory(last_name="Lis")
        EngagementFactory(unit=UnitFactory(name="North"), person=person)
        GroupMemberFactory(group=group, person=person)
        GroupMemberFactory(group=group)

        rows = browser.get(f"/groups/{group.id}?q={person.last_name}").rows()

        assert [row[:3] for row in rows] == [[person.name, "North", "1 September 2026"]]


class TestWhoArrangesGroups:
    def test_an_auditor_reads_them(self, browser, group):
        browser.sign_in(DutyFactory(duty="auditor").person)

        assert browser.get(f"/groups/{group.id}").status == 200
        assert browser.get(f"/groups/{group.id}/add").status == 403

    def test_an_officer_of_one_unit_adds_own_people_only(self, browser, session, group):
        unit = UnitFactory()
        own, other = EngagementFactory(unit=unit).person, EngagementFactory().person
        browser.sign_in(DutyFactory(duty="hr", unit=unit).person)
        url = f"/groups/{group.id}"

        assert browser.submit(f"{url}/members/{other.id}").status == 404
        page = browser.submit(f"{url}/add", addresses=f"{own.email}\n{other.email}")
        assert page.problems == [f"Line 2: nobody in the register has the address {other.email}."]
        browser.submit(f"{url}/members/{own.id}")

        assert members(session, group) == {own.id}
        assert browser.get("/groups/add").status == 403


@pytest.mark.usefixtures("hr")
class TestMembers:
    def test_are_found_and_added_one_by_one(self, browser, session, group):
        RequirementFactory(group=group)
        person = EngagementFactory(person=PersonFactory(last_name="Lis")).person

        page = browser.get(f"/groups/{group.id}/add?q={person.last_name}")
        assert f"Add {person.name}" in [
            one.get_text(" ", strip=True) for one in page.soup("button")
        ]
        browser.submit(f"/groups/{group.id}/members/{person.id}?q={person.last_name}")

        assert members(session, group) == {person.id}
        assert len(session.scalars(select(Obligation)).all()) == 1
        row = browser.get(f"/groups/{group.id}/add?q={person.last_name}").rows()[0]
        assert row[3] == "in the group"

    def test_twice_say_so(self, browser, group):
        person = GroupMemberFactory(group=group).person

        page = browser.submit(f"/groups/{group.id}/members/{person.id}")

        assert "already in the group" in browser.get(page.location).main

    def test_are_added_by_a_pasted_list(self, browser, session, group):
        one, other = PersonFactory(), PersonFactory(other_email="own@inbox.example")
        there = GroupMemberFactory(group=group).person
        pasted = f"Ada <{one.email}>; OWN@inbox.example\n{there.email}"

        page = browser.submit(f"/groups/{group.id}/add", addresses=pasted)

        assert page.location == f"/groups/{group.id}"
        assert members(session, group) == {one.id, other.id, there.id}
        said = "2 people are in the group now. 1 was in it already."
        assert said in browser.get(page.location).main

    def test_of_a_list_with_problems_are_named_and_nothing_is_lost(self, browser, session, group):
        person = PersonFactory()
        pasted = f"{person.email}\nBo Iqbal\nnobody@x.example"

        page = browser.submit(f"/groups/{group.id}/add", addresses=pasted)

        assert page.status == 422
        assert page.problems == [
            "Line 2: ‘Bo Iqbal’ is no email address.",
            "Line 3: nobody in the register has the address nobody@x.example.",
        ]
        assert page.soup.select_one("#addresses").get_text().strip() == pasted
        assert members(session, group) == set()

    def test_that_were_found_are_added_and_the_rest_stays(self, browser, session, group):
        person = PersonFactory()
        pasted = f"{person.email}\nBo Iqbal\nnobody@x.example"

        page = browser.submit(f"/groups/{group.id}/add", addresses=pasted, found="1")

        assert members(session, group) == {person.id}
        assert "1 person is in the group now." in page.main
        assert (
            page.soup.select_one("#addresses").get_text().strip() == "Bo Iqbal\nnobody@x.example"
        )

    def test_need_an_address(self, browser, group):
        page = browser.submit(f"/groups/{group.id}/add", addresses=" \n")

        assert page.problems == ["Paste at least one email address"]

    def test_are_at_most_five_hundred_at_once(self, browser, session, group):
        pasted = "\n".join(f"p{number}@x.example" for number in range(501))

        page = browser.submit(f"/groups/{group.id}/add", addresses=pasted)

        assert page.problems == ["That is 501 entries. Paste at most 500 at a time."]

    def test_leave_after_a_word_on_what_follows(self, browser, session, group):
        RequirementFactory(name="Risk assessment", group=group)
        person = GroupMemberFactory(group=group).person
        url = f"/groups/{group.id}/members/{person.id}/remove"

        assert "no longer owes ‘Risk assessment’" in browser.get(url).main
        browser.submit(url)
        browser.submit(url)

        assert members(session, group) == set()
        assert "not in the group" in browser.get(f"/groups/{group.id}").main


@pytest.mark.usefixtures("hr")
class TestGroupsOfAPerson:
    def test_are_ticked_and_unticked(self, browser, session, group):
        person = EngagementFactory().person
        other = GroupFactory(name="Records", description="Whoever records.")
        GroupMemberFactory(group=group, person=person)
        url = f"/people/{person.id}/groups"

        page = browser.get(url)
        ticked = [one["value"] for one in page.soup.select("input[checked]")]
        assert ticked == [group.id.hex]
        assert "Whoever records." in page.main
        browser.submit(url, groups=[other.id.hex])

        assert members(session, group) == set()
        assert members(session, other) == {person.id}

    def test_can_all_be_left(self, browser, session, group):
        person = GroupMemberFactory(group=group, person=EngagementFactory().person).person

        browser.submit(f"/people/{person.id}/groups", submit="1")

        assert members(session, group) == set()
