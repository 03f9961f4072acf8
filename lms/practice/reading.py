"""From scenarios/*.toml to scenarios, noting every problem."""

from collections.abc import Callable, Collection
from typing import TypeVar

from lms.kernel.tables import Table, once
from lms.practice.rules import (
    KINDS,
    RUNGS,
    STEPS,
    Control,
    Expert,
    Hazard,
    Item,
    Named,
    Reason,
    Scenario,
)

Read = TypeVar("Read", Expert, Named, Reason, Item, Hazard, Control)

PARTS = ("experts", "people", "owners", "days", "hazards")
"""Lists whose ids are named elsewhere in the file."""


def read_scenario(root: Table, scenario_id: str, sections: Collection[str] = ()) -> Scenario:
    """Return the scenario in a file; what is wrong is noted in ``root.problems``.

    Args:
        root: the file's outermost table.
        scenario_id: the file's name without its ending.
        sections: ids of the module's sections, one of which may teach each step.

    """
    known = {part: _ids(root, part) for part in PARTS}
    reader = _Items(known)
    scenario = Scenario(
        id=scenario_id,
        title=root.text("title"),
        place=root.text("place"),
        sensitive=root.text("sensitive", longest=600, needed=False),
        outline=root.text("outline", longest=6000, lines=True),
        experts=_each(root, "experts", _expert),
        people=_each(root, "people", _named),
        owners=_each(root, "owners", _named),
        days=_each(root, "days", _named),
        first=_each(root, "first", reader.item),
        hazards=_each(root, "hazards", reader.hazard),
        controls=_each(root, "controls", reader.control),
        views=_each(root, "views", reader.item),
        reviews=_each(root, "reviews", reader.item),
        core=_core(root),
        taught=_taught(root, sections),
    )
    root.done()
    _check_ids(root, scenario)
    _check_balance(root, scenario)
    return scenario


class _Items:
    """Reads what can be chosen; knows the ids that an item may name."""

    def __init__(self, known: dict[str, set[str]]) -> None:
        self.known = known

    def item(self, table: Table) -> Item:
        item = Item(
            id=table.identity(),
            text=table.text("text", longest=400),
            kind=table.choice("kind", KINDS),
            experts=self._experts(table),
            told=table.text("told", longest=1000, lines=True),
            says=self._says(table),
            unless=table.text("unless", needed=False),
        )
        self._check(table, item)
        table.done()
        return item

    def hazard(self, table: Table) -> Hazard:
        good = table.values.get("kind") == "good"
        hazard = Hazard(
            id=table.identity(),
            text=table.text("text", longest=400),
            kind=table.choice("kind", KINDS),
            experts=self._experts(table),
            told=table.text("told", longest=1000, lines=True),
            says=self._says(table),
            unless=table.text("unless", needed=False),
            people=table.references(
                "people", self.known["people"], what="person under [[people]]", needed=good
            ),
            likelihood=_rating(table, "likelihood", needed=good),
            impact=_rating(table, "impact", needed=good),
            after_likelihood=_rating(table, "after_likelihood", needed=good),
            after_impact=_rating(table, "after_impact", needed=good),
            reasons=_each(table, "reasons", _reason, needed=good),
        )
        self._check(table, hazard)
        _check_reasons(table, hazard)
        table.done()
        return hazard

    def control(self, table: Table) -> Control:
        good = table.values.get("kind") == "good"
        control = Control(
            id=table.identity(),
            text=table.text("text", longest=400),
            kind=table.choice("kind", KINDS),
            experts=self._experts(table),
            told=table.text("told", longest=1000, lines=True),
            says=self._says(table),
            unless=table.text("unless", needed=False),
            hazards=table.references("hazards", self.known["hazards"], what="hazard", needed=good),
            rung=table.choice("rung", RUNGS) if good or "rung" in table.values else "",
            owners=table.references(
                "owners", self.known["owners"], what="owner under [[owners]]", needed=good
            ),
            by=table.reference("by", self.known["days"], what="day under [[days]]")
            if good or table.values.get("by")
            else table.text("by", needed=False),
        )
        self._check(table, control)
        table.done()
        return control

    def _experts(self, table: Table) -> tuple[str, ...]:
        return table.references(
            "experts", self.known["experts"], what="expert under [[experts]]", needed=False
        )

    def _says(self, table: Table) -> dict[str, str]:
        says = table.pairs("says")
        for expert in says:
            if expert not in self.known["experts"]:
                table.bad(f'says names "{expert}", and there is no such expert.', "says")
        return says

    def _check(self, table: Table, item: Item) -> None:
        chose = len(item.experts)
        if item.kind == "good" and not chose:
            table.bad(f'"{item.id}" is good, so at least one expert chose it: name them.')
        if 0 < chose < len(self.known["experts"]) and not item.says:
            table.bad(
                f'experts disagree about "{item.id}": give says = {{ … }} with a sentence of at '
                "least one of them."
            )
        if item.unless and item.kind != "harmful":
            table.bad("unless belongs to harmful items only.", "unless")
        if item.kind == "harmful" and chose >= 2 and not item.unless:
            table.bad(
                f'"{item.id}" is harmful though {chose} experts chose it: say on what condition '
                'they would, as in unless = "J asks for it".'
            )
        if item.kind == "useless" and chose:
            table.bad(f'"{item.id}" is useless, so no expert chose it.', "experts")


