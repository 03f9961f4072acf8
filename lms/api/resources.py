"""People, engagements and lists, as the API shows and changes them."""

import base64
import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from sqlalchemy.orm import Session

from lms.api import repeating, shapes
from lms.api.describing import Operation, operation
from lms.api.errors import Precondition
from lms.delivery import imports, kit
from lms.identity import commands as identity
from lms.intake import commands as intake
from lms.intake import permissions as lists
from lms.intake import queries as intakes
from lms.intake.errors import Braked, UnknownColumns
from lms.intake.reading import Upload
from lms.intake.rules.ways import Way
from lms.kernel.errors import Conflict, Invalid
from lms.kernel.work import Work
from lms.people import commands, permissions, queries
from lms.people.rules import normal_address

if TYPE_CHECKING:
    from lms.people.models import Engagement, Person

people = Blueprint("people", __name__)
engagements = Blueprint("engagements", __name__)
brought = Blueprint("imports", __name__)

NOT_MODIFIED = ("It is as it was.", None)


class Meant(Conflict):
    """A list ends or moves so much at once that somebody must say that it is meant."""


class _DryRun(Exception):  # noqa: N818 - a way out that leaves everything as it was
    pass


def sent(model: BaseModel, status: int = 200) -> Response:
    """Return a model as an answer."""
    return Response(model.model_dump_json(), status=status, mimetype="application/json")


def tag(model: BaseModel) -> str:
    """Return the entity tag of what a model says."""
    return f'"{hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:16]}"'


def tagged(model: BaseModel) -> Response:
    """Return one thing with its entity tag; only that it is as it was, where it is."""
    found = tag(model)
    if request.headers.get("If-None-Match", "").strip() == found:
        answer = Response(status=304)
    else:
        answer = sent(model)
    answer.headers["ETag"] = found
    return answer


