"""People, engagements and lists through the API: what comes of each, and every refusal."""

import json
from datetime import date

import pytest
from sqlalchemy import event, func, select

from lms.intake.models import ImportLine, Source
from lms.people import commands as people
from lms.people.models import Engagement, Person
from tests.support.factories import EngagementFactory, PersonFactory, UnitFactory

TODAY = date(2026, 11, 24)
MARA = {
    "first_name": "Mara",
    "last_name": "Quill",
    "email": "mara.quill@marlshire.example",
    "engagement": {"kind": "permanent", "starts_on": "2026-11-30", "team": "Court Team"},
}
LIST = (
    "Employee Number,First Name,Last Name,Work Email,Start Date,Contract Type\n"
    "081234,Mara,Quill,mara.quill@marlshire.example,30/11/2026,Permanent\n"
)


def count(session, of):
    return session.scalar(select(func.count()).select_from(of))


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]
    return answer.json


@pytest.fixture
def known(session):
    person = PersonFactory(
        first_name="Mara", last_name="Quill", email="mara.quill@marlshire.example"
    )
    made = EngagementFactory(person=person, unit=UnitFactory(name="Court Team"), source="HR")
    session.commit()
    return made


@pytest.fixture
def asks(program):
    return program(
        "people:read",
        "people:write",
        "engagements:read",
        "engagements:write",
        "imports:read",
        "imports:write",
        name="Roster",
    )


class TestPeople:
    def test_are_listed_with_their_engagements_a_page_at_a_time(self, asks, known):
        for _ in range(3):
            EngagementFactory()
        first = asks.get("/api/v1/people?limit=3").json
        rest = asks.get(f"/api/v1/people?limit=3&after={first['next']}").json

        names = [one["name"] for one in (*first["items"], *rest["items"])]
        assert (len(first["items"]), len(names), rest["next"]) == (3, 4, None)
        assert "Mara Quill" in names

    def test_are_found_by_address(self, asks, known):
        EngagementFactory()

        (one,) = asks.get(f"/api/v1/people?search={known.person.email}").json["items"]

        assert one["engagements"][0]["unit"] == "Court Team"

    def test_are_shown_with_a_tag_once(self, asks, known):
        answer = asks.get(f"/api/v1/people/{known.person_id}")
        assert answer.json["id"] == str(known.person_id)

        again = asks.get(
            f"/api/v1/people/{known.person_id}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")

    def test_an_old_id_leads_to_who_they_became_part_of(self, asks, known, work):
        other = EngagementFactory().person
        people.merge(work, known.person_id, other.id, reason="One date of birth.")
        work.session.commit()

        assert asks.get(f"/api/v1/people/{other.id}").json["id"] == str(known.person_id)

    def test_a_starter_is_new_and_invited(self, asks, session):
        answer = asks.post("/api/v1/people", json=MARA)

        assert (answer.status_code, answer.json["outcome"]) == (201, "new")
        made = session.scalars(select(Engagement)).one()
        assert (made.source, made.unit.name) == ("Roster", "Court Team")
        assert session.scalars(select(Source).filter_by(way="api")).one().name == "Roster"

    def test_a_starter_who_works_here_is_known(self, asks, session, known):
        answer = asks.post("/api/v1/people", json=MARA)

        assert (answer.status_code, answer.json["person"]) == (200, str(known.person_id))
        assert count(session, Engagement) == 1

    def test_a_starter_who_cannot_be_told_apart_is_held(self, asks, session, known):
        answer = asks.post("/api/v1/people", json={**MARA, "first_name": "Ossian"})

        assert (answer.status_code, answer.json["outcome"]) == (202, "held")
        assert count(session, ImportLine) == 1

    def test_are_put_right_from_what_was_seen(self, asks, known):
        url = f"/api/v1/people/{known.person_id}"
        tag = asks.get(url).headers["ETag"]
        problem(asks.ask("PATCH", url, json={"last_name": "Hart"}), 428)

        answer = asks.ask("PATCH", url, json={"last_name": "Hart"}, headers={"If-Match": tag})
        assert (answer.status_code, answer.json["name"]) == (200, "Mara Hart")
        problem(asks.ask("PATCH", url, json={"last_name": "X"}, headers={"If-Match": tag}), 412)

    def test_an_address_of_somebody_else_is_refused_by_its_field(self, asks, known, session):
        EngagementFactory(person=PersonFactory(email="taken@marlshire.example"))
        session.commit()
        url = f"/api/v1/people/{known.person_id}"

        answer = asks.ask(
            "PATCH", url, json={"email": "taken@marlshire.example"}, headers={"If-Match": "*"}
        )

        assert problem(answer, answer.status_code)["status"] in {409, 422}


