import pytest

from lms.kernel.tables import Table
from lms.practice.reading import read_scenario
from lms.practice.rules import judge
from tests.support.modules import SCENARIO


def read(text=SCENARIO):
    problems = []
    root = Table.read(text, "corridor.toml", problems)
    scenario = read_scenario(root, "corridor", {"01-places", "02-acting"})
    return scenario, [(one.line, one.message) for one in problems]


def line_of(text, fragment):
    return next(at for at, line in enumerate(text.split("\n"), 1) if fragment in line)


class TestReadScenario:
    def test_reads_a_scenario(self):
        scenario, problems = read()

        assert problems == []
        assert scenario.id == "corridor"
        assert scenario.hazards[0].likelihood == (3, 4)
        assert scenario.hazards[1].likelihood is None
        assert scenario.controls[0].by == "friday"
        assert scenario.controls[2].says["khan"] == "Where a student asks."
        assert scenario.core == ("h-corner", "c-light")
        assert scenario.taught == {"controls": "02-acting"}

    def test_reads_one_that_can_be_done_well(self):
        scenario, _ = read()
        good = [item.id for _, item in scenario.items() if item.kind == "good"]

        assert judge(scenario, good).good
        assert not judge(scenario, [item.id for _, item in scenario.items()]).good

    @pytest.mark.parametrize(
        ("old", "new", "at", "said"),
        [
            ('title = "The link corridor"', "", None, "title is missing."),
            ('kind = "harmful"', 'kind = "bad"', 'kind = "bad"', "must be one of: good"),
            ('experts = ["amadi", "roe"]', 'experts = ["zzz"]', '"zzz"', "no such expert"),
            ('people = ["students", "staff"]', 'people = ["x"]', '["x"]', "no such person"),
            ('owners = ["site"]', 'owners = ["x"]', 'owners = ["x"]', "no such owner"),
            ('by = "friday"', 'by = "x"', 'by = "x"', "no such day"),
            ('hazards = ["h-corner"]', 'hazards = ["x"]', '["x"]', "no such hazard"),
            ('rung = "place"', 'rung = "x"', 'rung = "x"', "must be one of: opportunity"),
            ("impact = [3, 4]", "impact = [4, 3]", "[4, 3]", "lowest and the highest"),
            ("impact = [3, 4]", "impact = [3, 6]", "[3, 6]", "from 1 to 5"),
            ('says = { khan = "Only after the light." }', "", "c-rota", "experts disagree"),
            ("{ khan = ", "{ zzz = ", "{ zzz", 'says names "zzz"'),
            ('unless = "they ask for it"', "", "c-leave", "say on what condition"),
            ('id = "w-none"', 'id = "w-month"', "w-month", "is there already"),
            ('id = "v-students"', 'id = "f-tell"', "[[views]]", "under [[first]] and under"),
            ('core = ["h-corner", ', 'core = ["f-ask", ', "core =", "no such good item"),
            ("good = false", "good = true", "reasons = [", "at least one of them good"),
            ('controls = "02-acting"', 'controls = "x"', 'controls = "x"', "no such section"),
            ('controls = "02-acting"', 'rules = "02-acting"', "rules =", "not a key known"),
            ("[weights]", "[weight]", "[weight]", "weight is not a key known here"),
            ("told = ", "tells = ", "tells = ", "tells is not a key known here"),
        ],
    )
    def test_says_what_is_wrong_and_where(self, old, new, at, said):
        assert old in SCENARIO
        text = SCENARIO.replace(old, new, 1)

        _, problems = read(text)

        assert [message for _, message in problems if said in message], problems
        if at:
            where = [line for line, message in problems if said in message]
            wanted = line_of(text, at)
            assert min(abs(line - wanted) for line in where) <= 8

    def test_wants_something_to_be_wary_of(self):
        text = SCENARIO.replace('kind = "useless"', 'kind = "harmful"')

        _, problems = read(text)

        assert [one for _, one in problems if "no item is useless" in one]

    def test_knows_that_useless_items_have_no_experts(self):
        text = SCENARIO.replace(
            'kind = "useless"\ntold', 'kind = "useless"\nexperts = ["roe"]\ntold', 1
        )

        _, problems = read(text)

        assert [one for _, one in problems if "is useless, so no expert chose it" in one]
