"""Bringing a list in through the browser: upload, questions, preview, and what came of it."""

import io
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.identity.models import Invitation
from lms.intake.models import Import, Source
from lms.people.models import Engagement, Person
from tests.support.factories import DutyFactory, EngagementFactory, UnitFactory
from tests.support.hr_lists import listed, starter

SAMPLES = Path(__file__).parents[2] / "samples" / "hr"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 20


@pytest.fixture(autouse=True)
def hr(browser):
    person = EngagementFactory(source="HR by hand").person
    return browser.sign_in(DutyFactory(duty="hr", person=person).person)


@pytest.fixture
def send(browser):
    """Upload a list; the answer of the form."""

    def send(content, *, source="list HR", name="starters.csv", **others):
        file = (io.BytesIO(content), name)
        answer = browser.submit("/imports/new", file=file, source=source, **others)
        answer.response.request.environ["wsgi.input"].close()
        return answer

    return send


@pytest.fixture
def look(browser, send):
    """Upload a list and open the page that it leads to."""

    def look(*rows, renamed=None, **others):
        answer = send(listed(*rows, renamed=renamed), **others)
        assert answer.status == 302, answer.problems
        return browser.get(answer.location)

    return look


@pytest.fixture
def bring(browser, look):
    """Upload a list and bring it in; the page that says what came of it."""

    def bring(*rows, invitations="held", **others):
        page = look(*rows, **others)
        answer = browser.submit(f"{page.url}/accept", invitations=invitations)
        assert answer.status == 302, answer.problems
        return browser.get(answer.location)

    return bring


def names(session):
    return set(session.scalars(select(Person.name)))


class TestUpload:
    def test_says_what_is_read_and_how_much(self, browser):
        page = browser.get("/imports/new")

        assert page.heading == "Bring in a list"
        assert "CSV or XLSX, up to 20 MB and 100,000 rows." in page.main
        assert "date of birth" in page.main

    def test_needs_a_file_and_whose_list_it_is(self, browser):
        page = browser.submit("/imports/new")

        assert page.status == 422
        assert set(page.problems) == {"Choose the file", "Choose whose list it is"}

    def test_needs_the_name_of_a_new_list(self, send):
        assert send(listed(starter()), source="new").problems == ["Enter what the list is called"]

    def test_leads_to_the_preview_and_changes_nothing(self, look, session):
        page = look(starter())

        assert page.heading == "1 person will be added"
        assert "Nothing has been changed yet." in page.main
        assert "Wren Ahmed" not in names(session)

    def test_remembers_a_new_list_and_who_is_on_it(self, browser, look, session):
        answer = browser.submit(
            "/imports/new",
            file=(io.BytesIO(listed(starter(contract=""))), "weekly.csv"),
            source="new",
            name="Brightside Supply",
            kind="agency",
        )

        assert browser.get(answer.location).heading == "1 person will be added"
        source = session.scalars(select(Source).filter_by(name="Brightside Supply")).one()
        assert source.kind == "agency"
        choices = browser.get("/imports/new").soup.select("[name=source]")
        assert "list Brightside Supply" in [one["value"] for one in choices]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (PNG, "This is a picture"),
            (PROTECTED, "password"),
            (b"", "empty"),
            (b"one line and no list", "heading"),
        ],
    )
    def test_says_beside_the_file_why_it_cannot_be_read(self, send, content, said):
        page = send(content)

        assert page.status == 422
        assert said in page.problems[0]
        assert page.soup.select_one("[role=alert] a")["href"] == "#file"
        assert page.soup.select_one("[value='list HR']").has_attr("checked")

    def test_shows_the_names_of_files_as_plain_text(self, browser, look):
        page = look(starter(), name="<img src=x> =1+1.csv")

        assert page.soup.select("img[src=x]") == []
        assert browser.get("/imports").links()["<img src=x> =1+1.csv"] == page.url


