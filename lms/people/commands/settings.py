"""Schools, colleges, nurseries."""

from uuid import UUID, uuid4

from sqlalchemy import select

from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import UrnTaken
from lms.people.events import SettingAdded, SettingChanged
from lms.people.models import Setting


def add_setting(work: Work, *, name: str, urn: str | None, phase: str) -> Setting:
    """Enter a school, college or nursery.

    Raises:
        NotAllowed: the actor may not arrange settings.
        Invalid: the name is blank, the URN has not six digits.
        UrnTaken: another setting has that URN.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    cleaned, number = rules.clean_name(name, field="name"), rules.clean_urn(urn)
    _refuse_urn(work, number, but=None)
    made = Setting(id=uuid4(), name=cleaned, urn=number, phase=phase)
    work.session.add(made)
    work.session.flush()
    work.record(SettingAdded(subject_id=made.id))
    return made


def ensure_setting(work: Work, name: str) -> Setting:
    """Return the setting of that name, making it where there is none.

    Raises:
        NotAllowed: it is missing and the actor may not arrange settings.
        Invalid: the name is blank.

    """
    wanted = rules.fold(rules.clean_name(name, field="setting"))
    found = (one for one in queries.settings(work.session) if rules.fold(one.name) == wanted)
    return next(found, None) or add_setting(work, name=name, urn=None, phase="other")


def change_setting(
    work: Work, setting_id: UUID, *, name: str, urn: str | None, phase: str
) -> Setting:
    """Put a setting's details right.

    Raises:
        NotFound: there is no such setting.
        NotAllowed: the actor may not arrange settings.
        Invalid: the name is blank, the URN has not six digits.
        UrnTaken: another setting has that URN.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    setting = queries.setting(work.session, setting_id)
    cleaned, number = rules.clean_name(name, field="name"), rules.clean_urn(urn)
    _refuse_urn(work, number, but=setting.id)
    if (setting.name, setting.urn, setting.phase) == (cleaned, number, phase):
        return setting
    setting.name, setting.urn, setting.phase = cleaned, number, phase
    work.session.flush()
    work.record(SettingChanged(subject_id=setting.id))
    return setting


def _refuse_urn(work: Work, urn: str | None, *, but: UUID | None) -> None:
    if urn is None:
        return
    other = work.session.scalar(select(Setting).filter_by(urn=urn))
    if other is not None and other.id != but:
        raise UrnTaken(urn, other.name)
