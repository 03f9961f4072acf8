from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.intake.rules import changes, deciding, matching
from lms.intake.rules.changes import Places
from lms.intake.rules.deciding import Context
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known, Spell, base
from lms.intake.rules.matching import Found, Held

START = date(2026, 9, 14)
NOWHERE = Places()


def line(**over):
    told = {"first_name": "Ngozi", "last_name": "Okafor", "email": "ngozi@x.example"}
    facts = {
        "row": 2,
        "first_name": "Ngozi",
        "last_name": "Okafor",
        "name": "Ngozi Okafor",
        "email": "ngozi@x.example",
        "number": "008829",
        "reference": "008829",
        "kind": "permanent",
        "starts_on": START,
    }
    facts |= over
    told |= {"employee_number": facts["number"]} if facts["number"] else {}
    return Line(**{"told": told, **facts})


def spell(person_id=None, **over):
    facts = dict.fromkeys(("job_title", "unit_id", "setting_id", "agency_id", "manager_id"))
    facts |= {"id": uuid4(), "person_id": person_id or uuid4(), "source": "HR", "ends_on": None}
    facts |= {"reference": "008829", "number": "008829", "kind": "permanent", "starts_on": START}
    return Spell(**{**facts, **over})


def known(*spells, **over):
    facts = {"first_name": "Ngozi", "last_name": "Okafor", "name": "Ngozi Okafor"}
    facts |= {"id": uuid4(), "email": "ngozi@x.example", "other_email": None}
    return Known(**{**facts, **over, "spells": list(spells)})


class TestWho:
    def test_is_who_has_the_address_and_the_first_name(self):
        person = known(last_name="Bell")

        assert matching.who(line(), "HR", Found(by_address=[person])) is person

    @pytest.mark.parametrize("first", ["Ngozi Ann", "NGOZI", "Ngözi"])
    def test_is_content_with_part_of_a_first_name(self, first):
        person = known(first_name=first)

        assert matching.who(line(), "HR", Found(by_address=[person])) is person

    def test_knows_somebody_by_the_name_they_go_by(self):
        person = known(first_name="Robert", name="Zee Okafor")
        row = line(told={"known_as": "Zee"})

        assert matching.who(row, "HR", Found(by_address=[person])) is person

    def test_holds_an_address_with_another_first_name_and_number(self):
        person = known(first_name="Bo", name="Bo Okafor")

        held = matching.who(line(), "HR", Found(by_address=[person]))

        assert held.candidates == [person]
        assert held.reason.startswith("Its address is that of Bo Okafor, with another first name")

    def test_knows_an_address_with_another_name_and_the_same_number(self):
        person = known(first_name="Bo", last_name="Bell", name="Bo Bell")

        found = Found(by_address=[person], by_number=[person])

        assert matching.who(line(), "HR", found) is person

    def test_holds_an_address_and_a_number_of_two_people(self):
        one, other = known(), known(name="Bo Bell")

        held = matching.who(line(), "HR", Found(by_address=[one], by_number=[other]))

        assert held.candidates == [one, other]

    def test_holds_two_addresses_of_two_people(self):
        one, other = known(), known()

        assert matching.who(line(), "HR", Found(by_address=[one, other])).candidates == [
            one,
            other,
        ]

    def test_is_who_has_the_number(self):
        person = known(spell(), last_name="Bell", email="old@x.example")

        assert matching.who(line(), "HR", Found(by_number=[person])) is person

    @pytest.mark.parametrize(
        "over",
        [{"last_name": "Bell"}, {"first_name": "Bo", "name": "Bo"}, {"last_name": "Okafro"}],
    )
    def test_holds_a_number_that_may_have_been_given_to_somebody_else(self, over):
        person = known(spell(starts_on=date(2019, 4, 1)), **over, email="old@x.example")

        held = matching.who(line(), "HR", Found(by_number=[person]))

        assert held.candidates == [person]
        assert held.reason.endswith("under another name and from another day.")

    @pytest.mark.parametrize(
        "over", [{}, {"last_name": "Okafor-Bell"}, {"first_name": "Ngozi Ann"}]
    )
    def test_is_who_has_the_number_and_both_names_from_any_day(self, over):
        person = known(spell(starts_on=date(2019, 4, 1)), **over)

        assert matching.who(line(), "HR", Found(by_number=[person])) is person

    def test_is_who_has_the_number_and_the_names_turned_round(self):
        person = known(spell(), first_name="Okafor", last_name="Ngozi")

        assert matching.who(line(), "HR", Found(by_number=[person])) is person

    def test_holds_a_number_under_quite_another_name(self):
        person = known(first_name="Bo", last_name="Bell", name="Bo Bell")

        held = matching.who(line(), "HR", Found(by_number=[person]))

        assert held.reason == "Its number is that of Bo Bell, whose name is quite another."

    def test_holds_a_namesake_of_the_same_team_and_day_under_another_number(self):
        person = known()

        held = matching.who(line(), "HR", Found(alike=[(person, spell(number="1"), "this")]))

        assert held.candidates == [person]
        assert held.reason == "Ngozi Okafor has this."

    def test_says_of_several_what_each_has(self):
        one, two, three = known(), known(name="Bo"), known(name="Cy")
        alike = [(one, spell(), "this"), (two, spell(), "this"), (three, spell(), "that")]

        held = matching.who(line(), "HR", Found(alike=[*alike, (one, spell(), "that")]))

        assert held.reason == "Ngozi Okafor and Bo have this. Cy has that."
        assert held.candidates == [one, two, three]

    def test_knows_a_namesake_where_the_list_has_no_numbers(self):
        person = known(email=None)
        bare = line(number=None, reference=None, email=None)

        found = Found(alike=[(person, spell(number=None, reference=None), "this")])

        assert matching.who(bare, "HR", found) is person
        assert isinstance(matching.who(bare, "Other", found), Held)

    def test_is_nobody_yet(self):
        assert matching.who(line(), "HR", Found()) is None

    @given(st.data())
    def test_names_no_candidate_who_was_not_found(self, data):
        people = [known(first_name=first) for first in ("Ngozi", "Bo", "Cy")]
        some = st.lists(st.sampled_from(people), max_size=2, unique_by=id)
        found = Found(
            data.draw(some),
            data.draw(some),
            [(one, spell(number="7"), "x") for one in data.draw(some)],
        )

        verdict = matching.who(line(), "HR", found)

        there = [*found.by_address, *found.by_number, *(one for one, _, _ in found.alike)]
        if isinstance(verdict, Held):
            assert verdict.candidates
            assert all(any(one is other for other in there) for one in verdict.candidates)
        elif verdict is not None:
            assert any(verdict is one for one in there)


