"""From a message's kind and facts to the words that are sent."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined

from lms.identity.rules import ANSWER, DSL_CHECK, MENTOR_HEAD, PAIRING, short_code, sign
from lms.kernel import words
from lms.kernel.hooks import Mail
from lms.kernel.settings import Settings


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("lms.web", "templates/lms/email"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = lambda text: words.day(date.fromisoformat(text))
    made.filters["weekday"] = lambda text: words.weekday(date.fromisoformat(text))
    made.globals["words"] = words
    return made


def compose(
    message_id: UUID,
    *,
    kind: str,
    facts: Mapping[str, Any],
    name: str,
    to: str,
    settings: Settings,
) -> Mail:
    """Return the mail that a message comes to.

    The first line of a kind's words is its subject. A link is signed here, so that no secret
    was kept until now. Subjects say nothing of how somebody's training went.

    Raises:
        jinja2.TemplateError: there are no words for the kind, or a fact is missing.

    """
    link = facts.get("link")
    text = (
        _environment()
        .get_template(f"{kind}.txt")
        .render(
            **facts,
            name=name,
            council=settings.council_name,
            base_url=settings.base_url,
            link_url=_link_url(settings, UUID(link)) if link else "",
            check_url=_signed(settings, "dsl-check", facts.get("check"), DSL_CHECK),
            answer_url=_signed(settings, "answers", facts.get("answer"), ANSWER),
            head_url=_signed(settings, "mentoring/head", facts.get("head"), MENTOR_HEAD),
            mentor_url=_signed(
                settings, "mentoring/answer/mentor", facts.get("to_mentor"), PAIRING["mentor"]
            ),
            mentee_url=_signed(
                settings, "mentoring/answer/mentee", facts.get("to_mentee"), PAIRING["mentee"]
            ),
            code=short_code(settings.secret_key, UUID(link)) if link else "",
            own_sign_in=not settings.host_sign_in,
            minutes=settings.link_minutes,
            days=settings.invitation_days,
            help_contact=settings.help_contact,
        )
    )
    subject, _, body = text.strip().partition("\n")
    return Mail(id=str(message_id), to=to, subject=one_line(subject), text=body.strip() + "\n")


def _link_url(settings: Settings, link_id: UUID) -> str:
    if settings.host_sign_in:
        return f"{settings.base_url}/learning"
    return f"{settings.base_url}/sign-in/link/{sign(settings.secret_key, link_id)}"


def _signed(settings: Settings, where: str, key: str | None, of: str) -> str:
    """Return where a link is opened that needs no sign-in; empty where there is none."""
    if key is None:
        return ""
    return f"{settings.base_url}/{where}/{sign(settings.secret_key, UUID(key), of=of)}"


def one_line(text: str) -> str:
    """Return text that cannot begin another header: no line breaks, no control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
