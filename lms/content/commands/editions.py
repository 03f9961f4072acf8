"""Reading the modules' files into editions."""

from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

from lms.content import queries, reading
from lms.content.events import EditionSeen
from lms.content.models import Edition
from lms.content.rules import ModuleContent
from lms.kernel.work import Work


def look(work: Work, folder: Path) -> list[Edition]:
    """Read every module below ``folder`` and keep each new hash as an edition.

    Cheap where nothing changed: a module whose hash is known is not written again.

    Returns:
        The editions that are new.

    Raises:
        BadModule: a module has faults; none is kept then, so that nobody learns half of it.

    """
    found = [(path, reading.read_module(path)) for path in reading.module_folders(folder)]
    known = queries.known_hashes(work.session)
    return [
        _keep(work, path, content)
        for path, content in found
        if (content.slug, content.hash) not in known
    ]


def _keep(work: Work, folder: Path, content: ModuleContent) -> Edition:
    for name in content.media:
        work.store.put((folder / "media" / name).read_bytes())
    last = select(func.max(Edition.serial)).filter_by(module_slug=content.slug)
    serial = (work.session.scalar(last) or 0) + 1
    edition = Edition(
        id=uuid4(),
        module_slug=content.slug,
        label=f"{work.today.year}-{serial}",
        serial=serial,
        content_hash=content.hash,
        title=content.title,
        summary=content.summary,
        minutes=content.minutes,
        guidance=content.guidance,
        next_review=content.next_review,
        content=reading.to_plain(content),
        seen_at=work.now,
    )
    work.session.add(edition)
    work.session.flush()
    work.record(EditionSeen(subject_id=edition.id, module_slug=edition.module_slug))
    return edition
