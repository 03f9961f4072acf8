"""Settings of identity providers: a list in config.py, or one by one in the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self
from urllib.parse import urlsplit

LIST = "oidc"
"""``LMS_OIDC`` in config.py; in the environment ``LMS_OIDC_‹KEY›_‹SETTING›``."""

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
ANSWERS = {"1": True, "true": True, "yes": True, "on": True}
ANSWERS |= {"": False, "0": False, "false": False, "no": False, "off": False}
HERE = {"127.0.0.1", "localhost", "::1"}
WAYS = {"client_secret_basic", "client_secret_post"}


class BadProvider(ValueError):  # noqa: N818 - named for what it is
    """A provider's settings do not fit; the message names them and says what to do."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One identity provider, such as the council's own Entra ID."""

    key: str
    """Stands in addresses: ``/sign-in/with/‹key›``."""

    name: str
    """As people know it: ``Sign in with your ‹name› account``."""

    issuer: str
    """Exactly as the provider publishes it."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    """Empty where the provider knows us as a public client: PKCE alone proves who asks."""

    client_auth: str = "client_secret_basic"
    """How the secret is given: ``client_secret_basic`` or ``client_secret_post``."""

    scopes: str = "openid email profile"
    verified_claim: str = "email_verified"
    """The claim that says whether the address is verified; ``xms_edov`` with Entra ID."""

    trust_addresses: bool = False
    """Take addresses in ``domains`` for verified although the provider does not say so."""

    domains: tuple[str, ...] = ()
    """The address domains this provider may speak for; empty for any."""

    sign_out: bool = False
    """Offer to sign out there as well."""

    @classmethod
    def read(cls, given: Mapping[str, object]) -> Self:
        """Return a provider from ``given``. Raises BadProvider; each setting is named."""
        key = given.get("key")
        if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > 32:
            msg = (
                "LMS_OIDC: each provider needs a key of at most 32 small letters, digits and "
                "hyphens, such as marlshire."
            )
            raise BadProvider(msg)
        known = {one.name for one in fields(cls)}
        unknown = sorted(str(name) for name in given.keys() - known)
        if unknown:
            msg = f"LMS_OIDC, {key}: unknown settings: {', '.join(unknown)}. {_there_are()}"
            raise BadProvider(msg)
        made = cls(**{name: _fitting(key, name, value) for name, value in _whole(key, given)})
        made._check()
        return made

    def _check(self) -> None:
        parts = urlsplit(self.issuer)
        if not is_safe(self.issuer) or parts.query or parts.fragment:
            self._refuse("issuer must be an https address, as the provider publishes it.")
        if self.client_auth not in WAYS:
            self._refuse(f"client_auth must be {' or '.join(sorted(WAYS))}.")
        if "openid" not in self.scopes.split():
            self._refuse("scopes must hold openid.")
        wrong = [one for one in self.domains if not DOMAIN.fullmatch(one)]
        if wrong:
            self._refuse(f"domains must be like marlshire.gov.uk, not {wrong[0]}.")
        if self.trust_addresses and not self.domains:
            self._refuse("trust_addresses needs domains: the council's own, and no others.")

    def _refuse(self, said: str) -> None:
        msg = f"LMS_OIDC, {self.key}: {said}"
        raise BadProvider(msg)


def is_safe(address: str) -> bool:
    """Tell whether what is sent to an address cannot be read on the way."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    )


def gathered(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with the providers among them read; the rest as it was.

    What the environment says of a provider counts over the list, setting by setting.

    Raises:
        BadProvider: a provider's settings do not fit.

    """
    rest = {name: value for name, value in given.items() if not name.startswith(LIST + "_")}
    listed = rest.pop(LIST, ())
    if not isinstance(listed, list | tuple) or not all(isinstance(o, Mapping) for o in listed):
        msg = "LMS_OIDC must be a list of tables: [{'key': 'marlshire', 'issuer': …}]."
        raise BadProvider(msg)
    found: dict[object, dict[str, object]] = {}
    for one in listed:
        if one.get("key") in found:
            msg = f"LMS_OIDC: two providers have the key {one['key']}."
            raise BadProvider(msg)
        found[one.get("key")] = dict(one)
    for name, value in given.items():
        if name.startswith(LIST + "_"):
            key, part = _parts(name)
            found.setdefault(key, {"key": key})[part] = value
    if found:
        rest[LIST] = tuple(Provider.read(one) for one in found.values())
    return rest


def _parts(name: str) -> tuple[str, str]:
    """Return key and setting of a name such as ``oidc_marlshire_client_id``."""
    said = name.removeprefix(LIST + "_")
    for part in (one.name for one in fields(Provider)):
        key = said.removesuffix("_" + part)
        if part != "key" and key != said and KEY.fullmatch(key.replace("_", "-")):
            return key.replace("_", "-"), part
    msg = f"unknown settings: LMS_{name.upper()}. {_there_are()}"
    raise BadProvider(msg)


def _there_are() -> str:
    return f"There are {', '.join(one.name for one in fields(Provider))}."


def _whole(key: str, given: Mapping[str, object]) -> list[tuple[str, Any]]:
    missing = [one for one in ("name", "issuer", "client_id") if not given.get(one)]
    if missing:
        msg = f"LMS_OIDC, {key}: {', '.join(missing)} must be set."
        raise BadProvider(msg)
    return list(given.items())


def _fitting(key: str, name: str, value: object) -> Any:  # noqa: ANN401 - of several kinds
    """Return a setting as its kind; the environment knows only text."""
    kind = Provider.__annotations__[name]
    if kind is bool and isinstance(value, str) and value.lower() in ANSWERS:
        return ANSWERS[value.lower()]
    if name == "domains":
        parts = value.replace(",", " ").split() if isinstance(value, str) else value
        if isinstance(parts, list | tuple) and all(isinstance(one, str) for one in parts):
            return tuple(one.lower() for one in parts)
    elif isinstance(value, kind):
        return value.strip() if isinstance(value, str) else value
    wanted = {bool: "yes or no", str: "text"}.get(kind, "a list of domains")
    msg = f"LMS_OIDC, {key}: {name} must be {wanted}."
    raise BadProvider(msg)
