"""Questions about editions and contacts."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.content import reading
from lms.content.models import Approval, Contact, Edition
from lms.content.rules import ModuleContent
from lms.kernel.errors import NotFound

NO_EDITION = "There is no such edition."


def contacts(session: Session) -> list[Contact]:
    """Return whom to call, in the order in which to call them."""
    wanted = select(Contact).where(Contact.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(Contact.position, Contact.name)))


def contact(session: Session, contact_id: UUID) -> Contact:
    """Return the contact. Raises NotFound."""
    found = session.get(Contact, contact_id)
    if found is None or found.removed_at is not None:
        msg = "There is no such contact."
        raise NotFound(msg)
    return found


def edition(session: Session, edition_id: UUID) -> Edition:
    """Return the edition. Raises NotFound."""
    found = session.get(Edition, edition_id)
    if found is None:
        raise NotFound(NO_EDITION)
    return found


def approvals(session: Session, edition_ids: Collection[UUID]) -> dict[UUID, Approval]:
    """Return edition → its approval, for those that are approved now: the latest row counts."""
    wanted = select(Approval).where(Approval.edition_id.in_(edition_ids)).order_by(Approval.at)
    latest = {row.edition_id: row for row in session.scalars(wanted)}
    return {key: row for key, row in latest.items() if not row.withdraws}


def approval_of(session: Session, edition_id: UUID) -> Approval | None:
    """Return the approval of an edition that stands, or None."""
    return approvals(session, [edition_id]).get(edition_id)


def editions(session: Session) -> list[Edition]:
    """Return every edition there was, by module, newest first; without their content."""
    wanted = select(Edition).order_by(Edition.module_slug, Edition.serial.desc())
    return list(session.scalars(wanted))


def editions_before(session: Session, found: Edition) -> list[Edition]:
    """Return the editions of the same module that came before, newest first."""
    wanted = select(Edition).filter_by(module_slug=found.module_slug)
    wanted = wanted.where(Edition.serial < found.serial)
    return list(session.scalars(wanted.order_by(Edition.serial.desc())))


def approval_history(session: Session, edition_id: UUID) -> list[Approval]:
    """Return who approved an edition and who took that back, in order."""
    wanted = select(Approval).filter_by(edition_id=edition_id)
    return list(session.scalars(wanted.order_by(Approval.at)))


def known_hashes(session: Session) -> set[tuple[str, str]]:
    """Return (slug, hash) of every edition there is."""
    rows = session.execute(select(Edition.module_slug, Edition.content_hash))
    return {(row.module_slug, row.content_hash) for row in rows}


def given_out(session: Session, *, demo: bool) -> dict[str, list[Edition]]:
    """Return slug → the editions of the module that may be given out, newest first.

    The approved ones; in a demonstration all.
    """
    found = editions(session)
    approved = set() if demo else set(approvals(session, [one.id for one in found]))
    given: dict[str, list[Edition]] = {}
    for one in found:
        if demo or one.id in approved:
            given.setdefault(one.module_slug, []).append(one)
    return given


def catalogue(session: Session, *, demo: bool) -> list[Edition]:
    """Return the edition of each module that is given out now, in order of the slug."""
    return [newest for newest, *_ in given_out(session, demo=demo).values()]


def title_of(session: Session, slug: str) -> str:
    """Return what a module is called in its newest edition; the slug where there is none."""
    wanted = select(Edition.title).filter_by(module_slug=slug).order_by(Edition.serial.desc())
    return session.scalar(wanted.limit(1)) or slug


def labels(session: Session, edition_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return edition → its label, such as ``2026-2``."""
    rows = session.execute(select(Edition.id, Edition.label).where(Edition.id.in_(edition_ids)))
    return {row.id: row.label for row in rows}


def titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return slug → what a module is called in its newest edition; unknown slugs are left out."""
    if not slugs:
        return {}
    wanted = select(Edition.module_slug, Edition.title).where(Edition.module_slug.in_(slugs))
    rows = session.execute(wanted.order_by(Edition.serial))
    return {row.module_slug: row.title for row in rows}


def current(session: Session, slug: str, *, demo: bool) -> Edition | None:
    """Return the edition of a module that is given out now, or None."""
    return next((one for one in catalogue(session, demo=demo) if one.module_slug == slug), None)


def content_of(found: Edition) -> ModuleContent:
    """Return what an edition holds; read once and then kept, for an edition never changes."""
    kept = _contents.get(found.id)
    return _keep(found.id, found.content) if kept is None else kept


def content_for(session: Session, edition_id: UUID) -> ModuleContent:
    """Return what the edition of that id holds; no query where it is kept. Raises NotFound."""
    kept = _contents.get(edition_id)
    if kept is None:
        content = session.scalar(select(Edition.content).where(Edition.id == edition_id))
        if content is None:
            raise NotFound(NO_EDITION)
        kept = _keep(edition_id, content)
    return kept


def contents_of(session: Session, found: Collection[Edition]) -> dict[UUID, ModuleContent]:
    """Return edition → what it holds, for many in one query; none where all are kept already."""
    kept = {one.id: _contents[one.id] for one in found if one.id in _contents}
    missing = [one.id for one in found if one.id not in kept]
    if missing:
        rows = session.execute(select(Edition.id, Edition.content).where(Edition.id.in_(missing)))
        kept.update({edition_id: _keep(edition_id, content) for edition_id, content in rows})
    return kept


def _keep(edition_id: UUID, content: Mapping[str, Any]) -> ModuleContent:
    made = _contents[edition_id] = reading.from_plain(content)
    while len(_contents) > CONTENTS:
        _contents.pop(next(iter(_contents)), None)
    return made


CONTENTS = 32
"""Editions kept in memory by each process."""

_contents: dict[UUID, ModuleContent] = {}
