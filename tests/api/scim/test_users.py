"""Users as Entra ID and Okta tell of them, and what follows here."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from lms.audit.models import AuditRow
from lms.directory.models import DirectoryUser
from lms.identity.models import Invitation
from lms.intake import commands as intake
from lms.intake.models import ImportLine, Source
from lms.people.models import Engagement, Person
from tests.api.scim.conftest import ENTERPRISE
from tests.support.factories import EngagementFactory, PersonFactory, UnitFactory

TODAY = date(2026, 11, 24)


def person(session, **given):
    return session.scalars(select(Person).filter_by(**(given or {"last_name": "Quill"}))).one()


def count(session, of):
    return session.scalar(select(func.count()).select_from(of))


class TestComing:
    def test_brings_somebody_new_in_from_today_and_invites_them(self, directory, session):
        answer = directory.create()

        assert answer.status_code == 201
        assert answer.headers["Location"] == answer.json["meta"]["location"]
        assert answer.headers["ETag"] == answer.json["meta"]["version"] == 'W/"1"'
        found = person(session)
        (engagement,) = found.engagements
        assert (engagement.source, engagement.starts_on) == ("SCIM", TODAY)
        assert session.scalars(select(Invitation)).one().person_id == found.id

    def test_knows_somebody_by_their_address_and_begins_nothing_twice(self, directory, session):
        known = EngagementFactory(
            source="HR",
            person=PersonFactory(
                first_name="Mara", last_name="Quill", email="mara.quill@marlshire.example"
            ),
        )
        session.commit()

        directory.create()

        assert count(session, Person) == 1
        assert person(session).engagements == [known]

    def test_knows_somebody_by_hrs_number(self, directory, session):
        known = EngagementFactory(
            source="HR",
            employee_number="081234",
            person=PersonFactory(first_name="Mara", last_name="Quill", email=None),
        )
        session.commit()

        directory.create(**{ENTERPRISE: {"employeeNumber": "081234"}})

        assert session.scalars(select(DirectoryUser)).one().person_id == known.person_id

    def test_begins_anew_for_a_returner(self, directory, session):
        old = EngagementFactory(
            person=PersonFactory(
                first_name="Mara", last_name="Quill", email="mara.quill@marlshire.example"
            ),
            starts_on=TODAY - timedelta(days=400),
            ends_on=TODAY - timedelta(days=100),
        )
        session.commit()

        directory.create()

        assert [one.source for one in old.person.engagements] == [old.source, "SCIM"]

    def test_holds_whoever_cannot_be_told_apart_and_goes_on(self, directory, session):
        """The same address under another first name and number: HR is asked, nothing is lost."""
        known = EngagementFactory(
            source="HR",
            person=PersonFactory(
                first_name="Ossian", last_name="Vane", email="mara.quill@marlshire.example"
            ),
        )
        session.commit()

        answer = directory.create()

        assert answer.status_code == 201
        assert count(session, Person) == 1
        (line,) = session.scalars(select(ImportLine))
        assert (line.status, line.candidates) == ("review", [str(known.person_id)])

    def test_follows_what_hr_decides(self, directory, session, work):
        known = EngagementFactory(
            person=PersonFactory(first_name="Ossian", email="mara.quill@marlshire.example")
        )
        session.commit()
        directory.create()
        (line,) = session.scalars(select(ImportLine))

        intake.decide(work, line.id, decision="same", person_id=known.person_id)

        user = session.scalars(select(DirectoryUser)).one()
        assert (user.person_id, user.line_id) == (known.person_id, None)

    def test_asks_about_a_namesake_in_the_same_team(self, directory, session):
        EngagementFactory(
            unit=UnitFactory(name="Court Team"),
            person=PersonFactory(first_name="Mara", last_name="Quill", email=None),
            starts_on=TODAY - timedelta(days=900),
        )
        session.commit()

        directory.create(**{ENTERPRISE: {"department": "Court Team"}})

        assert count(session, Person) == 1
        assert count(session, ImportLine) == 1

    def test_places_them_as_the_department_says(self, directory, session):
        UnitFactory(name="Court Team")
        session.commit()

        directory.create(**{ENTERPRISE: {"department": "court team"}}, title="Social worker")

        (engagement,) = person(session).engagements
        assert (engagement.unit.name, engagement.job_title) == ("Court Team", "Social worker")

    def test_names_the_manager(self, directory, session):
        boss = directory.create(
            userName="ines@marlshire.example",
            name={"givenName": "Ines", "familyName": "Calloway"},
            emails=[],
        ).json

        directory.create(**{ENTERPRISE: {"manager": {"value": boss["id"]}}})

        assert person(session).engagements[0].manager.name == "Ines Calloway"

    @pytest.mark.parametrize(
        ("user_type", "kind"),
        [("Employee", "permanent"), ("Contractor", "temporary"), ("", "permanent")],
    )
    def test_takes_the_kind_from_the_type(self, directory, session, user_type, kind):
        directory.create(userType=user_type)

        assert person(session).engagements[0].kind == kind

    def test_takes_no_printer_for_a_starter(self, directory, session):
        answer = directory.create(userName="printer7", name=None, emails=[])

        assert answer.status_code == 201
        assert count(session, Person) == 0

    def test_is_heard_of_among_the_ways_in(self, directory, session):
        directory.create()

        assert session.scalars(select(Source).filter_by(way="scim")).one().last_seen_at

    def test_refuses_a_name_twice_whatever_its_case(self, directory):
        directory.create()

        answer = directory.create(userName="MARA.QUILL@marlshire.example")

        assert (answer.status_code, answer.json["scimType"]) == (409, "uniqueness")
        assert answer.mimetype == "application/scim+json"


class TestGoing:
    @pytest.fixture
    def mara(self, directory):
        return directory.create().json["id"]

    @pytest.mark.parametrize(
        "operation",
        [
            {"op": "Replace", "path": "active", "value": "False"},  # Entra ID
            {"op": "replace", "value": {"active": False}},  # Okta
            {"op": "replace", "path": "active", "value": False},
        ],
    )
    def test_ends_and_never_deletes(self, directory, session, mara, operation):
        answer = directory.patch(mara, operation)

        assert (answer.status_code, answer.json["active"]) == (200, False)
        assert person(session).engagements[0].ends_on == TODAY

    def test_leaves_what_hrs_list_tells_of(self, directory, session):
        known = EngagementFactory(
            source="HR",
            person=PersonFactory(
                first_name="Mara", last_name="Quill", email="mara.quill@marlshire.example"
            ),
        )
        session.commit()
        key = directory.create().json["id"]

        directory.patch(key, {"op": "replace", "path": "active", "value": False})

        assert known.ends_on is None

    def test_begins_again_when_the_account_opens_again(self, directory, session, mara, clock):
        directory.patch(mara, {"op": "replace", "path": "active", "value": False})
        clock.move(days=30)

        directory.patch(mara, {"op": "replace", "path": "active", "value": True})

        days = sorted(one.starts_on for one in person(session).engagements)
        assert days == [TODAY, TODAY + timedelta(days=30)]

    def test_deletes_the_account_and_keeps_the_person(self, directory, session, mara):
        assert directory.ask("DELETE", f"/Users/{mara}").status_code == 204

        assert directory.ask("GET", f"/Users/{mara}").status_code == 404
        assert person(session).engagements[0].ends_on == TODAY
        again = directory.create()
        assert (again.status_code, again.json["id"] != mara) == (201, True)
        assert count(session, Person) == 1


class TestChanging:
    @pytest.fixture
    def mara(self, directory):
        return directory.create(externalId="00u1").json["id"]

    def test_replaces_as_okta_does(self, directory, session, mara):
        from tests.api.scim.conftest import user

        answer = directory.ask(
            "PUT",
            f"/Users/{mara}",
            user(
                id=mara,
                externalId="00u1",
                name={"givenName": "Mara", "familyName": "Quill-Hart", "middleName": ""},
                locale="en-GB",
                phoneNumbers=[{"value": "01632 960001", "type": "work"}],
                groups=[],
            ),
        )

        assert answer.status_code == 200
        assert (
            person(session, id=session.scalars(select(Person.id)).one()).name == "Mara Quill-Hart"
        )
        assert "phoneNumbers" not in answer.json

    def test_changes_several_parts_as_entra_does(self, directory, session, mara):
        answer = directory.patch(
            mara,
            {"op": "Replace", "path": "displayName", "value": "Quill-Hart, Mara"},
            {"op": "Replace", "path": "name.familyName", "value": "Quill-Hart"},
            {
                "op": "Add",
                "path": 'emails[type eq "work"].value',
                "value": "mara.hart@marlshire.example",
            },
            {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Court Team"},
            {"op": "Add", "path": f"{ENTERPRISE}:employeeNumber", "value": "081234"},
        )

        assert answer.status_code == 200
        assert answer.json["emails"][0]["value"] == "mara.hart@marlshire.example"
        found = session.scalars(select(Person)).one()
        assert (found.last_name, found.email) == ("Quill-Hart", "mara.hart@marlshire.example")
        assert found.engagements[0].unit.name == "Court Team"

    def test_takes_a_manager_as_entra_sends_one(self, directory, session, mara):
        boss = directory.create(
            userName="ines@marlshire.example",
            name={"givenName": "Ines", "familyName": "Calloway"},
            emails=[],
        ).json["id"]
        path = f"{ENTERPRISE}:manager"

        for value in (boss, [{"value": boss}], {"value": boss}):
            answer = directory.patch(mara, {"op": "Add", "path": path, "value": value})
            assert answer.json[ENTERPRISE]["manager"]["value"] == boss

        assert session.scalars(select(Engagement).where(Engagement.manager_id.is_not(None))).one()

    def test_takes_dotted_keys_without_a_path(self, directory, mara):
        answer = directory.patch(
            mara,
            {
                "op": "replace",
                "value": {"name.familyName": "Quill-Hart", f"{ENTERPRISE}:department": "Court"},
            },
        )

        assert answer.json["name"]["familyName"] == "Quill-Hart"
        assert answer.json[ENTERPRISE]["department"] == "Court"

    def test_the_same_again_is_no_change(self, directory, session, mara):
        """A directory in a loop fills neither the record nor the versions."""
        before = count(session, AuditRow)

        for _ in range(20):
            answer = directory.patch(mara, {"op": "replace", "path": "active", "value": True})

        assert answer.headers["ETag"] == 'W/"1"'
        assert count(session, AuditRow) == before

    def test_leaves_an_address_that_is_somebody_elses(self, directory, session, mara):
        EngagementFactory(person=PersonFactory(email="taken@marlshire.example"))
        session.commit()

        directory.patch(
            mara,
            {"op": "replace", "path": "name.givenName", "value": "Marah"},
            {"op": "replace", "path": "emails", "value": [{"value": "taken@marlshire.example"}]},
        )

        found = session.scalars(select(Person).filter_by(last_name="Quill")).one()
        assert (found.first_name, found.email) == ("Marah", "mara.quill@marlshire.example")

    def test_needs_the_version_it_was_made_from(self, directory, mara):
        old = directory.ask("GET", f"/Users/{mara}").headers["ETag"]
        change = {"op": "replace", "path": "title", "value": "Manager"}
        assert directory.patch(mara, change, If_Match=old).status_code == 200

        answer = directory.patch(mara, {**change, "value": "Head"}, If_Match=old)

        assert answer.status_code == 412
        assert directory.ask("GET", f"/Users/{mara}").json["title"] == "Manager"

    def test_answers_not_modified(self, directory, mara):
        tag = directory.ask("GET", f"/Users/{mara}").headers["ETag"]

        assert directory.ask("GET", f"/Users/{mara}", If_None_Match=tag).status_code == 304
