"""The five by five picture of likelihood and impact, before and after one's controls."""

from dataclasses import dataclass

from lms.practice import rules
from lms.practice.rules import IMPACTS, LIKELIHOODS, Comparison, HazardTold, Level, Rating
from lms.web.learner.practice_sheets import Sheet


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One square: how high a risk stands there, and which hazards do."""

    level: Level
    number: int
    """Likelihood times impact; only ever to sort by."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One hazard in the table below the picture."""

    letter: str
    told: HazardTold
    rating: Rating

    @property
    def before(self) -> str:
        """What the learner said, words first."""
        return said(self.rating.likelihood, self.rating.impact)

    @property
    def after(self) -> str:
        """The same once the controls are in place."""
        return said(self.rating.after_likelihood, self.rating.after_impact)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The squares, the likeliest row first, and the table that says the same."""

    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    lines: tuple[Line, ...]


def picture(found: Sheet, compared: Comparison) -> Picture:
    """Return the picture of the hazards that the learner and experts saw."""
    lines = tuple(
        Line(
            letter=found.letters[told.id],
            told=told,
            rating=found.assessment.rating(told.id),
        )
        for told in compared.hazards
    )
    return Picture(
        rows=tuple(
            (word, tuple(_cell(lines, likelihood, impact) for impact in IMPACTS))
            for likelihood, word in sorted(LIKELIHOODS.items(), reverse=True)
        ),
        lines=tuple(sorted(lines, key=lambda line: line.letter)),
    )


def said(likelihood: int | None, impact: int | None) -> str:
    """Return a rating in words: ``likely, serious harm``; '' where nothing was said."""
    words = (LIKELIHOODS.get(likelihood or 0), IMPACTS.get(impact or 0))
    return ", ".join(word for word in words if word)


def _cell(lines: tuple[Line, ...], likelihood: int, impact: int) -> Cell:
    here = (likelihood, impact)
    return Cell(
        level=rules.level(likelihood, impact),
        number=likelihood * impact,
        before=_standing(
            [(one, (one.rating.likelihood, one.rating.impact)) for one in lines], here
        ),
        after=_standing(
            [(one, (one.rating.after_likelihood, one.rating.after_impact)) for one in lines], here
        ),
    )


def _standing(
    placed: list[tuple[Line, tuple[int | None, int | None]]], here: tuple[int, int]
) -> tuple[str, ...]:
    return tuple(sorted(one.letter for one, at in placed if at == here))
