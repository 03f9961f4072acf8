"""A copy of an instance in one file, and an instance out of a copy.

The copy of the database is always an SQLite file, whatever the instance runs on: a small site's
backup can be restored into PostgreSQL when it has grown, and the other way.
"""

import json
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, func, insert, select

from lms.kernel.database import prepare
from lms.kernel.errors import Conflict, Invalid
from lms.kernel.model import Model
from lms.kernel.version import VERSION
from lms.operations import schema
from lms.people.models import Person

FORMAT = 1
DATABASE = "outset.sqlite"
MANIFEST = "manifest.json"
ASIDE = "config.restored.py"
"""What the copy's settings are called where they are not used at once."""

KEPT = ("config.py",)
"""Files of the instance beside its database and its store.

The secret key is not among them: whoever finds a backup must not be able to sign in as somebody.
"""

STORED = re.compile(r"store/[0-9a-f]{2}/[0-9a-f]{64}")
CHUNK = 2000
"""Rows copied at a time."""


class NotEmpty(Conflict):
    """There are people in the instance."""

    def __init__(self) -> None:
        super().__init__(
            "This instance holds people already, and nothing is written over. Restore into an "
            "empty one: lms --instance NEW-FOLDER restore FILE"
        )


class NotABackup(Invalid):
    """The file is none of ours, or damaged."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} cannot be restored: {why}. Choose a file that lms backup wrote.", field="file"
        )


@dataclass(frozen=True)
class Copied:
    """What a copy holds."""

    made_at: str
    release: str
    people: int
    files: int


def back_up(engine: Engine, instance: Path, path: Path, *, now: datetime, logo: str) -> Copied:
    """Write a consistent copy of the instance to ``path``, while it serves or not.

    Args:
        engine: the database.
        instance: its folder.
        path: the file to write; there must be none.
        now: what time it is.
        logo: file name of the council's logo in the instance; '' for none.

    Raises:
        Conflict: there is such a file.
        OSError: it cannot be written.

    """
    if path.exists():
        msg = f"There is a file {path} already, and it stays. Choose another name."
        raise Conflict(msg)
    half = path.with_name(f".{path.name}.half")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".outset-") as room:
            copy = Path(room) / DATABASE
            people = _copy_out(engine, copy)
            # The database first: whatever it speaks of is in the store, which only grows.
            files = _stored(instance)
            copied = Copied(now.isoformat(), VERSION, people, len(files))
            half.touch(mode=0o600)
            with tarfile.open(half, "w:gz", compresslevel=5) as tar:
                _add_manifest(tar, Path(room), copied)
                tar.add(copy, DATABASE)
                for one in [*(instance / name for name in _kept(logo)), *files]:
                    if one.is_file():
                        tar.add(one, one.relative_to(instance).as_posix(), recursive=False)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return copied


def restore(engine: Engine, instance: Path, path: Path) -> Copied:
    """Bring a copy into an empty instance, up to date with this release.

    Its settings come with it, under another name where the instance has its own, or where they
    name a database. Links and cards that were under way no longer let anybody in, as the secret
    key is another.

    Raises:
        NotEmpty: the instance holds people.
        NotABackup: the file is none of ours, or damaged.
        NewerDatabase: a later release made it.
        OSError: the file cannot be read, or the instance not be written.

    """
    with engine.connect() as connection:
        if connection.scalar(select(Person.id).limit(1)) is not None:
            raise NotEmpty
    with tempfile.TemporaryDirectory(dir=instance, prefix=".restoring-") as name:
        room = Path(name)
        copied = _unpack(path, room)
        with _opened(room / DATABASE) as source:
            schema.upgrade(source)
            if engine.dialect.name == "sqlite":
                _copy_in(room / DATABASE, engine)
            else:
                _copy_rows(source, engine)
        _put_files(room, instance)
    return copied


def _kept(logo: str) -> list[str]:
    return [*KEPT, *([logo] if logo else [])]


def _stored(instance: Path) -> list[Path]:
    """Return the files of the store; one that is only half written has another name."""
    found = (instance / "store").glob("??/*")
    return sorted(one for one in found if STORED.fullmatch(one.relative_to(instance).as_posix()))


def _add_manifest(tar: tarfile.TarFile, room: Path, copied: Copied) -> None:
    written = room / MANIFEST
    written.write_text(json.dumps({"format": FORMAT, **copied.__dict__}), encoding="utf-8")
    tar.add(written, MANIFEST)


def _copy_out(engine: Engine, copy: Path) -> int:
    """Write the database as an SQLite file, as it is at one instant. Returns how many people."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection, closing(sqlite3.connect(copy)) as target:
            _driver(connection).backup(target)
    else:
        with _opened(copy) as target_engine:
            schema.upgrade(target_engine)
            _copy_rows(engine, target_engine)
    with _opened(copy) as found, found.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Person)) or 0


