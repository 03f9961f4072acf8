"""A text field that asks again where what was typed may point at a child."""

import json
from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import StopValidation

from lms.discretion import rules


class DiscreetField(TextAreaField):
    """Short free text of a mentoring record; drawn by ``discreet`` in ``lms/parts/discreet.html``.

    What may point at a child is refused once, with a tick under it that says that it points at
    nobody. The tick answers for the words that were shown: one more name is asked about again.
    """

    allowed: tuple[str, ...] = ()
    ticked: frozenset[str] = frozenset()
    asked: bool = False
    """Whether something was seen when it was sent, ticked or not: the tick stands under it."""

    def allow(self, *names: str) -> None:
        """Say who may stand there: the people of the pair, their settings."""
        self.allowed = names
        self.render_kw = {**(self.render_kw or {}), "data-discretion": json.dumps(names)}

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as wtforms has it
        """Read what was typed, and what was ticked under it."""
        super().process(formdata, *args, **kwargs)
        ticks = formdata.getlist(self.tick_name) if formdata is not None else []
        self.ticked = frozenset(line for tick in ticks for line in tick.splitlines())

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - as wtforms has it
        """Stop with the question while something was seen that no tick answers for."""
        self.asked = bool(self.seen)
        if not self.ticked.issuperset(self.seen):
            raise StopValidation(rules.sentence(self.hits))

    @property
    def hits(self) -> Sequence[rules.Hit]:
        """What may point at a child in the text as it stands."""
        return rules.found(self.data or "", self.allowed)

    @property
    def seen(self) -> tuple[str, ...]:
        """The words that are asked about, each once; a tick under them holds them."""
        return tuple(dict.fromkeys(hit.words for hit in self.hits))

    @property
    def tick_name(self) -> str:
        """What the tick is called in the form."""
        return f"{self.name}-points-at-nobody"
