"""Groups as directories tell of them, and the groups here that they keep."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.intake import commands as intake
from lms.intake.models import ImportLine
from lms.people.models import Group, GroupMember
from tests.support.factories import EngagementFactory, GroupFactory, PersonFactory

GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
TODAY = date(2026, 11, 24)


@pytest.fixture
def mara(directory):
    return directory.create().json["id"]


@pytest.fixture
def ines(directory):
    return directory.create(
        userName="ines@marlshire.example",
        name={"givenName": "Ines", "familyName": "Calloway"},
        emails=[],
    ).json["id"]


@pytest.fixture
def make(directory):
    def made(*members, name="Panel members", **more):
        document = {"schemas": [GROUP], "displayName": name, **more}
        document["members"] = [{"value": one} for one in members]
        return directory.ask("POST", "/Groups", document)

    return made


def names(session):
    """Return who is in which group of the register now."""
    wanted = select(GroupMember).filter_by(until_on=None)
    return sorted((one.group.name, one.person.name) for one in session.scalars(wanted))


def test_keeps_a_group_of_the_register(directory, session, make, mara):
    answer = make(mara, externalId="g1")

    assert answer.status_code == 201
    assert names(session) == [("Panel members", "Mara Quill")]
    assert directory.ask("GET", f"/Users/{mara}").json["groups"][0]["display"] == "Panel members"


def test_takes_over_a_group_of_that_name(session, make, mara):
    GroupFactory(name="Panel members")
    session.commit()

    make(mara)

    assert [one.name for one in session.scalars(select(Group))] == ["Panel members"]


def test_adds_and_takes_out_as_entra_does(directory, session, make, mara, ines):
    key = make().json["id"]

    directory.patch(
        key,
        {"op": "Add", "path": "members", "value": [{"value": mara}, {"value": ines}]},
        noun="Groups",
    )
    assert len(names(session)) == 2
    answer = directory.patch(
        key, {"op": "Remove", "path": "members", "value": [{"value": mara}]}, noun="Groups"
    )

    assert answer.status_code == 200
    assert names(session) == [("Panel members", "Ines Calloway")]


def test_takes_out_by_a_filter_as_okta_does(directory, session, make, mara, ines):
    key = make(mara, ines).json["id"]

    directory.patch(key, {"op": "remove", "path": f'members[value eq "{ines}"]'}, noun="Groups")

    assert names(session) == [("Panel members", "Mara Quill")]


def test_replaces_all_members(directory, session, make, mara, ines):
    key = make(mara).json["id"]

    directory.ask(
        "PUT",
        f"/Groups/{key}",
        {"schemas": [GROUP], "displayName": "Panel", "members": [{"value": ines}]},
    )

    assert names(session) == [("Panel", "Ines Calloway")]


def test_renames(directory, session, make):
    key = make().json["id"]

    directory.patch(
        key, {"op": "replace", "value": {"id": key, "displayName": "Panel"}}, noun="Groups"
    )

    assert session.scalars(select(Group)).one().name == "Panel"


def test_deletes_and_leaves_the_group_here_empty(directory, session, make, mara):
    key = make(mara).json["id"]

    assert directory.ask("DELETE", f"/Groups/{key}").status_code == 204

    assert directory.ask("GET", f"/Groups/{key}").status_code == 404
    assert names(session) == []
    assert session.scalars(select(Group)).one().name == "Panel members"


def test_a_deleted_user_leaves_its_groups(directory, session, make, mara):
    key = make(mara).json["id"]

    directory.ask("DELETE", f"/Users/{mara}")

    assert "members" not in directory.ask("GET", f"/Groups/{key}").json
    assert names(session) == []


def test_somebody_held_joins_once_hr_has_said_who_they_are(directory, session, work, make):
    known = EngagementFactory(
        person=PersonFactory(first_name="Ossian", email="mara.quill@marlshire.example")
    )
    session.commit()
    make(directory.create().json["id"])
    assert names(session) == []

    (line,) = session.scalars(select(ImportLine))
    intake.decide(work, line.id, decision="same", person_id=known.person_id)

    assert names(session) == [("Panel members", known.person.name)]


def test_refuses_a_name_twice(make):
    make()

    assert make(name="panel MEMBERS").status_code == 409


def test_the_same_again_is_no_change(directory, make, mara):
    key = make(mara).json["id"]

    answer = directory.patch(
        key, {"op": "add", "path": "members", "value": [{"value": mara}]}, noun="Groups"
    )

    assert answer.headers["ETag"] == 'W/"1"'
