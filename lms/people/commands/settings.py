"""Schools, colleges, nurseries."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import UrnTaken
from lms.people.events import SettingAdded, SettingChanged
from lms.people.models import Setting


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is known of a setting beyond its name, its URN and its phase."""

    kind: str = ""
    postcode: str = ""
    locality: str = ""
    trust: str = ""
    easting: int | None = None
    northing: int | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    mailbox: str | None = None


def details_of(setting: Setting) -> Details:
    """Return what is known of a setting, to be changed in part."""
    return Details(**{name: getattr(setting, name) for name in Details.__dataclass_fields__})


def add_setting(
    work: Work, *, name: str, urn: str | None, phase: str, details: Details | None = None
) -> Setting:
    """Enter a school, college or nursery.

    Raises:
        NotAllowed: the actor may not change settings.
        Invalid: the name is blank, the URN has not six digits, a detail does not fit.
        UrnTaken: another setting has that URN.

    """
    work.require(permissions.CHANGE_SETTINGS, rules.WHOLE_COUNCIL)
    values = _values(name, urn, phase, details or Details())
    _refuse_urn(work, values["urn"], but=None)
    made = Setting(id=uuid4(), **values)
    work.session.add(made)
    work.session.flush()
    work.record(SettingAdded(subject_id=made.id))
    return made


def ensure_setting(work: Work, name: str) -> Setting:
    """Return the setting of that name, making it where there is none.

    Raises:
        NotAllowed: it is missing and the actor may not change settings.
        Invalid: the name is blank.

    """
    wanted = rules.fold(rules.clean_name(name, field="setting"))
    found = (one for one in queries.settings(work.session) if rules.fold(one.name) == wanted)
    return next(found, None) or add_setting(work, name=name, urn=None, phase="other")


def change_setting(
    work: Work,
    setting_id: UUID,
    *,
    name: str,
    urn: str | None,
    phase: str,
    details: Details | None = None,
) -> Setting:
    """Put a setting's details right; without ``details`` those stay.

    Raises:
        NotFound: there is no such setting.
        NotAllowed: the actor may not change settings.
        Invalid: the name is blank, the URN has not six digits, a detail does not fit.
        UrnTaken: another setting has that URN.

    """
    work.require(permissions.CHANGE_SETTINGS, rules.WHOLE_COUNCIL)
    setting = queries.setting(work.session, setting_id)
    values = _values(name, urn, phase, details or details_of(setting))
    _refuse_urn(work, values["urn"], but=setting.id)
    changed = sorted(key for key, value in values.items() if getattr(setting, key) != value)
    if not changed:
        return setting
    for key in changed:
        setattr(setting, key, values[key])
    work.session.flush()
    work.record(SettingChanged(subject_id=setting.id, changed=changed))
    return setting


def _values(name: str, urn: str | None, phase: str, details: Details) -> Mapping[str, object]:
    """Return the columns of a setting. Raises Invalid."""
    rules.check_open(details.opened_on, details.closed_on)
    return {
        "name": rules.clean_name(name, field="name"),
        "urn": rules.clean_urn(urn),
        "phase": phase if phase in rules.PHASES else "other",
        **asdict(details),
        "postcode": rules.clean_postcode(details.postcode),
        "locality": rules.one_line(details.locality),
        "trust": rules.one_line(details.trust),
        "mailbox": rules.normal_address(details.mailbox, field="mailbox"),
    }


def _refuse_urn(work: Work, urn: object, *, but: UUID | None) -> None:
    if urn is None:
        return
    other = work.session.scalar(select(Setting).filter_by(urn=urn))
    if other is not None and other.id != but:
        raise UrnTaken(str(urn), other.name)
