"""What is missing for the site to do its work, and how to mend each."""

import os
import shutil
import smtplib
import ssl
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from lms.assignment import queries as assignment
from lms.audit.models import AuditRow
from lms.certificates import commands as certificates
from lms.certificates import paper
from lms.content import queries as content
from lms.content.errors import BadModule
from lms.content.reading import module_folders, read_module
from lms.identity.asking import Provider
from lms.identity.errors import ProviderSetUpWrong, ProviderSilent
from lms.kernel import shipped, words
from lms.kernel.days import bank_holidays, council_day
from lms.kernel.settings import Settings
from lms.notifications.models import Message
from lms.operations import schema
from lms.people import queries as people

ROOM = 500 * 1024 * 1024
"""Bytes that should be free: a backup and a day's uploads."""

SHORTEST_KEY = 32
SECONDS = 5
"""How long a mail server may take to answer."""

LATE = timedelta(minutes=15)
"""A message that waits longer than this was seen by nobody."""

BUILT = shipped.PACKAGE / "web" / "static" / "built" / "manifest.json"


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is well, and what to do or what was found."""

    name: str
    ok: bool
    advice: str


@dataclass(frozen=True)
class Patient:
    """One instance, as far as it can be looked at."""

    session: Session
    settings: Settings
    instance: Path
    now: datetime


class Ill(Exception):  # noqa: N818 - a finding, not a fault
    """Something is missing; the words say how to mend it."""


def checks(patient: Patient) -> list[Check]:
    """Look at everything. A check that fails itself counts as not well."""
    return [_checked(name, look, patient) for name, look in CHECKS.items()]


def no_database(error: Exception) -> list[Check]:
    """Return the one finding where the database cannot even be opened."""
    said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    return [
        Check(
            "database",
            ok=False,
            advice=f"{said}. Check DATABASE_URL, and that the database runs and lets us in; "
            "without DATABASE_URL, that the instance's folder can be written.",
        )
    ]


def _checked(name: str, look: Callable[[Patient], str], patient: Patient) -> Check:
    try:
        return Check(name, ok=True, advice=look(patient))
    except Ill as ill:
        return Check(name, ok=False, advice=str(ill))
    except Exception as error:  # whatever breaks, the other checks are still worth having
        patient.session.rollback()
        said = f"{type(error).__name__}: {error}".partition("\n")[0]
        return Check(name, ok=False, advice=f"This could not be looked at: {said}")


def _unless(well: bool, advice: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not well:
        raise Ill(advice)


def _database(patient: Patient) -> str:
    bind = patient.session.get_bind()
    patient.session.execute(text("SELECT 1"))
    if bind.dialect.name != "sqlite":
        return f"{bind.dialect.name} answers."
    found = patient.session.execute(text("PRAGMA quick_check(1)")).scalar()
    _unless(
        found == "ok",
        f"The database is damaged: {found}. Stop the site and restore a backup: lms restore FILE.",
    )
    return "SQLite, undamaged."


def _migrations(patient: Patient) -> str:
    current = schema.revision(patient.session.connection())
    _unless(
        current == schema.newest(),
        "The tables are not of this release. Start any command again, such as lms people list; "
        "they are brought up to date by themselves.",
    )
    return f"Revision {current}."


def _mail(patient: Patient) -> str:
    settings = patient.settings
    if not settings.smtp_host:
        _unless(
            settings.demo,
            "No mail server is set, so messages only become files in outbox/. Set LMS_SMTP_HOST "
            "and LMS_MAIL_FROM in config.py.",
        )
        return "A demonstration: messages become files in outbox/, shown at /outbox."
    _unless("@" in settings.mail_from, "Set LMS_MAIL_FROM to the address messages come from.")
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS) as server:
            if settings.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        msg = (
            f"{where} does not take mail ({type(error).__name__}). Check LMS_SMTP_HOST, "
            "LMS_SMTP_PORT, LMS_SMTP_STARTTLS, and user and password."
        )
        raise Ill(msg) from error
    return f"{where} takes mail."


def _providers(patient: Patient) -> str:
    found = patient.settings.oidc
    if not found:
        return "None are set: people sign in by links and cards, which always works."
    faults = [said for one in found if (said := _fault_of(Provider(one)))]
    _unless(not faults, " ".join(faults))
    base = patient.settings.base_url or "https://…"
    backs = [f"{base}/sign-in/with/{one.key}/back" for one in found]
    said = words.count(len(found), "provider")
    return f"{said} as set. Addresses to register there: {', '.join(backs)}"


def _fault_of(provider: Provider) -> str:
    """Return what is wrong with a provider and how to mend it; nothing where all is well."""
    key = provider.settings.key
    try:
        provider.look()
    except ProviderSilent:
        return (
            f"{key}: nothing answers at {provider.settings.issuer}. Check issuer, the network and "
            "HTTPS_PROXY; people can sign in by links meanwhile."
        )
    except ProviderSetUpWrong as error:
        return f"{key}: {error.why}. Compare LMS_OIDC with what the provider's pages say of it."
    return ""


def _jobs(patient: Patient) -> str:
    waiting = select(func.min(Message.send_at)).where(
        Message.sent_at.is_(None), Message.failed_at.is_(None), Message.tries == 0
    )
    oldest = patient.session.scalar(waiting)
    _unless(
        oldest is None or patient.now - oldest < LATE,
        "Messages wait and nobody sends them. Start lms serve, or lms work where LMS_JOBS is "
        "'workers'.",
    )
    return "Nothing waits for long."


def _base_url(patient: Patient) -> str:
    url = patient.settings.base_url
    _unless(
        bool(url),
        "Links in messages and on certificates lead nowhere. Set LMS_BASE_URL to the address "
        "people type, such as https://training.example.",
    )
    local = any(f"//{host}" in url for host in ("127.0.0.1", "localhost"))
    _unless(
        url.startswith("https:") or local or patient.settings.demo,
        f"{url} is not encrypted. Put a proxy with a certificate before the site and set "
        "LMS_BASE_URL to its https address.",
    )
    return url


def _fonts(patient: Patient) -> str:
    settings = patient.settings
    facts = certificates.facts_of(
        settings,
        person_name="Łucja O’Neill-Świątek",
        module_title="Safeguarding induction",
        edition_label="2026-1",
        guidance="",
        completed_on=council_day(patient.now),
        until=None,
        number="0000-0000-0000-0000",
    )
    try:
        template = certificates.current_template(settings, patient.instance)
        paper.render(template, facts)
    except (OSError, ImportError) as error:
        msg = (
            f"Certificates cannot be set: {error}. On Debian or Ubuntu: sudo apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on a Mac: brew install pango."
        )
        raise Ill(msg) from error
    except paper.BadTemplate as error:
        msg = f"The certificate template cannot be used: {error}".replace("\n", " · ")
        raise Ill(msg) from error
    return "A certificate can be set."


def _assets(_patient: Patient) -> str:
    _unless(
        BUILT.is_file(),
        "The style sheet was not built, so pages look bare. In a checkout run script/setup; else "
        "install the package again.",
    )
    return "Style sheet and scripts are built."


def _secret_key(patient: Patient) -> str:
    _unless(
        len(patient.settings.secret_key) >= SHORTEST_KEY,
        f"The secret key has fewer than {SHORTEST_KEY} signs, and could be guessed. Take "
        "LMS_SECRET_KEY away, and one is made; everybody must then sign in again.",
    )
    path = patient.instance / "secret.key"
    if path.exists() and os.name == "posix":
        open_to_others = stat.S_IMODE(path.stat().st_mode) & 0o077
        _unless(not open_to_others, f"Others on this machine can read it. Run: chmod 600 {path}")
    return "Long enough, and for its owner only."


def _clock(patient: Patient) -> str:
    newest = patient.session.scalar(select(func.max(AuditRow.at)))
    _unless(
        newest is None or newest <= patient.now + timedelta(minutes=5),
        f"The clock says {words.moment(patient.now)}, but something was recorded later than "
        "that. Set the machine's clock, and let it keep time with NTP.",
    )
    _unless(
        max(bank_holidays()) > council_day(patient.now) + timedelta(days=60),
        "The list of bank holidays ends soon, and due days would be wrong. Update Outset.",
    )
    return words.moment(patient.now)


def _contacts(patient: Patient) -> str:
    found = content.contacts(patient.session)
    _unless(
        bool(found),
        "Nobody is named to call about a child; pages show 999 and the national lines only. Enter "
        "your own at /contacts, as an approver, HR or an administrator.",
    )
    oldest = min(one.checked_on for one in found)
    return f"{words.count(len(found), 'contact')}, all checked since {words.day(oldest)}."


def _editions(patient: Patient) -> str:
    today = council_day(patient.now)
    wanted = {one.module_slug for one in assignment.requirements(patient.session, day=today)}
    known = content.editions(patient.session)
    approved = content.approvals(patient.session, [one.id for one in known])
    usable = {one.module_slug for one in known if patient.settings.demo or one.id in approved}
    missing = sorted(wanted - usable)
    _unless(
        not missing,
        f"Asked for, but not approved by anybody: {', '.join(missing)}. An approver reads and "
        "approves them at /editions; until then nobody can take them.",
    )
    return f"{words.count(len(usable), 'module')} can be taken."


def _modules(patient: Patient) -> str:
    folder = shipped.folder("modules", patient.settings.modules)
    folders = module_folders(folder)
    _unless(bool(folders), f"There are no modules in {folder}. Check LMS_MODULES.")
    broken = [one.name for one in folders if _is_broken(one)]
    _unless(
        not broken,
        f"These have faults, and their last sound edition is used: {', '.join(broken)}. See each "
        "fault: lms modules check",
    )
    return f"{words.count(len(folders), 'module')} without faults in {folder}."


def _is_broken(folder: Path) -> bool:
    try:
        read_module(folder)
    except BadModule:
        return True
    return False


def _administrator(patient: Patient) -> str:
    held = [one for one in people.duties(patient.session) if one.duty.value == "administrator"]
    _unless(
        bool(held),
        "Nobody may give duties yet. Name the first: lms people grant you@example administrator",
    )
    return words.count(len(held), "administrator") + "."


def _disk(patient: Patient) -> str:
    free = shutil.disk_usage(patient.instance).free
    said = f"{free / 1_000_000_000:.1f} GB free where {patient.instance} stands."
    _unless(free >= ROOM, f"Only {said} Make room, or move the instance.")
    return said


def _instance(patient: Patient) -> str:
    try:
        with tempfile.NamedTemporaryFile(dir=patient.instance, prefix=".try-") as file:
            file.write(b"x")
    except OSError as error:
        msg = (
            f"{patient.instance} cannot be written: {error.strerror}. Give it to the account that "
            "runs the site."
        )
        raise Ill(msg) from error
    return f"{patient.instance} can be written."


CHECKS: dict[str, Callable[[Patient], str]] = {
    "database": _database,
    "migrations": _migrations,
    "instance": _instance,
    "disk": _disk,
    "secret_key": _secret_key,
    "clock": _clock,
    "base_url": _base_url,
    "mail": _mail,
    "jobs": _jobs,
    "providers": _providers,
    "assets": _assets,
    "fonts": _fonts,
    "modules": _modules,
    "editions": _editions,
    "contacts": _contacts,
    "administrator": _administrator,
}
"""Everything that is looked at, in the order in which it would be mended."""