class TestEngagements:
    def test_are_listed_by_person_and_day(self, asks, known, session):
        EngagementFactory(
            person=known.person, starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1)
        )
        EngagementFactory()
        session.commit()
        mine = asks.get(f"/api/v1/engagements?person={known.person_id}").json["items"]
        now = asks.get(f"/api/v1/engagements?person={known.person_id}&active_on={TODAY}").json[
            "items"
        ]

        assert (len(mine), len(now)) == (2, 1)

    def test_begin_change_and_end(self, asks, known):
        made = asks.post(
            "/api/v1/engagements",
            json={
                "person": str(known.person_id),
                "kind": "casual",
                "starts_on": "2026-11-02",
                "team": "Front Door",
            },
        )
        assert made.status_code == 201
        url = f"/api/v1/engagements/{made.json['id']}"
        tag = asks.get(url).headers["ETag"]
        moved = asks.ask("PATCH", url, json={"team": "Court Team"}, headers={"If-Match": tag})
        assert moved.json["unit"] == "Court Team"
        ended = asks.post(f"{url}/end", json={"ends_on": "2026-11-30"})
        assert (ended.status_code, ended.json["ends_on"]) == (200, "2026-11-30")

    def test_agency_work_needs_its_agency(self, asks, known):
        body = {"person": str(known.person_id), "kind": "agency", "starts_on": "2026-11-02"}

        assert problem(asks.post("/api/v1/engagements", json=body), 422)["field"]


class TestImports:
    def test_bring_a_list_in(self, asks, session):
        look = asks.post("/api/v1/imports", json={"content": LIST, "dry_run": True})
        assert (look.status_code, look.json["added"], look.json["id"]) == (200, 1, None)
        assert count(session, Person) == 0

        answer = asks.post("/api/v1/imports", json={"content": LIST})
        assert (answer.status_code, answer.json["people_added"]) == (201, 1)
        assert asks.get(answer.headers["Location"]).json == answer.json
        assert asks.get("/api/v1/imports").json["items"][0]["state"] == "accepted"

    def test_take_over_whom_a_system_told_of_even_one_called_as_the_list(self, program, session):
        hr = program("people:write", "imports:write", name="HR")
        hr.post("/api/v1/people", json=MARA)

        made = hr.post("/api/v1/imports", json={"source": "HR", "content": LIST})

        assert (made.status_code, count(session, Engagement), count(session, Person)) == (
            201,
            1,
            1,
        )

    def test_stop_and_ask_where_very_many_would_end(self, asks, session):
        rows = [f"{n:06},P{n},Q,p{n}@m.example,01/09/2026,Permanent,{{}}" for n in range(40)]
        head = "Employee Number,First Name,Last Name,Work Email,Start Date,Contract Type,End Date"
        here = "\n".join([head, *(row.format("") for row in rows)])
        gone = "\n".join([head, *(row.format("20/11/2026") for row in rows)])
        asks.post("/api/v1/imports", json={"content": here})

        assert (
            "anyway: true"
            in problem(asks.post("/api/v1/imports", json={"content": gone}), 409)["detail"]
        )
        assert (
            asks.post("/api/v1/imports", json={"content": gone, "anyway": True}).status_code == 201
        )

    def test_says_what_is_no_list(self, asks):
        problem(asks.post("/api/v1/imports", json={"content": "hello"}), 422)


class TestOnce:
    def test_the_same_key_does_it_once(self, asks, session):
        keyed = {"Idempotency-Key": "starter-1"}
        first = asks.post("/api/v1/people", json=MARA, headers=keyed)
        again = asks.post("/api/v1/people", json=MARA, headers=keyed)

        assert (again.status_code, again.json) == (201, first.json)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert count(session, Person) == 1

    def test_the_same_key_for_another_body_is_refused(self, asks):
        keyed = {"Idempotency-Key": "starter-1"}
        asks.post("/api/v1/people", json=MARA, headers=keyed)

        answer = asks.post("/api/v1/people", json={**MARA, "first_name": "M"}, headers=keyed)

        assert problem(answer, 422)["field"] == "Idempotency-Key"

    def test_a_refusal_is_not_kept(self, asks, session):
        keyed = {"Idempotency-Key": "starter-1"}
        bad = {**MARA, "email": "nobody"}
        problem(asks.post("/api/v1/people", json=bad, headers=keyed), 422)

        assert asks.post("/api/v1/people", json=MARA, headers=keyed).status_code == 201

    def test_a_key_is_one_tokens_own(self, asks, program):
        keyed = {"Idempotency-Key": "starter-1"}
        asks.post("/api/v1/people", json=MARA, headers=keyed)

        other = program("people:write", name="Rota").post(
            "/api/v1/people", json=MARA, headers=keyed
        )
        assert "Idempotent-Replayed" not in other.headers

    def test_a_key_is_forgotten_after_a_day(self, asks, clock):
        keyed = {"Idempotency-Key": "starter-1"}
        asks.post("/api/v1/people", json=MARA, headers=keyed)
        clock.move(hours=25)

        answer = asks.post("/api/v1/people", json=MARA, headers=keyed)
        assert answer.status_code in {200, 409}


