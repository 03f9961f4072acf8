from datetime import UTC, date, datetime

from tests.support.factories import EngagementFactory, ObligationFactory, UnitFactory
from tests.support.factories.proof import InvitationFactory


class TestReport:
    def test_says_coverage_first(self, lms, session):
        InvitationFactory(person=EngagementFactory().person)
        ObligationFactory(due_on=date(2026, 11, 23))

        document = lms("compliance", "report", "--format", "json").document

        assert document["as_at"] == "2026-11-24"
        assert document["coverage"] == {"known": 2, "enrolled": 1, "signed_in": 0}
        (group,) = document["groups"]
        assert (group["name"], group["owed"], group["overdue"]) == ("Everybody", 1, 1)

    def test_answers_for_a_past_day(self, lms, session):
        ObligationFactory(due_on=date(2026, 11, 20))

        document = lms(
            "compliance", "report", "--as-at", "2026-11-20", "--by", "kind", "--format", "json"
        ).document

        assert [(one["name"], one["due_soon"]) for one in document["groups"]] == [("permanent", 1)]

    def test_says_what_was_known_on_a_day(self, lms, session):
        EngagementFactory(created_at=datetime(2026, 11, 23, 9, tzinfo=UTC))
        asked = ("compliance", "report", "--as-at", "2026-11-20", "--format", "json")

        now = lms(*asked).document
        then = lms(*asked, "--known-on", "2026-11-20").document

        assert (now["coverage"]["known"], now["known_on"]) == (1, None)
        assert (then["coverage"]["known"], then["known_on"]) == (0, "2026-11-20")

    def test_refuses_what_nobody_can_have_known(self, lms, session):
        answer = lms("compliance", "list", "--as-at", "2026-11-20", "--known-on", "2026-11-19")

        assert answer.status == 1
        assert "Enter that day or a later one" in answer.err

    def test_of_an_empty_register_is_empty(self, lms, session):
        answer = lms("--format", "json", "compliance", "report")

        assert answer.document["coverage"] == {"known": 0, "enrolled": 0, "signed_in": 0}

    def test_refuses_a_day_there_is_not(self, lms, session):
        answer = lms("compliance", "report", "--as-at", "2026-02-31", "--format", "json")

        assert answer.status == 2
        assert "2026-02-31" in answer.document["error"]


class TestList:
    def test_names_the_people_behind_a_figure(self, lms, session):
        one = ObligationFactory(
            due_on=date(2026, 11, 23),
            engagement=EngagementFactory(unit=UnitFactory(name="Court Team")),
        )

        (row,) = lms("compliance", "list", "--status", "overdue", "--format", "json").document

        assert row == {
            "person": {
                "id": str(one.engagement.person_id),
                "name": one.engagement.person.name,
            },
            "kind": "permanent",
            "unit": "Court Team",
            "requirement": "Safeguarding induction",
            "due_on": "2026-11-23",
            "status": "overdue",
        }

    def test_can_be_empty(self, lms, session):
        assert lms("compliance", "list", "--format", "json").document == []
