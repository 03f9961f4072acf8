from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine, create_engine

from lms.kernel.database import prepare
from lms.operations import schema
from tests.support.at_once import AtOnce, at_once_on
from tests.support.postgres import database_for


@pytest.fixture(scope="session")
def new_database(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[str, Path], str]:
    """``new_database("sqlite", folder)``: the address of a database with nothing but its tables.

    The tables are made once and copied, which takes a tenth of the time.
    """
    name = f"at_once_{worker_id}"

    @lru_cache
    def first(which: str) -> Path | str:
        file = tmp_path_factory.mktemp("new") / "outset.sqlite"
        address = f"sqlite:///{file}" if which == "sqlite" else database_for(f"{name}_new")
        engine = create_engine(address)
        prepare(engine)
        schema.upgrade(engine)
        engine.dispose()
        return file if which == "sqlite" else address

    def another(which: str, folder: Path) -> str:
        made = first(which)
        if isinstance(made, Path):
            return f"sqlite:///{copyfile(made, folder / made.name)}"
        return database_for(name, like=made)

    return another


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def own_engine(
    request: pytest.FixtureRequest, new_database: Callable[[str, Path], str], tmp_path: Path
) -> Iterator[Engine]:
    """A database with real connections, to which threads write at the same time."""
    engine = create_engine(new_database(request.param, tmp_path))
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def at_once(own_engine: Engine, tmp_path: Path) -> AtOnce:
    """``at_once(job, other)``: do things in threads, each in a transaction of its own."""
    return at_once_on(own_engine, tmp_path)
