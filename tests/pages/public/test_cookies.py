"""The session's cookie is sent where it is new, changed or aged; a forged one holds nothing."""

import time

import pytest
from flask import Flask, session
from itsdangerous import TimestampSigner

from lms.delivery import cookies
from lms.site import Site


@pytest.fixture
def client():
    app = Site("lms", static_folder=None)
    app.config.update(TESTING=True, SECRET_KEY="not a secret")

    @app.get("/in")
    def come_in():
        session.permanent = True
        session["who"] = "Ada"
        return "in"

    @app.get("/")
    def show():
        return session.get("who", "nobody")

    @app.get("/out")
    def go():
        session.clear()
        return "out"

    return app.test_client()


def sets(answer):
    return "Set-Cookie" in answer.headers


class TestCookies:
    def test_are_sent_once_and_not_with_every_answer(self, client):
        assert sets(client.get("/in"))

        answer = client.get("/")

        assert answer.text == "Ada"
        assert not sets(answer)

    def test_are_sent_again_when_they_age(self, client, monkeypatch):
        aged = int(time.time()) - cookies.SECONDS - 2
        with monkeypatch.context() as earlier:
            earlier.setattr(TimestampSigner, "get_timestamp", lambda _self: aged)
            client.get("/in")

        assert sets(client.get("/"))
        assert not sets(client.get("/"))

    def test_are_sent_where_something_changed(self, client):
        client.get("/in")

        assert sets(client.get("/in"))
        assert sets(client.get("/out"))
        assert client.get("/").text == "nobody"

    def test_end_with_idleness(self, client, monkeypatch):
        client.application.config["PERMANENT_SESSION_LIFETIME"] = 60
        aged = int(time.time()) - 62
        with monkeypatch.context() as earlier:
            earlier.setattr(TimestampSigner, "get_timestamp", lambda _self: aged)
            client.get("/in")

        assert client.get("/").text == "nobody"

    def test_hold_nothing_where_they_are_forged(self, client):
        client.get("/in")
        cookie = client.get_cookie("session")
        client.set_cookie("session", cookie.value[:-3] + "abc")

        assert client.get("/").text == "nobody"

    def test_are_those_of_our_own_site_only(self):
        assert not isinstance(Flask("host").session_interface, cookies.Cookies)