class TestRefusals:
    @pytest.mark.parametrize(
        ("scopes", "method", "path"),
        [
            (("people:write",), "GET", "/people"),
            (("people:read",), "POST", "/people"),
            (("people:read",), "GET", "/engagements"),
            (("engagements:read",), "POST", "/engagements"),
            (("imports:read",), "POST", "/imports"),
            (("people:read",), "GET", "/imports"),
            (("scim",), "GET", "/people"),
        ],
    )
    def test_names_the_scope_that_lacks(self, program, scopes, method, path):
        answer = program(*scopes).ask(method, f"/api/v1{path}", json=MARA)

        problem(answer, 403)

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({"data": b"{", "content_type": "application/json"}, 400),
            ({"data": b"[]", "content_type": "application/json"}, 400),
            ({"data": b'{"a": NaN}', "content_type": "application/json"}, 400),
            ({"data": b'{"a": "\\u0000"}', "content_type": "application/json"}, 422),
            ({"data": b'{"a": "\\ud800"}', "content_type": "application/json"}, 400),
            ({"data": b"a=b", "content_type": "application/x-www-form-urlencoded"}, 415),
            ({"json": {**MARA, "first_name": 7}}, 422),
            ({"json": {**MARA, "unknown": 1}}, 422),
            ({"json": {**MARA, "first_name": " "}}, 422),
            ({"json": {**MARA, "engagement": {"kind": "x", "starts_on": "2026-11-30"}}}, 422),
            (
                {
                    "json": {
                        **MARA,
                        "engagement": {**MARA["engagement"], "starts_on": "0001-01-01"},
                    }
                },
                422,
            ),
        ],
    )
    def test_bad_input_is_said_and_changes_nothing(self, asks, session, sent, status):
        problem(asks.post("/api/v1/people", **sent), status)

        assert count(session, Person) == 0

    @pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000"])
    @pytest.mark.parametrize("noun", ["people", "engagements", "imports"])
    def test_what_there_is_not_is_not_found(self, asks, noun, key):
        problem(asks.get(f"/api/v1/{noun}/{key}"), 404)

    @pytest.mark.parametrize(
        "path", ["people//x", "people/./x", "people/", "%2e%2e", "people/%00", "people/a%0Ab"]
    )
    def test_an_odd_address_is_a_problem_too(self, asks, path):
        problem(asks.get(f"/api/v1/{path}"), 404)

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=many", "limit=500", "what=1", "after=%00", "limit=1&limit=2"]
    )
    def test_parameters_are_checked(self, asks, query):
        problem(asks.get(f"/api/v1/people?{query}"), 422)

    def test_the_number_of_questions_does_not_grow(self, asks, engine, session):
        for _ in range(6):
            EngagementFactory()
        session.commit()
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        def statements(limit):
            asked.clear()
            assert asks.get(f"/api/v1/people?limit={limit}").status_code == 200
            return len(asked)

        event.listen(engine, "before_cursor_execute", note)
        try:
            statements(1)
            assert statements(6) == statements(1)
        finally:
            event.remove(engine, "before_cursor_execute", note)


class TestDocument:
    def test_is_for_anybody_and_names_every_route(self, app):
        found = app.test_client().get("/api/v1/openapi.json")

        assert (found.status_code, found.json["openapi"]) == (200, "3.1.0")
        described = {
            (method.upper(), path.replace("{id}", "<uuid:key>"))
            for path, methods in found.json["paths"].items()
            for method in methods
        }
        there = {
            (method, rule.rule.removeprefix("/api/v1"))
            for rule in app.url_map.iter_rules()
            for method in rule.methods - {"HEAD", "OPTIONS"}
            if rule.rule.startswith("/api/v1/")
            and not rule.endpoint.endswith((".nowhere", ".described"))
        }
        assert described == there

    def test_its_examples_are_taken(self, app, asks):
        document = app.test_client().get("/api/v1/openapi.json").json
        for path, methods in document["paths"].items():
            for method, one in methods.items():
                body = one.get("requestBody", {}).get("content", {}).get("application/json", {})
                if "example" in body and "{id}" not in path:
                    sent = json.loads(json.dumps(body["example"]))
                    answer = asks.ask(method.upper(), f"/api/v1{path}", json=sent)
                    assert answer.status_code < 300, answer.text


@pytest.mark.parametrize("day", ["1704067200", "20261130", "2026-11-30T00:00:00", 1704067200])
def test_takes_no_number_for_a_day(session, asks, day):
    body = {**MARA, "engagement": {"kind": "permanent", "starts_on": day}}

    assert "2026-11-30" in problem(asks.post("/api/v1/people", json=body), 422)["detail"]
    assert count(session, Person) == 0


def test_asks_for_each_part_once(session, asks):
    body = json.dumps(MARA).replace('"first_name"', '"first_name": "Mona", "first_name"', 1)

    found = problem(asks.post("/api/v1/people", data=body, content_type="application/json"), 422)

    assert (found["field"], count(session, Person)) == ("first_name", 0)


@pytest.mark.parametrize("method", ["TRACE", "DELETE"])
def test_says_which_methods_an_address_takes(asks, method):
    answer = asks.ask(method, "/api/v1/people")

    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, POST"
