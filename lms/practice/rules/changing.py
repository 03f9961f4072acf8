"""What changed from one go at a scenario to the next."""

from dataclasses import dataclass

from lms.practice.rules.told import Comparison, Told


@dataclass(frozen=True, kw_only=True)
class Changed:
    """How a later go stands beside an earlier one, item by item."""

    seen: tuple[Told, ...]
    """Good ones chosen now that were not chosen before."""

    mended: tuple[Told, ...]
    """Harmful or useless ones chosen before and left out now."""

    lost: tuple[Told, ...]
    """Good ones chosen before and left out now, without those that experts dispute."""

    new_faults: tuple[Told, ...]
    """Harmful or useless ones chosen now for the first time."""

    @property
    def is_same(self) -> bool:
        """Tell whether nothing of that changed."""
        return not (self.seen or self.mended or self.lost or self.new_faults)


def changed(before: Comparison, now: Comparison) -> Changed:
    """Return what changed between two goes at one scenario, in the order of the steps."""
    had = {one.id for one in before.matched}
    has = {one.id for one in now.matched}
    erred = {one.id for one in (*before.harmful, *before.useless)}
    errs = {one.id for one in (*now.harmful, *now.useless)}
    return Changed(
        seen=tuple(one for one in now.matched if one.id not in had),
        mended=tuple(one for one in (*before.harmful, *before.useless) if one.id not in errs),
        lost=tuple(one for one in before.matched if one.id not in has and not one.disputed),
        new_faults=tuple(one for one in (*now.harmful, *now.useless) if one.id not in erred),
    )
