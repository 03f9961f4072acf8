"""Every module that ships reads without a fault, and can be drawn and stored whole."""

from lms.content import reading, rules
from tests.content.conftest import SLUGS


def test_the_five_modules_ship():
    assert set(SLUGS) >= {
        "day-one-essentials",
        "safeguarding-induction",
        "risk-assessment",
        "dsl-role",
        "mentor-briefing",
    }


class TestModule:
    def test_draws_every_block(self, module):
        for section in module.sections:
            assert rules.render(section, module.glossary)

    def test_can_be_stored_without_loss(self, module):
        assert reading.from_plain(reading.to_plain(module)) == module

    def test_explains_only_words_that_it_uses(self, module):
        text = " ".join(one.text for one in module.sections).lower()
        used = {one.lower() for one in rules.markdown.terms_named(text)}

        assert not [one.term for one in module.glossary if one.term.lower() not in used]
