from datetime import date

import pytest
from sqlalchemy import select

from lms.audit import queries as audit
from lms.identity import commands as identity
from lms.identity import rules
from lms.identity.errors import LinkSpent
from lms.intake.models import Import
from lms.people import queries
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    UnitFactory,
)
from tests.support.lists import as_csv, row


class TestList:
    def test_names_everybody_with_their_engagements(self, lms):
        unit, agency = UnitFactory(name="North team"), AgencyFactory(name="Caretemps")
        one = EngagementFactory(
            kind="agency",
            unit=unit,
            agency=agency,
            source="Caretemps",
            reference="W-17",
            starts_on=date(2026, 11, 23),
        )
        PersonFactory(last_name="Zeller", name="Ada Zeller", email=None)

        answer = lms("people", "list", "--format", "json")

        assert answer.document == [
            {
                "id": str(one.person.id),
                "name": one.person.name,
                "email": one.person.email,
                "engagements": [
                    {
                        "reference": "W-17",
                        "kind": "agency",
                        "unit": "North team",
                        "starts_on": "2026-11-23",
                        "ends_on": None,
                        "agency": "Caretemps",
                    }
                ],
            },
            {
                "id": answer.document[1]["id"],
                "name": "Ada Zeller",
                "email": None,
                "engagements": [],
            },
        ]

    def test_can_be_empty(self, lms):
        assert lms("people", "list", "--format", "json").document == []
        assert "Load a list" in lms("people", "list").out

    def test_is_a_table_for_people(self, lms):
        one = EngagementFactory(unit__name="North team")

        assert one.person.name in lms("people", "list").out


class TestGrant:
    def test_makes_the_first_administrator(self, lms, session):
        answer = lms(
            "people", "grant", "Ann.Lee@Marlshire.example", "administrator", "--format", "json"
        )

        person = queries.person_by_address(session, "ann.lee@marlshire.example")
        assert answer.document == {
            "person": {"id": str(person.id), "name": "Ann Lee"},
            "duty": "administrator",
        }
        assert [one.duty for one in queries.held_by(session, person.id)] == ["administrator"]

    @pytest.mark.parametrize(
        ("address", "options", "name"),
        [
            ("admin@marlshire.example", [], "Admin Marlshire"),
            ("it2@marlshire.example", ["--name", "Bea van Dyk"], "Bea van Dyk"),
        ],
    )
    def test_finds_a_name_for_a_new_person(self, lms, session, address, options, name):
        lms("people", "grant", address, "administrator", *options)

        assert queries.person_by_address(session, address).name == name

    def test_takes_an_id(self, lms, session):
        person = PersonFactory()

        assert lms("people", "grant", person.id, "auditor").status == 0
        assert queries.held_by(session, person.id)

    def test_finds_the_unit_or_agency(self, lms, session):
        team = UnitFactory(name="North team", parent=UnitFactory(name="Family help"))
        UnitFactory(name="North Team", parent=UnitFactory(name="Early help"))
        agency = AgencyFactory(name="Caretemps")
        person = PersonFactory()

        lms("people", "grant", person.email, "hr", "--over", "family help/north team")
        lms("people", "grant", person.email, "agency_coordinator", "--over", "CARETEMPS")

        held = {one.duty: one for one in queries.held_by(session, person.id)}
        assert held["hr"].unit is team
        assert held["agency_coordinator"].agency is agency

    def test_asks_which_of_two_units(self, lms):
        UnitFactory(name="North")
        UnitFactory(name="North")

        answer = lms("people", "grant", PersonFactory().email, "hr", "--over", "North")

        assert (answer.status, "SERVICE/TEAM" in answer.err) == (1, True)

    def test_is_content_with_what_is_held(self, lms):
        held = DutyFactory(duty="author")

        answer = lms("people", "grant", held.person.email, "author")

        assert (answer.status, "already holds" in answer.out) == (0, True)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("nobody", "hr"), "address or id nobody"),
            (("a@b.example", "king"), "There is no duty king"),
            (("a@b.example", "hr", "--over", "Nowhere"), "no unit or agency called Nowhere"),
            (("not an@address", "hr"), "correct format"),
        ],
    )
    def test_says_what_is_wrong_and_enters_nobody(self, lms, session, arguments, said):
        answer = lms("people", "grant", *arguments)

        assert answer.status == 1
        assert said in answer.err
        assert queries.person_by_address(session, "a@b.example") is None


