"""Where plugins may join in. Each hook is a function without a body and a promise."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pluggy

from lms.kernel.events import Event
from lms.kernel.settings import Settings

GROUP = "lms"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message ready to go: plain text, one reader."""

    id: str
    """Stable for the message; a sender may use it to send once."""
    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Rejected(Exception):  # noqa: N818 - an answer of the other side
    """The mail system will not take this address; trying again will not help."""

    why: str


@hookspec
def happened(event: Event) -> None:
    """Hear of an event, after its transaction was committed.

    What you raise is logged and goes no further: the event has happened.
    """


@hookspec(firstresult=True)
def send_mail(mail: Mail, settings: Settings, instance: Path) -> bool | None:
    """Send one message and return True, or None to leave it to the next plugin.

    Raise ``Rejected`` when the address is refused for good (it then counts as bounced);
    anything else you raise means 'try again later'.
    """


def manager() -> pluggy.PluginManager:
    """Return a manager that knows the hooks above and the installed plugins."""
    plugins = pluggy.PluginManager(GROUP)
    plugins.add_hookspecs(sys.modules[__name__])
    plugins.load_setuptools_entrypoints(GROUP)
    return plugins
