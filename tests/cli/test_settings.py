from sqlalchemy import func, select

from lms.people.models import Person, Setting
from tests.support.factories import SettingFactory
from tests.support.schools import SAMPLE


def settings(session):
    return session.scalar(select(func.count()).select_from(Setting))


class TestImport:
    def test_brings_in_the_councils_own(self, lms, session):
        answer = lms("settings", "import", SAMPLE.path, "--format", "json")

        document = answer.document
        assert answer.status == 0
        assert {key: document[key] for key in ("rows", "added", "passed_over", "not_ours")} == {
            "rows": 40,
            "added": 24,
            "passed_over": 3,
            "not_ours": 10,
        }
        assert document["rejected"][1] == {
            "row": 30,
            "column": "OpenDate",
            "value": "31-02-2020",
            "reason": "This is no day. The register writes days like 01-09-2024.",
        }
        assert settings(session) == 24

    def test_changes_nothing_on_a_dry_run(self, lms, session):
        answer = lms("settings", "import", SAMPLE.path, "--dry-run")

        assert answer.out.startswith("40 rows: 24 new, 0 changed")
        assert "dry run" in answer.out
        assert settings(session) == 0

    def test_names_what_a_person_decides(self, lms):
        by_hand = SettingFactory(urn=None, name="Otterbeck Primary School")

        document = lms("settings", "import", SAMPLE.path, "--format", "json").document

        assert document["held"] == [
            {
                "row": 2,
                "urn": "990001",
                "name": "Otterbeck Primary School",
                "candidates": [{"id": str(by_hand.id), "name": by_hand.name}],
            }
        ]

    def test_asks_whose_schools(self, lms):
        answer = lms("settings", "import", SAMPLE.path, "--authority", "Elsewhere")

        assert answer.status == 1
        assert "North Hillshire" in answer.err


class TestDsls:
    LIST = (
        "URN,Role,First name,Last name,Email\n"
        "100123,DSL,Mara,Quill,mara@larkmead.example\n"
        "999999,deputy,Ines,Calloway,\n"
    )

    def test_brings_in_who_is_dsl(self, lms, session, tmp_path):
        SettingFactory(name="Larkmead Academy", urn="100123")
        (tmp_path / "dsls.csv").write_text(self.LIST)

        answer = lms("settings", "dsls", tmp_path / "dsls.csv", "--format", "json")

        assert answer.status == 0
        assert answer.document == {
            "rows": 2,
            "added": 1,
            "confirmed": 0,
            "held": [],
            "followed": [],
            "rejected": [
                {
                    "row": 3,
                    "column": "URN",
                    "value": "999999",
                    "reason": "No setting has this URN. Add the setting first.",
                }
            ],
        }

    def test_changes_nothing_on_a_dry_run(self, lms, session, tmp_path):
        SettingFactory(name="Larkmead Academy", urn="100123")
        (tmp_path / "dsls.csv").write_text(self.LIST)

        answer = lms("settings", "dsls", tmp_path / "dsls.csv", "--dry-run")

        assert answer.out.startswith("2 rows: 1 entered, 0 confirmed, 0 to decide, 1 with a fault")
        assert session.scalar(select(func.count()).select_from(Person)) == 0
