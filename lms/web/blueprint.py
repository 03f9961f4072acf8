"""All pages under one blueprint, with what every page needs."""

from flask import Blueprint, Response

from lms.delivery import kit
from lms.web import errors, tokens
from lms.web.auditor import trail
from lms.web.frame import shared
from lms.web.learner import (
    account,
    check_results,
    checks,
    home,
    modules,
    practice,
    practice_beside,
    practice_steps,
    sections,
)
from lms.web.manager import codes, starters, team, worker_lists, worker_papers, workers
from lms.web.mentor import own as own_mentoring
from lms.web.office import (
    accounts,
    adding_unknown,
    agencies,
    appointing,
    appointments,
    certificates,
    checking,
    compliance,
    contacts,
    coverage,
    coverage_lists,
    coverage_steps,
    decisions,
    details,
    dsl_checks,
    dsl_lists,
    dsls,
    duties,
    editions,
    engagements,
    entering,
    exports,
    groups,
    headings,
    intake,
    intake_lines,
    invitations,
    lists,
    members,
    mentor_choosing,
    mentor_proposals,
    mentor_terms,
    merging,
    messages,
    people,
    places,
    released,
    releases,
    reports,
    requirements,
    schools,
    settings,
    systems,
    undoing,
)
from lms.web.office import mentoring as mentoring_office
from lms.web.public import answers, check, dsl_check, joining, pages, signin, signin_with
from lms.web.public import mentoring as mentoring_links
from lms.web.root import Pages

PAGES: tuple[Blueprint, ...] = (
    signin.pages,
    signin_with.pages,
    pages.pages,
    check.pages,
    dsl_check.pages,
    answers.pages,
    joining.pages,
    mentoring_links.pages,
    own_mentoring.pages,
    accounts.pages,
    adding_unknown.pages,
    agencies.pages,
    appointing.pages,
    appointments.pages,
    certificates.pages,
    checking.pages,
    compliance.pages,
    contacts.pages,
    coverage.pages,
    coverage_lists.pages,
    coverage_steps.pages,
    decisions.pages,
    details.pages,
    dsl_checks.pages,
    dsl_lists.pages,
    dsls.pages,
    duties.pages,
    editions.pages,
    engagements.pages,
    entering.pages,
    exports.pages,
    groups.pages,
    headings.pages,
    intake.pages,
    intake_lines.pages,
    undoing.pages,
    invitations.pages,
    lists.pages,
    members.pages,
    merging.pages,
    mentoring_office.pages,
    mentor_choosing.pages,
    mentor_proposals.pages,
    mentor_terms.pages,
    messages.pages,
    people.pages,
    places.pages,
    released.pages,
    releases.pages,
    reports.pages,
    requirements.pages,
    schools.pages,
    settings.pages,
    systems.pages,
    trail.pages,
    starters.pages,
    codes.pages,
    team.pages,
    workers.pages,
    worker_lists.pages,
    worker_papers.pages,
    account.pages,
    home.pages,
    modules.pages,
    sections.pages,
    check_results.pages,
    checks.pages,
    practice.pages,
    practice_beside.pages,
    practice_steps.pages,
)
"""Every noun's pages; a new file adds its line."""

OWN_SIGN_IN = (signin.pages, signin_with.pages)
"""Not there in a host, which signs people in itself."""

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def blueprint(*, url_prefix: str | None, mounted: bool) -> Blueprint:
    """Return the root of all pages, ready to register; in a host, without our own sign-in."""
    root = Pages(
        "lms",
        "lms.web",
        url_prefix=url_prefix,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    errors.register(root)
    for one in PAGES:
        if not (mounted and one in OWN_SIGN_IN):
            root.register_blueprint(one)

    root.before_request(tokens.check)
    root.context_processor(shared)
    root.after_request(guarded)
    return root


def guarded(response: Response) -> Response:
    """Add the headers that keep a page to itself."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if kit.actor().id is not None:
        headers.setdefault("Cache-Control", "no-store")
    return response
