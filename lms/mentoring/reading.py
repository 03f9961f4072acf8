"""An invented county from a file of JSON: for planning, and to compare with other solvers."""

import json
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lms.mentoring.errors import BadCounty
from lms.mentoring.rules.facts import County, Mentee, Mentor, Place

Id = Annotated[str, Field(min_length=1, max_length=200)]
Words = frozenset[str]
Number = Annotated[float, Field(allow_inf_nan=False)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Setting(_Told):
    urn: Id
    name: str = ""
    phase: str = ""
    trust: str | None = None
    km_east: Number | None = None
    km_north: Number | None = None


class _Named(_Told):
    id: Id
    name: str = ""
    setting: Id
    online: bool = False
    contexts: Words = frozenset()
    days: Words = frozenset()


class _Mentor(_Named):
    phases: Words = frozenset()
    dsl_since: date | None = None
    role_training_on: date | None = None
    annual_refresh_on: date | None = None
    capacity: Annotated[int, Field(ge=0, le=1000)] = 2
    current: Annotated[int, Field(ge=0, le=1000)] = 0
    travel_km: Annotated[Number, Field(ge=0)] = 0
    conflicts: Words = frozenset()
    suspended: bool = False


class _Mentee(_Named):
    notified_on: date
    declined: Words = frozenset()


class _Sent(_Told):
    mentor: Id
    mentee: Id


class _County(_Told):
    as_at: date
    settings: list[_Setting]
    mentors: list[_Mentor]
    mentees: list[_Mentee]
    sent: list[_Sent] = []


def read_county(text: str | bytes, *, as_at: date | None = None) -> County:
    """Return the county in a file of JSON.

    Args:
        text: the file.
        as_at: the day instead of the file's own.

    Raises:
        BadCounty: it is no JSON, something is missing or cannot be, or an id stands twice or
            names nobody; the message says where.

    """
    try:
        told = _County.model_validate(json.loads(text))
    except UnicodeDecodeError:
        msg = "This file is no text in UTF-8. Save the county as JSON in UTF-8."
        raise BadCounty(msg, field="file") from None
    except (json.JSONDecodeError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        msg = (
            f"This file is no JSON{where}. A county is one object with as_at, settings, mentors "
            "and mentees."
        )
        raise BadCounty(msg, field="file") from None
    except ValidationError as error:
        raise _bad(error) from None
    return _county(told, as_at or told.as_at)


def _bad(error: ValidationError) -> BadCounty:
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(one) for one in first["loc"]) or "file"
    return BadCounty(f"{where}: {first['msg']}.", field=where)


def _county(told: _County, as_at: date) -> County:
    places = {
        one.urn: Place(
            id=one.urn,
            name=one.name,
            phase=one.phase,
            trust=one.trust,
            east=one.km_east,
            north=one.km_north,
        )
        for one in told.settings
    }
    _once([one.urn for one in told.settings], "settings", "urn")
    _once([one.id for one in told.mentors], "mentors", "id")
    _once([one.id for one in told.mentees], "mentees", "id")
    mentors = [
        Mentor(setting=_place(places, one, f"mentors.{at}"), **_facts(one))
        for at, one in enumerate(told.mentors)
    ]
    mentees = [
        Mentee(setting=_place(places, one, f"mentees.{at}"), **_facts(one))
        for at, one in enumerate(told.mentees)
    ]
    return County(as_at=as_at, mentors=mentors, mentees=mentees, sent=_sent(told))


def _facts(one: _Named) -> dict[str, Any]:
    return {**one.model_dump(exclude={"setting"}), "name": one.name or one.id}


def _once(ids: list[str], where: str, key: str) -> None:
    seen: set[str] = set()
    for at, one in enumerate(ids):
        if one in seen:
            field = f"{where}.{at}.{key}"
            msg = f"{field}: “{one}” stands twice. Give each its own."
            raise BadCounty(msg, field=field)
        seen.add(one)


def _place(places: dict[str, Place], one: _Named, where: str) -> Place:
    if one.setting not in places:
        msg = f"{where}.setting: “{one.setting}” is no setting of this file."
        raise BadCounty(msg, field=f"{where}.setting")
    return places[one.setting]


def _sent(told: _County) -> tuple[tuple[str, str], ...]:
    mentors, mentees = ({one.id for one in some} for some in (told.mentors, told.mentees))
    seen: set[str] = set()
    for at, one in enumerate(told.sent):
        for name, known in (("mentor", mentors), ("mentee", mentees)):
            if getattr(one, name) not in known:
                field = f"sent.{at}.{name}"
                msg = f"{field}: there is no {name} “{getattr(one, name)}” in this file."
                raise BadCounty(msg, field=field)
        if one.mentee in seen:
            field = f"sent.{at}.mentee"
            msg = f"{field}: “{one.mentee}” has a proposal already. One at a time."
            raise BadCounty(msg, field=field)
        seen.add(one.mentee)
    return tuple((one.mentor, one.mentee) for one in told.sent)
