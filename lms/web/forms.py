"""What every form shares."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

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


Validator = Callable[[Any, Any], None]
