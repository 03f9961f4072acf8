import pytest

from lms.assessment.reading import read_questions
from lms.kernel.tables import Table
from tests.support.modules import bank


def read(text):
    problems = []
    root = Table.read(text, "questions.toml", problems)
    questions = read_questions(
        root, sections={"01-places", "02-acting"}, outcomes={"notice", "act"}
    )
    return questions, [(one.line, one.message) for one in problems]


def spoilt(old, new):
    text = bank()
    assert old in text
    return text.replace(old, new, 1)


class TestReadQuestions:
    def test_reads_a_bank(self):
        questions, problems = read(bank())

        assert problems == []
        assert [one.id for one in questions] == ["q0", "q1", "q2", "q3", "q4", "q5"]
        assert questions[0].right == ("a",)
        assert questions[1].right == ("a", "b")
        assert questions[2].right == ("a", "b", "c", "d")
        assert questions[1].must

    @pytest.mark.parametrize(
        ("old", "new", "line", "said"),
        [
            ('id = "q1"', 'id = "q0"', 28, 'question "q0" is there already, on line 2.'),
            ('kind = "one"', 'kind = "two"', 3, 'kind "two" must be one of'),
            ('"01-places"', '"09-nowhere"', 4, "there is no such section."),
            ('outcome = "notice"', 'outcome = "fly"', 5, "there is no such outcome."),
            ('difficulty = "easy"', 'difficulty = "cruel"', 6, "must be one of: easy"),
            ("must = false", 'must = "no"', 7, "must must be true or false"),
            ('tried = "Not yet tried with learners."\n', "", 1, "tried is missing."),
            ("tried", "tryed", 8, "tryed is not a key known here"),
            ("right = true\n", "", 1, "has 0 right options; exactly one must be right."),
            ('why = "Because of what would have happened next."\n', "", 10, "why is missing."),
            ('"Wait until Friday."', '"Tell the lead now."', 1, "two options that read the same"),
            ('[[questions.options]]\nid = "c"', "[[questions.option]]", 21, "option is not a key"),
        ],
    )
    def test_says_what_is_wrong_and_where(self, old, new, line, said):
        _, problems = read(spoilt(old, new))

        assert [one for one in problems if one[0] == line and said in one[1]], problems

    def test_refuses_a_many_question_where_all_are_right(self):
        text = (
            bank()
            .split("[[questions]]")[2]
            .replace('text = "Ask everyone who saw it."\n', 'text = "Ask."\nright = true\n')
        )

        _, problems = read("[[questions]]" + text)

        assert "two or more are right and at least one is wrong" in problems[0][1]

    def test_refuses_right_in_an_order_question(self):
        text = (
            bank()
            .split("[[questions]]")[3]
            .replace('text = "Step a."', 'text = "Step a."\nright = true')
        )

        _, problems = read("[[questions]]" + text)

        assert "right is not used in an order question" in problems[0][1]

    def test_refuses_too_few_options(self):
        text = bank().split("[[questions]]")[1]
        text = "[[questions]]" + text[: text.rindex("[[questions.options]]")]

        _, problems = read(text)

        assert problems == [(1, 'question "q0" has 2 options; one questions have 3 to 4.')]