def check_match(model: BaseModel) -> None:
    """Refuse a change that was made from something older. Raises Precondition."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Precondition(
            428, "Send the header If-Match with the ETag that you were given, and try again."
        )
    if given not in {"*", tag(model)}:
        raise Precondition(
            412, "It was changed since you asked for it. Ask again, then send the change."
        )


def shut(cursor: str | None) -> str | None:
    """Return where a page ended, as programs are given it."""
    return base64.urlsafe_b64encode(cursor.encode()).decode() if cursor else None


def opened(given: str | None) -> str | None:
    """Return where a page begins. Raises Invalid for what we never gave."""
    if given is None:
        return None
    try:
        return base64.b64decode(given.encode(), altchars=b"-_", validate=True).decode()
    except (ValueError, UnicodeError):
        msg = "Send what the page before gave as next, unchanged."
        raise Invalid(msg, field="after") from None


def engagement_out(one: "Engagement") -> shapes.EngagementOut:
    """Return an engagement as it is sent."""
    return shapes.EngagementOut(
        id=one.id,
        person=one.person_id,
        kind=one.kind.value,
        source=one.source,
        reference=one.reference,
        employee_number=one.employee_number,
        job_title=one.job_title,
        unit=one.unit.name if one.unit else None,
        setting=one.setting.name if one.setting else None,
        agency=one.agency.name if one.agency else None,
        manager=one.manager_id,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
    )


def person_out(one: "Person") -> shapes.PersonOut:
    """Return a person as they are sent."""
    return shapes.PersonOut(
        id=one.id,
        name=one.name,
        first_name=one.first_name,
        last_name=one.last_name,
        email=one.email,
        other_email=one.other_email,
        engagements=[engagement_out(each) for each in one.engagements],
    )


def person_of(session: Session, key: UUID) -> "Person":
    """Return the person; a record that became part of another leads to that one."""
    return queries.person_within(
        session, queries.survivor_id(session, key), kit.actor().reach(permissions.READ)
    )


@operation(
    people,
    permissions.LIST,
    Operation(
        method="GET",
        path="/people",
        scope="people:read",
        summary="List people by surname, a page at a time.",
        query=shapes.PeopleQuery,
        answers={200: ("A page of people.", shapes.PeopleOut)},
    ),
)
def list_people(query: shapes.PeopleQuery) -> ResponseReturnValue:
    """List people with their engagements, in as many questions however many there are."""
    session = kit.session()
    found = queries.people_visible_to(
        session,
        kit.actor(),
        search=query.search or "",
        state=query.state,
        after=opened(query.after),
        day=kit.today(),
        limit=query.limit,
    )
    whole = queries.people_with_engagements(session, [one.id for one in found.rows])
    items = [person_out(whole[one.id]) for one in found.rows if one.id in whole]
    return sent(shapes.PeopleOut(items=items, next=shut(found.after)))


@operation(
    people,
    permissions.READ,
    Operation(
        method="GET",
        path="/people/{id}",
        scope="people:read",
        summary="Show a person.",
        answers={200: ("The person.", shapes.PersonOut), 304: NOT_MODIFIED},
    ),
)
def show_person(key: UUID) -> ResponseReturnValue:
    """Show a person with their engagements."""
    return tagged(person_out(person_of(kit.session(), key)))


@operation(
    people,
    permissions.ADD,
    Operation(
        method="POST",
        path="/people",
        scope="people:write",
        summary="Tell of somebody who starts. They are matched as a row of a list is.",
        body=shapes.StarterIn,
        has_key=True,
        answers={
            201: ("Somebody new, who is invited.", shapes.StarterOut),
            200: ("Somebody known.", shapes.StarterOut),
            202: ("HR is asked who it is.", shapes.StarterOut),
        },
        example={
            "first_name": "Mara",
            "last_name": "Quill",
            "email": "mara.quill@marlshire.example",
            "engagement": {
                "kind": "permanent",
                "starts_on": "2026-11-30",
                "team": "Court Team",
            },
        },
    ),
)
def add_person(body: shapes.StarterIn) -> ResponseReturnValue:
    """Take in a starter: new, known, or held for HR."""
    with kit.work() as work, repeating.once(work) as again:
        if again.answer is not None:
            return again.answer
        told = intake.tell(work, told_of(body), source=source_of(work), way=Way.API)
        intake.heard_from(work, source_of(work), way=Way.API)
        known = told.engagement_id is None and told.line_id is None
        found = shapes.StarterOut(
            outcome="held" if told.line_id else "known" if known else "new",
            person=told.person_id,
            engagement=told.engagement_id,
            held=told.line_id,
        )
        if told.person_id and told.engagement_id:
            invite(work, told.person_id, told.engagement_id, body.engagement)
        return again.keep(sent(found, {"new": 201, "known": 200, "held": 202}[found.outcome]))


def told_of(body: shapes.StarterIn) -> dict[str, str]:
    """Return a starter as the fields of a list's row; blanks left out."""
    starts = body.engagement
    check_agency(starts)
    fields = {
        "first_name": " ".join(body.first_name.split()),
        "last_name": " ".join(body.last_name.split()),
        "email": checked(body.email, "email") or "",
        "kind": starts.kind,
        "start_date": starts.starts_on.isoformat(),
        "end_date": starts.ends_on.isoformat() if starts.ends_on else "",
        "team": starts.team or "",
        "job_title": starts.job_title or "",
        "agency": starts.agency or "",
        "employee_number": (starts.employee_number or "").strip(),
        "manager_email": checked(starts.manager_email, "engagement.manager_email") or "",
    }
    return {name: value for name, value in fields.items() if value}


def checked(text: str | None, field: str) -> str | None:
    """Return an address as it is kept. Raises Invalid."""
    return normal_address(text, field=field)


def check_agency(starts: shapes.Starts) -> None:
    """Refuse agency work without its agency, an agency without agency work, days turned round."""
    if (starts.kind == "agency") != bool((starts.agency or "").strip()):
        msg = "Name the agency for agency work, and for nothing else."
        raise Invalid(msg, field="engagement.agency")
    if starts.ends_on is not None and starts.ends_on < starts.starts_on:
        msg = "The last day cannot lie before the first."
        raise Invalid(msg, field="engagement.ends_on")


