"""Whose list it is, and when its people are invited."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.identity.models import Invitation
from lms.intake import commands, queries
from lms.kernel.errors import Invalid
from lms.notifications.models import Message
from lms.people.models import Engagement
from tests.features.intake.conftest import count
from tests.support.factories import EngagementFactory
from tests.support.lists import row, written


class TestInvitations:
    def invited(self, work):
        wanted = select(Invitation.send_on).order_by(Invitation.send_on)
        return [day for (day,) in work.session.execute(wanted)]

    def test_are_held_until_hr_says_so(self, work, brought):
        brought(row(1), row(2, work_email=""))

        assert self.invited(work) == [None]

    def test_go_out_on_the_first_day_or_now_for_whoever_started(self, work, brought):
        brought(row(1), row(2, start_date="07/12/2026"), invitations="first_day")

        assert self.invited(work) == [work.today, date(2026, 12, 7)]

    def test_go_out_now_with_a_message_each(self, work, brought):
        brought(row(1), row(2, start_date="07/12/2026"), invitations="now")

        assert self.invited(work) == [work.today] * 2
        assert count(work, Message) == 2

    def test_go_to_nobody_twice(self, work, brought):
        brought(row(1), invitations="now")
        second = row(1, assignment_number="100001-2", job_title="Cook")

        brought(row(1), second, invitations="now")

        assert count(work, Engagement) == 2
        assert self.invited(work) == [work.today]

    def test_go_to_nobody_who_has_left(self, work, brought):
        brought(row(1, assignment_end_date="01/10/2026"), invitations="now")

        assert self.invited(work) == []

    def test_go_to_whoever_comes_back(self, work, brought):
        back = EngagementFactory(starts_on=date(2024, 1, 8), ends_on=date(2025, 1, 31)).person
        back.first_name, back.last_name = "Adab", "Bowenk"
        back.email = "row1@marlshire.example"
        back.first_signed_in_at = work.now
        work.session.flush()

        brought(row(1), invitations="now")

        assert self.invited(work) == [work.today]


class TestSources:
    def test_an_unknown_list_without_contract_types_is_an_agencys(self, work):
        text = "Worker Ref,First Name,Last Name,Email,Start Date\nB1,A,B,a@x.example,14/09/2026\n"

        commands.bring_in(work, written(text), source="Brightside Supply")

        one = work.session.scalars(select(Engagement)).one()
        assert (one.kind, one.source, one.reference) == ("agency", "Brightside Supply", "B1")
        assert one.agency.name == "Brightside Supply"
        (source,) = queries.sources(work.session)
        assert (source.kind, source.agency) == ("agency", one.agency)

    def test_one_with_contract_types_is_what_its_rows_say(self, work, brought):
        brought(row(1), source="Marlshire Schools")

        one = work.session.scalars(select(Engagement)).one()
        assert (one.kind, one.agency) == ("permanent", None)

    @pytest.mark.parametrize(
        ("source", "said"),
        [(" ", "Enter the name"), ("manager", "a way in of its own"), ("SCIM", "a way in")],
    )
    def test_must_have_a_name_of_their_own(self, brought, source, said):
        with pytest.raises(Invalid, match=said):
            brought(row(1), source=source)

    def test_are_one_however_they_are_spelt(self, work, brought):
        brought(row(1), source="hr")
        brought(row(1), source="Hr ")

        assert [one.name for one in queries.sources(work.session)] == ["HR"]
