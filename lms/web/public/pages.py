"""Pages that anybody may read: whom to call, support, and what the law asks a site to say."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from lms.content import queries
from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel.errors import NotFound
from lms.kernel.permissions import PUBLIC

pages = Blueprint("pages", __name__)

STATEMENT_PREPARED = "24 November 2026"


@pages.get("/contacts")
@kit.requires(PUBLIC)
def contacts() -> ResponseReturnValue:
    """Say whom to call when worried about a child: the council's contacts, or 999."""
    return render_template("lms/public/contacts.html", contacts=queries.contacts(kit.session()))


@pages.get("/support")
@kit.requires(PUBLIC)
def support() -> ResponseReturnValue:
    """Say where somebody finds support for themselves."""
    found = [one for one in queries.contacts(kit.session()) if one.kind == "support"]
    return render_template("lms/public/support.html", contacts=found)


@pages.get("/help")
@kit.requires(PUBLIC)
def help_page() -> ResponseReturnValue:
    """Say how the site works and whom to ask."""
    return render_template("lms/public/help.html", settings=kit.settings())


@pages.get("/accessibility")
@kit.requires(PUBLIC)
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return render_template(
        "lms/public/accessibility.html", settings=kit.settings(), prepared=STATEMENT_PREPARED
    )


@pages.get("/privacy")
@kit.requires(PUBLIC)
def privacy() -> ResponseReturnValue:
    """Say what is kept of people, why, and for how long."""
    return render_template("lms/public/privacy.html", settings=kit.settings())


@pages.get("/cookies")
@kit.requires(PUBLIC)
def cookies() -> ResponseReturnValue:
    """Say which cookies there are: only those that signing in needs."""
    return render_template("lms/public/cookies.html", settings=kit.settings())


@pages.get("/brand.css")
@kit.requires(PUBLIC)
def brand() -> ResponseReturnValue:
    """Return the council's two colours as a style sheet."""
    settings = kit.settings()
    css = (
        f":root{{--brand:{settings.brand_colour};--brand-strong:{settings.brand_strong_colour}}}\n"
    )
    return Response(css, mimetype="text/css", headers={"Cache-Control": "public, max-age=300"})


@pages.get("/logo")
@kit.requires(PUBLIC)
def logo() -> ResponseReturnValue:
    """Return the council's logo from the instance."""
    name = kit.settings().logo
    if not name or not name.lower().endswith((".svg", ".png")):
        msg = "There is no logo."
        raise NotFound(msg)
    answer = send_from_directory(state().instance, name, max_age=300)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@pages.get("/healthz")
@kit.requires(PUBLIC)
def healthz() -> ResponseReturnValue:
    """Say whether the site and its database answer; for a load balancer."""
    kit.session().execute(text("SELECT 1"))
    return jsonify({"ok": True})


@pages.get("/.well-known/security.txt")
@kit.requires(PUBLIC)
def security() -> ResponseReturnValue:
    """Return whom to tell of a weakness (RFC 9116); only on a site of our own."""
    contact = kit.settings().security_contact
    if state().mounted or not contact:
        msg = "There is no security contact. Whoever runs the site can set LMS_SECURITY_CONTACT."
        raise NotFound(msg)
    until = (kit.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {contact}", f"Expires: {until}", "Preferred-Languages: en"]
    if kit.settings().base_url:
        lines.append(f"Canonical: {kit.settings().base_url}/.well-known/security.txt")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
