from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content import rules
from lms.content.rules import Addresses, SectionContent, Term
from tests.support.modules import ModuleFolder

shown = st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"], include_characters="\n\t")

GLOSSARY = (
    Term(term="sight line", meaning='What an adult can see "from" <there>.'),
    Term(term="DSL", meaning="Designated safeguarding lead."),
)


def section(text):
    return SectionContent(
        id="01-a", title="A", minutes=2, outcomes=(), text=text, words=0, pause_options=0
    )


def blocks(text, **over):
    return rules.render(section(text), GLOSSARY, **over)


def one_html(text, **over):
    (block,) = blocks(text, **over)
    return block.html


class TestRender:
    def test_cuts_a_section_into_blocks_in_their_order(self, tmp_path):
        content = ModuleFolder.made(tmp_path).read()

        kinds = [
            [block.kind for block in rules.render(one, content.glossary)]
            for one in content.sections
        ]

        assert kinds == [["html", "key", "pause"], ["html", "compare", "contacts", "pause"]]

    def test_draws_a_heading_and_a_list(self):
        assert one_html("## One\n\n- *two*\n- **three**") == (
            "<h2>One</h2>\n<ul>\n<li><em>two</em></li>\n<li><strong>three</strong></li>\n</ul>\n"
        )

    def test_keeps_a_blocks_heading_as_text(self):
        (block,) = blocks("::: key Never <promise>\nTell.\n:::")

        assert (block.kind, block.heading, block.html) == (
            "key",
            "Never <promise>",
            "<p>Tell.</p>\n",
        )

    def test_parts_the_two_ways_of_a_compare(self):
        (block,) = blocks("::: compare\nWatch *it*.\n---\nMs Ito is there.\n:::")

        assert block.weaker_html == "<p>Watch <em>it</em>.</p>\n"
        assert block.better_html == "<p>Ms Ito is there.</p>\n"

    def test_asks_for_the_contacts_named_or_for_all(self):
        named, every = blocks("::: contacts dsl mash\n:::\n::: contacts\n:::")

        assert named.contacts == ("dsl", "mash")
        assert every.contacts == rules.CONTACT_KINDS

    def test_takes_a_pause_apart(self):
        (block,) = blocks(
            "::: pause\nWho, *and* when?\n\n- The [[DSL]],\n  today.\n* I would ask.\n\n---\n\n"
            "Ours: somebody.\n\nAnd a day.\n:::"
        )

        assert block.prompt_html == "<p>Who, <em>and</em> when?</p>\n"
        assert [one.position for one in block.options] == [0, 1]
        assert 'href="#term-dsl"' in block.options[0].text_html
        assert block.options[0].text_html.endswith("</a>,\ntoday.")
        assert block.options[1].text_html == "I would ask."
        assert block.ours_html == "<p>somebody.</p>\n<p>And a day.</p>\n"

    def test_keeps_a_list_in_the_prompt_out_of_the_answers(self):
        (block,) = blocks(
            "::: pause\nRead:\n\n- one\n- two\n\nWhich?\n\n- This.\n- That.\n\n---\n\n"
            "Ours: it.\n:::"
        )

        assert "<li>one</li>" in block.prompt_html
        assert [one.text_html for one in block.options] == ["This.", "That."]

    def test_links_a_term_to_its_meaning(self):
        assert one_html("A [[sight\nlines|Sight Line]] ends.") == (
            '<p>A <a class="o-term" href="#term-sight-line" '
            'data-term="What an adult can see &quot;from&quot; &lt;there&gt;.">sight lines</a>'
            " ends.</p>\n"
        )

    def test_marks_the_place_to_come_back_to_once_a_section(self):
        addresses = Addresses(origin="from-{}".format)

        drawn = "".join(
            one.html
            for one in blocks(
                "A [[DSL]] and a [[DSL]].\n\n::: key\nA [[DSL]].\n:::", addresses=addresses
            )
        )

        assert drawn.count("data-term") == 3
        assert drawn.count('id="from-term-dsl"') == 1

    def test_leads_where_the_page_says(self):
        addresses = Addresses(media="/m/{}".format, section="/s/{}".format, term="/t#{}".format)

        drawn = one_html(
            "[a](02-b.md) ![b](media/c.svg) [[DSL]] [d](https://a.example/)", addresses=addresses
        )

        assert '<a href="/s/02-b">a</a>' in drawn
        assert '<img src="/m/c.svg" alt="b" loading="lazy">' in drawn
        assert 'href="/t#term-dsl"' in drawn
        assert '<a href="https://a.example/" rel="noopener noreferrer">d</a>' in drawn

    def test_heads_no_column_with_an_empty_corner(self):
        drawn = one_html("| | a |\n| --- | --- |\n| b | c |\n")

        assert drawn.count("<th ") == 1
        assert '<td></td>\n<th scope="col">a</th>' in drawn

    def test_shows_a_film_with_its_captions(self):
        drawn = one_html("![A walk](media/walk.mp4)")

        assert (
            '<video src="media/walk.mp4" controls="" preload="none" aria-label="A walk">' in drawn
        )
        assert '<track src="media/walk.vtt" kind="captions"' in drawn

    def test_lets_the_keyboard_reach_a_wide_table(self):
        drawn = one_html("| Who | When |\n| --- | ---: |\n| Ms Ito | Monday |")

        assert 'role="region" aria-label="Table: Who, When"' in drawn
        assert '<div class="o-scroll" tabindex="0"' in drawn
        assert '<th scope="col">Who</th>' in drawn
        assert "style=" not in drawn

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            '<img src=x onerror="alert(1)">',
            "[a](javascript:alert(1))",
            "[a](data:text/html;base64,x)",
            '[a](https://a.example "x\\" onclick=\\"alert(1)")',
            "![x](javascript:alert(1))",
            '[[DSL" onclick="x|DSL]]',
        ],
    )
    def test_lets_nothing_through_that_runs(self, text):
        drawn = html5lib.parseFragment(one_html(text), namespaceHTMLElements=False)

        for tag in drawn.iter():
            assert tag.tag not in {"script", "iframe", "style"}
            assert not [name for name in tag.attrib if str(name).startswith("on")]
            assert "javascript:" not in str(tag.attrib)

    @given(st.text(shown, max_size=200))
    def test_never_fails_and_stays_well_formed(self, text):
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)

        for block in blocks("x\n\n" + text.replace(":::", "")):
            parser.parseFragment(block.html)


