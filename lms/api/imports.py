"""Lists of starters, as the API brings them in and shows what they came to."""

import json
from contextlib import suppress
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.api import repeating, shapes
from lms.api.describing import Operation, operation
from lms.api.sending import NOT_MODIFIED, opened, sent, shut, tagged
from lms.delivery import imports, kit
from lms.intake import commands, permissions, queries
from lms.intake.errors import Braked, UnknownColumns
from lms.intake.reading import Upload
from lms.kernel.errors import Conflict, Invalid

pages = Blueprint("imports", __name__)


class Meant(Conflict):
    """A list ends or moves so much at once that somebody must say that it is meant."""


class _DryRun(Exception):  # noqa: N818 - a way out that leaves everything as it was
    pass


@operation(
    pages,
    permissions.READ,
    Operation(
        method="GET",
        path="/imports",
        scope="imports:read",
        summary="List the lists that came, newest first.",
        query=shapes.Cursor,
        answers={200: ("A page of permissions.", shapes.ImportsOut)},
    ),
)
def list_imports(query: shapes.Cursor) -> ResponseReturnValue:
    """List the permissions."""
    found = queries.history(kit.session(), after=opened(query.after), limit=query.limit)
    items = [
        shapes.ImportLine(
            id=one.id,
            source=one.source,
            file_name=one.file_name,
            state=one.state,
            made_at=one.made_at,
        )
        for one in found.rows
    ]
    return sent(shapes.ImportsOut(items=items, next=shut(found.after)))


@operation(
    pages,
    permissions.READ,
    Operation(
        method="GET",
        path="/imports/{id}",
        scope="imports:read",
        summary="Show what a list came to.",
        answers={200: ("What it came to.", shapes.ImportOut), 304: NOT_MODIFIED},
    ),
)
def show_import(key: UUID) -> ResponseReturnValue:
    """Show what a list came to."""
    session = kit.session()
    shown = queries.shown(session, key)
    return tagged(import_out(session, shown, is_kept=True))


@operation(
    pages,
    permissions.IMPORT,
    Operation(
        method="POST",
        path="/imports",
        scope="imports:write",
        summary="Bring in a list of starters, or see what it would come to.",
        body=shapes.ImportIn,
        has_key=True,
        answers={
            201: ("What it came to.", shapes.ImportOut),
            200: ("What it would come to: a dry run.", shapes.ImportOut),
        },
        example={
            "source": "HR",
            "content": "Employee Number,First Name,Last Name,Work Email,Start Date,Contract Type\n"
            "081234,Mara,Quill,mara.quill@marlshire.example,30/11/2026,Permanent\n",
            "dry_run": True,
        },
    ),
)
def bring_in(body: shapes.ImportIn) -> ResponseReturnValue:
    """Bring a list in, or only look."""
    with suppress(_DryRun), kit.work() as work, repeating.once(work) as again:
        if again.answer is not None:
            return again.answer
        try:
            made = commands.bring_in(
                work,
                Upload(body.file_name, body.content.encode()),
                source=" ".join(body.source.split()),
                kind=body.kind,
                invitations=body.invitations,
                anyway=body.anyway or body.dry_run,
            )
        except Braked as braked:
            msg = f"{' '.join(braked.said)} If this is meant, send it again with anyway: true."
            raise Meant(msg) from None
        except UnknownColumns as unknown:
            raise Invalid(str(unknown), field="content") from None
        found = import_out(
            work.session, queries.shown(work.session, made.id), is_kept=not body.dry_run
        )
        answer = sent(found, 200 if body.dry_run else 201)
        _undo_if(body.dry_run)
        answer.headers["Location"] = url_for(".get_imports_id", key=made.id)
        return again.keep(answer)
    return answer


def _undo_if(dry_run: bool) -> None:  # noqa: FBT001 - the only thing it is told
    if dry_run:
        raise _DryRun


def import_out(session: Session, shown: queries.Shown, *, is_kept: bool) -> shapes.ImportOut:
    """Return what a list came to as it is sent."""
    found = json.loads(json.dumps(imports.document(session, shown), default=str))
    return shapes.ImportOut(id=shown.id if is_kept else None, **found)
