"""What a provider publishes of itself: fetched when it is needed, and believed for a while."""

import logging
import re
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError

from lms.identity.asking.line import Line
from lms.identity.errors import (
    NotThroughProvider,
    ProviderSetUpWrong,
    ProviderSilent,
    SignInTooOld,
)
from lms.kernel import providers

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

FRESH, KEYS_FRESH = 60.0, 3600.0
"""Seconds for which a provider's description, and its keys, are believed."""

AGAIN = 60.0
"""Seconds between two looks for a key that is not among those known."""

REST = 20.0
"""Seconds for which a provider that did not answer is left in peace, and nobody waits for it."""

QUEUE = 1.0
"""Seconds for which one waits while another asks the same."""

SIGNED = ("RS256", "PS256", "ES256", "EdDSA", "RS384", "RS512", "PS384", "PS512", "ES384", "ES512")
"""Ways to sign that are taken: with a key pair. Never ``none``, nor a secret that both have."""

SAYS_WHO = "authorization_response_iss_parameter_supported"
"""Whether the browser brings back who sent it. Source: RFC 9207."""

USED = {
    "issuer": str,
    "authorization_endpoint": str,
    "token_endpoint": str,
    "jwks_uri": str,
    "userinfo_endpoint": str,
    "end_session_endpoint": str,
    "id_token_signing_alg_values_supported": list,
    "code_challenge_methods_supported": list,
    SAYS_WHO: bool,
}
"""What is taken of a provider's description; the rest cannot reach the library."""

NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Described:
    """What one provider publishes; kept for the life of the process, used by all its threads."""

    def __init__(self, settings: providers.Provider, *, ticks: Callable[[], float]) -> None:
        self.settings = settings
        self.ticks = ticks
        self._lock = Lock()
        self._published: dict[str, Any] = {}
        self._published_at = self._keys_at = self._again_at = -KEYS_FRESH
        self._keys: dict[str, Any] = {}
        self._silent_until = -KEYS_FRESH

    @property
    def is_silent(self) -> bool:
        """Whether it did not answer a moment ago. Asks nobody."""
        return self.ticks() < self._silent_until

    def published(self) -> dict[str, Any]:
        """Return what the provider publishes of itself, at most a minute old."""
        if self.ticks() - self._published_at < FRESH:
            return self._published
        with self._alone():
            if self.ticks() - self._published_at >= FRESH:
                where = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
                self._published = self._fitting(self._fetched(where))
                self._published_at = self.ticks()
        return self._published

    def keys(self, force: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - authlib's own
        """Return the provider's keys; with ``force``, anew, but not again and again."""
        where = self.published()["jwks_uri"]
        if not force and not self._keys_are_old():
            return self._keys
        with self._alone():
            again = force and self.ticks() - self._again_at >= AGAIN
            if again or self._keys_are_old():
                found = self._fetched(where)
                if not isinstance(found.get("keys"), list):
                    self.wrong("its keys cannot be read")
                self._keys, self._keys_at = found, self.ticks()
                self._again_at = self.ticks() if again else self._again_at
        return self._keys

    def _keys_are_old(self) -> bool:
        return self.ticks() - self._keys_at >= KEYS_FRESH

    def wrong(self, why: str) -> NoReturn:
        """Note what does not fit, and refuse."""
        log.error("provider %s: %s", self.settings.key, why)
        raise ProviderSetUpWrong(self.settings.name, why)

    @contextmanager
    def asked(self) -> "Iterator[None]":
        """Turn what may go wrong on the way into refusals; leave a silent provider in peace."""
        if self.is_silent:
            raise ProviderSilent(self.settings.name)
        try:
            yield
        except NotThroughProvider:
            raise
        except OAuthError as error:
            if error.error == "invalid_grant":
                raise SignInTooOld from error
            self.wrong(f"it answered {plain(error.error)}")
        except (requests.RequestException, ValueError) as error:
            log.warning("provider %s: %s", self.settings.key, type(error).__name__)
            if isinstance(error, requests.ConnectionError | requests.Timeout):
                self._silent_until = self.ticks() + REST
            raise ProviderSilent(self.settings.name) from error

    @contextmanager
    def _alone(self) -> "Iterator[None]":
        """Ask as the only one; whoever else wants to know waits a moment, and no longer."""
        if not self._lock.acquire(timeout=QUEUE):
            raise ProviderSilent(self.settings.name)
        try:
            yield
        finally:
            self._lock.release()

    def _fetched(self, where: str) -> dict[str, Any]:
        with Line() as line:
            answer = line.request("GET", where, withhold_token=True)
        if 300 <= answer.status_code < 500:
            self.wrong(f"{urlsplit(where).path} answers {answer.status_code}")
        answer.raise_for_status()
        found = answer.json()
        return found if isinstance(found, dict) else {}

    def _fitting(self, said: Mapping[str, object]) -> dict[str, Any]:
        """Return what is used of a description, once it is sure that it fits."""
        kept: dict[str, Any] = {
            name: said[name] for name, kind in USED.items() if isinstance(said.get(name), kind)
        }
        if kept.get("issuer") != self.settings.issuer:
            self.wrong(f"it calls itself {str(kept.get('issuer'))[:200]}; issuer must be that")
        missing = [name for name in NEEDED if name not in kept]
        if missing:
            self.wrong(f"it does not publish {missing[0]}")
        for name, value in kept.items():
            if isinstance(value, str) and not providers.is_safe(value):
                self.wrong(f"its {name} is not encrypted")
        offered = kept.get("id_token_signing_alg_values_supported", ["RS256"])
        kept["id_token_signing_alg_values_supported"] = [o for o in SIGNED if o in offered]
        if not kept["id_token_signing_alg_values_supported"]:
            self.wrong("it signs in no way that can be trusted")
        if "S256" not in kept.pop("code_challenge_methods_supported", ["S256"]):
            self.wrong("it does not know PKCE with S256")
        return kept


def plain(code: object) -> str:
    """Return an error's code where it is one; what a stranger wrote instead is not repeated."""
    said = str(code)
    return said if re.fullmatch(r"[a-z_]{1,60}", said) else "something that is no error code"
