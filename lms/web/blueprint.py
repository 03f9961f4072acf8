"""All pages under one blueprint, with what every page needs."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask_wtf.csrf import CSRFProtect

from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel import words
from lms.web import assets, errors
from lms.web.menu import menu
from lms.web.root import Pages

PAGES: tuple[Blueprint, ...] = ()
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


def blueprint(*, url_prefix: str | None) -> Blueprint:
    """Return the root of all pages, ready to register."""
    root = Pages(
        "lms",
        "lms.web",
        url_prefix=url_prefix,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    errors.register(root)
    protect = CSRFProtect()
    for pages in PAGES:
        root.register_blueprint(pages)

    @root.before_request
    def check_token() -> None:
        """Refuse a form that did not come from a page of ours."""
        protect.protect()

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
    }


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