class TestSpellOf:
    def test_is_the_one_with_the_reference(self):
        one, other = spell(), spell(reference="7", number="7")

        assert matching.spell_of(line(), "HR", known(other, one), set()) == (one, False)

    def test_minds_no_zeros_that_a_spreadsheet_dropped(self):
        one = spell()
        row = line(number="8829", reference="8829")

        assert matching.spell_of(row, "HR", known(one), set())[0] is one

    def test_is_the_same_with_a_corrected_start(self):
        one = spell(starts_on=date(2026, 9, 1))

        assert matching.spell_of(line(), "HR", known(one), set())[0] is one

    def test_is_new_after_the_last_one_ended(self):
        one = spell(starts_on=date(2025, 1, 6), ends_on=date(2025, 12, 31))

        assert matching.spell_of(line(), "HR", known(one), set()) == (None, False)

    def test_is_new_for_a_second_post_under_one_number(self):
        one = spell(job_title="Cook")

        assert matching.spell_of(line(job_title="Cleaner"), "HR", known(one), {one.id}) == (
            None,
            False,
        )

    def test_is_the_same_where_a_row_stands_twice(self):
        one = spell()

        assert matching.spell_of(line(), "HR", known(one), {one.id}) == (one, True)

    def test_is_what_a_manager_entered_before(self):
        by_hand = spell(source="Manager", reference=None, number=None, starts_on=date(2026, 9, 7))

        assert matching.spell_of(line(), "HR", known(by_hand), set())[0] is by_hand

    def test_is_not_what_a_manager_entered_long_before(self):
        by_hand = spell(source="Manager", reference=None, number=None, starts_on=date(2026, 1, 5))

        assert matching.spell_of(line(), "HR", known(by_hand), set()) == (None, False)

    def test_is_another_lists_never(self):
        assert matching.spell_of(line(), "Caretemps", known(spell()), set()) == (None, False)


class TestFreeReference:
    def test_is_the_lists_own(self):
        assert matching.free_reference(line(), [], ()) == "008829"
        assert matching.free_reference(line(number=None, reference=None), [], ()) is None

    def test_says_the_day_where_somebody_comes_back_under_it(self):
        again = matching.free_reference(line(), ["008829"], ())

        assert again == "008829/2026-09-14"
        assert base(again) == "008829"
        assert matching.free_reference(line(), ["008829", again], ()) == f"{again}/2"

    def test_says_the_number_where_it_is_somebody_elses(self):
        row = line(reference="1")

        assert matching.free_reference(row, [], {"1"}) == "008829-1"


