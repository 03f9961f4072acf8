import errno
import smtplib
import socket
import tempfile
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from werkzeug import Response

from lms.certificates import paper
from lms.content import commands as content
from lms.kernel.events import Event
from lms.kernel.providers import Provider
from lms.notifications import commands as notifications
from lms.operations import doctor
from tests.support.factories import DutyFactory, PersonFactory, RequirementFactory
from tests.support.provider import SECRET, SmallProvider


@pytest.fixture
def patient(session, settings, clock, tmp_path, work):
    return doctor.Patient(
        session=session,
        settings=replace(settings, secret_key="k" * 64),
        instance=tmp_path,
        now=clock(),
    )


@pytest.fixture
def looked(patient):
    """``looked("mail", smtp_host="…")``: what is found with these settings."""

    def look(name, **changed):
        one = replace(patient, settings=replace(patient.settings, **changed))
        return next(check for check in doctor.checks(one) if check.name == name)

    return look


@pytest.fixture(autouse=True)
def quick(request, monkeypatch):
    """Leave out what takes long and has tests of its own."""
    monkeypatch.setattr(doctor.paper, "render", lambda *_: b"")
    monkeypatch.setattr(doctor, "module_folders", lambda _folder: [])


class TestChecks:
    def test_look_at_everything(self, patient):
        assert [one.name for one in doctor.checks(patient)] == list(doctor.CHECKS)

    def test_go_on_where_one_cannot_be_looked_at(self, patient, monkeypatch):
        def break_(_patient):
            raise RuntimeError("out of order")

        monkeypatch.setitem(doctor.CHECKS, "clock", break_)
        found = {one.name: one for one in doctor.checks(patient)}

        assert found["clock"].advice == "This could not be looked at: RuntimeError: out of order"
        assert found["database"].ok

    @pytest.mark.parametrize("name", ["database", "disk", "instance", "jobs", "clock", "base_url"])
    def test_find_a_sound_instance_well(self, looked, name):
        assert looked(name).ok


class TestMail:
    def test_asks_for_a_server(self, looked):
        found = looked("mail")

        assert (found.ok, "LMS_SMTP_HOST" in found.advice) == (False, True)

    def test_is_content_with_files_in_a_demonstration(self, looked):
        assert looked("mail", demo=True).ok

    def test_asks_for_an_address_to_send_from(self, looked):
        assert "LMS_MAIL_FROM" in looked("mail", smtp_host="x", mail_from="").advice

    def test_talks_to_the_server(self, looked):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = Controller(Sink(), hostname="127.0.0.1", port=port)
        server.start()
        try:
            found = looked("mail", smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)
        finally:
            server.stop()

        assert found.ok

    def test_says_which_server_does_not_answer(self, looked, monkeypatch):
        def refuse(*_, **__):
            raise ConnectionRefusedError

        monkeypatch.setattr(smtplib, "SMTP", refuse)

        assert (
            "smtp.example:587 does not take mail"
            in looked("mail", smtp_host="smtp.example").advice
        )


class TestBaseUrl:
    @pytest.mark.parametrize(
        ("url", "demo", "ok"),
        [
            ("", False, False),
            ("http://training.example", False, False),
            ("http://training.example", True, True),
            ("http://127.0.0.1:8000", False, True),
            ("https://training.example", False, True),
        ],
    )
    def test_is_what_people_type(self, looked, url, demo, ok):
        assert looked("base_url", base_url=url, demo=demo).ok is ok


class TestSecretKey:
    def test_must_be_long(self, looked):
        assert not looked("secret_key", secret_key="short").ok

    def test_is_for_its_owner_only(self, looked, tmp_path):
        path = tmp_path / "secret.key"
        path.write_text("k")
        path.chmod(0o644)
        assert f"chmod 600 {path}" in looked("secret_key").advice

        path.chmod(0o600)
        assert looked("secret_key").ok


class TestClock:
    def test_is_not_behind_the_record(self, looked, work):
        class Happened(Event):
            tag = "thing.happened"

        work.now += timedelta(hours=1)
        work.record(Happened(subject_id=PersonFactory().id))

        assert "NTP" in looked("clock").advice