def _copy_in(copy: Path, engine: Engine) -> None:
    with closing(sqlite3.connect(copy)) as source, engine.connect() as connection:
        source.backup(_driver(connection))


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):  # pragma: no cover - asked for SQLite only
        raise TypeError
    return driver


@contextmanager
def _opened(path: Path) -> Iterator[Engine]:
    """Open an SQLite file; it is one file again at the end."""
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    try:
        yield engine
        with engine.connect() as connection:
            connection.rollback()
            _driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")
            _driver(connection).execute("PRAGMA journal_mode = DELETE")
    finally:
        engine.dispose()


def _copy_rows(source: Engine, target: Engine) -> None:
    """Copy every row of every table, as they are at one instant, in place of what is there."""
    read = source.connect()
    if source.dialect.name == "postgresql":
        read = read.execution_options(isolation_level="REPEATABLE READ")
    with read, target.connect().execution_options(lms_writes=True) as write, write.begin():
        tables = Model.metadata.sorted_tables
        for table in reversed(tables):
            write.execute(table.delete())
        for table in tables:
            wanted = select(table)
            if "parent_id" in table.c:
                # A tree: what is above has the shorter path, and must be there first.
                wanted = wanted.order_by(func.length(table.c.path))
            streamed = read.execution_options(stream_results=True).execute(wanted)
            for rows in streamed.mappings().partitions(CHUNK):
                write.execute(insert(table), [dict(row) for row in rows])


def _unpack(path: Path, room: Path) -> Copied:
    """Take out what we put in, and nothing else a file may hold."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            for member in tar:
                if member.isfile() and _is_ours(member.name):
                    _take_out(tar, member, room)
        manifest: dict[str, Any] = json.loads((room / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, EOFError, ValueError, FileNotFoundError) as error:
        if not path.exists():
            raise
        raise NotABackup(path, "it is no backup, or not all of it") from error
    if manifest.pop("format", None) != FORMAT:
        raise NotABackup(path, "another release wrote it, in another form")
    if not (room / DATABASE).is_file():
        raise NotABackup(path, "the database is missing")
    return Copied(**manifest)


def _is_ours(name: str) -> bool:
    plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._ -]*", name) is not None
    return plain or STORED.fullmatch(name) is not None


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, room: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        return
    to = room / member.name
    to.parent.mkdir(parents=True, exist_ok=True)
    with source, to.open("wb") as file:
        shutil.copyfileobj(source, file)


def _put_files(room: Path, instance: Path) -> None:
    """Move files to their place; settings that would lead elsewhere get another name."""
    if _stays_aside(room / "config.py", instance / "config.py"):
        (room / "config.py").replace(room / ASIDE)
    for one in sorted(room.rglob("*")):
        name = one.relative_to(room).as_posix()
        if not one.is_file() or name in {DATABASE, MANIFEST}:
            continue
        to = instance / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(one, to)


def _stays_aside(restored: Path, own: Path) -> bool:
    """Tell whether the copy's settings are not to be used unread.

    The instance has some of its own, or they name a database, which may be the very one that
    the copy was made of.
    """
    if not restored.is_file():
        return False
    text = restored.read_text(encoding="utf-8", errors="replace")
    return own.exists() or re.search(r"^DATABASE_URL\s*=\s*[\"'].", text, re.MULTILINE) is not None
