"""Mail by SMTP: the way that ships."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

from lms.kernel.hooks import Mail, Rejected, hookimpl
from lms.kernel.settings import Settings

SECONDS = 20
FOR_GOOD = 500
"""SMTP answers from here on are final."""


@hookimpl
def send_mail(mail: Mail, settings: Settings, instance: Path) -> bool | None:  # noqa: ARG001
    """Send by SMTP where a host is set.

    Raises:
        Rejected: the server refuses the address for good.
        OSError, smtplib.SMTPException: the server is not to be had now.

    """
    if not settings.smtp_host:
        return None
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS) as server:
            if settings.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(message_of(mail, settings))
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        if code >= FOR_GOOD:
            raise Rejected(said.decode(errors="replace")) from refused
        raise
    return True


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """Return the mail as a MIME message; a header cannot be broken out of."""
    message = EmailMessage()
    message["From"] = settings.mail_from or "training@localhost"
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{mail.id}@outset>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message
