"""Engagements, as the API shows and changes them."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.api import repeating, shapes
from lms.api.describing import Operation, operation
from lms.api.sending import NOT_MODIFIED, check_match, opened, sent, shut, source_of, tagged
from lms.delivery import kit
from lms.intake import commands as intake
from lms.intake.rules.ways import Way
from lms.kernel.errors import Invalid
from lms.people import commands, permissions, queries
from lms.people.rules import normal_address

if TYPE_CHECKING:
    from lms.people.models import Engagement, Person

pages = Blueprint("engagements", __name__)


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


def person_of(session: Session, key: UUID) -> "Person":
    """Return the person; a record that became part of another leads to that one."""
    return queries.person_within(
        session, queries.survivor_id(session, key), kit.actor().reach(permissions.READ)
    )


def check_agency(starts: shapes.Starts) -> None:
    """Refuse agency work without its agency, an agency without agency work, days turned round."""
    if (starts.kind == "agency") != bool((starts.agency or "").strip()):
        msg = "Name the agency for agency work, and for nothing else."
        raise Invalid(msg, field="engagement.agency")
    if starts.ends_on is not None and starts.ends_on < starts.starts_on:
        msg = "The last day cannot lie before the first."
        raise Invalid(msg, field="engagement.ends_on")


@operation(
    pages,
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
    pages,
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
    pages,
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
            address = normal_address(body.manager_email, field="manager_email") or ""
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
    pages,
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
    pages,
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
