"""Mail into a folder of the instance, where no SMTP host is set."""

from pathlib import Path

from lms.kernel.hooks import Mail, hookimpl
from lms.kernel.settings import Settings
from lms.plugins.smtp import message_of


@hookimpl(trylast=True)
def send_mail(mail: Mail, settings: Settings, instance: Path) -> bool:
    """Write ``outbox/<id>.eml``; the same message twice is one file."""
    folder = instance / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".{mail.id}.half"
    half.write_bytes(bytes(message_of(mail, settings)))
    half.replace(folder / f"{mail.id}.eml")
    return True
