"""Coming in through an identity provider, such as the council's own accounts."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.delivery.limits import check_failed, failed
from lms.delivery.state import state
from lms.delivery.statuses import status_of
from lms.identity import commands, errors, rules
from lms.identity.asking import Answer, Begun, Provider
from lms.kernel.errors import NotFound
from lms.kernel.permissions import PUBLIC
from lms.web.public import signin

pages = Blueprint("signin_with", __name__)

BEGUN = "lms_with"
"""Sign-ins that this browser has begun, by state: the proof that what comes back is ours."""

WINDOWS = 4
"""Sign-ins that may be under way in one browser."""

LASTS = timedelta(minutes=10)
"""How long one may stay at the provider."""

WHAT = "sign-in-with"
LONGEST = 4096
"""Characters of a code; those of large providers have a third."""


@pages.get("/sign-in/with/<key>")
@kit.requires(PUBLIC)
def begin(key: str) -> ResponseReturnValue:
    """Send the browser to the provider."""
    if kit.actor().id is not None:
        return redirect(url_for("lms.home.show"))
    provider = named(key)
    signin.remember(request.args.get("next"))
    try:
        begun = provider.begin(back_url(key), another="another" in request.args)
    except errors.NotThroughProvider as refusal:
        return refused(provider, refusal)
    keep(key, begun)
    return redirect(begun.url)


@pages.get("/sign-in/with/<key>/back")
@kit.requires(PUBLIC)
def back(key: str) -> ResponseReturnValue:
    """Take what the provider sent, and let in whom it means."""
    provider = named(key)
    if kit.actor().id is not None:
        return redirect(url_for("lms.home.show"))
    most = kit.settings().sign_in_tries * 6
    check_failed(WHAT, most)
    try:
        claimed = answered(provider)
        with kit.work(by=signin.SITE) as work:
            came = commands.come_in_through(work, claimed, provider.settings)
    except errors.NotThroughProvider as refusal:
        failed(WHAT, most)
        return refused(provider, refusal)
    if not came.is_vouched:
        return refused(provider, errors.AddressUnverified(provider.settings.name))
    if came.person_id is None:
        return unknown(provider, claimed, came)
    return signin.entered(came.person_id, through=key)


@pages.get("/sign-in/with/<key>/left")
@kit.requires(PUBLIC)
def left(key: str) -> ResponseReturnValue:
    """Say that somebody is signed out here, and offer to sign out at the provider."""
    return render_template("lms/public/signed_out.html", provider=named(key).settings)


@pages.get("/sign-in/with/<key>/leave")
@kit.requires(PUBLIC)
def leave(key: str) -> ResponseReturnValue:
    """Send the browser to where the provider signs people out."""
    provider = named(key)
    try:
        where = provider.leaving(public_url(url_for("lms.signin.ask")))
    except errors.NotThroughProvider as refusal:
        return refused(provider, refusal)
    if where is None:
        flash(f"{provider.settings.name} signs nobody out from here. Close the browser.")
    return redirect(where or url_for("lms.signin.ask"))


def answered(provider: Provider) -> rules.Claimed:
    """Return what the provider says of whoever came back to the sign-in begun here."""
    begun = taken(provider.settings.key)
    claims = provider.finish(
        Answer(
            code=request.args.get("code", "")[:LONGEST],
            error=request.args.get("error", ""),
            issuer=request.args.get("iss", ""),
        ),
        nonce=begun["nonce"],
        verifier=begun["verifier"],
        back=back_url(provider.settings.key),
        now=kit.now(),
    )
    ours = provider.settings
    claimed = rules.claimed(
        claims,
        verified_claim=ours.verified_claim,
        trust=ours.trust_addresses,
        domains=ours.domains,
    )
    if claimed is None:
        raise errors.TokenRefused(ours.name, "unreadable")
    return claimed


def keep(key: str, begun: Begun) -> None:
    """Keep in this browser what must fit what comes back; the oldest of many is forgotten."""
    under_way: dict[str, Any] = dict(session.get(BEGUN, {}))
    under_way[begun.state] = {
        "key": key,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "at": kit.now().timestamp(),
    }
    session[BEGUN] = dict(list(under_way.items())[-WINDOWS:])


def taken(key: str) -> dict[str, Any]:
    """Return the sign-in that this browser began; it is used up.

    Raises:
        SignInUnknown: it was begun elsewhere, with another provider, or is used up.
        SignInTooOld: it was begun too long ago.

    """
    under_way: dict[str, Any] = dict(session.get(BEGUN, {}))
    begun: dict[str, Any] | None = under_way.pop(request.args.get("state", ""), None)
    session[BEGUN] = under_way
    if begun is None or begun["key"] != key:
        raise errors.SignInUnknown
    if kit.now().timestamp() - begun["at"] > LASTS.total_seconds():
        raise errors.SignInTooOld
    return begun


def refused(provider: Provider, refusal: errors.NotThroughProvider) -> ResponseReturnValue:
    """Say why nobody came in, and offer the ways that are left."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if not isinstance(refusal, errors.ProviderSilent | errors.ProviderSetUpWrong):
        status = status_of(refusal)
    page = render_template(
        "lms/public/not_through.html",
        provider=provider,
        heading=refusal.heading,
        said=str(refusal),
        form=signin.AskForm(formdata=None),
    )
    return page, status


def unknown(
    provider: Provider, claimed: rules.Claimed, came: commands.Came
) -> ResponseReturnValue:
    """Say that nobody told us of somebody, what was kept, and what to do next."""
    page = render_template(
        "lms/public/unknown.html",
        provider=provider.settings,
        claimed=claimed,
        last_day=came.last_day,
        days=rules.KNOCK_DAYS,
        form=signin.AskForm(formdata=None),
    )
    return page, HTTPStatus.FORBIDDEN


def named(key: str) -> Provider:
    """Return the provider with that key. Raises NotFound."""
    found = state().providers.get(key)
    if found is None:
        msg = "There is no such way to sign in here. Go to the sign-in page."
        raise NotFound(msg)
    return found


def back_url(key: str) -> str:
    """Return the address to which a provider sends browsers back, as it is registered there."""
    return public_url(url_for("lms.signin_with.back", key=key))


def public_url(path: str) -> str:
    """Return the public address of a page of ours."""
    return (kit.settings().base_url or request.host_url.rstrip("/")) + path
