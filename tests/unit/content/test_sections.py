import pytest

from tests.support.modules import FILLER, ModuleFolder


@pytest.fixture
def module(tmp_path):
    return ModuleFolder.made(tmp_path)


class TestSection:
    @pytest.mark.parametrize(
        ("old", "new", "at", "said"),
        [
            ("The bell", "The <em>bell</em>", "The <em>", 'raw HTML is not used: "<em>"'),
            ("The bell", "<div>\n\nThe bell", "<div>", "raw HTML is not used"),
            ("## What", "# What", "# What", "headings here begin with ##"),
            ("## What", "### What", "### What", "the first heading of a section is ##"),
            ("## What", "## A\n\n#### What", "#### What", "#### follows ##; use ### first"),
            ("The bell", "Title\n---\n\nThe bell", "Title", "dashes under a text"),
            ("[[sight line]]", "[[line]]", "[[line]]", "the glossary in module.toml has no term"),
            ("[[sight line]]", "[[sight line", "[[sight", "not a link or a term"),
            ("(02-acting.md)", "(03-x.md)", "03-x.md", "the module has no such section"),
            ("(02-acting.md)", "(http://a.example)", "http:", "must begin with https://"),
            ("(02-acting.md)", "(mailto:a@b.example)", "mailto", "must begin with https://"),
            ("(02-acting.md)", "(/people)", "/people", "must begin with https://"),
            ("(02-acting.md)", "(javascript:x)", "javascript", "not a link or a term"),
            ("(media/plan.svg)", "(media/no.svg)", "no.svg", 'there is no file "media/no.svg"'),
            ("(media/plan.svg)", "(../plan.svg)", "../plan", "must lie in media/"),
            ("(media/plan.svg)", "(https://a.example/b.png)", "a.example", "must lie in media/"),
            ("![A plan of the corridor, its corner dark]", "![]", "![]", "needs words that tell"),
            ("::: key", "::: hint", "::: hint", '"hint" is not a block known here'),
            (":::\n\n::: pause", "\n::: pause", "::: pause", "opens inside the key block"),
            ("day.\n:::", "day.", "::: pause", "this pause block is never closed"),
            ("## What", ":::\n\n## What", ":::", "::: closes a block, and none is open"),
            ("::: key", " ::: key", " ::: key", "must stand at the very start"),
            ("::: pause", "::: example", None, "a section of 3 minutes needs a ::: pause"),
            ("\n---\n", "\n", "::: pause", "a pause has two halves"),
            ("Ours: ", "We: ", "::: pause", "stands our answer: Ours:"),
            ("Ours: somebody with a name, and a day.", "Ours:", None, "write our honest answer"),
            ("- I would ask at the\n  office first.\n", "", "- The site", "offers 1 answers"),
            ("- The site", "The site", "- I would", "offers 1 answers"),
            ("- I would", "-  \n- I would", "-  ", "this answer is empty"),
        ],
    )
    def test_is_checked_line_by_line(self, module, old, new, at, said):
        module.change("01-places.md", old, new)

        found = [one for one in module.faults() if said in one[2]]

        assert found, module.faults()
        assert found[0][0] == "01-places.md"
        lines = module.text("01-places.md").split("\n")
        assert at is None or at in lines[found[0][1] - 1], found

    def test_has_one_pause_at_most(self, module):
        text = module.text("02-acting.md")
        module.write("02-acting.md", text + text[text.index("::: pause") :])

        file, line, message = module.only_fault()

        assert message.startswith("there is a pause already, on line")
        assert (file, line) == ("02-acting.md", module.line("02-acting.md", "::: pause", nth=2))

    def test_may_do_without_a_pause_when_short(self, module):
        text = module.text("02-acting.md")
        module.write("02-acting.md", text[: text.index("::: pause")])

        assert not module.read().section("02-acting").has_pause

    def test_has_two_ways_to_compare(self, module):
        module.change("02-acting.md", "corridor.\n\n---", "corridor.\n")

        assert "a compare block has two halves" in module.only_fault()[2]

    def test_leaves_contacts_to_the_council(self, module):
        module.change("02-acting.md", "::: contacts dsl mash", "::: contacts dsl aunt\n01234")

        assert [said for _, _, said in module.faults()] == [
            '"aunt" is not a kind of contact; there are dsl, mash, edt, police, lado, '
            "whistleblowing, support.",
            "a contacts block is empty: the council's own contacts are put there.",
        ]

    @pytest.mark.parametrize("times", [1, 60])
    def test_takes_about_as_long_as_it_says(self, module, times):
        module.change("01-places.md", FILLER * 10, FILLER * times)

        file, line, message = module.only_fault()

        assert (file, line) == ("01-places.md", 1)
        assert "module.toml says 3: write 270 to 450 words, or change the minutes" in message

    def test_shows_code_without_taking_it_for_blocks(self, module):
        module.change("01-places.md", "## What", "```\n::: not a block\n<b>\n```\n\n## What")

        assert module.faults() == []

    def test_may_show_a_film_with_captions(self, module):
        module.change("01-places.md", "media/plan.svg", "media/walk.mp4")
        (module.path / "media/plan.svg").unlink()
        module.write("media/walk.mp4", b"\0\0\0\x18ftypmp42")
        assert 'needs captions beside it: "media/walk.vtt"' in module.only_fault()[2]

        module.write("media/walk.vtt", "WEBVTT\n")

        assert sorted(module.read().media) == ["walk.mp4", "walk.vtt"]
