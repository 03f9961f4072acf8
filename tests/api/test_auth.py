"""Which programs are let in: a token that works, in the header, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lms.certificates import permissions as certificates
from lms.identity import commands, queries
from lms.identity.models import Token
from lms.identity.permissions import KEEP_TOKENS
from lms.identity.rules import SCOPES
from lms.kernel.permissions import SIGNED_IN
from lms.learning import permissions as learning
from lms.people import permissions as people
from lms.policy import TokenActor
from tests.support.factories import DutyFactory

NOWHERE = "/api/v1/nothing"


def refused(answer):
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    return answer.json["detail"]


class TestToken:
    def test_lets_in(self, program):
        answer = program("people:read").get(NOWHERE)

        assert answer.status_code == 404
        assert answer.json["detail"] == "There is nothing at this address."

    def test_is_needed(self, app):
        assert "Authorization: Bearer" in refused(app.test_client().get(NOWHERE))

    def test_is_no_cookie(self, app, browser):
        browser.sign_in(DutyFactory(duty="administrator").person)

        refused(browser.client.get(NOWHERE))

    def test_is_not_taken_from_the_address(self, app, token):
        refused(app.test_client().get(f"{NOWHERE}?access_token={token('people:read')}"))

    @pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer outset_x"])
    def test_must_be_one_of_ours(self, app, value):
        refused(app.test_client().get(NOWHERE, headers={"Authorization": value}))

    def test_works_to_the_end_of_its_last_day(self, program, clock):
        asks = program("people:read", expires_on=clock().date())
        assert asks.get(NOWHERE).status_code == 404

        clock.move(days=1)

        refused(asks.get(NOWHERE))

    def test_revoked_is_refused_at_once(self, program, work):
        asks = program("people:read", name="Roster")
        commands.revoke_token(work, queries.token_named(work.session, "Roster").id)
        work.session.commit()

        refused(asks.get(NOWHERE))

    def test_notes_the_day_of_its_use_once(self, program, work, clock):
        asks = program("people:read")

        asks.get(NOWHERE)

        found = work.session.query(Token).one()
        assert found.last_used_on == clock().date()

    def test_wrong_ones_are_counted(self, app):
        client = app.test_client()
        wrong = {"Authorization": "Bearer outset_wrong"}
        tries = app.extensions["lms"].settings.token_tries
        for _ in range(tries):
            assert client.get(NOWHERE, headers=wrong).status_code == 401

        answer = client.get(NOWHERE, headers=wrong)

        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0

    def test_opens_no_page_of_people(self, program):
        answer = program("people:read").get("/people")

        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")


class TestAddToken:
    def test_keeps_no_secret(self, work):
        made, secret = commands.add_token(work, name="Roster", scopes=["people:read"])

        assert secret not in repr(vars(made))
        assert queries.token_of(work.session, made.secret_hash, work.now) is made

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"name": " ", "scopes": ["scim"]}, "name"),
            ({"name": "A", "scopes": []}, "scopes"),
            ({"name": "A", "scopes": ["everything"]}, "scopes"),
        ],
    )
    def test_refuses_what_is_no_token(self, work, given, field):
        from lms.kernel.errors import Invalid

        with pytest.raises(Invalid) as refusal:
            commands.add_token(work, **given)

        assert refusal.value.field == field

    def test_refuses_a_day_that_is_past_and_a_name_twice(self, work):
        from lms.identity.errors import NameUsed
        from lms.kernel.errors import Invalid

        with pytest.raises(Invalid):
            commands.add_token(
                work, name="A", scopes=["scim"], expires_on=work.today - timedelta(days=1)
            )
        commands.add_token(work, name="A", scopes=["scim"])
        with pytest.raises(NameUsed):
            commands.add_token(work, name="A", scopes=["scim"])


class TestCommandLine:
    @pytest.fixture
    def lms(self, app, capsys):
        import json

        from lms.cli import run

        def call(*arguments):
            status = 0
            try:
                run(lambda **_: app, [*arguments, "--format", "json"])
            except SystemExit as end:
                status = int(end.code or 0)
            return status, json.loads(capsys.readouterr().out)

        return call

    def test_gives_lists_and_revokes(self, lms, app):
        status, given = lms("tokens", "add", "Roster", "--scopes", "people:read,scim")
        assert status == 0
        header = {"Authorization": f"Bearer {given['token']}"}
        assert app.test_client().get(NOWHERE, headers=header).status_code == 404

        _, (row,) = lms("tokens", "list")
        assert (row["name"], row["scopes"]) == ("Roster", ["people:read", "scim"])
        assert "token" not in row

        assert lms("tokens", "revoke", "Roster") == (0, {"name": "Roster", "revoked": True})
        assert app.test_client().get(NOWHERE, headers=header).status_code == 401

    def test_says_which_scopes_there_are(self, lms):
        status, said = lms("tokens", "add", "Roster", "--scopes", "all")

        assert status == 1
        assert said["field"] == "scopes"
        assert "people:read" in said["error"]


class TestBesideAHost:
    def test_stands_under_its_prefix_and_needs_no_form_token(self, app):
        from flask import Flask

        from lms.api import blueprint

        host = Flask("host")
        blueprint.install(host, url_prefix="/training")

        assert {one.rule for one in host.url_map.iter_rules()} >= {
            "/training/api/v1/<anything:rest>"
        }


class TestScopes:
    def actor(self, *scopes):
        return TokenActor(id=uuid4(), name="Roster", scopes=frozenset(scopes))

    def test_let_it_do_what_they_say_and_nothing_else(self):
        reads = self.actor("people:read")

        assert reads.may(people.LIST)
        assert reads.reach(people.LIST).everyone
        for permission in (people.ADD, people.CHANGE, people.END, people.GRANT, SIGNED_IN):
            assert not reads.may(permission)
            assert reads.reach(permission).is_nobody

    @pytest.mark.parametrize("scope", SCOPES)
    def test_never_give_duties_tokens_or_training(self, scope):
        system = self.actor(scope)

        for permission in (people.GRANT, KEEP_TOKENS, learning.TAKE, certificates.WITHDRAW):
            assert not system.may(permission)

    def test_make_nobody_of_its_own(self):
        system = self.actor(*SCOPES)

        assert not system.may(certificates.READ)
        assert not system.holds("administrator")
