from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from lms.appointments.models import DslAppointment, DslTraining
from lms.people import commands as people
from tests.support.factories import (
    DslAppointmentFactory,
    DslCoverFactory,
    DslTrainingFactory,
    DutyFactory,
    PersonFactory,
    SettingFactory,
    UnitFactory,
)

TODAY = date(2026, 11, 24)


@pytest.fixture
def coordinator(browser):
    return browser.sign_in(DutyFactory(duty="network_coordinator").person)


@pytest.fixture
def setting():
    return SettingFactory(name="Larkmead Academy")


@pytest.fixture
def lead(setting):
    return named("Mara Quill", setting=setting)


def named(name, **given):
    """Return the appointment of somebody of that name."""
    made = DslAppointmentFactory(**given)
    made.person.name = name
    object_session(made).commit()
    return made


def boxes(day):
    return [str(day.day), str(day.month), str(day.year)]


MARA = {
    "first_name": "Mara",
    "last_name": "Quill",
    "email": "mara@larkmead.example",
    "role": "dsl",
    "from_on": ["2", "11", "2026"],
}


@pytest.mark.usefixtures("coordinator")
class TestList:
    def test_says_first_how_many_have_no_dsl(self, browser, setting):
        DslAppointmentFactory(setting=SettingFactory(name="Alder School"))

        page = browser.get("/settings")

        assert page.heading == "1 setting has no current DSL"
        assert [row[0] for row in page.rows()] == ["Larkmead Academy", "Alder School"]
        assert page.rows()[0][1] == "no current DSL"
        links = page.links()
        assert links["1 no current DSL"] == "/settings?need=no_dsl"
        assert [row[0] for row in browser.get("/settings?need=no_deputy").rows()] == [
            "Alder School"
        ]

    def test_says_when_every_setting_has_one(self, browser, lead):
        assert browser.get("/settings").heading == "Every setting has a DSL"

    def test_goes_on_within_what_was_asked(self, browser):
        for number in range(52):
            SettingFactory(name=f"School {number:02}")

        page = browser.get("/settings?need=no_dsl")

        assert "need=no_dsl" in page.links()["More settings"]

    def test_names_nobody_to_an_officer_of_one_unit(self, browser, lead):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        for address in ("/settings", f"/settings/{lead.setting_id}"):
            assert "Mara Quill" not in browser.get(address).main
        assert browser.get("/settings/dsls").status == 403


@pytest.mark.usefixtures("coordinator")
class TestAppoint:
    def test_enters_a_dsl(self, browser, setting, session):
        page = browser.submit(f"/settings/{setting.id}/appoint", **MARA)

        page = browser.get(page.location)
        assert "Mara Quill is DSL at Larkmead Academy from 2 November 2026" in page.soup.get_text()
        assert "Mara Quill, DSL" in page.main
        assert "No deputy is named" in page.main
        assert session.scalars(select(DslAppointment)).one().named_by == "coordinator"

    def test_says_beside_the_field_what_is_missing_and_keeps_the_rest(self, browser, setting):
        given = {**MARA, "email": "", "from_on": ["31", "2", "2026"]}

        page = browser.submit(f"/settings/{setting.id}/appoint", **given)

        assert page.status == 422
        assert "Enter their own work email address" in page.problems
        assert any("There is no day 31 2 2026" in one for one in page.problems)
        assert page.soup.select_one("#first_name")["value"] == "Mara"

    def test_asks_who_looks_the_same(self, browser, setting, session):
        known = PersonFactory(first_name="Mara", last_name="Quill", name="Mara Quill")
        page = browser.submit(f"/settings/{setting.id}/appoint", **MARA)
        assert "looks like Mara Quill" in page.problems[0]
        assert page.soup.select("[name=same]")[0]["value"] == known.id.hex

        browser.submit(f"/settings/{setting.id}/appoint", **MARA, same=known.id.hex)

        assert session.scalars(select(DslAppointment.person_id)).one() == known.id

    def test_asks_what_becomes_of_the_dsl_there_is(self, browser, lead):
        address = f"/settings/{lead.setting_id}/appoint"
        assert "Mara Quill is DSL here now" in browser.get(address).main
        new = {**MARA, "first_name": "Ines", "last_name": "Roe", "email": "ines@l.example"}

        browser.submit(address, **new, share="share")
        assert lead.until_on is None

    def test_lets_one_follow_another(self, browser, lead):
        new = {**MARA, "first_name": "Ines", "last_name": "Roe", "email": "ines@l.example"}

        browser.submit(f"/settings/{lead.setting_id}/appoint", **new, share="instead")

        assert lead.until_on == date(2026, 11, 2)

    def test_does_nothing_twice(self, browser, setting):
        browser.submit(f"/settings/{setting.id}/appoint", **MARA)
        page = browser.submit(f"/settings/{setting.id}/appoint", **MARA)

        assert "is DSL at Larkmead Academy already" in page.problems[0]


