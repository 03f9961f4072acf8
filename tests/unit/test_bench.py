"""The table of figures, where only some are measured again."""

from tests.bench.__main__ import replaced


def row(what, figure):
    return f"| {what} | **{figure}** | little | ms |"


class TestReplaced:
    def test_takes_the_place_of_rows_of_the_same_words(self):
        kept = [row("a page, 1,000 people", "1"), row("a page, 100,000 people", "2")]
        new = [row("a page, 1,002 people", "3"), row("a page, 100,002 people", "4")]

        assert replaced([*kept, row("an import", "5")], new) == [*new, row("an import", "5")]

    def test_puts_others_below(self):
        assert replaced([row("an import", "5")], [row("a page", "1")]) == [
            row("an import", "5"),
            row("a page", "1"),
        ]
