"""A text that may point at a child, asked about by the server."""

import pytest

from tests.support.discreet import with_note_page


@pytest.fixture
def post(app):
    with_note_page(app)
    client = app.test_client()

    def post(notes, *ticks):
        answer = client.post("/note", data={"notes": notes, "notes-points-at-nobody": list(ticks)})
        return answer.text

    return post


class TestDiscreetField:
    def test_lets_a_harmless_note_through(self, post):
        page = post("Read KCSIE together; Tom to send slides.")

        assert 'id="sent"' in page
        assert 'id="notes-tick" hidden' in page

    def test_asks_about_a_name_and_shows_the_tick(self, post):
        page = post("Talked about Kayden.")

        assert 'id="sent"' not in page
        assert "‘Kayden’ (a name)" in page
        assert 'id="notes-tick">' in page
        assert 'value="Kayden"' in page
        assert " checked" not in page

    def test_takes_the_tick_for_what_was_shown(self, post):
        assert 'id="sent"' in post("Talked about Kayden and JB in year 4.", "Kayden\r\nJB")

    def test_asks_again_about_what_came_later(self, post):
        page = post("Talked about Kayden and JB in year 4.", "Kayden")

        assert 'id="sent"' not in page
        assert 'value="Kayden\nJB"' in page

    def test_is_content_with_nothing(self, post):
        assert 'id="sent"' in post("")