def _each(
    table: Table, key: str, read: Callable[[Table], Read], *, needed: bool = True
) -> tuple[Read, ...]:
    tables = table.tables(key, needed=needed)
    values = tuple(read(one) for one in tables)
    once(tables, [value.id for value in values], what=key)
    return values


def _expert(table: Table) -> Expert:
    expert = Expert(id=table.identity(), name=table.text("name"), role=table.text("role"))
    table.done()
    return expert


def _named(table: Table) -> Named:
    named = Named(id=table.identity(), text=table.text("text"))
    table.done()
    return named


def _reason(table: Table) -> Reason:
    reason = Reason(
        id=table.identity(),
        text=table.text("text", longest=400),
        good=table.flag("good"),
        told=table.text("told", longest=600, lines=True),
    )
    table.done()
    return reason


def _rating(table: Table, key: str, *, needed: bool) -> tuple[int, int] | None:
    if not needed and key not in table.values:
        return None
    return table.span(key, least=1, most=5)


def _check_reasons(table: Table, hazard: Hazard) -> None:
    if not hazard.reasons:
        return
    if len(hazard.reasons) < 2 or len({one.good for one in hazard.reasons}) < 2:
        table.bad(
            f'"{hazard.id}" needs two reasons or more to pick from, at least one of them good '
            "and one not.",
            "reasons",
        )


def _core(root: Table) -> tuple[str, ...]:
    weights = root.table("weights")
    items = {
        one
        for step in ("first", "hazards", "controls", "views", "reviews")
        for one in _ids(root, step, kind="good")
    }
    core = weights.references("core", items, what="good item")
    if "core" in weights.values and not core:
        weights.bad("core names nothing; an assessment always has something to stand on.", "core")
    weights.done()
    return core


def _taught(root: Table, sections: Collection[str]) -> dict[str, str]:
    if "taught" not in root.values:
        return {}
    table = root.table("taught")
    taught = {
        step: table.reference(step, sections, what="section")
        for step in STEPS
        if step in table.values
    }
    table.done()
    return taught


def _ids(root: Table, key: str, *, kind: str | None = None) -> set[str]:
    """Return the ids under ``key`` without complaint; reading them properly comes after."""
    entries = root.values.get(key)
    if not isinstance(entries, list):
        return set()
    return {
        entry["id"]
        for entry in entries
        if isinstance(entry, dict)
        and isinstance(entry.get("id"), str)
        and (kind is None or entry.get("kind") == kind)
    }


def _check_ids(root: Table, scenario: Scenario) -> None:
    seen: dict[str, str] = {}
    for step, item in scenario.items():
        if item.id and seen.get(item.id, step) != step:
            root.bad(
                f'the id "{item.id}" stands under [[{seen[item.id]}]] and under [[{step}]]; '
                "each item needs its own.",
                step,
            )
        seen.setdefault(item.id, step)


def _check_balance(root: Table, scenario: Scenario) -> None:
    if len(scenario.experts) < 2:
        root.bad("there must be several experts; five is usual.", "experts")
    kinds = {item.kind for _, item in scenario.items()}
    for kind in ("harmful", "useless"):
        if kind not in kinds:
            root.bad(f"no item is {kind}: then ticking everything would be a way to do well.")
