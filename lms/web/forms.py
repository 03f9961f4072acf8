"""What every form shares."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField
from wtforms.validators import StopValidation

from lms.kernel.errors import Refusal


def stripped(text: str | None) -> str | None:
    """Return the text without space around it; the filter of every text field."""
    return text.strip() if text else text


class Form(FlaskForm):  # type: ignore[misc]
    """Base of every form."""

    def refuse(self, refusal: Refusal, *, field: str) -> None:
        """Show a refusal beside the field it concerns."""
        named = self[getattr(refusal, "field", field)] if _has(self, refusal) else self[field]
        named.errors = [*named.errors, str(refusal)]


def _has(form: Form, refusal: Refusal) -> bool:
    return getattr(refusal, "field", None) in form


def options(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return (value, words) pairs as the choices of a select, radio or checkbox field."""
    return dict(pairs)


def filled(field: Field) -> str:
    """Return the text of a field whose validators ruled out its being empty."""
    if not isinstance(field.data, str):
        raise TypeError(field.name)
    return field.data


def chosen_day(field: Field) -> date:
    """Return the day of a field whose validators ruled out its being empty."""
    if not isinstance(field.data, date):
        raise TypeError(field.name)
    return field.data


class NumberField(IntegerField):
    """A whole number; what is none is refused in words of ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError for what is no whole number."""
        self.data = None
        typed = (valuelist[0] if valuelist else "").strip()
        if not typed:
            return
        try:
            self.data = int(typed)
        except ValueError:
            msg = f"‘{typed[:20]}’ is no whole number. Enter one such as 10"
            raise ValueError(msg) from None


class Within:
    """Validator of a number between two, inclusive; what is no number keeps its own words."""

    def __init__(self, low: int, high: int, message: str) -> None:
        self.low, self.high, self.message = low, high, message

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop with the message where the number is out of range."""
        if field.data is not None and not self.low <= field.data <= self.high:
            raise StopValidation(self.message)


class DayField(DateField):
    """A day typed in three boxes, or in one as ``30/11/2026``; blank is no day.

    What cannot be read is refused in words of ours, and stays in the boxes.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError for what is no day of the calendar."""
        parts = re.sub(r"[\s/.,-]+", " ", " ".join(valuelist)).strip()
        self.data = read_day(parts)
        if not parts or self.data is not None:
            return
        msg = f"There is no day {parts} in the calendar. Enter one such as 30 11 2026"
        raise ValueError(msg)


def read_day(text: str) -> date | None:
    """Return the day that somebody typed, as ``30/11/2026`` or ``30 November 2026``; or None."""
    parts = re.sub(r"[\s/.,-]+", " ", text).strip()
    for form in ("%d %m %Y", "%d %B %Y", "%d %b %Y", "%Y %m %d"):
        try:
            found = datetime.strptime(parts, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if found.year >= FIRST_YEAR:
            return found
    return None


FIRST_YEAR = 1950
"""An earlier year is a slip of the hand."""


class DayNeeded:
    """Validator of a day that must be there; what could not be read keeps its own words."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop with the message where nothing was typed."""
        if field.data is None:
            raise StopValidation("" if field.errors else self.message)


Validator = Callable[[Any, Any], None]
