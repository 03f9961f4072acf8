"""What can be done to certificates."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from lms.assignment import queries as assignment
from lms.certificates import paper, permissions, queries, rules
from lms.certificates.errors import AlreadyWithdrawn
from lms.certificates.events import CertificateAwarded, CertificateWithdrawn
from lms.certificates.models import Certificate, Withdrawal
from lms.kernel import shipped
from lms.kernel.errors import Invalid
from lms.kernel.settings import Settings
from lms.kernel.work import Work
from lms.learning import queries as learning

LONGEST_REASON = 500


def award(work: Work, completion_id: UUID) -> Certificate:
    """Issue the certificate of a completion, with everything that will ever be printed on it.

    Doing it again returns the one there is.

    Raises:
        NotFound: there is no such completion.
        BadTemplate: the council's certificate template cannot be used.

    """
    found = queries.of_completion(work.session, completion_id)
    if found is not None:
        return found
    completion = learning.completion(work.session, completion_id)
    edition, person = completion.edition, completion.person
    until = rules.counts_until(
        completion.completed_on,
        repeat_months=assignment.shortest_repeat(
            work.session, completion.module_slug, completion.completed_on
        ),
    )
    template = current_template(work.settings, work.store.folder.parent)
    number = rules.new_number()
    facts = facts_of(
        work.settings,
        person_name=person.name,
        module_title=edition.title,
        edition_label=edition.label,
        guidance=edition.guidance,
        completed_on=completion.completed_on,
        until=until,
        number=number,
    )
    certificate = Certificate(
        number=number,
        person_id=person.id,
        completion_id=completion.id,
        module_slug=completion.module_slug,
        edition_id=edition.id,
        edition_label=edition.label,
        person_name=person.name,
        module_title=edition.title,
        completed_on=completion.completed_on,
        expires_on=until.on if until else None,
        facts=facts.to_plain(),
        template_hash=work.store.put(template.packed),
        issued_at=work.now,
    )
    work.session.add(certificate)
    work.session.flush()
    work.record(
        CertificateAwarded(
            subject_id=certificate.id,
            person_id=person.id,
            module_slug=certificate.module_slug,
            completion_id=completion.id,
        )
    )
    return certificate


def withdraw(work: Work, certificate_id: UUID, *, reason: str) -> Certificate:
    """Withdraw a certificate, so that it no longer counts as proof.

    Raises:
        NoSuchCertificate: there is no such certificate.
        NotAllowed: the actor may not withdraw it.
        Invalid: no reason, or one too long.
        AlreadyWithdrawn: it was withdrawn before; the first reason stands.

    """
    certificate = queries.certificate(work.session, certificate_id)
    work.require(permissions.WITHDRAW, certificate.person)
    reason = reason.strip()
    if not reason:
        msg = "Enter why it is withdrawn."
        raise Invalid(msg, field="reason")
    if len(reason) > LONGEST_REASON:
        msg = f"Enter a reason of at most {LONGEST_REASON} characters."
        raise Invalid(msg, field="reason")
    if certificate.withdrawal is not None:
        raise AlreadyWithdrawn(certificate.number)
    try:
        with work.session.begin_nested():
            certificate.withdrawal = Withdrawal(reason=reason, at=work.now, by=work.actor.id)
    except IntegrityError as twice:
        raise AlreadyWithdrawn(certificate.number) from twice
    work.record(
        CertificateWithdrawn(
            subject_id=certificate.id,
            person_id=certificate.person_id,
            module_slug=certificate.module_slug,
            completion_id=certificate.completion_id,
        )
    )
    return certificate


def facts_of(  # noqa: PLR0913 - as many as a paper has
    settings: Settings,
    *,
    person_name: str,
    module_title: str,
    edition_label: str,
    guidance: str,
    completed_on: date,
    until: rules.Until | None,
    number: str,
) -> paper.Facts:
    """Return everything that is printed, as the council's settings are today."""
    return paper.Facts(
        council_name=settings.council_name,
        issuer=settings.directorate,
        person_name=person_name,
        module_title=module_title,
        edition_label=edition_label,
        guidance=guidance,
        completed_on=completed_on,
        until_on=until.on if until else None,
        until_label=until.label if until else "",
        number=number,
        verify_url=f"{settings.base_url}/verify/{number}",
        verify_text=f"{settings.base_url.partition('//')[2]}/verify",
        brand=settings.brand_colour,
        brand_strong=settings.brand_strong_colour,
        demo=settings.demo,
    )


def current_template(settings: Settings, instance: Path) -> paper.Template:
    """Return the council's template and logo as their files are now. Raises BadTemplate."""
    folder = shipped.folder("certificates", settings.certificates) / settings.certificate_template
    logo = instance / settings.logo if settings.logo else None
    files = [*folder.rglob("*"), *([logo] if logo and logo.exists() else [])]
    stamp = max((path.stat().st_mtime_ns for path in files), default=0)
    return _template(folder, logo, stamp)


@lru_cache(maxsize=4)
def _template(folder: Path, logo: Path | None, _stamp: int) -> paper.Template:
    return paper.snapshot(folder, logo=logo)
