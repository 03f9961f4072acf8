from lms.content.rules.changes import Change
from lms.content.rules.marking import side_by_side


def change(removed, added):
    return Change(about="section", id="a", name="A", how="changed", removed=removed, added=added)


def marked(runs):
    return "".join(f"[{run.text}]" if run.changed else run.text for run in runs)


def pairs(removed, added):
    return [(marked(one.before), marked(one.now)) for one in side_by_side(change(removed, added))]


class TestSideBySide:
    def test_marks_the_words_that_changed(self):
        found = pairs(
            ("Tell your manager what you heard.",), ("Tell your manager now what you saw.",)
        )

        assert found == [
            ("Tell your manager what you [heard.]", "Tell your manager [now ]what you [saw.]")
        ]

    def test_loses_no_word(self):
        (pair,) = side_by_side(change(("One two  three four.",), ("One two  four five.",)))

        assert "".join(run.text for run in pair.before) == "One two  three four."
        assert "".join(run.text for run in pair.now) == "One two  four five."

    def test_stands_alone_what_is_nothing_like_the_other(self):
        found = pairs(("Tell somebody.", "Go."), ("Write down every hour of it.",))

        assert found == [
            ("[Tell somebody.]", ""),
            ("[Go.]", ""),
            ("", "[Write down every hour of it.]"),
        ]

    def test_sets_beside_each_other_what_stands_alone_on_both_sides(self):
        assert pairs(("Everyone.",), ("All here.",)) == [("[Everyone.]", "[All here.]")]

    def test_keeps_the_order_of_what_was_put_in_between(self):
        found = pairs(
            ("First you listen to the child.", "Then you tell the lead today."),
            (
                "First you listen to a child.",
                "New words stand here.",
                "Then you tell the lead now.",
            ),
        )

        assert [bool(before) for before, _ in found] == [True, False, True]
        assert found[1] == ("", "[New words stand here.]")