def source_of(work: Work) -> str:
    """Return what engagements that a token begins name as their source: the system's name."""
    return str(getattr(work.actor, "name", "") or "API")


def invite(work: Work, person_id: UUID, engagement_id: UUID, starts: shapes.Starts) -> None:
    """Invite somebody new on their first day."""
    starter = identity.Starter(
        person_id=person_id,
        engagement_id=engagement_id,
        starts_on=starts.starts_on,
        ends_on=starts.ends_on,
    )
    identity.invite_starters(work, [starter], when="first_day", needs=permissions.ADD)


@operation(
    people,
    permissions.CHANGE,
    Operation(
        method="PATCH",
        path="/people/{id}",
        scope="people:write",
        summary="Put names and addresses of a person right.",
        body=shapes.PersonChange,
        has_match=True,
        answers={200: ("The person as they are now.", shapes.PersonOut)},
        example={"last_name": "Quill-Hart"},
    ),
)
def change_person(key: UUID, body: shapes.PersonChange) -> ResponseReturnValue:
    """Put a person right."""
    with kit.work() as work:
        person_id = queries.survivor_id(work.session, key)
        queries.lock(work.session, person_id)
        found = person_of(work.session, person_id)
        check_match(person_out(found))
        given = body.model_dump(exclude_unset=True)
        stands = {
            name: getattr(found, name)
            for name in ("first_name", "last_name", "name", "email", "other_email")
        }
        if "name" not in given and {"first_name", "last_name"} & given.keys():
            stands["name"] = None
        named = {
            name: value
            for name, value in given.items()
            if value is not None or name in {"email", "other_email"}
        }
        commands.correct(work, found.id, **{**stands, **named})
        return tagged(person_out(person_of(work.session, person_id)))


@operation(
    engagements,
    permissions.LIST,
    Operation(
        method="GET",
        path="/engagements",
        scope="engagements:read",
        summary="List engagements, a page at a time.",
        query=shapes.EngagementsQuery,
        answers={200: ("A page of engagements.", shapes.EngagementsOut)},
    ),
)
def list_engagements(query: shapes.EngagementsQuery) -> ResponseReturnValue:
    """List engagements, in two questions however many there are."""
    found = queries.engagements_page(
        kit.session(),
        kit.actor().reach(permissions.LIST),
        person_id=query.person,
        active=query.active_on,
        after=opened(query.after),
        limit=query.limit,
    )
    items = [engagement_out(one) for one in found.rows]
    return sent(shapes.EngagementsOut(items=items, next=shut(found.after)))


@operation(
    engagements,
    permissions.READ,
    Operation(
        method="GET",
        path="/engagements/{id}",
        scope="engagements:read",
        summary="Show an engagement.",
        answers={200: ("The engagement.", shapes.EngagementOut), 304: NOT_MODIFIED},
    ),
)
def show_engagement(key: UUID) -> ResponseReturnValue:
    """Show an engagement."""
    return tagged(engagement_out(queries.engagement(kit.session(), key)))


@operation(
    engagements,
    permissions.ADD,
    Operation(
        method="POST",
        path="/engagements",
        scope="engagements:write",
        summary="Begin one more engagement of somebody known.",
        body=shapes.EngagementIn,
        has_key=True,
        answers={201: ("The engagement.", shapes.EngagementOut)},
    ),
)
def add_engagement(body: shapes.EngagementIn) -> ResponseReturnValue:
    """Begin an engagement of a person."""
    check_agency(body)
    with kit.work() as work, repeating.once(work) as again:
        if again.answer is not None:
            return again.answer
        person = person_of(work.session, body.person)
        manager = None
        if body.manager_email:
            address = checked(body.manager_email, "manager_email") or ""
            manager = queries.person_by_address(work.session, address)
        made = commands.engage(
            work,
            person,
            kind=body.kind,
            source=source_of(work),
            starts_on=body.starts_on,
            ends_on=body.ends_on,
            employee_number=(body.employee_number or "").strip() or None,
            job_title=(body.job_title or "").strip() or None,
            unit=intake.unit_named(work, (body.team or "").strip()),
            agency=commands.ensure_agency(work, body.agency) if body.agency else None,
            manager=manager if manager is not None and manager.id != person.id else None,
        )
        intake.heard_from(work, source_of(work), way=Way.API)
        return again.keep(sent(engagement_out(made), 201))


