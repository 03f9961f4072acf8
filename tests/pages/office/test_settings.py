import io
from datetime import date

import pytest
from sqlalchemy import select

from lms.people.models import Setting
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    SettingFactory,
    UnitFactory,
)
from tests.support.schools import SAMPLE, register


@pytest.fixture
def coordinator(browser):
    return browser.sign_in(DutyFactory(duty="network_coordinator").person)


def names(page):
    return [row[0] for row in page.rows()]


@pytest.mark.usefixtures("coordinator")
class TestSettings:
    def test_are_found_by_name_urn_or_postcode(self, browser):
        SettingFactory(name="Hill School", urn="123456")
        dale = SettingFactory(name="Dale School", urn="654321", postcode="MZ1 1AA")
        EngagementFactory(setting=dale)

        assert names(browser.get("/settings?q=hill")) == ["Hill School"]
        assert names(browser.get("/settings?q=654321")) == ["Dale School"]
        assert names(browser.get("/settings?q=mz1 1aa")) == ["Dale School"]
        assert "None is like that" in browser.get("/settings?q=x").main

    def test_are_narrowed_by_phase_place_and_trust(self, browser):
        SettingFactory(name="A", phase="primary", locality="Weirside", trust="Marl Trust")
        SettingFactory(name="B", phase="secondary", locality="Weirside")
        SettingFactory(name="C", phase="primary", locality="Ashvale")

        assert names(browser.get("/settings?phase=primary&locality=Weirside")) == ["A"]
        assert names(browser.get("/settings?trust=Marl+Trust")) == ["A"]
        assert names(browser.get("/settings?locality=Weirside")) == ["A", "B"]

    def test_leave_out_those_that_closed_until_asked(self, browser):
        SettingFactory(name="Gone", closed_on=date(2026, 9, 1))
        SettingFactory(name="Here")

        assert names(browser.get("/settings")) == ["Here"]
        assert names(browser.get("/settings?state=closed"))[0].startswith("Gone")

    def test_go_on_page_by_page(self, browser):
        for number in range(52):
            SettingFactory(name=f"School {number:02}", phase="special")

        first = browser.get("/settings?phase=special")
        second = browser.get(first.links()["More settings"])

        assert names(second) == ["School 50", "School 51"]

    def test_are_added_and_changed(self, browser, session):
        page = browser.submit(
            "/settings/add", name="Hill", urn="", phase="primary", mailbox="Office@hill.example"
        )
        made = session.scalars(select(Setting)).one()
        made.easting = 3000
        session.commit()
        assert page.location == f"/settings/{made.id}"

        browser.submit(
            f"/settings/{made.id}/change",
            name="Hill School",
            urn="123456",
            phase="primary",
            postcode="mz11aa",
            closed_on=["1", "9", "2026"],
        )

        assert (made.name, made.urn, made.postcode) == ("Hill School", "123456", "MZ1 1AA")
        assert (made.closed_on, made.easting) == (date(2026, 9, 1), 3000)
        assert "Closed since 1 September 2026" in browser.get(f"/settings/{made.id}").main

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("urn", "12", "six digits"),
            ("postcode", "nowhere", "no postcode"),
            ("mailbox", "office", "address"),
            ("closed_on", ["1", "1", "1999"], "before the day it opened"),
        ],
    )
    def test_say_beside_the_field_what_is_wrong(self, browser, field, value, said):
        given = {"name": "Hill", "urn": "", "phase": "primary", "opened_on": ["1", "1", "2000"]}

        page = browser.submit("/settings/add", **{**given, field: value})

        assert page.status == 422
        assert said in page.problems[0]
        assert page.soup.select_one("[role=alert] a")["href"] == f"#{field}"
        assert page.soup.select_one("#name")["value"] == "Hill"


class TestWhoChangesSettings:
    def test_not_an_auditor(self, browser):
        setting = SettingFactory(name="Hill")
        browser.sign_in(DutyFactory(duty="auditor").person)

        assert browser.get(f"/settings/{setting.id}").heading == "Hill"
        assert browser.get(f"/settings/{setting.id}/change").status == 403
        assert browser.get("/settings/register").status == 403

    @pytest.mark.parametrize("duty", ["hr", "network_coordinator"])
    def test_not_somebody_of_one_unit(self, browser, duty):
        setting = SettingFactory()
        browser.sign_in(DutyFactory(duty=duty, unit=UnitFactory()).person)

        assert "Add a setting by hand" not in browser.get("/settings").links()
        assert browser.get(f"/settings/{setting.id}/change").status == 403
        assert browser.get("/settings/add").status == 403
        assert browser.get("/settings/register").status == 403

    def test_not_a_line_manager(self, browser):
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.get("/settings").status == 403


