"""What stands around every page: addresses, menu, support. Made once for all who see the same."""

from typing import Any

from flask import current_app, request, url_for

from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel import words
from lms.kernel.settings import Settings
from lms.web import assets
from lms.web.menu import Place, places

FRAMES = 512
"""Frames kept in memory by each process; people with the same duties share one."""

NATIONAL = (
    {"name": "NSPCC Helpline", "number": "0808 800 5000", "about": "about a child"},
    {"name": "Whistleblowing advice line", "number": "0800 028 0285", "about": "about work"},
    {"name": "Samaritans", "number": "116 123", "about": "for you, at any hour"},
)
"""National lines. Source: domain sheet, section 2; numbers are checked again each year."""


def shared() -> dict[str, Any]:
    """Return what every template may use."""
    actor, kept = kit.actor(), state().kept
    key = (request.root_path, actor.id is None, getattr(actor, "duties", None))
    if key not in kept:
        if len(kept) >= FRAMES:
            kept.clear()
        kept[key] = _frame(signed_in=actor.id is not None), places()
    frame, menu = kept[key]
    here = (request.endpoint or "").rpartition(".")[0].rpartition(".")[2]
    return {
        **frame,
        "menu": [_entry(place, here) for place in menu],
        "me": getattr(actor, "name", "") or None,
    }


def _entry(place: Place, here: str) -> dict[str, str | bool]:
    return {"text": place.text, "href": place.href, "current": here in place.nouns}


def _frame(*, signed_in: bool) -> dict[str, Any]:
    """Return what is alike for everybody, or for everybody who is signed in."""
    here, settings = state(), kit.settings()
    frame: dict[str, Any] = {
        "base": here.base_template,
        "mounted": here.mounted,
        "asset": assets.url,
        "icon": assets.url("icon.svg"),
        "council": {
            "name": settings.council_name,
            "short_name": settings.short_name,
            "logo_url": url_for("lms.pages.logo") if settings.logo else "",
        },
        "may": kit.may,
        "demo": settings.demo,
        "words": words,
        "idle_minutes": 0 if here.mounted else settings.idle_minutes,
        "contacts_url": url_for("lms.pages.contacts"),
        "links": links(mounted=here.mounted, signed_in=signed_in),
        "support_lines": support_lines(settings),
    }
    shell = current_app.jinja_env.get_template("lms/parts/shell.html").module
    frame["shell"] = shell
    for name in ("assets", "worry", "support", "foot"):
        frame[f"shell_{name}"] = getattr(shell, name)(frame)
    return frame


def links(*, mounted: bool, signed_in: bool) -> dict[str, str]:
    """Return the addresses that the shell needs."""
    found = {
        "home": url_for("lms.home.show" if signed_in or mounted else "lms.signin.ask"),
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


def support_lines(settings: Settings) -> tuple[dict[str, str], ...]:
    """Return the lines at the foot of every page: the council's own first, where it has one."""
    name, _, number = settings.support_line.rpartition(":")
    own = ({"name": name.strip(), "number": number.strip(), "about": "for you"},) if name else ()
    return (*own, *NATIONAL)