@operation(
    engagements,
    permissions.CHANGE,
    Operation(
        method="PATCH",
        path="/engagements/{id}",
        scope="engagements:write",
        summary="Change an engagement, from a day on.",
        body=shapes.EngagementChange,
        has_match=True,
        answers={200: ("The engagement as it is now.", shapes.EngagementOut)},
    ),
)
def change_engagement(key: UUID, body: shapes.EngagementChange) -> ResponseReturnValue:
    """Change what is named of an engagement."""
    with kit.work() as work:
        found = queries.engagement(work.session, key)
        queries.lock(work.session, found.person_id)
        work.session.refresh(found)
        check_match(engagement_out(found))
        given = body.model_dump(exclude_unset=True, exclude_none=True)
        new: dict[str, Any] = {
            name: given[name] for name in ("kind", "starts_on", "job_title") if name in given
        }
        if given.get("team", "").strip():
            new["unit"] = intake.unit_named(work, given["team"])
        commands.change_engagement(work, key, since=given.get("since"), **new)
        return tagged(engagement_out(queries.engagement(work.session, key)))


@operation(
    engagements,
    permissions.END,
    Operation(
        method="POST",
        path="/engagements/{id}/end",
        scope="engagements:write",
        summary="Give an engagement its last day.",
        body=shapes.EndIn,
        has_key=True,
        answers={200: ("The engagement as it is now.", shapes.EngagementOut)},
    ),
)
def end_engagement(key: UUID, body: shapes.EndIn) -> ResponseReturnValue:
    """End an engagement; what was learnt, and the certificates, stay."""
    with kit.work() as work, repeating.once(work) as again:
        if again.answer is not None:
            return again.answer
        found = commands.end(work, key, ends_on=body.ends_on)
        return again.keep(sent(engagement_out(found)))


@operation(
    brought,
    lists.READ,
    Operation(
        method="GET",
        path="/imports",
        scope="imports:read",
        summary="List the lists that came, newest first.",
        query=shapes.Cursor,
        answers={200: ("A page of lists.", shapes.ImportsOut)},
    ),
)
def list_imports(query: shapes.Cursor) -> ResponseReturnValue:
    """List the lists."""
    found = intakes.history(kit.session(), after=opened(query.after), limit=query.limit)
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
    brought,
    lists.READ,
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
    shown = intakes.shown(session, key)
    return tagged(import_out(session, shown, is_kept=True))


@operation(
    brought,
    lists.IMPORT,
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
            made = intake.bring_in(
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
            work.session, intakes.shown(work.session, made.id), is_kept=not body.dry_run
        )
        answer = sent(found, 200 if body.dry_run else 201)
        _undo_if(body.dry_run)
        answer.headers["Location"] = url_for(".get_imports_id", key=made.id)
        return again.keep(answer)
    return answer


def _undo_if(dry_run: bool) -> None:  # noqa: FBT001 - the only thing it is told
    if dry_run:
        raise _DryRun


def import_out(session: Session, shown: intakes.Shown, *, is_kept: bool) -> shapes.ImportOut:
    """Return what a list came to as it is sent."""
    found = json.loads(json.dumps(imports.document(session, shown), default=str))
    return shapes.ImportOut(id=shown.id if is_kept else None, **found)


def every() -> Iterable[Blueprint]:
    """Return every noun's operations."""
    return (people, engagements, brought)
