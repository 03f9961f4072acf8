import pytest
from sqlalchemy import event

from lms.content import commands, errors, queries
from lms.kernel.errors import Invalid
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import DutyFactory
from tests.support.factories.content import ApprovalFactory, ContactFactory, EditionFactory
from tests.support.modules import ModuleFolder


@pytest.fixture
def approver(work):
    person = DutyFactory(duty="approver").person
    work.actor = PersonActor(id=person.id, duties=frozenset({HeldDuty("approver")}))
    return person


class TestApprove:
    def test_puts_name_and_post_beside_the_edition(self, work, approver):
        edition = EditionFactory()

        commands.approve(work, edition.id, name=approver.name, role="Education safeguarding lead")

        found = queries.approval_of(work.session, edition.id)
        assert found.approver_name == f"{approver.name}, Education safeguarding lead"

    def test_refuses_a_second_time(self, work, approver):
        approval = ApprovalFactory()

        with pytest.raises(errors.AlreadyApproved):
            commands.approve(work, approval.edition_id, name="Ada", role="Lead")

    def test_refuses_somebody_who_is_nobody(self, work):
        with pytest.raises(Invalid):
            commands.approve(work, EditionFactory().id, name="Nobody", role="Operator")

    def test_can_be_taken_back_and_given_again(self, work, approver, clock):
        edition = ApprovalFactory().edition

        commands.withdraw_approval(work, edition.id, name=approver.name, note="A source changed")
        assert queries.approval_of(work.session, edition.id) is None

        work.now = clock.move(minutes=1)
        commands.approve(work, edition.id, name=approver.name, role="Lead")
        assert queries.approval_of(work.session, edition.id) is not None
        assert len(queries.approval_history(work.session, edition.id)) == 3


class TestContacts:
    def test_are_shown_in_the_order_in_which_to_call(self, work):
        commands.add_contact(work, kind="support", name="Staff support", telephone="01632 960200")
        commands.add_contact(work, kind="mash", name="Front door", telephone="01632 960100")

        assert [one.name for one in queries.contacts(work.session)] == [
            "Front door",
            "Staff support",
        ]

    def test_count_as_checked_when_they_are_changed(self, work):
        contact = ContactFactory()

        commands.change_contact(
            work, contact.id, kind="mash", name="Front door", telephone="01632 960101"
        )

        assert contact.checked_on == work.today

    def test_leave_every_page_when_they_are_removed(self, work):
        commands.remove_contact(work, ContactFactory().id)

        assert queries.contacts(work.session) == []

    @pytest.mark.parametrize(
        "wrong",
        [{"kind": "aunt"}, {"name": " "}, {"telephone": "call me"}, {"telephone": ""}],
    )
    def test_need_a_kind_a_name_and_a_way(self, work, wrong):
        facts = {"kind": "mash", "name": "Front door", "telephone": "01632 960100", **wrong}

        with pytest.raises(Invalid):
            commands.add_contact(work, **facts)


class TestContentsOf:
    def test_reads_many_in_one_query(self, work, tmp_path, engine):
        for slug in ("doors", "windows"):
            ModuleFolder.made(tmp_path / "modules", slug)
        editions = commands.look(work, tmp_path / "modules")
        asked = []
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

        found = queries.contents_of(work.session, editions)
        again = queries.contents_of(work.session, editions)

        assert {one.slug for one in found.values()} == {"doors", "windows"}
        assert again == found
        assert len(asked) == 1