class TestOfSpell:
    FIELDS = frozenset({"start_date", "end_date", "job_title"})

    def changed(self, row, one, at=NOWHERE):
        found = changes.of_spell(row, one, at, source="HR", fields=self.FIELDS)
        return {column: after for column, (_, after) in found.items()}

    def test_is_what_differs_of_one_that_no_list_told(self):
        team = uuid4()

        found = self.changed(line(job_title="Cook", kind="casual"), spell(), Places(unit_id=team))

        assert found == {"job_title": "Cook", "kind": "casual", "unit_id": team}

    def test_takes_nothing_away_for_a_blank(self):
        assert self.changed(line(), spell(job_title="Cook", ends_on=date(2027, 1, 1))) == {}

    def test_leaves_what_was_put_right_by_hand(self):
        row = line(job_title="Cook")
        row.told |= {"job_title": "Cook"}
        by_hand = spell(job_title="Chef", ends_on=date(2026, 12, 1), told=dict(row.told))

        assert self.changed(row, by_hand) == {}

    def test_takes_what_the_list_says_anew(self):
        row = line(job_title="Chef")
        row.told |= {"job_title": "Chef"}

        assert self.changed(row, spell(job_title="Boss", told={"job_title": "Cook"})) == {
            "job_title": "Chef"
        }

    def test_takes_away_an_end_that_the_list_itself_had_given(self):
        one = spell(ends_on=date(2026, 12, 1), told={"end_date": "2026-12-01"})

        assert self.changed(line(), one) == {"ends_on": None}

    def test_keeps_days_in_order(self):
        early_end = spell(
            starts_on=date(2026, 9, 1),
            ends_on=date(2026, 9, 10),
            told={"start_date": "2026-09-01"},
        )
        row = line()
        row.told |= {"start_date": "2026-09-14"}

        assert self.changed(row, early_end) == {"starts_on": START, "ends_on": None}

    def test_takes_the_agency_from_whoever_is_no_agency_worker_any_more(self):
        assert self.changed(line(), spell(kind="agency", agency_id=uuid4())) == {
            "kind": "permanent",
            "agency_id": None,
        }

    def test_takes_over_what_a_manager_entered(self):
        by_hand = spell(source="Manager", reference=None, number=None)

        assert self.changed(line(), by_hand) == {
            "source": "HR",
            "reference": "008829",
            "number": "008829",
        }


class TestOfPerson:
    def changed(self, row, person, told=None):
        found = changes.of_person(row, person, told)
        return {column: after for column, (_, after) in found.items()}

    def test_is_a_new_surname_on_a_later_row(self):
        married = line(last_name="Bell", name="Ngozi Bell")

        assert self.changed(married, known(spell(starts_on=date(2026, 1, 5)))) == {
            "last_name": "Bell",
            "name": "Ngozi Bell",
        }

    def test_is_nothing_on_an_earlier_row(self):
        old = line(last_name="Bell", name="Ngozi Bell", starts_on=date(2020, 1, 6))

        assert self.changed(old, known(spell())) == {}

    def test_leaves_a_name_that_somebody_is_called_by(self):
        assert self.changed(line(), known(name="Zee Okafor")) == {}

    def test_keeps_the_old_address_as_the_second(self):
        person = known(email="manager.typed@mail.example")

        assert self.changed(line(), person) == {
            "email": "ngozi@x.example",
            "other_email": "manager.typed@mail.example",
        }

    def test_replaces_an_address_that_the_list_had_given(self):
        person = known(email="old@x.example")

        assert self.changed(line(), person, told={"email": "old@x.example"}) == {
            "email": "ngozi@x.example"
        }

    def test_takes_no_address_away(self):
        assert self.changed(line(email=None), known()) == {}

    def test_leaves_the_address_of_somebody_guarded_and_says_so(self):
        person = known(email="boss@x.example")
        person.guarded = True
        row = line()

        assert self.changed(row, person) == {}
        assert row.notes == [changes.GUARDED]


class TestDecide:
    def test_says_the_same_of_the_same_row_again(self):
        context, row = Context("HR", frozenset()), line()
        first = deciding.decide(row, context, Found(), Places())

        again = deciding.decide(
            line(), Context("HR", frozenset()), Found(by_address=[first.person]), Places()
        )

        assert (first.status, first.joins, first.begins) == ("added", True, True)
        assert (again.status, again.of_person, again.of_spell) == ("unchanged", {}, {})
        assert again.spell is first.spell

    def test_makes_nobody_their_own_manager(self):
        first = deciding.decide(line(), Context("HR", frozenset()), Found(), Places())
        own = Places(manager_id=first.person.id)

        again = deciding.decide(
            line(), Context("HR", frozenset()), Found(by_number=[first.person]), own
        )

        assert (again.status, again.spell.manager_id) == ("unchanged", None)


class TestFingerprint:
    def test_is_the_same_for_the_same_and_no_other(self):
        def sign(*rows):
            made = deciding.Fingerprint()
            context = Context("HR", frozenset(), new_id=lambda one: UUID(int=one.row))
            for one in rows:
                made.add(deciding.decide(one, context, Found(), Places()))
            return made.sign()

        assert sign(line()) == sign(line())
        assert sign(line()) != sign(line(), line(row=3))


def test_a_number_taken_over_is_not_somebody_elses():
    unnumbered = spell(reference=None, number=None)
    person = known(unnumbered)
    row = line(reference="1-2", told={"assignment_number": "1-2"})
    context = Context("HR", frozenset(), others=lambda *_: {"1-2"})

    done = deciding.change(row, context, person, unnumbered, NOWHERE)

    assert done.of_spell["reference"] == (None, "008829-1-2")
    assert unnumbered.reference == "008829-1-2"
