import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.discretion import rules
from lms.discretion.rules import names, signs
from tests.support.notes import PAIR, every_note

WORDS = sorted({word for note in every_note() for word in note.split()})
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, ".", "\n", "'s"]), max_size=40).map(" ".join),
)


def seen(text, allowed=PAIR):
    return [(hit.kind, hit.words) for hit in rules.found(text, allowed)]


class TestFound:
    @pytest.mark.parametrize(
        ("text", "hit"),
        [
            ("Talked about Kayden today.", ("name", "Kayden")),
            ("kayden is back", ("name", "kayden")),
            ("A pupil called Zuberi came.", ("name", "Zuberi")),
            ("Zoë’s mum rang.", ("name", "Zoë")),
            ("We saw Ellie Marsh.", ("name", "Ellie Marsh")),
            ("The Kowalski boys are late.", ("name", "Kowalski")),
            ("Kayden is back at School.", ("name", "Kayden")),
            ("Amir (LAC) has moved.", ("name", "Amir")),
            ("Leila in PE.", ("name", "Leila")),
            ("JB in year 4 is back.", ("initials", "JB")),
            ("J.B. came.", ("initials", "J.B.")),
            ("DOB 14/02/2015", ("birth", "DOB 14/02/2015")),
            ("Her birthday is 30 May.", ("birth", "birthday is 30 May")),
            ("UPN A123456789012 is missing.", ("number", "A123456789012")),
            ("NHS number 943 476 5919.", ("number", "943 476 5919")),
            ("Case number 4471902 is open.", ("number", "4471902")),
            ("Lives at 14 Harebell Close.", ("address", "14 Harebell Close")),
            ("Home is HR2 7QX.", ("address", "HR2 7QX")),
            ("Our only wheelchair user is sad.", ("detail", "Our only wheelchair user")),
            ("The vicar's daughter.", ("detail", "The vicar's daughter")),
        ],
    )
    def test_sees(self, text, hit):
        assert hit in seen(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Working Together 2026 and KCSIE.",
            "Year 6 assembly",
            "We meet on Tue 3 March 2026.",
            "Ring 01432 260800.",
            "In May and in April we will mark the summer term.",
            "Priya to send slides; Tom to read; PN and TH to meet.",
            "Clare's Law and St George's Day.",
            "Lucy Faithfull Foundation",
            "Sarah from MASH will speak.",
        ],
    )
    def test_does_not_cry_wolf(self, text):
        assert seen(text) == []

    def test_takes_care_with_names_that_are_words(self):
        assert seen("Grace told me.") == [("name", "Grace")]
        assert seen("Will has a plan.") == [("name", "Will")]
        assert seen("Will be there in May. Grace period over.") == []

    def test_lets_the_pair_and_their_settings_stand(self):
        assert seen("Tom Hadley and Priya at Elmbrook.") == []
        assert seen("Tom Hadley rang.", allowed=()) == [("name", "Tom Hadley")]

    def test_asks_about_a_child_called_as_one_of_the_pair(self):
        assert seen("The boy is called Tom.") == [("name", "Tom")]

    @given(TEXTS)
    def test_says_where_it_stands(self, text):
        hits = rules.found(text, PAIR)

        for hit in hits:
            assert hit.words.split() == text[hit.start : hit.end].split()
            assert hit.kind in rules.KINDS
        for one, after in pairwise(hits):
            assert one.end <= after.start

    @given(TEXTS, st.sampled_from([("", ""), ("  ", "\n"), ("\n\n", " \t")]))
    def test_does_not_mind_space_around(self, text, around):
        before, after = around

        assert seen(before + text + after) == seen(text)

    @given(st.sampled_from(sorted(names.GIVEN)), st.sampled_from(["Spoke about {} today", "{}"]))
    def test_sees_a_given_name_unless_it_is_allowed(self, name, text):
        said = text.format(name.capitalize())

        assert len(seen(said, allowed=())) == 1
        assert seen(said, allowed=[name]) == []

    @pytest.mark.parametrize(
        "part",
        ["Kim ", "the only ", "1 ", "JB and ", "A.", "Mill Lane ", "her home is in ", "a", "'"],
    )
    def test_takes_twice_as_long_for_twice_as_much(self, part):
        text = part * (40_000 // len(part))
        before = time.process_time()

        rules.found(text, PAIR)

        assert time.process_time() - before < 5


class TestSentence:
    def test_asks_about_each_thing_once(self):
        hits = rules.found("Kayden, JB in year 4, Kayden")

        assert rules.sentence(hits) == (
            "This may point at a child: ‘Kayden’ (a name), ‘JB’ (initials). "
            "Take it out, or say that it points at nobody."
        )

    def test_asks_nothing_about_nothing(self):
        assert rules.sentence([]) == ""


class TestLists:
    def test_keep_every_name_in_one_of_them(self):
        lists = [names.GIVEN, names.WHEN_CAPITAL, names.WORDS_TOO, names.VERBS_TOO]

        assert sum(map(len, lists)) == len(frozenset().union(*lists))

    def test_are_in_small_letters_without_accents(self):
        for name in names.GIVEN | names.WHEN_CAPITAL:
            assert name.isascii()
            assert name.islower()

    def test_know_every_kind(self):
        assert {sign.kind for sign in signs.SIGNS} == set(rules.KINDS)