@pytest.mark.usefixtures("coordinator")
class TestRegister:
    def upload(self, browser, file=None, authority="Marlshire"):
        content = file or SAMPLE.open_again()
        return browser.submit(
            "/settings/register", file=(content, "edubasealldata.csv"), authority=authority
        )

    def test_offers_the_councils_own_name(self, browser):
        page = browser.get("/settings/register")

        assert page.soup.select_one("#authority")["value"] == "Marlshire"
        assert "up to 20 MB" in page.main

    def test_is_shown_before_it_is_brought_in(self, browser, session):
        page = browser.get(self.upload(browser).location)

        assert page.heading == "24 new: 30 schools of Marlshire"
        assert "Nothing has been changed yet" in page.main
        assert "OpenDate says ‘ 31-02-2020 ’" in page.main
        assert session.scalars(select(Setting)).all() == []

    def test_is_brought_in(self, browser, session):
        shown = self.upload(browser).location
        page = browser.get(browser.submit(f"{shown}/accept").location)

        assert "It was brought in" in page.main
        assert len(session.scalars(select(Setting)).all()) == 24
        assert "brought in already" in browser.get(browser.submit(f"{shown}/accept").location).main

    def test_is_dropped(self, browser, session):
        shown = self.upload(browser).location
        browser.submit(f"{shown}/drop")

        assert browser.get(shown).heading == "This register was dropped"
        assert session.scalars(select(Setting)).all() == []

    def test_says_what_changed_and_what_closed(self, browser):
        SettingFactory(urn="990001", name="Otterbeck", locality="Otterbeck", kind="x")
        SettingFactory(urn="990002", name="Hollin")
        rows = (
            {},
            {
                "URN": "990002",
                "EstablishmentName": "Hollin",
                "EstablishmentStatus (name)": "Closed",
                "CloseDate": "31-08-2026",
            },
        )

        page = browser.get(self.upload(browser, register(*rows)()).location)

        assert page.heading == "1 changed and 1 closed: 2 schools of Marlshire"
        assert "Closed from: 31 August 2026" in page.main
        assert "Name: Otterbeck Primary School instead of Otterbeck" in page.main

    def test_shows_anew_what_it_comes_to_when_settings_changed(self, browser):
        shown = self.upload(browser, register({})()).location
        SettingFactory(urn="990001", name="Otterbeck")

        page = browser.get(browser.submit(f"{shown}/accept").location)

        assert "The settings have changed since you looked" in page.soup.get_text()
        assert page.heading.startswith("1 changed")

    def test_asks_whether_a_school_is_one_entered_by_hand(self, browser, session):
        by_hand = SettingFactory(urn=None, name="Otterbeck Primary School")
        shown = self.upload(browser, register({})()).location
        browser.submit(f"{shown}/accept")
        page = browser.get(shown)
        action = page.soup.select_one("form[action*=rows]")["action"]

        browser.submit(action, same_as="")
        assert "Choose one of the settings" in browser.get(shown).soup.get_text()
        assert by_hand.urn is None
        browser.submit(action, same_as=by_hand.id.hex)

        assert by_hand.urn == "990001"
        assert "Decided" in browser.get(shown).main

    @pytest.mark.parametrize(
        ("content", "said"), [(b"PK\x03\x04", "Unpack it"), (b"a,b\n1,2\n", "not the register")]
    )
    def test_says_beside_the_field_what_it_cannot_read(self, browser, content, said):
        page = self.upload(browser, io.BytesIO(content))

        assert page.status == 422
        assert said in page.problems[0]

    def test_says_whose_schools_are_in_it(self, browser):
        page = self.upload(browser, authority="Elsewhere")

        assert "No school of this file belongs to ‘Elsewhere’" in page.problems[0]
        assert page.soup.select_one("[role=alert] a")["href"] == "#authority"


@pytest.mark.usefixtures("coordinator")
class TestRegisterTooLarge:
    @pytest.fixture
    def config(self, config):
        return {**config, "LMS_UPLOAD_MEGABYTES": 1}

    def test_says_who_can_bring_it_in(self, browser):
        content = io.BytesIO(b"URN," + b"x" * 2_500_000)

        page = browser.submit("/settings/register", file=(content, "all.csv"), authority="990")
        page.response.request.environ["wsgi.input"].close()

        assert page.status == 413
        assert "lms settings import" in page.problems[0]
