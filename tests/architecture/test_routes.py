"""Every page says who may see it, and refuses everybody else: the whole table."""

from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from lms.kernel.permissions import PUBLIC, Permission
from lms.people.models import DutyName
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import AgencyFactory, DutyFactory, EngagementFactory

TABLE = Path(__file__).parents[2] / "docs" / "who-may-open-what.md"
ROLES = ["nobody", "learner", *(one.value for one in DutyName)]


def rules(app: Flask) -> list[Rule]:
    return sorted(
        (
            rule
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("lms.") and rule.endpoint != "lms.static"
        ),
        key=lambda rule: rule.rule,
    )


def permission(app: Flask, rule: Rule) -> Permission | None:
    return getattr(app.view_functions[rule.endpoint], "permission", None)


def actor(role: str) -> PersonActor:
    if role == "nobody":
        return PersonActor(id=None)
    agency = uuid4() if role == "agency_coordinator" else None
    duties = frozenset() if role == "learner" else frozenset({HeldDuty(role, None, agency)})
    return PersonActor(id=uuid4(), duties=duties)


def may(app: Flask, rule: Rule, role: str) -> bool:
    return actor(role).may(permission(app, rule))


def table(app: Flask) -> str:
    """Return the page that tells who may open what, from the code."""
    lines = [
        "# Who may open what",
        "",
        "Made from the routes and the policy, and tested: every mark by a request, every gap by a",
        "refusal. A duty's scope narrows it further: a line manager opens own people only, an",
        "agency coordinator own workers only.",
        "",
        "| Address | Needs | " + " | ".join(role.replace("_", " ") for role in ROLES) + " |",
        "| --- | --- |" + " --- |" * len(ROLES),
    ]
    for rule in rules(app):
        marks = " | ".join("●" if may(app, rule, role) else " " for role in ROLES)
        address = rule.rule.replace("<", "‹").replace(">", "›")
        lines.append(f"| `{address}` | {permission(app, rule).label} | {marks} |")
    return "\n".join(lines) + "\n"


def test_every_page_says_who_may_see_it(app):
    unguarded = [
        rule.endpoint for rule in rules(app) if not isinstance(permission(app, rule), Permission)
    ]
    assert not unguarded


def test_the_table_in_the_documentation_is_current(app):
    assert TABLE.read_text(encoding="utf-8") == table(app), (
        "write it anew: .venv/bin/python -m tests.architecture.write_table"
    )


class TestRefusals:
    def person(self, role):
        if role == "learner":
            return EngagementFactory().person
        agency = AgencyFactory() if role == "agency_coordinator" else None
        return DutyFactory(duty=role, agency=agency).person

    def ask(self, app, client, rule):
        """Open the address with made-up ids, by the first method it takes."""
        values = {name: uuid4() for name in rule.arguments}
        with app.test_request_context():
            url = app.url_map.bind("localhost").build(rule.endpoint, values)
        method = "GET" if "GET" in rule.methods else "POST"
        return client.open(url, method=method)

    @pytest.mark.parametrize("role", ROLES[1:])
    def test_answer_a_page_of_somebody_elses(self, app, browser, role):
        browser.sign_in(self.person(role))
        for rule in rules(app):
            if may(app, rule, role) or rule.endpoint in {"lms.signin.sign_out"}:
                continue
            answer = self.ask(app, browser.client, rule)
            assert answer.status_code == 403, f"{role} {rule.rule}: {answer.status_code}"

    def test_lead_nobody_to_the_sign_in(self, app, browser):
        for rule in rules(app):
            if permission(app, rule) is PUBLIC:
                continue
            answer = self.ask(app, browser.client, rule)
            assert answer.status_code == 302, f"{rule.rule}: {answer.status_code}"
            assert answer.location.startswith("/sign-in"), rule.rule

    @pytest.mark.parametrize("role", ROLES[1:])
    def test_let_in_whom_the_table_names(self, app, browser, role):
        person = self.person(role)
        for rule in rules(app):
            if not may(app, rule, role) or "sign_out" in rule.endpoint:
                continue
            browser.sign_in(person)
            answer = self.ask(app, browser.client, rule)
            answer.close()
            assert answer.status_code not in {401, 403, 500}, f"{rule.rule}: {answer.status_code}"
