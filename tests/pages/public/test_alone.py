"""A site of its own, as the server has it: settings, pages that no view takes, built files."""

import pytest
from flask import request
from sqlalchemy.exc import OperationalError

from lms.assignment import queries
from lms.identity import commands
from lms.kernel.settings import BadSetting
from lms.site import create_app
from lms.web import assets
from tests.support.page import Page


@pytest.fixture
def site(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "LMS_INSTANCE"):
        monkeypatch.delenv(name, raising=False)

    def make(**config):
        app = create_app({"WTF_CSRF_ENABLED": False, **config}, instance=tmp_path)
        made.append(app)
        return app

    made = []
    yield make
    for app in made:
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()


class TestAnAddressThereIsNot:
    def test_is_a_whole_page(self, site):
        page = Page("/nowhere", site().test_client().get("/nowhere"))

        assert (page.status, page.heading) == (404, "Page not found")
        assert page.response.headers["X-Content-Type-Options"] == "nosniff"


class TestAFault:
    def test_is_a_whole_page_and_names_nobody_in_the_log(self, site, monkeypatch, caplog):
        def fail(*_):
            raise RuntimeError("out of order")

        monkeypatch.setattr("lms.web.public.signin.rules.read_token", fail)

        page = Page("/x", site().test_client().get("/sign-in/link/secret-token"))

        assert (page.status, page.heading) == (500, "Something went wrong here")
        assert "a fault at GET /sign-in/link/<token>" in caplog.text
        assert "secret-token" not in caplog.records[-1].getMessage()

    def test_is_still_a_sentence_where_the_database_is_gone(self, site, monkeypatch):
        def gone(*_, **__):
            raise OperationalError("SELECT 1", {}, Exception("gone"))

        app = site()
        monkeypatch.setattr("lms.web.blueprint.kit.actor", gone)
        monkeypatch.setattr("lms.site.shared", gone)
        monkeypatch.setattr(commands, "ask_link", gone)

        answer = app.test_client().get("/sign-in")

        assert answer.status_code == 500
        assert "Try again in a few minutes" in answer.text


class TestSettings:
    def test_keep_the_cookie_to_the_site(self, site):
        plain, safe = site(), site(LMS_BASE_URL="https://training.example")

        assert plain.config["SESSION_COOKIE_NAME"] == "outset"
        assert plain.config["SESSION_COOKIE_SAMESITE"] == "Lax"
        assert plain.config["SESSION_COOKIE_SECURE"] is False
        assert safe.config["SESSION_COOKIE_SECURE"] is True

    def test_limit_what_is_sent(self, site):
        app = site(LMS_UPLOAD_MEGABYTES=1)

        answer = app.test_client().post("/sign-in", data={"email": "x" * 1_100_000})

        assert answer.status_code == 413

    def test_take_a_secret_key_of_the_councils(self, site):
        app = site(LMS_SECRET_KEY="k" * 64)

        assert app.extensions["lms"].settings.secret_key == "k" * 64

    def test_are_refused_by_name(self, site):
        with pytest.raises(BadSetting, match="LMS_COUNCL_NAME"):
            site(LMS_COUNCL_NAME="Marlshire")

    @pytest.mark.parametrize(("text", "line"), [("A = 1\nB = C\n", 2), ("A = (\n", 1)])
    def test_that_cannot_be_read_are_told_with_their_line(self, site, tmp_path, text, line):
        (tmp_path / "config.py").write_text(text)

        with pytest.raises(BadSetting, match=f"config.py, line {line}, cannot be read"):
            site()

    def test_hide_what_is_in_a_statement_from_the_log(self, site):
        app = site()
        with app.app_context():
            assert app.extensions["sqlalchemy"].engine.hide_parameters


class TestProxies:
    @pytest.mark.parametrize(("proxies", "told"), [(0, "127.0.0.1"), (1, "198.51.100.7")])
    def test_are_believed_as_many_as_there_are(self, site, proxies, told):
        app = site(LMS_PROXIES=proxies)
        seen = []
        app.before_request(lambda: seen.append(request.remote_addr))

        app.test_client().get("/sign-in", headers={"X-Forwarded-For": "198.51.100.7"})

        assert seen == [told]


class TestBuiltFiles:
    def test_are_kept_for_ever(self, site):
        name = assets.names()["outset.css"]

        answer = site().test_client().get(f"/static/built/{name}")

        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()


class TestANewInstance:
    def test_asks_for_the_first_modules(self, site):
        app = site()
        with app.app_context():
            asked = queries.requirements(app.extensions["lms"].session())
            assert len(asked) == 3
