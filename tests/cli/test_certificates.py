import pytest

from lms.certificates import commands
from tests.support.factories import RequirementFactory
from tests.support.factories.learning import CompletionFactory


@pytest.fixture
def certificate(work, app):
    RequirementFactory()
    work.store = app.extensions["lms"].store
    made = commands.award(work, CompletionFactory().id)
    work.session.commit()
    return made


class TestCertificates:
    def test_are_listed(self, lms, certificate):
        (row,) = lms("certificates", "list", "--format", "json").document

        assert row == {
            "number": certificate.number,
            "person": {"id": str(certificate.person_id), "name": certificate.person_name},
            "module": "safeguarding-induction",
            "edition": certificate.edition_label,
            "completed_on": "2026-11-24",
            "expires_on": "2027-11-24",
            "withdrawn": False,
        }

    def test_are_rendered_and_verified(self, lms, certificate, tmp_path):
        made = lms("certificates", "render", certificate.number, "--to", tmp_path / "out")
        path = tmp_path / "out" / f"{certificate.number}.pdf"
        assert made.status == 0

        document = lms("certificates", "verify", path, "--format", "json").document

        assert document["valid"] is True
        assert document["signature"] == {"intact": True, "trusted": True}

    def test_are_not_valid_when_the_file_was_edited(self, lms, certificate, tmp_path):
        lms("certificates", "render", "--all", "--to", tmp_path)
        path = tmp_path / f"{certificate.number}.pdf"
        path.write_bytes(path.read_bytes() + b"\n% edited")

        answer = lms("certificates", "verify", path, "--format", "json")

        assert answer.status == 1
        assert answer.document["signature"]["intact"] is False

    def test_are_withdrawn_with_a_reason(self, lms, certificate):
        answer = lms(
            "certificates", "withdraw", certificate.number, "--reason", "X", "--format", "json"
        )

        assert answer.document == {"number": certificate.number, "withdrawn": True}
        checked = lms("certificates", "verify", certificate.number, "--format", "json")
        assert (checked.status, checked.document["withdrawn"]) == (1, True)

    def test_stay_as_they_are_in_a_dry_run(self, lms, certificate):
        lms("certificates", "withdraw", certificate.number, "--reason", "X", "--dry-run")

        assert lms("certificates", "list", "--format", "json").document[0]["withdrawn"] is False

    def test_of_no_such_number_are_not_valid(self, lms, certificate):
        answer = lms("certificates", "verify", "0000-0000-0000-0000", "--format", "json")

        assert (answer.status, answer.document["valid"]) == (1, False)

    def test_need_a_number_or_all(self, lms, certificate, tmp_path):
        answer = lms("certificates", "render", "--to", tmp_path, "--format", "json")

        assert answer.status == 2
        assert "--all" in answer.document["error"]
