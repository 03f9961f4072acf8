"""All pages under one blueprint, with what every page needs."""

from typing import Any

from flask import Blueprint, Response, current_app, url_for

from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel import words
from lms.kernel.settings import Settings
from lms.web import assets, errors, tokens
from lms.web.auditor import trail
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
from lms.web.manager import starters, team, workers
from lms.web.menu import menu
from lms.web.office import (
    agencies,
    certificates,
    compliance,
    contacts,
    decisions,
    details,
    duties,
    editions,
    engagements,
    entering,
    exports,
    groups,
    intake,
    intake_lines,
    invitations,
    members,
    messages,
    people,
    places,
    released,
    releases,
    requirements,
    settings,
)
from lms.web.public import check, pages, signin
from lms.web.root import Pages

PAGES: tuple[Blueprint, ...] = (
    signin.pages,
    pages.pages,
    check.pages,
    agencies.pages,
    certificates.pages,
    compliance.pages,
    contacts.pages,
    decisions.pages,
    details.pages,
    duties.pages,
    editions.pages,
    engagements.pages,
    entering.pages,
    exports.pages,
    groups.pages,
    intake.pages,
    intake_lines.pages,
    invitations.pages,
    members.pages,
    messages.pages,
    people.pages,
    places.pages,
    released.pages,
    releases.pages,
    requirements.pages,
    settings.pages,
    trail.pages,
    starters.pages,
    team.pages,
    workers.pages,
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
        if not (mounted and one is signin.pages):
            root.register_blueprint(one)

    root.before_request(tokens.check)
    root.context_processor(shared)
    root.after_request(guarded)
    return root


def shared() -> dict[str, Any]:
    """Return what every template may use."""
    here, settings = state(), kit.settings()
    actor = kit.actor()
    return {
        "base": here.base_template,
        "mounted": here.mounted,
        "asset": assets.url,
        "council": {
            "name": settings.council_name,
            "short_name": settings.short_name,
            "logo_url": url_for("lms.pages.logo") if settings.logo else "",
        },
        "menu": menu(),
        "me": getattr(actor, "name", "") or None,
        "may": kit.may,
        "demo": settings.demo,
        "words": words,
        "idle_minutes": 0 if here.mounted else settings.idle_minutes,
        "contacts_url": url_for("lms.pages.contacts"),
        "links": links(mounted=here.mounted, signed_in=actor.id is not None),
        "support_lines": support_lines(settings),
    }


def links(*, mounted: bool, signed_in: bool) -> dict[str, str]:
    """Return the addresses that the shell needs."""
    found = {
        "home": url_for(
            "lms.home.show"
            if (signed_in or mounted) and "lms.home.show" in current_app.view_functions
            else "lms.signin.ask"
        ),
        "brand": url_for("lms.pages.brand"),
        "help": url_for("lms.pages.help_page"),
        "accessibility": url_for("lms.pages.accessibility"),
        "privacy": url_for("lms.pages.privacy"),
        "cookies": url_for("lms.pages.cookies"),
    }
    if signed_in:
        found["account"] = url_for("lms.account.show")
    if signed_in and not mounted:
        found["sign_out"] = url_for("lms.signin.sign_out")
    return found


NATIONAL = (
    {"name": "NSPCC Helpline", "number": "0808 800 5000", "about": "about a child"},
    {"name": "Whistleblowing advice line", "number": "0800 028 0285", "about": "about work"},
    {"name": "Samaritans", "number": "116 123", "about": "for you, at any hour"},
)
"""National lines. Source: domain sheet, section 2; numbers are checked again each year."""


def support_lines(settings: Settings) -> tuple[dict[str, str], ...]:
    """Return the lines at the foot of every page: the council's own first, where it has one."""
    name, _, number = settings.support_line.rpartition(":")
    own = ({"name": name.strip(), "number": number.strip(), "about": "for you"},) if name else ()
    return (*own, *NATIONAL)


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
