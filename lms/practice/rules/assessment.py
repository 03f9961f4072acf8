"""What a learner chose: no free text anywhere, so that no real child can be written in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from lms.practice.rules.levels import IMPACTS, LIKELIHOODS
from lms.practice.rules.scenario import Control, Hazard, Item, Named, Scenario


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What a learner made of one hazard; None and '' where they have not said yet."""

    people: tuple[str, ...] = ()
    likelihood: int | None = None
    impact: int | None = None
    reason: str = ""
    after_likelihood: int | None = None
    after_impact: int | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Who owns a control, and by when."""

    owner: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """A learner's whole assessment so far."""

    chosen: tuple[str, ...] = ()
    """Ids of the items of every step, each once."""

    ratings: Mapping[str, Rating] = field(default_factory=dict)
    """Hazard id → what they made of it."""

    promises: Mapping[str, Promise] = field(default_factory=dict)
    """Control id → owner and day."""

    def choosing(self, among: Iterable[Item], ids: Iterable[str]) -> Self:
        """Return it with these chosen among the items of one step, and no others of them."""
        offered = [item.id for item in among]
        wanted = set(ids)
        return replace(
            self,
            chosen=(
                *(one for one in self.chosen if one not in offered),
                *(one for one in offered if one in wanted),
            ),
        )

    def rating(self, hazard_id: str) -> Rating:
        """Return what they made of a hazard so far."""
        return self.ratings.get(hazard_id, Rating())

    def rated(self, hazard_id: str, rating: Rating) -> Self:
        """Return it with a hazard rated so."""
        return replace(self, ratings={**self.ratings, hazard_id: rating})

    def promise(self, control_id: str) -> Promise:
        """Return who owns a control so far, and by when."""
        return self.promises.get(control_id, Promise())

    def promised(self, control_id: str, promise: Promise) -> Self:
        """Return it with a control promised so."""
        return replace(self, promises={**self.promises, control_id: promise})

    def plain(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {
            "chosen": list(self.chosen),
            "ratings": {
                hazard: {**asdict(rating), "people": list(rating.people)}
                for hazard, rating in self.ratings.items()
            },
            "promises": {control: asdict(promise) for control, promise in self.promises.items()},
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Self:
        """Return what ``plain`` wrote; an empty table is an assessment not yet begun."""
        return cls(
            chosen=tuple(kept.get("chosen", ())),
            ratings={
                hazard: Rating(**{**rating, "people": tuple(rating.get("people", ()))})
                for hazard, rating in kept.get("ratings", {}).items()
            },
            promises={
                control: Promise(**promise)
                for control, promise in kept.get("promises", {}).items()
            },
        )


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """Something still to be said about an item that was chosen."""

    item_id: str
    field: str
    """``people``, ``likelihood``, ``impact``, ``reason``, ``after_likelihood``,
    ``after_impact``, ``owner`` or ``by``."""

    message: str


def fitting(scenario: Scenario, assessment: Assessment) -> Assessment:
    """Return the assessment without anything that this scenario does not know.

    What came from a form may name anything; ids, people, owners and days that are not in the
    scenario are left out, and so are ratings that are not from 1 to 5.
    """
    known = {item.id for _, item in scenario.items()}
    hazards = {hazard.id: hazard for hazard in scenario.hazards}
    controls = {control.id for control in scenario.controls}
    return Assessment(
        chosen=tuple(dict.fromkeys(one for one in assessment.chosen if one in known)),
        ratings={
            one: _fitting_rating(scenario, hazards[one], rating)
            for one, rating in assessment.ratings.items()
            if one in hazards
        },
        promises={
            one: Promise(
                owner=_known(scenario.owners, promise.owner), by=_known(scenario.days, promise.by)
            )
            for one, promise in assessment.promises.items()
            if one in controls
        },
    )


def unfinished(scenario: Scenario, assessment: Assessment) -> tuple[Unfinished, ...]:
    """Return what is still to be said about the hazards and controls that were chosen."""
    chosen = set(assessment.chosen)
    gaps: list[Unfinished] = []
    for hazard in scenario.hazards:
        if hazard.id in chosen:
            gaps += _gaps_of_hazard(hazard, assessment.rating(hazard.id))
    for control in scenario.controls:
        if control.id in chosen:
            gaps += _gaps_of_control(control, assessment.promise(control.id))
    return tuple(gaps)


def _gaps_of_hazard(hazard: Hazard, rating: Rating) -> list[Unfinished]:
    asked = [
        ("people", rating.people, "Choose who may be affected"),
        ("likelihood", rating.likelihood, "Choose how likely it is"),
        ("impact", rating.impact, "Choose how much harm it would do"),
        ("reason", rating.reason or not hazard.reasons, "Choose the reason for your rating"),
        (
            "after_likelihood",
            rating.after_likelihood,
            "Choose how likely it is once your controls are in place",
        ),
        (
            "after_impact",
            rating.after_impact,
            "Choose how much harm it would do once your controls are in place",
        ),
    ]
    return _gaps(hazard, asked)


def _gaps_of_control(control: Control, promise: Promise) -> list[Unfinished]:
    asked = [
        ("owner", promise.owner, "Choose one owner"),
        ("by", promise.by, "Choose a day"),
    ]
    return _gaps(control, asked)


def _gaps(item: Item, asked: Sequence[tuple[str, object, str]]) -> list[Unfinished]:
    return [
        Unfinished(item_id=item.id, field=name, message=message)
        for name, given, message in asked
        if not given
    ]


def _fitting_rating(scenario: Scenario, hazard: Hazard, rating: Rating) -> Rating:
    people = {one.id for one in scenario.people}
    reasons = {one.id for one in hazard.reasons}
    return Rating(
        people=tuple(dict.fromkeys(one for one in rating.people if one in people)),
        likelihood=_in_scale(rating.likelihood, LIKELIHOODS),
        impact=_in_scale(rating.impact, IMPACTS),
        reason=rating.reason if rating.reason in reasons else "",
        after_likelihood=_in_scale(rating.after_likelihood, LIKELIHOODS),
        after_impact=_in_scale(rating.after_impact, IMPACTS),
    )


def _in_scale(given: int | None, scale: Mapping[int, str]) -> int | None:
    return given if given in scale else None


def _known(among: tuple[Named, ...], given: str) -> str:
    return given if any(one.id == given for one in among) else ""
