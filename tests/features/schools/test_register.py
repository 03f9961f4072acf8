from datetime import date

import pytest
from sqlalchemy import func, select

from lms.audit.models import AuditRow
from lms.kernel.errors import NotAllowed
from lms.people import commands as people
from lms.people.models import Setting
from lms.policy import HeldDuty, PersonActor
from lms.schools import commands, errors, queries
from tests.support.factories import DutyFactory, EngagementFactory, SettingFactory, UnitFactory
from tests.support.schools import SAMPLE, register


@pytest.fixture
def look(work):
    def looked(*rows, authority="Marlshire"):
        return commands.look(work, register(*rows), file_name="reg.csv", authority=authority)

    return looked


def sample(work, authority="990"):
    return commands.look(work, SAMPLE.open_again, file_name="edubase.csv", authority=authority)


def urns(session):
    return set(session.scalars(select(Setting.urn)))


class TestLook:
    def test_says_what_becomes_of_every_row_and_changes_nothing(self, work, session):
        made = sample(work)

        assert made.counts == {
            "added": 24,
            "changed": 0,
            "closed": 0,
            "held": 0,
            "rejected": 3,
            "unchanged": 0,
            "passed_over": 3,
            "not_ours": 10,
        }
        assert sum(made.counts.values()) == 40
        assert session.scalar(select(func.count()).select_from(Setting)) == 0

    def test_asks_whose_it_is_where_no_row_is_ours(self, look):
        with pytest.raises(errors.NotOurs, match="It names ‘Marlshire’"):
            look({}, authority="Hillshire")

    def test_says_faults_by_row(self, look, work):
        made = look({"URN": "1"}, {}, {})

        one, two = queries.rows(work.session, made.id, status="rejected")
        assert (one.row, one.faults[0]["column"]) == (2, "URN")
        assert "row 3 already" in two.faults[0]["reason"]

    def test_is_refused_to_hr_of_one_unit(self, work):
        held = DutyFactory(duty="hr", unit=UnitFactory())
        duty = HeldDuty("hr", unit_path=held.unit.path)
        work.actor = PersonActor(held.person.id, frozenset({duty}))

        with pytest.raises(NotAllowed):
            sample(work)


class TestAccept:
    def test_brings_in_ours_with_their_places(self, work, session):
        commands.accept(work, sample(work).id)

        one = session.scalars(select(Setting).filter_by(urn="990005")).one()
        assert (one.name, one.phase, one.trust) == (
            "Saltmarsh Academy",
            "secondary",
            "Marl and Moor Learning Trust",
        )
        assert (one.easting, one.northing, one.postcode) == (316400, 497700, "MZ7 3LM")
        assert one.opened_on == date(2012, 9, 1)
        assert not {"990023", "990026", "991001"} & urns(session)

    def test_again_changes_nothing(self, work, session):
        commands.accept(work, sample(work).id)
        events = session.scalar(select(func.count()).select_from(AuditRow))

        made = sample(work)
        commands.accept(work, made.id)

        assert (made.counts["unchanged"], made.counts["added"]) == (24, 0)
        assert session.scalar(select(func.count()).select_from(AuditRow)) == events + 1

    def test_closes_and_never_deletes(self, work, session, look):
        setting = SettingFactory(urn="990001", name="Otterbeck Primary School")
        EngagementFactory(setting=setting)

        status = {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}
        made = look(status)
        commands.accept(work, made.id)

        assert made.counts["closed"] == 1
        assert setting.closed_on == date(2026, 8, 31)
        assert not setting.is_open_on(date(2026, 8, 31))
        assert setting.is_open_on(date(2026, 8, 30))

    def test_keeps_the_mailbox_that_somebody_entered(self, work, look):
        setting = SettingFactory(urn="990001", name="Otterbeck", mailbox="office@otter.example")

        commands.accept(work, look({}).id)

        assert setting.name == "Otterbeck Primary School"
        assert setting.mailbox == "office@otter.example"

    def test_names_what_the_register_leaves_out_and_leaves_it(self, work, look):
        gone = SettingFactory(urn="990099")

        made = look({})
        commands.accept(work, made.id)

        assert made.missing == [str(gone.id)]
        assert gone.closed_on is None

    def test_happens_once(self, work, look):
        made = look({})
        commands.accept(work, made.id)

        with pytest.raises(errors.AlreadyDone):
            commands.accept(work, made.id)
        with pytest.raises(errors.AlreadyDone):
            commands.drop(work, made.id)

    def test_is_refused_where_the_settings_have_changed_since(self, work, session, look):
        made = look({}, {"URN": "990002", "EstablishmentName": "Hollin Moor"})
        people.add_setting(work, name="Otterbeck", urn="990001", phase="primary")

        with pytest.raises(errors.SettingsChanged):
            commands.accept(work, made.id)
        assert "990002" not in urns(session)

        commands.look_again(work, made.id)
        assert (made.counts["added"], made.counts["changed"]) == (1, 1)
        commands.accept(work, made.id)
        assert "990002" in urns(session)


class TestSettle:
    @pytest.fixture
    def by_hand(self):
        return SettingFactory(urn=None, name="Otterbeck primary school")

    def held(self, work, look):
        made = look({})
        commands.accept(work, made.id)
        (row,) = queries.rows(work.session, made.id, status="held")
        return row

    def test_asks_about_a_setting_entered_by_hand(self, work, look, by_hand, session):
        row = self.held(work, look)

        assert [key for key, _ in row.candidates] == [by_hand.id]
        assert urns(session) == {None}
        assert queries.undecided(session) == 1

    def test_gives_it_the_urn_and_keeps_who_is_placed_there(self, work, look, by_hand, session):
        engagement = EngagementFactory(setting=by_hand)

        commands.settle(work, self.held(work, look).id, same_as=by_hand.id)

        assert (by_hand.urn, by_hand.postcode) == ("990001", "MZ3 1AB")
        assert engagement.setting_id == by_hand.id
        assert queries.undecided(session) == 0

    def test_adds_another(self, work, look, by_hand, session):
        commands.settle(work, self.held(work, look).id, same_as=None)

        assert urns(session) == {None, "990001"}

    def test_happens_once_and_to_no_other_setting(self, work, look, by_hand):
        row, other = self.held(work, look), SettingFactory(urn=None, name="Elsewhere")

        with pytest.raises(errors.NotACandidate):
            commands.settle(work, row.id, same_as=other.id)
        commands.settle(work, row.id, same_as=by_hand.id)
        with pytest.raises(errors.Settled):
            commands.settle(work, row.id, same_as=None)
