"""A learner's assessment beside the experts', point by point, each with its reason."""

from collections.abc import Collection, Iterable

from lms.practice.rules.assessment import Assessment, Promise, Rating, fitting
from lms.practice.rules.levels import level
from lms.practice.rules.scenario import (
    STEPS,
    Control,
    Hazard,
    Scenario,
    is_disputed,
    is_harmful,
    names,
)
from lms.practice.rules.told import (
    Comparison,
    HazardTold,
    PromiseTold,
    RatingTold,
    Share,
    Told,
    Verdict,
)


def compare(scenario: Scenario, assessment: Assessment) -> Comparison:
    """Return ``assessment`` beside the experts'.

    It is good when nothing harmful was chosen, everything in the core was, at least 60% of the
    good items of each step, and fewer than a third of what was chosen is useless. So neither
    ticking everything nor ticking nothing is a way to do well.
    """
    assessment = fitting(scenario, assessment)
    told = _told(scenario, assessment.chosen)
    harmful_ids = {item.id for _, item in scenario.items() if is_harmful(item)}
    matched = tuple(one for one in told if one.chosen and one.kind == "good")
    harmful = tuple(one for one in told if one.chosen and one.id in harmful_ids)
    useless = tuple(one for one in told if one.chosen and one.kind == "useless")
    missed = tuple(
        one for one in told if not one.chosen and one.kind == "good" and not one.disputed
    )
    shares = tuple(_share(step, matched, missed) for step in STEPS)
    because = (
        *_harm(harmful),
        *_core(one for one in told if one.core and not one.chosen),
        *_too_few(shares),
        *_too_much(len(useless), len(assessment.chosen)),
    )
    return Comparison(
        good=not because,
        because=because,
        matched=matched,
        missed=missed,
        harmful=harmful,
        useless=useless,
        disputed=tuple(one for one in told if one.disputed),
        shares=shares,
        hazards=_hazards(scenario, assessment),
        weak_promises=_weak_promises(scenario, assessment),
    )


def judge(scenario: Scenario, chosen_ids: Collection[str]) -> Verdict:
    """Return what a learner who chose these would be told; ids not known here are ignored."""
    comparison = compare(scenario, Assessment(chosen=tuple(chosen_ids)))
    return Verdict(
        good=comparison.good,
        matched=tuple(one.id for one in comparison.matched),
        missed=tuple(one.id for one in comparison.missed),
        harmful=tuple(one.id for one in comparison.harmful),
        useless=tuple(one.id for one in comparison.useless),
    )


def _told(scenario: Scenario, chosen: Collection[str]) -> tuple[Told, ...]:
    experts = {expert.id: expert.name for expert in scenario.experts}
    return tuple(
        Told(
            id=item.id,
            text=item.text,
            step=step,
            kind=item.kind,
            chosen=item.id in chosen,
            core=item.id in scenario.core,
            disputed=is_disputed(scenario, item),
            told=item.told,
            unless=item.unless,
            experts=tuple(name for one, name in experts.items() if one in item.experts),
            of=len(experts),
            says=tuple(
                (name, item.says[one]) for one, name in experts.items() if one in item.says
            ),
        )
        for step, item in scenario.items()
    )


def _share(step: str, matched: Iterable[Told], missed: Iterable[Told]) -> Share:
    chosen = sum(one.step == step for one in matched)
    return Share(step=step, chosen=chosen, of=chosen + sum(one.step == step for one in missed))


def _harm(harmful: Collection[Told]) -> list[str]:
    if not harmful:
        return []
    count = len(harmful)
    return ["One choice would do harm." if count == 1 else f"{count} choices would do harm."]


def _core(missing: Iterable[Told]) -> list[str]:
    return [f"Something that cannot be left out is missing: {one.text}" for one in missing]


def _too_few(shares: Iterable[Share]) -> list[str]:
    return [
        f"{STEPS[share.step]}: you chose {share.chosen} of the {share.of} that count."
        for share in shares
        if not share.enough
    ]


def _too_much(useless: int, chosen: int) -> list[str]:
    if useless * 3 < chosen or not useless:
        return []
    return [f"{useless} of your {chosen} choices change nothing for any child."]


def _hazards(scenario: Scenario, assessment: Assessment) -> tuple[HazardTold, ...]:
    acted_on = {
        hazard
        for control in scenario.controls
        if control.kind == "good" and control.id in assessment.chosen
        for hazard in control.hazards
    }
    return tuple(
        _hazard(scenario, hazard, assessment.ratings[hazard.id], acted_on=hazard.id in acted_on)
        for hazard in scenario.hazards
        if hazard.kind == "good"
        and hazard.id in assessment.chosen
        and hazard.id in assessment.ratings
    )


def _hazard(scenario: Scenario, hazard: Hazard, rating: Rating, *, acted_on: bool) -> HazardTold:
    reason = next((one for one in hazard.reasons if one.id == rating.reason), None)
    good_one = reason is not None and reason.good
    before = (rating.likelihood, rating.impact)
    after = (rating.after_likelihood, rating.after_impact)
    return HazardTold(
        id=hazard.id,
        text=hazard.text,
        people_missed=names(scenario.people, set(hazard.people) - set(rating.people)),
        reason=reason,
        better_reasons=() if good_one else tuple(one for one in hazard.reasons if one.good),
        ratings=_ratings(hazard, rating),
        before=level(*before),
        after=level(*after),
        without_controls=not acted_on and _is_lower(after, before),
    )


def _ratings(hazard: Hazard, rating: Rating) -> tuple[RatingTold, ...]:
    beside = (
        ("likelihood", rating.likelihood, hazard.likelihood),
        ("impact", rating.impact, hazard.impact),
        ("after_likelihood", rating.after_likelihood, hazard.after_likelihood),
        ("after_impact", rating.after_impact, hazard.after_impact),
    )
    return tuple(
        RatingTold(what=what, given=given, lowest=experts[0], highest=experts[1])
        for what, given, experts in beside
        if experts is not None
    )


def _is_lower(after: tuple[int | None, int | None], before: tuple[int | None, int | None]) -> bool:
    return any(
        late is not None and early is not None and late < early
        for late, early in zip(after, before, strict=True)
    )


def _weak_promises(scenario: Scenario, assessment: Assessment) -> tuple[PromiseTold, ...]:
    promises = (
        _promise(scenario, control, assessment.promises.get(control.id, Promise()))
        for control in scenario.controls
        if control.kind == "good" and control.id in assessment.chosen
    )
    return tuple(one for one in promises if one.owner_weak or one.by_weak)


def _promise(scenario: Scenario, control: Control, promise: Promise) -> PromiseTold:
    days = [day.id for day in scenario.days]
    late = promise.by not in days or (
        control.by in days and days.index(promise.by) > days.index(control.by)
    )
    return PromiseTold(
        id=control.id,
        text=control.text,
        owner="".join(names(scenario.owners, [promise.owner])),
        owner_weak=promise.owner not in control.owners,
        better_owners=names(scenario.owners, control.owners),
        by="".join(names(scenario.days, [promise.by])),
        by_weak=late,
        latest="".join(names(scenario.days, [control.by])),
    )
