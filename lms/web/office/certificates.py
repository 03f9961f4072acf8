"""Certificates: one's own, HR's list, the paper, withdrawing."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.certificates import commands, errors, paper, permissions, queries
from lms.content import queries as content
from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel.permissions import SIGNED_IN
from lms.web import forms

if TYPE_CHECKING:
    from lms.certificates.models import Certificate

pages = Blueprint("office_certificates", __name__, url_prefix="/certificates")


class WithdrawForm(forms.Form):
    """Why a certificate is withdrawn."""

    reason = TextAreaField(
        "Why are you withdrawing this certificate?",
        description="Its holder and the auditor will see this; somebody who checks the number "
        "will not. Do not name a child or a family.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter why it is withdrawn"),
            Length(max=500, message="Enter a reason of at most 500 characters"),
        ],
    )
    submit = SubmitField("Withdraw certificate")


def seen(session: Session, certificate_id: UUID) -> "Certificate":
    """Return the certificate, if whoever asks may see it; else answer as for none."""
    actor = kit.actor()
    reach = actor.reach(permissions.READ)
    return queries.certificate_within(session, certificate_id, reach, own=actor.id)


@pages.get("")
@kit.requires(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Show HR the council's certificates, and everybody else their own."""
    if not kit.may(permissions.LIST):
        return redirect(url_for(".own"))
    given, session = request.args, kit.session()
    titles = {one.module_slug: one.title for one in reversed(content.editions(session))}
    kept = {
        "q": given.get("q", "").strip()[:100] or None,
        "module": given.get("module") if given.get("module") in titles else None,
        "withdrawn": "yes" if given.get("withdrawn") else None,
    }
    found = queries.page(
        session,
        kit.today(),
        reach=kit.actor().reach(permissions.LIST),
        search=kept["q"] or "",
        module=kept["module"] or "",
        withdrawn=bool(kept["withdrawn"]),
        after=given.get("after"),
    )
    return render_template("lms/office/certificates.html", found=found, kept=kept, titles=titles)


@pages.get("/mine")
@kit.requires(SIGNED_IN)
def own() -> ResponseReturnValue:
    """Show whoever is signed in their own certificates."""
    person_id = kit.actor().id
    found = queries.of_person(kit.session(), person_id, kit.today()) if person_id else []
    return render_template("lms/learner/certificates.html", found=found)


@pages.get("/<uuid:certificate_id>")
@kit.requires_over(permissions.READ, seen)
def show(certificate: "Certificate") -> ResponseReturnValue:
    """Show what the paper says, as a page."""
    checked = queries.checked(kit.session(), certificate, kit.today())
    return render_template(
        "lms/office/certificate.html",
        certificate=certificate,
        checked=checked,
        facts=paper.Facts.from_plain(certificate.facts),
        may_withdraw=kit.may(permissions.WITHDRAW, certificate.person),
        verify_url=url_for("lms.check.show", number=certificate.number, _external=True),
    )


@pages.get("/<uuid:certificate_id>/certificate.pdf")
@kit.requires_over(permissions.READ, seen)
def as_pdf(certificate: "Certificate") -> ResponseReturnValue:
    """Send the paper, set from what was frozen when it was issued."""
    return Response(
        rendered(certificate),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{certificate.number}.pdf"'},
    )


@pages.route("/<uuid:certificate_id>/withdraw", methods=["GET", "POST"])
@kit.requires_over(permissions.WITHDRAW, queries.certificate)
def withdraw(certificate: "Certificate") -> ResponseReturnValue:
    """Ask why, then withdraw it."""
    form = WithdrawForm()
    number = certificate.number
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.withdraw(work, certificate.id, reason=forms.filled(form.reason))
        except errors.AlreadyWithdrawn as refusal:
            form.refuse(refusal, field="reason")
        else:
            flash(
                f"Certificate {number} is withdrawn. Its holder is told, and owes the training "
                "again from today.",
                "success",
            )
            return redirect(url_for(".show", certificate_id=certificate.id))
    status = 422 if form.errors else 200
    return render_template("lms/office/withdraw.html", form=form, certificate=certificate), status


def rendered(certificate: "Certificate") -> bytes:
    """Return the paper as PDF, from the template as it was when it was issued."""
    template = paper.Template(state().store.get(certificate.template_hash))
    return paper.render(template, paper.Facts.from_plain(certificate.facts))