class TestWithdraw:
    def test_takes_it_back(self, lms, session):
        held = DutyFactory(duty="author")

        answer = lms("people", "withdraw", held.person.email, "author", "--format", "json")

        assert answer.document["duty"] == "author"
        assert queries.held_by(session, held.person_id) == []

    def test_asks_which_where_it_is_held_twice(self, lms, session):
        held = DutyFactory(duty="hr")
        DutyFactory(duty="hr", person=held.person, unit=UnitFactory(name="North"))

        assert lms("people", "withdraw", held.person.email, "hr").status == 1
        assert lms("people", "withdraw", held.person.email, "hr", "--over", "North").status == 0
        assert queries.held_by(session, held.person_id) == [held]

    def test_keeps_the_last_administrator(self, lms):
        held = DutyFactory(duty="administrator")

        answer = lms("people", "withdraw", held.person.email, "administrator", "--format", "json")

        assert answer.status == 1
        assert answer.document["error"].startswith("This is the last administrator")

    def test_knows_what_is_not_held(self, lms):
        answer = lms("people", "withdraw", PersonFactory().email, "hr")

        assert (answer.status, "does not hold" in answer.err) == (1, True)


class TestSignInLink:
    def test_lets_the_person_in_once(self, lms, app, work):
        person = EngagementFactory().person

        url = lms("people", "sign-in-link", person.email, "--format", "json").document["url"]

        before, token = url.rsplit("/", 1)
        assert before == "https://training.marlshire.example/sign-in/link"
        link_id = rules.read_token(app.extensions["lms"].settings.secret_key, token)
        assert identity.use_link(work, link_id) is person
        with pytest.raises(LinkSpent):
            identity.use_link(work, link_id)

    def test_stands_in_the_record(self, lms, session):
        person = EngagementFactory().person

        lms("people", "sign-in-link", person.id)

        (row,) = audit.history(session, person.id)
        assert row.tag == "sign_in_link.shown"

    def test_is_not_made_for_nobody(self, lms):
        answer = lms("people", "sign-in-link", "nobody@marlshire.example")

        assert (answer.status, "lms people list" in answer.err) == (1, True)

    def test_is_not_made_for_somebody_who_left_long_ago(self, lms):
        gone = EngagementFactory(starts_on=date(2020, 1, 6), ends_on=date(2021, 1, 8)).person

        answer = lms("people", "sign-in-link", gone.email, "--format", "json")

        assert answer.status == 1
        assert "no engagement" in answer.document["error"]


class TestUndoImport:
    def test_says_what_it_would_do_then_does_it_once(self, lms, tmp_path, session):
        file = tmp_path / "starters.csv"
        file.write_bytes(as_csv(row(1), row(2)))
        lms("people", "import", file)
        made = session.scalars(select(Import.id)).one()

        dry = lms("people", "undo-import", made, "--dry-run", "--format", "json").document
        kept = lms("people", "list", "--format", "json").document
        done = lms("people", "undo-import", made, "--format", "json").document
        again = lms("people", "undo-import", made)

        assert dry == done
        assert (done["people"], done["engagements"], done["stays"]) == (2, 2, [])
        assert len(kept) == 2
        assert lms("people", "list", "--format", "json").document == []
        assert (again.status, "Nothing to do" in again.err) == (1, True)


class TestMerge:
    def test_makes_one_record_and_two_again(self, lms, session):
        one, other = (EngagementFactory().person for _ in range(2))
        session.commit()

        made = lms(
            "people",
            "merge",
            one.email,
            str(other.id),
            "--reason",
            "One date of birth.",
            "--format",
            "json",
        ).document
        assert made["person"]["id"] == str(one.id)

        found = lms(
            "people", "unmerge", made["merge"], "--reason", "Two people.", "--format", "json"
        ).document
        assert [person["id"] for person in found["people"]] == [str(one.id), str(other.id)]

    def test_needs_a_reason(self, lms, session):
        assert lms("people", "merge", "a@b.example", "c@d.example").status == 2
