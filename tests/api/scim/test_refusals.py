"""What a directory may not do, and what it is told."""

import pytest
from sqlalchemy import func, select

from lms.directory.models import DirectoryUser
from lms.people.models import Person
from tests.api.scim.conftest import user

BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


def said(answer, status, kind=""):
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/scim+json"
    assert answer.json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert answer.json["status"] == str(status)
    assert answer.json.get("scimType", "") == kind
    assert answer.json["detail"]
    return answer.json["detail"]


class TestToken:
    def test_is_needed(self, app):
        said(app.test_client().get("/scim/v2/Users"), 401)

    @pytest.mark.parametrize("scope", ["people:read", "people:write", "imports:write"])
    def test_of_another_scope_does_not_do(self, program, scope):
        said(program(scope).get("/scim/v2/Users"), 403)

    def test_does_not_open_more(self, program):
        assert program("scim").get("/api/v1/nothing").status_code == 404


class TestBadInput:
    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 5000])
    def test_is_no_json_object(self, directory, body):
        answer = directory.program.ask("POST", "/scim/v2/Users", data=body)

        said(answer, 400, "invalidSyntax")

    @pytest.mark.parametrize(
        "given",
        [
            {"userName": None},
            {"userName": ["a"]},
            {"emails": "mara@marlshire.example"},
            {"active": "perhaps"},
            {"name": {"givenName": {"a": 1}}},
        ],
    )
    def test_of_a_wrong_kind_is_said_where(self, directory, given):
        said(directory.create(**given), 400, "invalidValue")

    @pytest.mark.parametrize("letters", ["a\x00b", "\ud800"])
    def test_with_what_is_no_letter_is_refused(self, directory, letters):
        said(directory.create(displayName=letters), 400, "invalidSyntax")

    @pytest.mark.parametrize("name", ["Ł" * 500, "🙂🙂", "a\u202eb", "  Mara  "])
    def test_odd_letters_are_no_fault_of_ours(self, directory, name):
        answer = directory.create(name={"givenName": name, "familyName": name})

        assert answer.status_code in {201, 400}

    def test_of_an_unknown_schema_is_refused(self, directory):
        said(directory.create(schemas=["urn:example:nothing"]), 400, "invalidSyntax")

    @pytest.mark.parametrize("key", ["nobody", "00000000-0000-0000-0000-000000000000", "%00"])
    def test_about_nobody_is_not_found(self, directory, key):
        said(directory.ask("GET", f"/Users/{key}"), 404)
        said(directory.patch(key, {"op": "replace", "path": "active", "value": False}), 404)
        said(directory.ask("DELETE", f"/Users/{key}"), 404)

    def test_a_patch_that_fails_changes_nothing(self, directory):
        key = directory.create().json["id"]

        answer = directory.patch(
            key,
            {"op": "replace", "path": "title", "value": "Head"},
            {"op": "replace", "path": "userName", "value": None},
        )

        assert answer.status_code == 400
        assert "title" not in directory.ask("GET", f"/Users/{key}").json

    def test_too_much_at_once_is_refused(self, directory):
        said(directory.create(displayName="x" * 1_100_000), 413)

    def test_a_method_there_is_not_says_which_there_are(self, directory):
        answer = directory.ask("PUT", "/Users", user())

        said(answer, 405)
        assert "POST" in answer.headers["Allow"]


class TestLoop:
    @pytest.fixture
    def config(self, config):
        return {**config, "LMS_SCIM_REQUESTS": 30}

    def test_is_told_to_wait(self, directory):
        """A client that asks the same for ever is stopped; what it said before stands."""
        directory.create()
        answers = [directory.create() for _ in range(40)]

        assert {one.status_code for one in answers} == {409, 429}
        said(answers[-1], 429)
        assert answers[-1].headers["Retry-After"] == "60"

    def test_does_not_stop_another(self, directory, program):
        for _ in range(40):
            directory.ask("GET", "/Users?count=0")

        assert program("scim").get("/scim/v2/Users").status_code == 200


class TestBulk:
    def ask(self, directory, *operations, **more):
        document = {"schemas": [BULK], "Operations": list(operations), **more}
        return directory.ask("POST", "/Bulk", document)

    def test_does_each_by_itself(self, directory, session):
        answer = self.ask(
            directory,
            {"method": "POST", "path": "/Users", "bulkId": "a", "data": user()},
            {"method": "POST", "path": "/Users", "bulkId": "b", "data": {}},
            {"method": "POST", "path": "/Users", "bulkId": "c", "data": user(userName="y")},
        )

        assert answer.status_code == 200
        assert [one["status"] for one in answer.json["Operations"]] == ["201", "400", "201"]
        assert session.scalar(select(func.count()).select_from(DirectoryUser)) == 2

    def test_resolves_what_names_another_wherever_it_stands(self, directory):
        group = {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "displayName": "Panel",
            "members": [{"value": "bulkId:a"}],
        }
        answer = self.ask(
            directory,
            {"method": "POST", "path": "/Groups", "bulkId": "g", "data": group},
            {"method": "POST", "path": "/Users", "bulkId": "a", "data": user()},
            {"method": "DELETE", "path": "/Users/bulkId:a"},
        )

        assert [one["status"] for one in answer.json["Operations"]] == ["201", "201", "204"]

    def test_stops_after_so_many_failures(self, directory):
        bad = {"method": "POST", "path": "/Users", "bulkId": "b", "data": {}}

        answer = self.ask(directory, bad, bad, bad, failOnErrors=2)

        assert len(answer.json["Operations"]) == 2

    def test_refuses_too_many(self, directory):
        operation = {"method": "DELETE", "path": "/Users/1"}

        said(self.ask(directory, *([operation] * 1001)), 413)

    @pytest.mark.parametrize(
        "operation",
        [
            {"method": "POST"},
            {"method": "GET", "path": "/Users"},
            {"method": "POST", "path": "/Nothing", "data": {}},
            {"method": "PUT", "path": "/Users/bulkId:nobody", "data": {}},
            "nothing",
        ],
    )
    def test_says_what_is_wrong_with_one(self, directory, operation):
        (one,) = self.ask(directory, operation).json["Operations"]

        assert int(one["status"]) >= 400
        assert one["response"]["detail"]

    @pytest.mark.parametrize("document", [{}, {"schemas": [BULK], "Operations": {}}])
    def test_refuses_what_is_none(self, directory, document):
        said(directory.ask("POST", "/Bulk", document), 400, "invalidSyntax")


def test_nobody_enters_the_register_by_what_is_refused(directory, session):
    directory.create(userName=None)

    assert session.scalar(select(func.count()).select_from(Person)) == 0
