"""Putting the house together: a site of its own, or a guest in another."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from lms.api import blueprint as api
from lms.cli import run
from lms.delivery import kit, sessions
from lms.delivery.cookies import Cookies
from lms.delivery.guests import Guest, actor_from
from lms.delivery.state import State
from lms.identity.asking import Provider
from lms.kernel import hooks
from lms.kernel.database import prepare
from lms.kernel.model import Model
from lms.kernel.permissions import System
from lms.kernel.settings import BadSetting, Settings
from lms.kernel.store import Store
from lms.operations import editions, jobs, schema, seeding
from lms.plugins import outbox_folder, smtp
from lms.web import assets, errors, tokens
from lms.web.blueprint import blueprint, guarded
from lms.web.frame import shared


class Site(Flask):
    """A site of its own."""

    session_interface = Cookies()

    def log_exception(self, exc_info: Any) -> None:  # noqa: ANN401 - Flask's own
        """Log a fault by its route: an address may hold somebody's link, or a name."""
        where = request.url_rule.rule if request.url_rule else "no route"
        self.logger.error("a fault at %s %s", request.method, where, exc_info=exc_info)


class LMS:
    """Outset as a Flask extension."""

    def init_app(
        self,
        app: Flask,
        *,
        url_prefix: str | None = "/training",
        session: Callable[[], Session] | None = None,
        guest: Callable[[], Guest | None] | None = None,
        base_template: str = "lms/base.html",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Mount it on ``app``.

        Args:
            app: the site; its ``LMS_…`` config is read now, and an unknown key refused.
            url_prefix: where the pages stand; None for the root of a site of our own.
            session: the host's session; a database of our own is set up without one.
            guest: says who is signed in to the host; our own sign-in is set up without one.
            base_template: what our pages extend; it must have the blocks of ``lms/base.html``.
            clock: now, aware and UTC; the machine's clock without one.

        Raises:
            BadSetting: a setting is unknown or does not fit.

        """
        settings = replace(
            Settings.read(app.config),
            secret_key=app.config["SECRET_KEY"],
            host_sign_in=guest is not None,
        )
        if guest is not None and settings.oidc:
            msg = "LMS_OIDC cannot be set here: the site we are mounted in signs people in."
            raise BadSetting(msg)
        instance = Path(app.instance_path)
        tokens.install(app)
        if app.config["MAX_CONTENT_LENGTH"] is None:
            app.config["MAX_CONTENT_LENGTH"] = settings.upload_megabytes * 1024 * 1024
        if session is None:
            db = SQLAlchemy(app, metadata=Model.metadata)
            session = db.session
            with app.app_context():
                prepare(db.engine)
        else:
            session = _beside_the_hosts(session)
        if guest is None:
            sessions.install(app, settings)
        app.extensions["lms"] = State(
            settings=settings,
            instance=instance,
            session=session,
            actor=sessions.current_actor if guest is None else actor_from(guest),
            clock=clock or (lambda: datetime.now(UTC)),
            plugins=_plugins(),
            store=Store(instance / "store"),
            limiter=FixedWindowRateLimiter(storage_from_string(settings.jobs_url or "memory://")),
            base_template=base_template,
            mounted=guest is not None,
            wake=_silent if app.testing else jobs.Bell(settings, instance),
            providers={one.key: Provider(one) for one in settings.oidc},
        )
        app.register_blueprint(blueprint(url_prefix=url_prefix, mounted=guest is not None))
        api.install(app, url_prefix=url_prefix)

    def upgrade(self, app: Flask) -> bool:
        """Bring our tables up to date in the app's database, beside the host's own.

        New ones begin with the first requirements; new editions of the modules are read.

        Returns:
            Whether there was anything to do.

        """
        with app.app_context():
            bind = app.extensions["lms"].session().get_bind()
            changed = schema.upgrade(bind if isinstance(bind, Engine) else bind.engine)
            _seed()
            with kit.work(by=System()) as work:
                faults = editions.look(work)
            for fault in faults:
                app.logger.error("a module cannot be used: %s", fault)
        return changed


def _seed() -> None:
    """Begin the first requirements, where there never were any."""
    if not seeding.is_seeded(kit.session()):
        with kit.work(by=System()) as work:
            seeding.seed(work)


def _beside_the_hosts(session: Callable[[], Session]) -> Callable[[], Session]:
    """Return the host's session, marked so that what it began is never rolled back by us."""

    def shared() -> Session:
        found = session()
        found.info["shared"] = True
        return found

    return shared


def create_app(
    config: Mapping[str, Any] | None = None,
    *,
    instance: Path | str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Flask:
    """Return a site of its own, its database brought up to date.

    Args:
        config: settings that count over all others.
        instance: folder of what the council owns; ``LMS_INSTANCE`` or ``instance`` without one.
        clock: now, aware and UTC; the machine's clock without one.

    Raises:
        BadSetting: a setting is unknown or does not fit.

    """
    folder = Path(instance or os.environ.get("LMS_INSTANCE") or "instance").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    app = Site("lms", instance_path=str(folder), static_folder=None)
    _configure(app, folder, config or {})
    LMS().init_app(app, url_prefix=None, clock=clock)
    errors.register_alone(app, shared=shared, guarded=guarded)
    _front(app)
    with app.app_context():
        schema.upgrade(app.extensions["sqlalchemy"].engine)
        _seed()
    return app


def main() -> None:
    """Run the command line."""
    run(create_app)


def _configure(app: Flask, folder: Path, config: Mapping[str, Any]) -> None:
    """Read the instance's config.py, then the environment, then what the caller gave."""
    app.config.update(
        SESSION_COOKIE_NAME="outset",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=None,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
    )
    _read_file(app, folder / "config.py")
    for key, value in os.environ.items():
        if key.startswith("LMS_") and key != "LMS_INSTANCE":
            app.config[key] = value
    url = os.environ.get("DATABASE_URL") or app.config.get("DATABASE_URL") or ""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url(url, folder)
    app.config.update(config)
    if app.config["SESSION_COOKIE_SECURE"] is None:
        public = str(app.config.get("LMS_BASE_URL", ""))
        app.config["SESSION_COOKIE_SECURE"] = public.startswith("https:")
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = app.config.get("LMS_SECRET_KEY") or secret_key(folder)


def _read_file(app: Flask, path: Path) -> None:
    """Read the settings in ``path``, where it is. Raises BadSetting where it is no Python."""
    if not path.exists():
        return
    try:
        app.config.from_pyfile(str(path))
    except Exception as error:
        line = getattr(error, "lineno", None)
        if line is None:
            line = next(
                (f.lineno for f in extract_tb(error.__traceback__) if f.filename == str(path)), 1
            )
        msg = f"{path}, line {line}, cannot be read: {type(error).__name__}: {error}."
        raise BadSetting(msg) from error


def _front(app: Flask) -> None:
    """Hand out built files before anything else is asked, and believe as many proxies as set."""
    files = WhiteNoise(
        app.wsgi_app,
        max_age=assets.FOR_EVER,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=_keep_kind,
    )
    files.add_files(str(assets.BUILT), prefix="static/built/")
    app.wsgi_app = files  # type: ignore[method-assign]
    proxies = app.extensions["lms"].settings.proxies
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )


def _keep_kind(headers: Any, _path: str, _url: str) -> None:  # noqa: ANN401 - whitenoise's own
    headers["X-Content-Type-Options"] = "nosniff"


def _silent() -> None:
    """Wake nobody: tests look into the outbox."""


def database_url(url: str, folder: Path) -> str:
    """Return the address of the database in SQLAlchemy's words; SQLite in the instance if none."""
    if not url:
        return f"sqlite:///{folder / 'outset.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def secret_key(folder: Path) -> str:
    """Return the instance's secret key, made at the first start and readable by its owner only."""
    path = folder / "secret.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _plugins() -> Any:  # noqa: ANN401 - pluggy's manager
    plugins = hooks.manager()
    for ours in (smtp, outbox_folder):
        plugins.register(ours)
    plugins.check_pending()
    return plugins
