"""What an operator did at the command line."""

from dataclasses import dataclass
from typing import ClassVar

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SignInLinkShown(Event):
    """An operator was shown a link that lets them in as somebody."""

    tag: ClassVar[str] = "sign_in_link.shown"
