"""How the training reads: plain, in the time it claims, in words a careful lead would let pass."""

import re

import pytest

from lms.content.rules.pieces import cut
from tests.content import prose

LONGEST_SENTENCE = 25
OLDEST_READER = 12
WORDS_A_MINUTE = 120

SINGLED_OUT = re.compile(r"(?:^|[.:?!]\s+|\band )don't\b", re.IGNORECASE | re.MULTILINE)
"""An order in a short form: people who read English as a second language may miss the 'not'."""

CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
TELEPHONE = re.compile(r"\b0\d[\d ]{5,}\b|\b1[01]1\b|\b116\s?\d{3}\b")

REFUSED = (
    r"peer[- ]on[- ]peer",
    r"annex [a-z]\b",
    r"\blscb\b",
    r"paragraphs? \d",
    "¶",
    r"(?:in education|to safeguard children),? 20(?:1\d|2[0-5])",
    r"[a-z]shire\b|county council|borough of",
    r" & ",
    "young woman|young women",
    "promiscuous|sexually active|engaged in|experimenting",
    r"puts? (?:herself|himself|themselves) at risk",
    "historic(?:al)? (?:review|case)",
    r"all of the above|none of the above",
)
"""Patterns that stand nowhere at all, not even as something to be wrong about."""


def places(passages, pattern):
    found = re.compile(pattern, re.IGNORECASE)
    return [(one.place, one.text) for one in passages if found.search(one.text)]


class TestModule:
    def test_takes_the_time_it_claims(self, module):
        read = [one for one in module.sections if not one.scenario]

        assert sum(one.words for one in read) <= 1.1 * WORDS_A_MINUTE * sum(
            one.minutes for one in read
        )

    def test_has_no_long_sentence(self, module):
        assert not [
            (passage.place, sentence)
            for passage in prose.of_module(module)
            for sentence in passage.sentences
            if prose.words(sentence) > LONGEST_SENTENCE
        ]

    @pytest.mark.parametrize("pattern", REFUSED)
    def test_says_nothing_that_a_careful_lead_would_refuse(self, module, pattern):
        assert not places(prose.of_module(module), pattern)

    def test_gives_no_telephone_number_of_its_own(self, module):
        assert not [
            (one.place, one.text) for one in prose.of_module(module) if TELEPHONE.search(one.text)
        ]

    def test_never_raises_its_voice(self, module):
        assert not places(prose.of_module(module), "!")

    def test_explains_an_abbreviation_where_it_first_stands(self, module):
        text = "\n".join(one.text for one in module.sections)

        assert not [
            short
            for short in sorted(set(CAPITALS.findall(text)))
            if not re.search(rf"[a-z] \({short}\)", text[: text.index(short) + len(short) + 1])
        ]

    def test_says_whose_it_is_and_that_nobody_has_approved_it_yet(self, module):
        assert module.owner.lower().endswith("lead") or module.owner == "Principal social worker"
        assert module.guidance.endswith("2026")
        assert (module.next_review - module.last_reviewed).days < 366
        assert module.approval == "Awaiting approval by a named safeguarding lead."

    def test_names_its_sources_as_they_stand_today(self, module):
        names = " ".join(one.name for one in module.sources).lower()

        assert "keeping children safe in education 2026" in names
        assert "working together to safeguard children 2026" in names
        assert all(one.url.count("/") >= 3 and ".pdf" not in one.url for one in module.sources)


class TestSection:
    def test_takes_the_minutes_it_says(self, module):
        assert not [
            (one.id, one.words)
            for one in module.sections
            if not one.scenario and not 0.8 <= one.words / (WORDS_A_MINUTE * one.minutes) <= 1.15
        ]

    def test_is_read_with_ease(self, module):
        assert not [
            one.id
            for one in module.sections
            if prose.reading_age(prose.of_section(one)) > OLDEST_READER
        ]

    def test_opens_with_the_moment_and_not_with_the_law(self, module):
        for section in module.sections:
            first = cut(section.text)[0][0]
            opening = first.body.text.strip().split("\n\n")[0]

            assert first.kind == "html", section.id
            assert not re.search(r"\bAct\b|#|guidance|statutory", opening), section.id

    def test_stops_once_to_ask_where_it_takes_more_than_two_minutes(self, module):
        assert not [one.id for one in module.sections if one.minutes > 2 and not one.has_pause]

    def test_sets_a_weak_and_a_better_way_side_by_side(self, module):
        assert not [one.id for one in module.sections if "::: compare" not in one.text]

    def test_names_where_its_rules_come_from(self, module):
        assert not [
            one.id
            for one in module.sections
            if one.minutes >= 4 and not one.scenario and "::: source" not in one.text
        ]

    def test_ends_with_what_to_do_when_it_does_not_go_to_plan(self, module):
        for section in module.sections:
            headings = re.findall(r"^## (.+)$", section.text, re.MULTILINE)
            last = section.text.strip().split("\n\n")[-1]

            assert headings[-1:] == ["When it doesn't go to plan"] or re.match(
                r"\*\*[^*]+\?\*\* ", last
            ), section.id

    def test_spells_out_what_people_must_not_do(self, module):
        assert not [
            (one.id, found[0])
            for one in module.sections
            if (found := SINGLED_OUT.search(one.text))
        ]