@pytest.mark.usefixtures("coordinator")
class TestSetting:
    def test_says_what_it_lacks(self, browser, setting):
        page = browser.get(f"/settings/{setting.id}")

        assert "Nobody is named as designated safeguarding lead now" in page.main

    def test_shows_how_training_stands_in_words(self, browser, lead):
        DslTrainingFactory(person_id=lead.person_id, done_on=date(2024, 9, 1), told_by="school")

        main = browser.get(f"/settings/{lead.setting_id}").main

        assert "Role training lapsed on 1 September 2026" in main
        assert "completed 1 September 2024, as the school says" in main
        assert "Yearly refresh not known" in main

    def test_keeps_who_was_before(self, browser, lead):
        DslAppointmentFactory(
            setting=lead.setting, from_on=date(2020, 9, 1), until_on=date(2026, 9, 1)
        )

        assert browser.get(f"/settings/{lead.setting_id}").rows()[0][2:] == [
            "1 September 2020",
            "31 August 2026",
        ]

    def test_costs_no_more_with_more_people(self, browser, setting):
        for number in range(12):
            held = DslAppointmentFactory(
                setting=setting, role="deputy", from_on=TODAY - timedelta(days=number)
            )
            DslCoverFactory(appointment=held, covered_by=PersonFactory())

        assert browser.get(f"/settings/{setting.id}").status == 200


@pytest.mark.usefixtures("coordinator")
class TestEnd:
    def test_asks_for_the_last_day(self, browser, lead):
        address = f"/settings/appointments/{lead.id}/end"
        assert browser.get(address).heading == "End the appointment of Mara Quill"

        page = browser.submit(address, last_on=boxes(TODAY))

        assert lead.until_on == TODAY + timedelta(days=1)
        assert page.location == f"/settings/{lead.setting_id}"

    def test_says_what_is_wrong(self, browser, lead):
        address = f"/settings/appointments/{lead.id}/end"

        assert (
            "cannot lie before" in browser.submit(address, last_on=["1", "1", "2020"]).problems[0]
        )
        assert "Enter the last day" in browser.submit(address).problems[0]


@pytest.mark.usefixtures("coordinator")
class TestCover:
    def test_is_entered_and_ends(self, browser, lead):
        deputy = DslAppointmentFactory(setting=lead.setting, role="deputy")
        browser.submit(f"/settings/appointments/{lead.id}/cover", from_on=boxes(TODAY))
        page = browser.get(f"/settings/{lead.setting_id}")
        assert "The DSL is away and nobody covers" in page.main

        browser.submit(page.links()["Back from being away"], on=boxes(TODAY))
        browser.submit(
            f"/settings/appointments/{lead.id}/cover",
            from_on=boxes(TODAY),
            covered_by=deputy.person_id.hex,
        )

        main = browser.get(f"/settings/{lead.setting_id}").main
        assert f"{deputy.person.name} covers" in main
        assert "nobody covers" not in main

    def test_by_somebody_else_is_refused(self, browser, lead):
        page = browser.submit(
            f"/settings/appointments/{lead.id}/cover",
            from_on=boxes(TODAY),
            covered_by=PersonFactory().id.hex,
        )

        assert "must be a DSL or deputy at this setting" in page.problems[0]


