"""What every test may ask for. Short, for ever: builders live in tests/support."""

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as laws
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from lms import consequences
from lms.kernel.database import prepare
from lms.kernel.permissions import System
from lms.kernel.settings import Settings
from lms.kernel.store import Store
from lms.kernel.work import Work
from lms.operations import schema
from lms.site import LMS
from tests.support import factories
from tests.support.clock import Clock
from tests.support.page import Browser
from tests.support.postgres import database_for
from tests.support.routes import remember_compiled_addresses

remember_compiled_addresses()
# A machine that is shared may take its time: no law is broken by that.
laws.register_profile("outset", deadline=None)
laws.load_profile("outset")
gc.set_threshold(100_000, 50, 100)

COMPILED = FileSystemBytecodeCache(tempfile.mkdtemp())
"""Templates, compiled once a run and not once a test."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, worker_id: str) -> Iterator[Engine]:
    if request.config.getoption("--database") == "postgres":
        engine = create_engine(database_for(worker_id))
    else:
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        prepare(engine)
    schema.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose commits end at a savepoint; the test's end takes everything away."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            session.info["shared"] = True
            factories.bind(session)
            yield session
        outer.rollback()


@pytest.fixture
def clock() -> Clock:
    """Noon on Tuesday 24 November 2026; ``clock.move(days=3)``."""
    return Clock()


@pytest.fixture
def settings() -> Settings:
    return Settings(
        council_name="Marlshire Council",
        directorate="Children and Families",
        base_url="https://training.marlshire.example",
        mail_from="training@marlshire.example",
    )


@pytest.fixture
def work(session: Session, clock: Clock, settings: Settings, tmp_path: Path) -> Work:
    """Work of the site itself, which may do everything."""
    return Work(
        session=session,
        actor=System(),
        now=clock(),
        settings=settings,
        store=Store(tmp_path / "store"),
        recorder=consequences.follow,
    )


@pytest.fixture
def config() -> dict[str, object]:
    """Settings of the app under test; a test that needs others overrides this."""
    return {
        "LMS_COUNCIL_NAME": "Marlshire Council",
        "LMS_DIRECTORATE": "Children and Families",
        "LMS_BASE_URL": "https://training.marlshire.example",
        "LMS_MAIL_FROM": "training@marlshire.example",
    }


@pytest.fixture
def app(session: Session, clock: Clock, tmp_path: Path, config: dict[str, object]) -> Flask:
    app = Flask("lms", instance_path=str(tmp_path), static_folder=None)
    app.jinja_options = {"bytecode_cache": COMPILED}
    app.config.update(TESTING=True, SECRET_KEY="not a secret", WTF_CSRF_ENABLED=False, **config)
    LMS().init_app(app, url_prefix=None, session=lambda: session, clock=clock)
    return app


@pytest.fixture
def browser(app: Flask, engine: Engine, clock: Clock) -> Browser:
    """A browser that inspects every page; ``browser.sign_in(person)`` first."""
    return Browser(app, engine, clock)