class TestInline:
    def test_has_no_paragraph_around_it(self):
        assert rules.inline("Tell *her*.") == "Tell <em>her</em>."


class TestTerms:
    def test_lists_those_explained_by_alphabet(self):
        text = "[[sight lines|Sight line]], [[dsl]], [[sight line]]"

        assert [one.term for one in rules.terms([section(text)], GLOSSARY)] == [
            "DSL",
            "sight line",
        ]

    def test_leaves_out_what_is_not_explained_here(self):
        assert rules.terms([section("The DSL.")], GLOSSARY) == ()

    def test_gives_each_an_anchor(self):
        assert Term(term="Child's (own) wörd", meaning="").anchor == "term-child-s-own-wörd"


@pytest.fixture
def old(tmp_path):
    return ModuleFolder.made(tmp_path).read()


class TestChanges:
    def told(self, old, **over):
        return [(one.about, one.id, one.how) for one in rules.changes(old, replace(old, **over))]

    def test_are_none_between_equals(self, old):
        assert rules.changes(old, old) == ()

    def test_name_what_the_module_says_of_itself(self, old):
        (change,) = rules.changes(old, replace(old, guidance="House rules 2027"))

        assert (change.name, change.removed, change.added) == (
            "Guidance",
            ("House rules 2026",),
            ("House rules 2027",),
        )

    def test_show_the_paragraphs_that_were_reworded(self, old):
        first, second = old.sections
        text = second.text.replace("Say who, where", "Name who, where")

        (change,) = rules.changes(old, replace(old, sections=(first, replace(second, text=text))))

        assert (change.about, change.name, change.how) == ("section", "Acting", "changed")
        assert change.removed == ("Say who, where and by when.",)
        assert change.added == ("Name who, where and by when.",)

    def test_name_sections_added_and_removed(self, old):
        first, second = old.sections
        third = replace(second, id="03-more", title="More")

        assert self.told(old, sections=(first, third)) == [
            ("section", "02-acting", "removed"),
            ("section", "03-more", "added"),
        ]

    def test_name_sections_that_moved(self, old):
        (change,) = rules.changes(old, replace(old, sections=old.sections[::-1]))

        assert (change.about, change.how) == ("section", "moved")

    def test_show_what_changed_in_a_question(self, old):
        first, *rest = old.questions
        options = (replace(first.options[0], right=False), *first.options[1:])
        questions = (replace(first, must=True, options=options), *rest)

        (change,) = rules.changes(old, replace(old, questions=questions))

        assert (change.about, change.id) == ("question", "q0")
        assert "May be got wrong" in change.removed
        assert "Must be got right" in change.added
        assert any(line.startswith("Tell the lead now.") for line in change.added)

    def test_show_what_changed_in_a_scenario(self, old):
        (scenario,) = old.scenarios
        hazard = replace(scenario.hazards[0], likelihood=(4, 5))
        scenario = replace(scenario, hazards=(hazard, *scenario.hazards[1:]))

        (change,) = rules.changes(old, replace(old, scenarios=(scenario,)))

        assert change.about == "scenario"
        assert "likelihood: 4, 5" in change.added[0]
        assert "The log shows it on most days. (good: It does.)" in change.added[0]

    def test_name_everything_else(self, old):
        told = self.told(
            old,
            check=replace(old.check, pass_percent=90),
            outcomes=old.outcomes[:1],
            glossary=(Term(term="sight line", meaning="Other words."),),
            sources=(),
            media={"plan.svg": "0" * 64, "map.svg": "1" * 64},
        )

        assert told == [
            ("check", "check", "changed"),
            ("outcome", "act", "removed"),
            ("term", "sight line", "changed"),
            ("source", old.sources[0].url, "removed"),
            ("picture", "map.svg", "added"),
            ("picture", "plan.svg", "changed"),
        ]