class TestUploadOfTooMuch:
    @pytest.fixture
    def config(self, config):
        return {**config, "LMS_UPLOAD_MEGABYTES": 1}

    @pytest.mark.parametrize(("size", "status"), [(1_020_000, 422), (1_500_000, 413)])
    def test_is_refused_beside_the_file_with_the_limit_named(self, send, size, status):
        page = send(b"a,b,c\n" * (size // 6))

        assert page.status == status
        assert "1 MB" in page.problems[0]
        assert page.soup.select_one("[role=alert] a")["href"] == "#file"

    def test_shows_no_form_to_strangers(self, app, browser, send):
        app.config["WTF_CSRF_ENABLED"] = True  # the token is read before anything else
        browser.sign_out()

        page = send(b"a,b,c\n" * 300_000)

        assert page.status == 413
        assert page.soup.select("form[enctype]") == []


class TestColumns:
    RENAMED = {"start": "Wyfyf"}  # noqa: RUF012

    def test_that_are_needed_and_unknown_are_asked_about(self, look):
        page = look(starter(), renamed=self.RENAMED)

        assert page.heading == "No column is known to hold the start date"
        assert [one.get_text() for one in page.soup.select("label")] == ["Wyfyf"]
        assert "Employee Number employee number" in page.main

    def test_are_remembered_for_the_next_file(self, browser, look):
        page = look(starter(), renamed=self.RENAMED)

        answer = browser.submit(f"{page.url}/columns", heading="Wyfyf", field="start_date")

        assert browser.get(answer.location).heading == "1 person will be added"
        assert look(starter(), renamed=self.RENAMED).heading == "1 person will be added"

    def test_left_out_though_needed_are_asked_about_again(self, browser, look):
        page = look(starter(), renamed=self.RENAMED)

        again = browser.submit(f"{page.url}/columns", heading="Wyfyf", field="")

        assert again.status == 422
        assert "Say which column holds the start date." in again.problems[0]
        assert browser.get(page.url).soup.select_one("label").get_text() == "Wyfyf"

    def test_of_a_field_there_is_not_are_refused_and_the_choice_kept(self, browser, look):
        page = look(starter(), renamed={**self.RENAMED, "last": "Zzz"})

        again = browser.submit(
            f"{page.url}/columns", heading=["Wyfyf", "Zzz"], field=["start_date", "salary"]
        )

        assert again.status == 422
        assert again.problems
        assert again.soup.select_one("#column-1 option[selected], #column-2 option[selected]")

    def test_may_be_none_and_the_kind_said_for_all(self, browser, look, session):
        page = look(starter(), renamed={"contract": "Band"})
        assert page.heading == "No column is known to hold the contract type"

        answer = browser.submit(f"{page.url}/columns", kind="casual")
        browser.submit(f"{answer.location}/accept", invitations="held")

        assert (
            session.scalars(
                select(Engagement.kind).filter_by(source="HR", reference="081234-1")
            ).one()
            == "casual"
        )

    def test_are_all_told_or_none_is_remembered(self, browser, look):
        page = look(starter(), renamed={**self.RENAMED, "last": "Zzz"})

        again = browser.submit(
            f"{page.url}/columns", heading=["Zzz", "Wyfyf"], field=["last_name", ""]
        )

        assert "Say which column holds the start date." in again.problems[0]
        assert browser.get("/imports/headings").heading == "No heading is remembered"

    def test_said_wrongly_are_forgotten_and_asked_about_again(self, browser, look, hr):
        page = look(starter(), renamed=self.RENAMED)
        browser.submit(f"{page.url}/columns", heading="Wyfyf", field="start_date")
        said = browser.get("/imports/headings")
        assert said.rows()[0][:4] == ["wyfyf", "start date", hr.name, "24 November 2026"]

        browser.submit(said.soup.select_one("main form")["action"])

        assert "asks again" in browser.get("/imports/headings").main
        assert look(starter(), renamed=self.RENAMED).heading == page.heading

    def test_forgotten_twice_are_forgotten_once(self, browser, look):
        page = look(starter(), renamed=self.RENAMED)
        browser.submit(f"{page.url}/columns", heading="Wyfyf", field="start_date")
        action = browser.get("/imports/headings").soup.select_one("main form")["action"]
        browser.submit(action)

        assert browser.submit(action).status == 404

    def test_can_be_dropped_instead(self, browser, look):
        page = look(starter(), renamed=self.RENAMED)

        answer = browser.submit(f"{page.url}/drop")

        assert "is dropped. Nothing was changed." in browser.get(answer.location).main


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


class TestBringingIn:
    def test_adds_people_and_says_so(self, bring, session):
        page = bring(starter(), starter("081235"))

        assert page.heading == "2 people were added"
        assert {"Wren Ahmed", "Zoë Lis081235"} <= names(session)
        person = session.scalars(select(Person).filter_by(name="Wren Ahmed")).one()
        assert page.links()["Wren Ahmed"] == f"/people/{person.id}"

    def test_holds_invitations_and_leads_to_them(self, browser, bring):
        page = bring(starter(), invitations="held")

        held = browser.get(page.links()["Release invitations"])
        assert held.rows()[0][0] == "Wren Ahmed"
        assert "1 invitation is held" in browser.get("/imports").main

    @pytest.mark.parametrize(
        ("chosen", "day"), [("now", "2026-11-24"), ("first_day", "2026-12-07")]
    )
    def test_invites_when_it_was_chosen(self, bring, session, chosen, day):
        page = bring(starter(), invitations=chosen)

        assert session.scalars(select(Invitation.send_on)).one().isoformat() == day
        assert "Invitations" in page.main

    def test_leads_to_cards_for_whoever_has_no_address(self, browser, bring, session):
        page = bring(starter(), starter("081235", email=""))

        bare = browser.get(page.links()["Print a card"])

        assert bare.heading == "1 person has no email address"
        assert [row[1] for row in bare.rows()] == ["Zoë Lis081235"]
        person = session.scalars(select(Person).filter_by(name="Zoë Lis081235")).one()
        assert f"/people/{person.id}/card" in bare.links().values()

    def test_twice_does_it_once(self, browser, look, session):
        page = look(starter())
        for _ in range(2):
            answer = browser.submit(f"{page.url}/accept", invitations="held")
            assert answer.location == page.url

        again = browser.get(page.url)
        assert again.heading == "1 person was added"
        assert "Nothing to do" in again.main
        assert len(session.scalars(select(Person).filter_by(name="Wren Ahmed")).all()) == 1

    def test_of_what_is_no_longer_so_shows_what_is(self, browser, look, bring, session):
        page = look(starter(), starter("081235"))
        bring(starter())

        answer = browser.submit(f"{page.url}/accept", invitations="held")
        again = browser.get(answer.location)

        assert "The register has changed since you looked" in again.main
        assert again.heading == "1 person will be added"
        assert "Zoë Lis081235" not in names(session)

    def test_after_dropping_is_refused(self, browser, look, session):
        page = look(starter())
        browser.submit(f"{page.url}/drop")

        browser.submit(f"{page.url}/accept", invitations="held")

        assert browser.get(page.url).heading == "This file was dropped"
        assert "Wren Ahmed" not in names(session)

    def test_dropping_after_it_is_too_late(self, browser, bring):
        page = bring(starter())

        answer = browser.submit(f"{page.url}/drop")

        assert answer.location == page.url
        assert browser.get(page.url).heading == "1 person was added"


class TestRows:
    def test_go_on_page_by_page(self, browser, look):
        page = look(*(starter(f"09{at:04}") for at in range(52)))

        first = browser.get(f"{page.url}/rows/added")
        second = browser.get(first.links()["More rows"])

        assert first.heading == "52 rows will be added"
        assert (len(first.rows()), len(second.rows())) == (50, 2)
        assert second.rows()[-1][0] == "53"

    def test_of_no_such_sort_are_not_found(self, browser, look):
        assert browser.get(f"{look(starter()).url}/rows/unchanged").status == 404

    def test_begin_at_the_first_where_the_place_cannot_be_read(self, browser, look):
        page = look(starter())

        assert len(browser.get(f"{page.url}/rows/added?after=²").rows()) == 1

    def test_that_cannot_be_read_can_be_downloaded_mended_and_loaded(self, browser, look, send):
        page = look(starter(), starter("081235", start="31/02/2026", last="=1+1"))

        answer = browser.get(page.links()["Download these rows as CSV"])
        text = answer.response.get_data(as_text=True)

        assert answer.response.headers["Content-Disposition"].endswith('"starters-not-read.csv"')
        assert text.startswith("\ufeff")
        assert "'=1+1" in text
        assert "31/02/2026" in text
        mended = send(text.replace("31/02/2026", "28/02/2027").replace("'=1+1", "Lis").encode())
        assert browser.get(mended.location).heading == "1 person will be added"


class TestDecisions:
    """Same name, team and start under another number: it might be the same person."""

    @pytest.fixture
    def held(self, browser, bring):
        bring(starter())
        other = starter("099999", first="Wren", last="Ahmed", email="wren@mail.example")
        page = bring(other)
        assert page.heading == "1 row needs you"
        return browser.get(browser.get("/imports/rows").links()["Decide about Wren Ahmed, row 2"])

    def test_show_both_sides_and_why(self, held):
        assert held.heading == "Is this the Wren Ahmed who is known?"
        assert "wren@mail.example" in held.main
        assert "wren.ahmed@marlshire.example" in held.main
        assert "Court Team" in held.main

    def test_the_same_person_gets_the_engagement(self, browser, held, session):
        person = session.scalars(select(Person).filter_by(name="Wren Ahmed")).one()

        answer = browser.submit(held.url, who=f"same {person.id.hex}")

        assert answer.location == "/imports/rows"
        assert len(person.engagements) == 2
        page = browser.get(answer.location)
        assert page.heading == "No row needs you"
        assert "The engagement is added to theirs." in page.main

    def test_a_new_person_is_added(self, browser, held, session):
        browser.submit(held.url, who="new")

        assert len(session.scalars(select(Person).filter_by(name="Wren Ahmed")).all()) == 2

    def test_a_row_left_out_adds_nothing(self, browser, held, session):
        browser.submit(held.url, who="left_out")

        assert len(session.scalars(select(Engagement).filter_by(source="HR")).all()) == 1
        assert "decided: left out" in browser.get(held.url).main

    def test_need_a_choice(self, browser, held):
        page = browser.submit(held.url)

        assert page.status == 422
        assert page.problems == ["Choose who it is"]

    def test_sent_twice_are_harmless(self, browser, held, session):
        for _ in range(2):
            browser.submit(held.url, who="new")

        assert len(session.scalars(select(Person).filter_by(name="Wren Ahmed")).all()) == 2
        assert "settled already" in browser.get("/imports/rows").main

    def test_wait_until_the_list_is_in(self, browser, look, bring):
        bring(starter())
        page = look(starter("099999", first="Wren", last="Ahmed", email="wren@mail.example"))

        both = browser.get(page.links()["See both sides about Wren Ahmed, row 2"])

        assert both.soup.select("[type=radio]") == []
        assert "Bring the list in first" in both.main

    def test_about_an_address_that_is_somebody_elses_leave_it_with_them(
        self, browser, bring, session
    ):
        bring(starter())
        bring(starter("099999", first="Ida", last="Ahmed", email="wren.ahmed@marlshire.example"))
        page = browser.get(browser.get("/imports/rows").links()["Decide about Ida Ahmed, row 2"])

        assert page.heading == "Is Ida Ahmed somebody who is known?"
        browser.submit(page.url, who="new without address")

        assert session.scalars(select(Person.email).filter_by(name="Ida Ahmed")).one() is None


class TestHistory:
    def test_says_what_to_do_before_there_is_any(self, browser):
        page = browser.get("/imports")

        assert page.heading == "No list has been brought in yet"
        assert page.links()["Bring in a list"] == "/imports/new"

    def test_tells_who_brought_in_which_list_when_and_what_came_of_it(self, browser, bring, hr):
        bring(starter())

        page = browser.get("/imports")

        assert page.heading == "1 invitation is held"
        row = page.rows()[-1]
        assert row[:4] == ["starters.csv", "HR", "24 November 2026, 12.00pm", hr.name]
        assert "brought in" in row[4]
        assert "1 added" in row[4]

    def test_tells_how_old_each_list_is(self, browser, bring, clock, hr):
        bring(starter())
        clock.move(days=9)
        browser.sign_in(hr)

        assert [
            "HR",
            "As the file says",
            "9 days ago 24 November 2026",
            "nobody named",
            "1",
            "Change what is known of HR",
        ] in browser.get("/imports").rows()

    def test_shows_what_waits_first(self, browser, look):
        page = look(starter())

        index = browser.get("/imports")

        assert index.heading == "One file waits for you"
        assert index.links()["starters.csv"] == page.url


class TestWhoMayBringListsIn:
    def test_not_hr_of_one_unit(self, browser):
        browser.sign_in(DutyFactory(duty="hr", unit=UnitFactory()).person)

        assert browser.get("/imports").status == 403
        assert browser.get("/imports/new").status == 403
        assert browser.get("/imports/rows").status == 403
        assert "Imports" not in browser.get("/contacts").links()

    def test_not_an_administrator(self, browser, look, session):
        page = look(starter())
        browser.sign_in(DutyFactory(duty="administrator").person)

        assert browser.get(page.url).status == 403
        assert browser.submit(f"{page.url}/accept", invitations="now").status == 403
        assert session.scalars(select(Import)).one().accepted_at is None

    def test_and_the_menu_leads_there(self, browser):
        page = browser.get("/imports")

        assert page.links()["Imports"] == "/imports"


class TestSamples:
    """The files that HR and agencies really send."""

    @pytest.fixture
    def sample(self, browser, send):
        def sample(name, **others):
            answer = send((SAMPLES / name).read_bytes(), name=name, **others)
            assert answer.status == 302, answer.problems
            return browser.get(answer.location)

        return sample

    @pytest.mark.parametrize(
        ("name", "heading"),
        [
            ("starters-clean.csv", "60 people will be added"),
            ("starters-excel-save.csv", "39 people will be added"),
            ("starters-faulty.csv", "14 people will be added and 6 rows cannot be read"),
            ("starters-two-posts.csv", "12 people will be added"),
            ("starters.xlsx", "30 people will be added"),
        ],
    )
    def test_answer_in_their_heading(self, sample, name, heading):
        assert sample(name).heading == heading

    def test_of_returners_hold_one_row_and_add_one_engagement(self, browser, sample):
        page = sample("starters-two-posts.csv")
        browser.submit(f"{page.url}/accept", invitations="held")

        again = sample("starters-returners.csv")

        assert again.heading == "1 engagement will be added and 1 row needs you"

    def test_that_are_hostile_are_shown_as_plain_text_and_nothing_else(self, browser, sample):
        page = sample("starters-hostile.csv")
        answer = browser.submit(f"{page.url}/accept", invitations="now")
        done = browser.get(answer.location)

        for one in (
            page,
            done,
            browser.get(f"{page.url}/rows/added"),
            browser.get(f"{page.url}/rows/rejected"),
            browser.get("/invitations"),
            browser.get("/people?state=all"),
        ):
            assert one.soup.select("main script, main img, main a[href^='http:']") == []
            assert "\u202e" not in one.text
        assert "<script>alert(1)</script>" in done.main + page.main
        assert '=HYPERLINK("http://x.example","A")' in done.main + page.main
        csv = browser.get(f"{page.url}/not-read.csv").response.get_data(as_text=True)
        assert not re.search(r"(?m)(^|,)\"?[=+@\t\r-]", csv.lstrip("\ufeff"))
        assert "\nBcc:" not in csv


MOST_ASKED = 15
"""Questions of the page that asks after everything by which a row or a place might stay."""


class TestUndo:
    def test_says_what_it_comes_to_then_does_it(self, browser, bring, session):
        page = bring(starter(), starter("081235"))
        href = page.links()["Undo this list"]

        asked = browser.get(href, most=MOST_ASKED)
        said = " ".join(asked.main.split())
        assert "Engagements taken out 2" in said
        assert "Teams, schools and agencies taken out 2" in said
        assert "Wren Ahmed" in names(session)
        done = browser.get(browser.submit(href).location)

        assert done.heading == "This list was undone"
        assert "2 engagements were taken out, 0 changes were put back, 0 rows stay" in done.main
        assert "2 teams, schools and agencies of the file are taken out." in done.main
        assert "Wren Ahmed" not in names(session)

    def test_says_row_by_row_what_stays(self, browser, bring, session, clock):
        page = bring(starter())
        person = session.scalars(select(Person).filter_by(name="Wren Ahmed")).one()
        person.first_signed_in_at = clock()
        session.commit()

        href = page.links()["Undo this list"]
        asked = browser.get(href, most=MOST_ASKED)
        done = browser.get(browser.submit(href).location)

        assert asked.rows() == [
            ["Court Team", "People work there."],
            ["Unplaced", "Another unit stands below it."],
            ["2", "Wren Ahmed", "They have signed in since."],
        ]
        assert "Court Team and Unplaced stay, in use by now." in done.main

    def test_twice_is_once(self, browser, bring):
        href = bring(starter()).links()["Undo this list"]
        browser.submit(href)

        again = browser.get(browser.submit(href).location)
        asked = browser.get(browser.get(href).location)

        assert "was undone on 24 November 2026" in again.main
        assert "was undone on 24 November 2026" in asked.main

    def test_is_refused_to_a_manager(self, browser, bring):
        href = bring(starter()).links()["Undo this list"]
        browser.sign_in(DutyFactory(duty="line_manager").person)

        assert browser.submit(href).status == 403
