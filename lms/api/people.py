"""People, as the API shows, adds and corrects them."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.api import repeating, shapes
from lms.api.describing import Operation, operation
from lms.api.engagements import check_agency, engagement_out, person_of
from lms.api.sending import NOT_MODIFIED, check_match, opened, sent, shut, source_of, tagged
from lms.delivery import kit
from lms.identity import commands as identity
from lms.intake import commands as intake
from lms.intake.rules.ways import Way
from lms.kernel.work import Work
from lms.people import commands, permissions, queries
from lms.people.rules import normal_address

if TYPE_CHECKING:
    from lms.people.models import Person

pages = Blueprint("people", __name__)


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


@operation(
    pages,
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
    pages,
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
    pages,
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
        "email": normal_address(body.email, field="email") or "",
        "kind": starts.kind,
        "start_date": starts.starts_on.isoformat(),
        "end_date": starts.ends_on.isoformat() if starts.ends_on else "",
        "team": starts.team or "",
        "job_title": starts.job_title or "",
        "agency": starts.agency or "",
        "employee_number": (starts.employee_number or "").strip(),
        "manager_email": normal_address(starts.manager_email, field="engagement.manager_email")
        or "",
    }
    return {name: value for name, value in fields.items() if value}


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
    pages,
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
