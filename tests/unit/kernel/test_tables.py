import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.lines import lines_of
from lms.kernel.tables import Problem, Table, once

TEXT = '''\
# A comment with [[brackets]] and "quotes"
title = "One [two] # three"
says = { amadi = "Yes", "roe" = 'No' }
long = """
first
key = "not a key"
""" # after
days = [
  1, # one
  2,
  { id = "r1", text = "=" },
]
a.b = 1

[check]
ask = 3

[[questions]]
id = "q1"
[[questions.options]]
id = "a"
[[questions.options]]
id = "b"

[[questions]]
id = "q2"
when = 2026-11-20 07:32:00
odd = """ends with a quote""""
'''


class TestLinesOf:
    def test_finds_every_value(self):
        lines = lines_of(TEXT)

        found = {
            place: lines[place]
            for place in [
                ("title",),
                ("says", "roe"),
                ("long",),
                ("days", 1),
                ("days", 2, "text"),
                ("a", "b"),
                ("check",),
                ("check", "ask"),
                ("questions", 0),
                ("questions", 0, "options", 1, "id"),
                ("questions", 1, "id"),
                ("questions", 1, "odd"),
            ]
        }
        assert found == {
            ("title",): 2,
            ("says", "roe"): 3,
            ("long",): 4,
            ("days", 1): 10,
            ("days", 2, "text"): 11,
            ("a", "b"): 13,
            ("check",): 15,
            ("check", "ask"): 16,
            ("questions", 0): 18,
            ("questions", 0, "options", 1, "id"): 23,
            ("questions", 1, "id"): 26,
            ("questions", 1, "odd"): 28,
        }

    def test_knows_every_value_that_is_read(self):
        lines = lines_of(TEXT)

        assert all(place in lines for place in places(tomllib.loads(TEXT)))

    @given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), max_size=5))
    def test_is_not_misled_by_what_a_text_holds(self, texts):
        quoted = [one.replace("\\", "\\\\").replace('"', '\\"') for one in texts]
        text = "".join(f'k{at} = "{one}"\n' for at, one in enumerate(quoted))

        assert lines_of(text) == {(): 1, **{(f"k{at}",): at + 1 for at in range(len(texts))}}


def places(value, way=()):
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        if isinstance(one, dict | list):
            yield from places(one, (*way, key))
        else:
            yield (*way, key)


def table(text):
    problems = []
    return Table.read(text, "a.toml", problems), problems


class TestTable:
    @pytest.mark.parametrize(
        ("text", "line"),
        [('a = "1"\nb = \nc = 3\n', 2), ("a = 1\na = 2\n", 2), ('a = "', 1), ("a = 1\n\x00", 2)],
    )
    def test_tells_where_toml_is_broken(self, text, line):
        read, problems = table(text)

        assert read is None
        assert [one.line for one in problems] == [line]
        assert "not TOML that can be read" in problems[0].message

    @pytest.mark.parametrize("text", ["a = " + "[" * 3000, "a = " + "9" * 5000])
    def test_survives_what_no_author_writes(self, text):
        read, problems = table(text)

        assert read is None
        assert len(problems) == 1

    @pytest.mark.parametrize(
        ("read", "text", "said"),
        [
            (lambda t: t.text("k"), "", "k is missing."),
            (lambda t: t.text("k"), 'k = " "', "k is empty; write it."),
            (lambda t: t.text("k"), "k = 1", 'k must be text in quotation marks: k = "…".'),
            (lambda t: t.text("k", longest=2), 'k = "abc"', "k is 3 characters long"),
            (lambda t: t.text("k"), 'k = "a\\nb"', "k must stand on one line."),
            (lambda t: t.text("k"), 'k = "a\\u0000b"', "a character that cannot be shown"),
            (lambda t: t.identity("k"), 'k = "A b"', 'k "A b" must be small letters'),
            (lambda t: t.choice("k", ["x", "y"]), 'k = "z"', 'k "z" must be one of: x, y.'),
            (lambda t: t.reference("k", ["x"], what="day"), 'k = "z"', "there is no such day."),
            (lambda t: t.number("k", least=1, most=5), "k = 9", "a whole number from 1 to 5."),
            (lambda t: t.number("k", least=0, most=5), "k = true", "a whole number from 0 to 5."),
            (lambda t: t.span("k", least=1, most=5), "k = [4, 2]", "lowest and the highest"),
            (lambda t: t.flag("k"), 'k = "true"', "k must be true or false"),
            (lambda t: t.day("k"), 'k = "2026-11-20"', "k must be a date without quotation"),
            (lambda t: t.day("k"), "k = 2026-11-20T08:00:00", "k must be a date"),
            (lambda t: t.texts("k"), 'k = "a"', "k must be a list of texts"),
            (lambda t: t.texts("k"), 'k = ["a", "a"]', "k names something twice."),
            (lambda t: t.references("k", ["a"], what="owner"), 'k = ["b"]', "no such owner."),
            (lambda t: t.pairs("k"), "k = 3", "k must be a table of texts"),
            (lambda t: t.pairs("k"), "k = { a = 3 }", "a must be text in quotation marks"),
            (lambda t: t.table("k"), "k = 3", "k must be a table: [k]"),
            (lambda t: t.tables("k"), "k = 3", "k must be a list of tables: [[k]]"),
        ],
    )
    def test_says_what_does_not_fit(self, read, text, said):
        opened, problems = table(text)

        read(opened)

        assert len(problems) == 1
        assert said in problems[0].message

    def test_reads_what_fits(self):
        opened, problems = table(
            't = " a "\nn = 3\ns = [1, 4]\nf = true\nd = 2026-11-20\np = { x = "y" }\n'
        )

        values = (
            opened.text("t"),
            opened.number("n", least=1, most=5),
            opened.span("s", least=1, most=5),
            opened.flag("f"),
            opened.day("d"),
            opened.pairs("p"),
        )
        opened.done()

        assert values == ("a", 3, (1, 4), True, date(2026, 11, 20), {"x": "y"})
        assert problems == []

    def test_complains_of_keys_that_nobody_asked_for(self):
        opened, problems = table('title = "a"\ntitel = "b"\n')

        opened.text("title")
        opened.done()

        assert problems == [Problem("a.toml", 2, "titel is not a key known here; is it misspelt?")]
        assert str(problems[0]).startswith("a.toml:2: titel is not")


class TestOnce:
    def test_points_at_the_second(self):
        opened, problems = table('[[x]]\nid = "a"\n[[x]]\nid = "a"\n')
        tables = opened.tables("x")

        once(tables, [one.identity() for one in tables], what="x")

        assert problems == [Problem("a.toml", 4, 'x "a" is there already, on line 2.')]
