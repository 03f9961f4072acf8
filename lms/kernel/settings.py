"""The settings, read once and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self, get_type_hints

from lms.kernel import providers

PREFIX = "LMS_"


class BadSetting(ValueError):  # noqa: N818 - named for what it is
    """A setting is unknown or cannot be read; the message names it and says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a council may set, as ``LMS_…`` in the environment or in the instance's config.py.

    Defaults suit production; anything unsafe there has none.
    """

    council_name: str = "Your council"
    council_short_name: str = ""
    """For the page header; the council's name without 'Council' when empty."""
    directorate: str = "Children's services"
    logo: str = ""
    """File name of an SVG or PNG in the instance folder; empty for the name alone."""
    brand_colour: str = "#17514e"
    brand_strong_colour: str = "#0d3836"
    base_url: str = ""
    """Public address without a slash at the end; used in messages and on certificates."""
    demo: bool = False
    """An invented council: unapproved editions may be used, sign-in links never wear out."""
    modules: str = ""
    """Folder of training modules; the one that ships when empty."""
    certificate_template: str = "plain"
    certificates: str = ""
    """Folder of certificate templates; the one that ships when empty."""

    mail_from: str = ""
    smtp_host: str = ""
    """Empty writes messages to ``outbox/`` in the instance instead."""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_starttls: bool = True
    jobs: str = "inside"
    """``inside`` runs jobs in the server; ``workers`` leaves them to ``lms work``."""
    jobs_url: str = ""
    """Redis address for jobs across machines; empty keeps them in the instance."""

    host_sign_in: bool = False
    """People sign in to the site we are mounted in; set by ``LMS.init_app(guest=…)``."""
    oidc: tuple[providers.Provider, ...] = ()
    """Identity providers through which people sign in; see docs/operating.md."""
    link_minutes: int = 15
    invitation_days: int = 7
    idle_minutes: int = 45
    grace_days: int = 30
    """Days after the end of the last engagement in which somebody may still sign in."""
    due_soon_days: int = 5
    """Working days before a due day in which training counts as due soon."""
    target_percent: int = 100
    """What HR's picture of starters is measured against."""
    sign_in_tries: int = 10
    """Tries an hour from one network address, for links and for codes alike."""
    verify_tries: int = 60
    """Certificate checks an hour from one network address."""
    token_tries: int = 60
    """Tokens that do not work, an hour from one network address."""
    scim_requests: int = 1200
    """Requests a minute that a directory may make with one token."""

    weekly_question: int = 1
    """Weekday on which managers are asked who is missing: 1 Monday to 5 Friday; 0 for never."""
    join_tries: int = 20
    """Tries an hour from one network address to join by a team's code."""
    upload_megabytes: int = 20
    import_rows: int = 100_000
    brake_percent: int = 5
    """A list that ends more than this part of its running engagements stops and asks."""
    brake_least: int = 5
    """Engagements; a list that ends or moves fewer never stops."""
    authority: str = ""
    """The council's name or code in the register of schools; its short name when empty."""
    dsl_role_module: str = ""
    """Slug of the module that is a DSL's role training, for 24 months; empty where none is."""
    dsl_refresh_module: str = ""
    """Slug of the module that is a DSL's yearly refresh; empty where none is."""
    headings: dict[str, str] = field(default_factory=dict)
    """More headings for HR files: ``{"Staff No": "employee_number"}``."""
    secret_key: str = field(default="", repr=False)
    """Signs links and sessions; taken from SECRET_KEY, made at the first start without one."""
    proxies: int = 0
    """How many proxies stand before the site and set X-Forwarded headers."""
    security_contact: str = ""
    """Address in ``/.well-known/security.txt``, ``mailto:`` or ``https:``."""
    help_contact: str = ""
    """Whom people ask for help with this site: an address or a telephone number."""
    privacy_contact: str = ""
    support_line: str = ""
    """The council's own line for staff, on every page: ``Staff support: 01234 567 890``."""

    @classmethod
    def read(cls, config: Mapping[str, Any]) -> Self:
        """Return settings from ``config``.

        Raises:
            BadSetting: a name is not known here, or a value does not fit; each is named.

        """
        given = {
            key.removeprefix(PREFIX).lower(): value
            for key, value in config.items()
            if key.startswith(PREFIX)
        }
        try:
            given = providers.gathered(given)
        except providers.BadProvider as error:
            raise BadSetting(str(error)) from error
        known = {one.name for one in fields(cls)}
        unknown = sorted(given.keys() - known)
        if unknown:
            names = ", ".join(PREFIX + name.upper() for name in unknown)
            msg = f"unknown settings: {names}. See instance/config.example.py for those there are."
            raise BadSetting(msg)
        hints = get_type_hints(cls)
        values: dict[str, Any] = {n: _cast(n, value, hints[n]) for n, value in given.items()}
        read = cls(**values)
        read._check()
        return read

    @property
    def short_name(self) -> str:
        """The council's name for the page header."""
        return self.council_short_name or self.council_name.removesuffix(" Council")

    @property
    def school_authority(self) -> str:
        """Whose schools are taken from the register of schools."""
        return self.authority or self.short_name

    def _check(self) -> None:
        for name in ("brand_colour", "brand_strong_colour"):
            colour = getattr(self, name)
            if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
                msg = f"{PREFIX}{name.upper()} must be six hex digits such as #17514e."
                raise BadSetting(msg)
            if contrast_on_white(colour) < 4.5:
                msg = (
                    f"{PREFIX}{name.upper()} {colour} is too pale: its contrast on white is "
                    f"{contrast_on_white(colour):.1f}, and people need 4.5. Choose a darker one."
                )
                raise BadSetting(msg)
        if self.jobs not in {"inside", "workers"}:
            msg = "LMS_JOBS must be 'inside' or 'workers'."
            raise BadSetting(msg)
        if self.base_url and not re.fullmatch(r"https?://[^/\s]+(/[^\s]*[^/\s])?", self.base_url):
            msg = "LMS_BASE_URL must be like https://training.example, without a slash at its end."
            raise BadSetting(msg)


def _cast(name: str, value: object, kind: type) -> object:
    """Return ``value`` as ``kind``; the environment knows only text."""
    key = PREFIX + name.upper()
    if kind is bool and isinstance(value, str):
        if value.lower() in {"1", "true", "yes", "on"}:
            return True
        if value.lower() in {"", "0", "false", "no", "off"}:
            return False
    elif kind is int and isinstance(value, str):
        if re.fullmatch(r"\d{1,9}", value):
            return int(value)
    elif kind is int and isinstance(value, bool):
        pass
    elif isinstance(value, getattr(kind, "__origin__", kind)):
        return value
    wanted = {bool: "yes or no", int: "a whole number", str: "text"}.get(kind, "a table")
    msg = f"{key} must be {wanted}."
    raise BadSetting(msg)


def contrast_on_white(colour: str) -> float:
    """Return the contrast ratio of ``#rrggbb`` on white, 1 to 21. Source: WCAG 2.2, 1.4.3."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
