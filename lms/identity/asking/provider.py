"""One identity provider: beginning a sign-in, and taking what comes back."""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OAuthError, OpenIDMixin
from authlib.oidc.core import CodeIDToken
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)

from lms.identity.asking.described import SAYS_WHO, Described, plain
from lms.identity.asking.line import Line
from lms.identity.errors import ProviderDeclined, ProviderSilent, TokenRefused
from lms.kernel import providers

log = logging.getLogger(__name__)
logging.getLogger("authlib").setLevel(logging.INFO)  # below it, authlib writes secrets

LEEWAY = 60
"""Seconds by which clocks may differ."""

DECLINED = {"access_denied", "login_required", "interaction_required", "consent_required"}
BUSY = {"server_error", "temporarily_unavailable"}
FAULTS = {"nonce": "nonce", "aud": "audience", "azp": "audience", "iss": "issuer", "iat": "clock"}
FAULTS |= {"nbf": "clock", "exp": "expired", "at_hash": "signature"}


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A sign-in that has begun: where to send the browser, and what must come back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the browser brought back."""

    code: str = ""
    error: str = ""
    issuer: str = ""


class Client(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]  # authlib has no types
    """Authlib's client, which asks us for what the provider publishes."""

    client_cls = Line

    def __init__(self, provider: "Provider") -> None:
        ours = provider.settings
        super().__init__(
            None,
            name=ours.key,
            client_id=ours.client_id,
            client_secret=ours.client_secret or None,
            client_kwargs={
                "scope": ours.scopes,
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": ours.client_auth if ours.client_secret else "none",
            },
        )
        self.load_server_metadata = provider.described.published
        self.fetch_jwk_set = provider.described.keys


class Provider:
    """One identity provider; kept for the life of the process, used by all its threads."""

    def __init__(
        self, settings: providers.Provider, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """Note the settings; nothing is asked yet.

        Args:
            settings: of this provider.
            ticks: seconds that only ever grow.

        """
        self.settings = settings
        self.described = Described(settings, ticks=ticks)

    @property
    def is_silent(self) -> bool:
        """Whether it did not answer a moment ago. Asks nobody."""
        return self.described.is_silent

    def begin(self, back: str, *, another: bool = False) -> Begun:
        """Return where to send a browser that wants to sign in.

        Args:
            back: our own address, to which the provider sends the browser back.
            another: let the person choose another account than the one in use.

        Raises:
            ProviderSilent: it does not answer.
            ProviderSetUpWrong: what it publishes does not fit.

        """
        more = {"prompt": "select_account"} if another else {}
        verifier, nonce = generate_token(48), generate_token(32)
        with self.described.asked():
            made = Client(self).create_authorization_url(
                back, code_verifier=verifier, nonce=nonce, state=generate_token(32), **more
            )
        return Begun(url=made["url"], state=made["state"], nonce=nonce, verifier=verifier)

    def finish(
        self, answer: Answer, *, nonce: str, verifier: str, back: str, now: datetime
    ) -> dict[str, object]:
        """Return what the provider claims of whoever came back.

        Raises:
            ProviderSilent: it does not answer.
            ProviderSetUpWrong: it and our settings do not fit.
            ProviderDeclined: it, or the person, said no.
            SignInTooOld: the code was used, or is too old.
            TokenRefused: what it says cannot be trusted.

        """
        self._check(answer)
        with self.described.asked():
            if not answer.issuer and self.described.published().get(SAYS_WHO):
                raise self._distrusted("issuer")
            client = Client(self)
            token = client.fetch_access_token(
                redirect_uri=back, code=answer.code, code_verifier=verifier
            )
            if not isinstance(token.get("id_token"), str):
                raise TokenRefused(self.settings.name, "missing")
            claims: dict[str, object] = dict(self._parsed(client, token, nonce, now))
            if "email" not in claims:
                claims |= self._userinfo(client, token, claims["sub"])
        return claims

    def leaving(self, to: str) -> str | None:
        """Return where to sign out at the provider, or None where it has no such place.

        Raises:
            ProviderSilent, ProviderSetUpWrong: as with ``begin``.

        """
        with self.described.asked():
            if not self.described.published().get("end_session_endpoint"):
                return None
            client_id = self.settings.client_id
            made = Client(self).create_logout_url(to, client_id=client_id)
        return str(made["url"])

    def look(self) -> None:
        """Fetch all that the provider publishes. Raises ProviderSilent, ProviderSetUpWrong."""
        with self.described.asked():
            self.described.keys()

    def _check(self, answer: Answer) -> None:
        """Look at what the browser brought before anybody is asked."""
        name, issuer = self.settings.name, self.settings.issuer
        if answer.issuer and answer.issuer != issuer:
            raise TokenRefused(name, "issuer")
        if answer.error in BUSY:
            raise ProviderSilent(name)
        if answer.error in DECLINED or answer.error.endswith("_required"):
            raise ProviderDeclined(name)
        if answer.error:
            self.described.wrong(f"it answered {plain(answer.error)}")
        if not answer.code:
            raise TokenRefused(name, "missing")

    def _parsed(
        self, client: Client, token: Mapping[str, Any], nonce: str, now: datetime
    ) -> Mapping[str, object]:
        ours = self.settings
        wanted = {
            "iss": {"essential": True, "value": ours.issuer},
            "aud": {"essential": True, "value": ours.client_id},
        }

        class Checked(CodeIDToken):  # type: ignore[misc]  # authlib has no types
            """Claims held against our clock, and against the token they came with."""

            def validate(self, _now: int | None = None, leeway: int = 0) -> None:
                self.params["access_token"] = token.get("access_token")
                super().validate(int(now.timestamp()), leeway)

        try:
            parsed: Mapping[str, object] = client.parse_id_token(
                token, nonce, claims_options=wanted, claims_cls=Checked, leeway=LEEWAY
            )
        except (InvalidKeyIdError, BadSignatureError) as error:
            raise self._distrusted("signature") from error
        except UnsupportedAlgorithmError as error:
            raise self._distrusted("algorithm") from error
        except ExpiredTokenError as error:
            raise self._distrusted("expired") from error
        except ClaimError as error:
            raise self._distrusted(FAULTS.get(error.claim, "unreadable")) from error
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise self._distrusted("unreadable") from error
        return parsed

    def _userinfo(
        self, client: Client, token: Mapping[str, Any], subject: object
    ) -> dict[str, object]:
        """Return what else the provider says, where it keeps names and addresses apart."""
        if not self.described.published().get("userinfo_endpoint") or not token.get(
            "access_token"
        ):
            return {}
        with suppress(OAuthError, ValueError, requests.HTTPError):
            said = dict(client.userinfo(token=token))
            if said.get("sub") != subject:
                raise self._distrusted("issuer")
            kept = ("email", "given_name", "family_name", "name", self.settings.verified_claim)
            return {name: said[name] for name in kept if name in said}
        return {}

    def _distrusted(self, fault: str) -> TokenRefused:
        log.warning("what provider %s sent was refused: %s", self.settings.key, fault)
        return TokenRefused(self.settings.name, fault)
