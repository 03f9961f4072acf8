"""A file whose columns somebody has to explain."""

import pytest
from sqlalchemy import select

from lms.intake import commands, queries
from lms.intake.errors import (
    StillAsking,
    UnknownColumns,
)
from lms.intake.models import HeadingChoice
from lms.kernel.errors import Invalid
from lms.people.models import Engagement
from tests.features.intake.conftest import count, files, settled
from tests.support.lists import row, upload, written


class TestAsking:
    TEXT = "Emp No;Vorname;Last Name;Email;Dienstbeginn;Geburtstag;Lohn;Contract Type\n"
    ROW = "7;Ada;Bowen;ada@x.example;14/09/2026;01/01/1990;3000;Permanent\n"

    def test_asks_once_what_unknown_columns_hold(self, work):
        file = written(self.TEXT.replace("Vorname", "Rufname") + self.ROW)

        made = commands.look(work, file)

        shown = queries.shown(work.session, made.id)
        assert (shown.state, shown.asks) == ("asking", ["first_name", "start_date"])
        assert [one.heading for one in shown.columns if not one.known] == [
            "Rufname",
            "Dienstbeginn",
            "Lohn",
        ]
        with pytest.raises(StillAsking):
            commands.accept(work, made.id)

        answers = {"Rufname": "first_name", "Dienstbeginn": "Start date", "Lohn": ""}
        commands.answer(work, made.id, answers)
        settled(work)

        shown = queries.shown(work.session, made.id)
        assert (shown.state, shown.counts.added) == ("waiting", 1)
        assert b"3000" not in files(work)[0].read_bytes()
        commands.accept(work, made.id)
        again = queries.shown(work.session, commands.look(work, file).id)
        assert (again.state, again.counts.unchanged) == ("waiting", 1)

    def test_is_refused_in_one_go_with_what_is_missing(self, work):
        with pytest.raises(UnknownColumns) as refused:
            commands.bring_in(work, written(self.TEXT + self.ROW))

        assert refused.value.missing == ["start date"]
        assert refused.value.unknown == ["Dienstbeginn", "Lohn"]

    def test_takes_answers_with_the_file(self, work):
        file = written(self.TEXT + self.ROW)

        made = commands.bring_in(work, file, columns={"dienstbeginn": "start_date"})

        assert made.counts["added"] == 1
        assert commands.bring_in(work, file).counts["unchanged"] == 1
        (choice,) = work.session.scalars(select(HeadingChoice))
        assert (choice.heading, choice.field) == ("dienstbeginn", "start_date")

    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"Beginn": "start_date"}, "no column “Beginn”. It has: Emp No"),
            ({"Dienstbeginn": "salary"}, "“salary” is nothing that is read"),
        ],
    )
    def test_refuses_answers_that_are_none(self, work, columns, said):
        with pytest.raises(Invalid, match=said):
            commands.bring_in(work, written(self.TEXT + self.ROW), columns=columns)
        assert count(work, HeadingChoice) == 0

    def test_asks_for_the_kind_where_nothing_says_it(self, work):
        text = "Emp No,First Name,Last Name,Start Date,Role\n7,Ada,Bowen,14/09/2026,Cook\n"

        made = commands.look(work, written(text))
        assert made.asks == ["contract_type"]
        commands.answer(work, made.id, {}, kind="volunteer")

        assert queries.shown(work.session, made.id).state == "waiting"
        commands.accept(work, made.id)
        assert work.session.scalars(select(Engagement.kind)).all() == ["volunteer"]

    def test_refuses_a_kind_that_there_is_not(self, work):
        with pytest.raises(Invalid, match="no kind of engagement boss"):
            commands.look(work, upload(row(1)), kind="boss")
