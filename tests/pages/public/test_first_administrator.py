"""A fresh instance: the first administrator, a link, and pages that say where to begin."""

import pytest

from lms.cli import run
from lms.people import queries
from lms.site import create_app


@pytest.fixture
def lms(tmp_path, capsys):
    """``lms("people", "grant", …)`` on an instance that there was not before, as text."""

    def fresh():
        return create_app({"TESTING": True, "WTF_CSRF_ENABLED": False}, instance=tmp_path / "new")

    def call(*arguments):
        run(lambda **_: fresh(), list(arguments))
        return capsys.readouterr().out.strip()

    call.app = fresh
    return call


@pytest.fixture
def in_as(lms):
    """``in_as(duty)`` grants it, and signs in by the link that the command prints."""

    def come_in(duty):
        lms("people", "grant", "ann.lee@marlshire.example", duty)
        link = lms("people", "sign-in-link", "ann.lee@marlshire.example")
        app = lms.app()
        client = app.test_client()
        assert client.post(link.partition(":8000")[2]).status_code == 302
        return client

    return come_in


class TestFirstAdministrator:
    def test_comes_in_and_can_give_duties(self, in_as):
        client = in_as("administrator")

        assert client.get("/duties").status_code == 200
        assert client.get("/people").status_code == 403

    def test_is_one_person_however_often_it_is_granted(self, lms, in_as):
        in_as("administrator")
        in_as("hr")

        app = lms.app()
        with app.app_context():
            session = app.extensions["lms"].session()
            person = queries.person_by_address(session, "ann.lee@marlshire.example")
            held = {one.duty.value for one in queries.held_by(session, person.id)}
        assert held == {"administrator", "hr"}


class TestFirstPages:
    def test_tell_hr_where_to_begin(self, in_as):
        page = in_as("hr").get("/people").text

        assert "Nobody is here yet" in page
        assert 'href="/imports">import a file</a>' in page
        assert 'href="/people/add"' in page

    def test_tell_a_manager_where_to_begin(self, in_as):
        page = in_as("line_manager").get("/team").text

        assert "Nobody is in your team yet" in page
        assert 'href="/people/add"' in page

    def test_show_the_whole_council_nobody(self, in_as):
        assert "Nobody has started yet" in in_as("auditor").get("/compliance").text
