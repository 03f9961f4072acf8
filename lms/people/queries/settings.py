"""Questions about settings: one, all, and those that somebody looks for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from lms.kernel.errors import NotFound
from lms.people import rules
from lms.people.models import Setting


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which settings somebody looks for; what is empty does not narrow."""

    search: str = ""
    """A part of the name, a whole URN or a postcode."""

    phase: str = ""
    locality: str = ""
    trust: str = ""
    state: str = "open"
    """``open``, ``closed`` or ``all``."""


@dataclass(frozen=True)
class Named:
    """What the settings can be narrowed by."""

    localities: list[str]
    trusts: list[str]


def setting(session: Session, setting_id: UUID) -> Setting:
    """Return the setting. Raises NotFound."""
    found = session.get(Setting, setting_id)
    if found is None:
        msg = "There is no such setting. Look at the list of settings."
        raise NotFound(msg)
    return found


def settings(session: Session) -> list[Setting]:
    """Return all settings by name."""
    return sorted(session.scalars(select(Setting)), key=lambda one: rules.fold(one.name))


def are_sought(sought: Sought, day: date) -> ColumnElement[bool]:
    """Return the condition that a setting is among those looked for."""
    parts = [are_open(day) if sought.state == "open" else true()]
    if sought.state == "closed":
        parts = [Setting.closed_on <= day]
    if sought.search:
        spelt = Setting.name.icontains(sought.search, autoescape=True)
        parts.append(
            or_(spelt, Setting.urn == sought.search, Setting.postcode == sought.search.upper())
        )
    asked = {"phase": sought.phase, "locality": sought.locality, "trust": sought.trust}
    parts += [getattr(Setting, key) == value for key, value in asked.items() if value]
    return and_(*parts)


def are_open(day: date) -> ColumnElement[bool]:
    """Return the condition that a setting is open on ``day``."""
    return and_(
        or_(Setting.opened_on.is_(None), Setting.opened_on <= day),
        or_(Setting.closed_on.is_(None), Setting.closed_on > day),
    )


def settings_named(session: Session) -> Named:
    """Return every locality and every trust that some setting has, in order."""
    rows = session.execute(select(Setting.locality, Setting.trust).distinct()).all()
    return Named(
        sorted({one.locality for one in rows if one.locality}, key=rules.fold),
        sorted({one.trust for one in rows if one.trust}, key=rules.fold),
    )
