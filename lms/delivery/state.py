"""What the extension keeps on the app: nothing of it lives in a module."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pluggy
from flask import current_app
from limits.strategies import RateLimiter
from sqlalchemy.orm import Session

from lms.identity.asking import Provider
from lms.kernel.permissions import Actor
from lms.kernel.settings import Settings
from lms.kernel.store import Store


@dataclass(frozen=True, kw_only=True)
class State:
    """One instance of Outset in one app."""

    settings: Settings
    instance: Path
    session: Callable[[], Session]
    actor: Callable[[], Actor]
    """Whoever is signed in; asked once a request."""

    clock: Callable[[], datetime]
    """Now, aware and UTC."""

    plugins: pluggy.PluginManager
    store: Store
    limiter: RateLimiter
    base_template: str
    mounted: bool
    """True inside another site, which then has the users, the header and the error pages."""

    wake: Callable[[], None]
    """Tell the jobs that something waits in the outbox; never fails, never waits."""

    providers: Mapping[str, Provider] = field(default_factory=dict)
    """Identity providers by their keys; each remembers what it published."""

    kept: dict[Any, Any] = field(default_factory=dict)
    """What pages made once and use again; of one app, as its addresses are."""


def state() -> State:
    """Return the state of the app at work."""
    return cast("State", current_app.extensions["lms"])