class TestJobs:
    def test_says_where_nobody_sends(self, looked, work):
        work.now -= timedelta(hours=1)
        notifications.write(work, PersonFactory().id, "sign_in", {})

        assert "lms serve" in looked("jobs").advice


class TestFonts:
    @pytest.mark.parametrize("error", [OSError("cannot load library 'pango'"), ImportError("x")])
    def test_says_what_to_install(self, looked, monkeypatch, error):
        def fail(*_):
            raise error

        monkeypatch.setattr(paper, "render", fail)

        assert "libpango-1.0-0" in looked("fonts").advice


class TestEditions:
    def test_names_what_nobody_approved(self, looked):
        RequirementFactory(module_slug="safeguarding-induction")

        assert "safeguarding-induction" in looked("editions").advice


class TestModules:
    def test_says_where_there_are_none(self, looked, tmp_path):
        assert "LMS_MODULES" in looked("modules", modules=str(tmp_path)).advice


class TestContacts:
    def test_fails_until_somebody_is_named(self, looked, work):
        assert "/contacts" in looked("contacts").advice

        content.add_contact(work, kind="dsl", name="Front door", telephone="01632 960123")
        assert looked("contacts").advice == "1 contact, all checked since 24 November 2026."


class TestAdministrator:
    def test_says_how_to_name_the_first(self, looked):
        assert "lms people grant" in looked("administrator").advice

        DutyFactory(duty="administrator")
        assert looked("administrator").ok


class TestDisk:
    def test_says_how_little_is_left(self, looked, monkeypatch):
        monkeypatch.setattr(doctor, "ROOM", 10**18)

        assert "Make room" in looked("disk").advice


class TestInstance:
    def test_says_where_it_cannot_be_written(self, looked, monkeypatch):
        def refuse(**_):
            raise OSError(errno.EROFS, "Read-only file system")

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)

        assert "Read-only file system" in looked("instance").advice


class TestProviders:
    @pytest.fixture
    def provider(self, clock):
        provider = SmallProvider(clock)
        yield provider
        provider.stop()

    def test_are_not_needed(self, looked):
        assert looked("providers").ok

    def test_that_answer_are_told_with_the_address_to_register(self, looked, provider):
        found = looked("providers", oidc=(Provider.read(provider.config()),))

        assert found.ok
        assert "https://training.marlshire.example/sign-in/with/marlshire/back" in found.advice
        assert provider.asked["/keys"] == 1

    @pytest.mark.parametrize(
        ("says", "advice"),
        [
            ({"issuer": "https://else.example"}, "it calls itself https://else.example"),
            ({"issuer": None}, "issuer must be that"),
            ({"token_endpoint": None}, "does not publish token_endpoint"),
            ({"token_endpoint": "http://else.example/t"}, "token_endpoint is not encrypted"),
            ({"jwks_uri": 7}, "does not publish jwks_uri"),
            ({"id_token_signing_alg_values_supported": ["none", "HS256"]}, "signs in no way"),
            ({"code_challenge_methods_supported": ["plain"]}, "PKCE with S256"),
        ],
    )
    def test_that_do_not_fit_are_named_with_what_to_mend(self, looked, provider, says, advice):
        provider.describes = says

        found = looked("providers", oidc=(Provider.read(provider.config()),))

        assert not found.ok
        assert advice in found.advice
        assert found.advice.startswith("marlshire: ")
        assert SECRET not in found.advice

    def test_that_are_not_found_there_are_named(self, looked, provider):
        wrong = provider.config(issuer=f"{provider.issuer}/keys")
        provider.answer = lambda path: Response("", 404) if "known" in path else None

        found = looked("providers", oidc=(Provider.read(wrong),))

        assert "/keys/.well-known/openid-configuration answers 404" in found.advice

    def test_that_do_not_answer_are_named(self, looked, provider):
        provider.stop()

        found = looked("providers", oidc=(Provider.read(provider.config()),))

        assert not found.ok
        assert f"nothing answers at {provider.issuer}" in found.advice
