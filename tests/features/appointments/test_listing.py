from datetime import date

import pytest
from sqlalchemy import func, select

from lms.appointments import commands, queries, reading
from lms.appointments.models import DslAppointment, DslTraining
from lms.intake.errors import Unreadable
from lms.intake.reading import Upload
from lms.kernel.errors import NotAllowed
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import DslAppointmentFactory, PersonFactory, SettingFactory

TODAY = date(2026, 11, 24)
HEAD = "URN,Setting,Role,First name,Last name,Email,From,Role training,Yearly refresh"
MARA = "100123,,DSL,Mara,Quill,mara@larkmead.example,01/09/2026,04/03/2026,"


@pytest.fixture
def setting():
    return SettingFactory(name="Larkmead Academy", urn="100123")


@pytest.fixture
def take(work, settings, setting):
    def taken(*lines, head=HEAD):
        content = "\n".join([head, *lines]).encode()
        rows = reading.rows(Upload("dsls.csv", content), settings)
        return commands.bring_in(work, rows)

    return taken


def appointed(session):
    wanted = select(DslAppointment).order_by(DslAppointment.from_on)
    return [(one.person.name, one.role, one.named_by) for one in session.scalars(wanted)]


def numbers(outcome):
    return {key: len(getattr(outcome, key)) for key in ("added", "confirmed", "held", "rejected")}


class TestBringIn:
    def test_appoints_whoever_is_new_with_their_training(self, take, session):
        outcome = take(MARA)

        assert numbers(outcome) == {"added": 1, "confirmed": 0, "held": 0, "rejected": 0}
        assert appointed(session) == [("Mara Quill", "dsl", "import")]
        (told,) = session.scalars(select(DslTraining))
        assert (told.kind, told.done_on, told.told_by) == ("role", date(2026, 3, 4), "import")

    def test_confirms_when_the_list_comes_again(self, take, session):
        take(MARA)
        before = session.scalar(select(func.count()).select_from(DslAppointment))

        assert numbers(take(MARA))["confirmed"] == 1
        assert session.scalar(select(func.count()).select_from(DslAppointment)) == before
        assert session.scalar(select(func.count()).select_from(DslTraining)) == 1

    def test_finds_a_setting_by_its_name_and_reads_a_name_in_one_piece(self, take, session):
        head = "School,Name,Role"

        take('larkmead academy,"Quill, Mara",Deputy DSL', head=head)

        assert appointed(session) == [("Mara Quill", "deputy", "import")]

    def test_lets_the_new_dsl_follow(self, take, setting, session):
        before = DslAppointmentFactory(setting=setting, role="dsl")

        outcome = take(MARA)

        assert before.until_on == date(2026, 9, 1)
        assert outcome.followed == [f"{before.person.name} at Larkmead Academy"]

    def test_lets_two_share_where_the_list_names_both(self, take, setting):
        before = DslAppointmentFactory(setting=setting, role="dsl")
        name = before.person

        outcome = take(MARA, f"100123,,DSL,{name.first_name},{name.last_name},{name.email},,,")

        assert numbers(outcome) == {"added": 1, "confirmed": 1, "held": 0, "rejected": 0}
        assert before.until_on is None

    def test_holds_whoever_looks_like_somebody_once(self, take, work):
        PersonFactory(first_name="Mara", last_name="Quill", email="mara.q@other.example")

        assert numbers(take(MARA))["held"] == 1
        assert numbers(take(MARA))["held"] == 1

        (waits,) = queries.waiting(work.session)
        assert (waits.name, waits.told_by, waits.on) == ("Mara Quill", "import", date(2026, 9, 1))

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("999999,,DSL,Mara,Quill,,,,", "URN"),
            (",Nowhere School,DSL,Mara,Quill,,,,", "Setting"),
            ("100123,,Cook,Mara,Quill,,,,", "Role"),
            ("100123,,DSL,Mara,Quill,,31/02/2026,,", "From"),
            ("100123,,DSL,Mara,,,,,", "Last name"),
            ("100123,,DSL,Mara,Quill,nobody,,,", "email"),
        ],
    )
    def test_says_what_is_wrong_with_a_row_and_takes_the_others(self, take, line, column):
        outcome = take(line, "100123,,deputy,Ines,Calloway,ines@larkmead.example,,,")

        assert [(row.row, fault.column) for row, fault in outcome.rejected] == [(2, column)]
        assert len(outcome.added) == 1

    def test_every_row_is_in_one_part(self, take):
        outcome = take(MARA, MARA, "100123,,Cook,A,B,,,,")

        assert outcome.rows == 3 == sum(numbers(outcome).values())

    @pytest.mark.parametrize("head", ["Role,Name,Email", "URN,Name,Email", "URN,Role,Email"])
    def test_refuses_a_list_without_what_it_needs(self, take, head):
        with pytest.raises(Unreadable, match="no column"):
            take("a,b,c", head=head)

    def test_is_for_who_may_appoint(self, work, take):
        work.actor = PersonActor(id=None, name="An auditor", duties=(HeldDuty("auditor"),))

        with pytest.raises(NotAllowed):
            take(MARA)
