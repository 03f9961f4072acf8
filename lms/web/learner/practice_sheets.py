"""A practice assessment as its pages show it: the parts, and what a form says of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Literal, TypeVar

from werkzeug.datastructures import MultiDict

from lms.content import queries as content
from lms.delivery import kit
from lms.practice import rules
from lms.practice.rules import Assessment, Control, Hazard, Item, Promise, Scenario

if TYPE_CHECKING:
    from lms.learning.models import Practice

Change = Callable[[Assessment], Assessment]
Chosen = TypeVar("Chosen", bound=Item)

FIELDS = {
    "weigh": frozenset({"people", "likelihood", "impact", "reason"}),
    "owners": frozenset({"owner", "by"}),
    "after": frozenset({"after_likelihood", "after_impact"}),
}
"""Part → what it asks of each thing chosen before."""

SAID = {"weigh": "weighed", "owners": "named", "after": "weighed again"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the exercise, and how far the learner is in it."""

    name: str
    title: str
    state: Literal["done", "begun", "open"]
    note: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One go, with the scenario it is about and what was chosen so far."""

    practice: "Practice"
    scenario: Scenario
    module_title: str

    @cached_property
    def assessment(self) -> Assessment:
        """What was chosen so far."""
        return Assessment.from_plain(self.practice.chosen)

    @cached_property
    def hazards(self) -> tuple[Hazard, ...]:
        """The hazards chosen, in the order shown."""
        return self._chosen(self.scenario.hazards)

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """The controls chosen, in the order shown."""
        return self._chosen(self.scenario.controls)

    @cached_property
    def letters(self) -> dict[str, str]:
        """Hazard id → the letter that stands for it in the picture."""
        return {one.id: chr(ord("A") + at) for at, one in enumerate(self.hazards)}

    @cached_property
    def gaps(self) -> dict[tuple[str, str], str]:
        """(hazard or control, what is asked) → what is still to be said of it."""
        found = rules.unfinished(self.scenario, self.assessment)
        return {(one.item_id, one.field): one.message for one in found}

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every part with how far the learner is."""
        return tuple(self._part(name, title) for name, title in rules.PARTS.items())

    def lacks(self, part: str, item: Item) -> list[str]:
        """Return what a part still asks about a hazard or control."""
        asked = FIELDS[part]
        return [
            text for (one, name), text in self.gaps.items() if one == item.id and name in asked
        ]

    def about(self, part: str) -> tuple[Item, ...]:
        """Return the things chosen before that a part asks about."""
        return self.controls if part == "owners" else self.hazards

    def _part(self, name: str, title: str) -> Part:
        if name in rules.STEPS:
            count = len(self._chosen(self.scenario.step(name)))
            note = f"{count} chosen" if count else ""
            return Part(name=name, title=title, state="done" if count else "open", note=note)
        of = self.about(name)
        done = sum(not self.lacks(name, one) for one in of)
        return Part(
            name=name,
            title=title,
            state="done" if of and done == len(of) else "begun" if done else "open",
            note=f"{done} of {len(of)} {SAID[name]}" if of else "",
        )

    def _chosen(self, items: Iterable[Chosen]) -> tuple[Chosen, ...]:
        return tuple(one for one in rules.shown(items) if one.id in self.assessment.chosen)


def sheet(practice: "Practice") -> Sheet:
    """Return a go with its scenario, as its edition tells it."""
    whole = content.content_of(content.edition(kit.session(), practice.edition_id))
    return Sheet(
        practice=practice,
        scenario=whole.scenario(practice.scenario_id),
        module_title=whole.title,
    )


def change_of(found: Sheet, part: str, form: MultiDict[str, str], hazard_id: str) -> Change:
    """Return what a form changes; it says all there is to say on its page and nothing else."""
    if part in rules.STEPS:
        items, ids = found.scenario.step(part), form.getlist("chosen")
        return lambda kept: kept.choosing(items, ids)
    if part == "weigh":
        return lambda kept: _weighed(kept, hazard_id, form)
    if part == "owners":
        return lambda kept: reduce(
            lambda so_far, one: so_far.promised(one, _promise(form, one)),
            [one.id for one in found.scenario.controls if f"owner-{one.id}" in form],
            kept,
        )
    return lambda kept: reduce(
        lambda so_far, one: _weighed_again(so_far, one, form),
        [one.id for one in found.scenario.hazards if f"likelihood-{one.id}" in form],
        kept,
    )


def _weighed(kept: Assessment, hazard_id: str, form: MultiDict[str, str]) -> Assessment:
    rating = replace(
        kept.rating(hazard_id),
        people=tuple(form.getlist("people")),
        likelihood=_number(form.get("likelihood")),
        impact=_number(form.get("impact")),
        reason=form.get("reason", ""),
    )
    return kept.rated(hazard_id, rating)


def _weighed_again(kept: Assessment, hazard_id: str, form: MultiDict[str, str]) -> Assessment:
    rating = replace(
        kept.rating(hazard_id),
        after_likelihood=_number(form.get(f"likelihood-{hazard_id}")),
        after_impact=_number(form.get(f"impact-{hazard_id}")),
    )
    return kept.rated(hazard_id, rating)


def _promise(form: MultiDict[str, str], control_id: str) -> Promise:
    return Promise(owner=form.get(f"owner-{control_id}", ""), by=form.get(f"by-{control_id}", ""))


def _number(given: str | None) -> int | None:
    return {str(one): one for one in rules.LIKELIHOODS}.get(given or "")