@pytest.mark.usefixtures("coordinator")
class TestTraining:
    def test_is_entered_as_told(self, browser, lead, session):
        address = f"/settings/appointments/{lead.id}/training"
        browser.submit(address, role=["1", "9", "2026"])

        told = session.scalars(select(DslTraining)).one()
        assert (told.kind, told.told_by) == ("role", "coordinator")
        assert browser.get(address).rows()[0][:3] == [
            "Role training",
            "1 September 2026",
            "the council",
        ]

    def test_needs_a_day_that_was(self, browser, lead):
        address = f"/settings/appointments/{lead.id}/training"

        assert "at least one" in browser.submit(address).problems[0]
        late = browser.submit(address, refresh=boxes(TODAY + timedelta(days=1)))
        assert "not one to come" in late.problems[0]
        assert late.soup.select_one("[role=alert] a")["href"] == "#refresh"


@pytest.mark.usefixtures("coordinator")
class TestDsls:
    def test_say_whose_training_lapsed(self, browser, lead):
        DslTrainingFactory(person_id=lead.person_id, done_on=date(2024, 9, 1))
        DslAppointmentFactory()

        page = browser.get("/settings/dsls")

        assert page.heading == "The role training of 1 DSL or deputy has lapsed"
        assert len(page.rows()) == 2
        link = page.links()["1 lapsed"]
        assert [row[0] for row in browser.get(link).rows()] == ["Mara Quill"]
        assert browser.get("/settings?").links()["1 lapsed"] == link

    def test_can_be_nobody(self, browser):
        assert "Nobody is named as DSL or deputy yet" in browser.get("/settings/dsls").main

    def test_go_on_page_by_page(self, browser):
        for _ in range(52):
            DslAppointmentFactory()

        page = browser.get("/settings/dsls?training=refresh&state=unknown")

        assert len(browser.get(page.links()["More DSLs and deputies"]).rows()) == 2


class TestWhoMay:
    @pytest.mark.parametrize("duty", ["auditor", "administrator"])
    def test_read_and_change_nothing(self, browser, lead, duty):
        browser.sign_in(DutyFactory(duty=duty).person)

        assert "Mara Quill" in browser.get(f"/settings/{lead.setting_id}").main
        for address in (
            f"/settings/{lead.setting_id}/appoint",
            f"/settings/appointments/{lead.id}/end",
            f"/settings/appointments/{lead.id}/cover",
            f"/settings/appointments/{lead.id}/training",
        ):
            assert browser.get(address).status == 403
            assert browser.submit(address).status == 403
        assert lead.until_on is None

    def test_not_an_officer_of_one_unit(self, browser, lead):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get(f"/settings/appointments/{lead.id}/end").status == 403


class TestKeptGroup:
    def test_is_changed_on_no_page_of_groups(self, browser, work):
        group = people.kept_group(work, "dsl")
        work.session.commit()
        browser.sign_in(DutyFactory(duty="hr").person)
        person = PersonFactory()

        assert "Add people" not in browser.get(f"/groups/{group.id}").links()
        browser.submit(f"/groups/{group.id}/members/{person.id}")
        assert browser.get(f"/groups/{group.id}").rows() == []


class TestPerson:
    def test_shows_in_the_history_what_happened(self, browser, setting):
        browser.sign_in(DutyFactory(duty="hr").person)
        browser.submit(f"/settings/{setting.id}/appoint", **MARA)
        person = browser.get(f"/settings/{setting.id}").links()["Mara Quill"]

        main = browser.get(person).main

        assert "DSL at Larkmead Academy from 2 November 2026." in main
        assert "Setting Larkmead Academy" in main
        assert "Known from Schools" in main
