"""A list is uploaded, and its columns are asked about."""

import io

import pytest
from sqlalchemy import select

from lms.intake.models import Source
from lms.people.models import Engagement
from tests.pages.office.intake.conftest import names
from tests.support.hr_lists import listed, starter

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 20


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
