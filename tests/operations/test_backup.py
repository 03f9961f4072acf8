import json
import os
import tarfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.orm import Session

from lms.audit import queries as audit
from lms.consequences import follow
from lms.kernel.database import prepare
from lms.kernel.errors import Conflict
from lms.kernel.permissions import System
from lms.kernel.settings import Settings
from lms.kernel.store import Store
from lms.kernel.work import Work
from lms.operations import backup, schema
from lms.people import commands
from lms.people.models import Engagement, Person, Unit
from tests.support.postgres import database_for

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Place:
    """An instance with a database of its own."""

    def __init__(self, folder, address=None):
        self.folder = folder
        folder.mkdir()
        self.store = Store(folder / "store")
        self.engine = create_engine(address or f"sqlite:///{folder / 'outset.sqlite'}")
        prepare(self.engine)
        schema.upgrade(self.engine)

    def fill(self):
        with Session(self.engine) as session:
            work = Work(
                session=session,
                actor=System(),
                now=NOW,
                settings=Settings(),
                store=self.store,
                recorder=follow,
            )
            person = commands.join(work, first_name="Łukasz", last_name="O’Neill")
            unit = commands.ensure_unit(work, "Children", "Early help", "North")
            commands.engage(
                work, person, kind="permanent", source="HR", starts_on=NOW.date(), unit=unit
            )
            session.commit()
        self.stored = self.store.put(b"a picture")
        (self.folder / "config.py").write_text('LMS_COUNCIL_NAME = "Marlshire Council"\n')
        (self.folder / "secret.key").write_text("not to be copied")
        return self

    def back_up(self, path):
        return backup.back_up(self.engine, self.folder, path, now=NOW, logo="logo.svg")

    def restore(self, path):
        return backup.restore(self.engine, self.folder, path)

    def content(self):
        """What must be the same afterwards."""
        with Session(self.engine) as session:
            found = audit.check(session)
            return (
                session.scalars(select(Person.name)).all(),
                session.scalars(select(Unit.name).order_by(Unit.path)).all(),
                session.scalar(select(Engagement.starts_on)),
                (found.events, found.intact),
            )


@pytest.fixture
def places(tmp_path):
    made = []

    def place(name, address=None):
        made.append(Place(tmp_path / name, address))
        return made[-1]

    yield place
    for one in made:
        one.engine.dispose()


class TestBackUp:
    def test_can_be_restored_with_everything(self, places, tmp_path):
        ours, theirs = places("ours").fill(), places("theirs")
        (ours.folder / "logo.svg").write_text("<svg/>")

        copied = ours.back_up(tmp_path / "copy.tar.gz")
        restored = theirs.restore(tmp_path / "copy.tar.gz")

        assert (copied.people, copied.files) == (1, 1)
        assert restored == copied
        assert theirs.content() == ours.content()
        assert theirs.store.get(ours.stored) == b"a picture"
        assert "Marlshire" in (theirs.folder / "config.py").read_text()
        assert not (theirs.folder / "secret.key").exists()
        assert (theirs.folder / "logo.svg").exists()

    def test_is_consistent_while_others_write(self, places, tmp_path):
        ours, theirs = places("ours").fill(), places("theirs")
        before = ours.content()
        with ours.engine.connect().execution_options(lms_writes=True) as other, other.begin():
            other.execute(text("UPDATE lms_person SET name = 'half done'"))
            ours.back_up(tmp_path / "copy.tar.gz")

        theirs.restore(tmp_path / "copy.tar.gz")

        assert theirs.content() == before

    def test_is_for_its_owner_only(self, places, tmp_path):
        places("ours").fill().back_up(tmp_path / "copy.tar.gz")

        assert (tmp_path / "copy.tar.gz").stat().st_mode & 0o077 == 0

    def test_never_writes_over_a_file(self, places, tmp_path):
        path = tmp_path / "copy.tar.gz"
        path.write_text("something else")

        with pytest.raises(Conflict, match="another name"):
            places("ours").fill().back_up(path)

        assert path.read_text() == "something else"

    def test_leaves_nothing_half_done(self, places, tmp_path, monkeypatch):
        ours = places("ours").fill()
        folder = tmp_path / "copies"
        folder.mkdir()
        monkeypatch.setattr(tarfile.TarFile, "add", full)

        with pytest.raises(OSError, match="No space"):
            ours.back_up(folder / "copy.tar.gz")

        assert list(folder.iterdir()) == []


def full(*_, **__):
    raise OSError(28, "No space left on device")


class TestRestore:
    @pytest.fixture
    def copy(self, places, tmp_path):
        path = tmp_path / "copy.tar.gz"
        places("ours").fill().back_up(path)
        return path

    def test_refuses_an_instance_with_people(self, places, copy):
        with pytest.raises(backup.NotEmpty):
            places("theirs").fill().restore(copy)

    @pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00half"])
    def test_refuses_what_is_no_backup(self, places, tmp_path, content):
        path = tmp_path / "bad.tar.gz"
        path.write_bytes(content)

        with pytest.raises(backup.NotABackup, match="lms backup wrote"):
            places("theirs").restore(path)

    def test_refuses_half_a_backup(self, places, copy):
        copy.write_bytes(copy.read_bytes()[:-2000])
        theirs = places("theirs")

        with pytest.raises(backup.NotABackup):
            theirs.restore(copy)

        assert theirs.content()[0] == []
        assert [one for one in os.listdir(theirs.folder) if one.startswith(".")] == []

    def test_takes_nothing_out_that_we_did_not_put_in(self, places, copy, tmp_path):
        with tarfile.open(copy) as old, tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as new:
            for member in old:
                new.addfile(member, old.extractfile(member))
            for name in ("../evil", "/evil", "store/../../evil", ".hidden"):
                new.addfile(tarfile.TarInfo(name))
        theirs = places("theirs")

        theirs.restore(tmp_path / "bad.tar.gz")

        assert list(tmp_path.rglob("*evil*")) == []
        assert not (theirs.folder / ".hidden").exists()

    def test_refuses_another_form(self, places, tmp_path):
        written = tmp_path / backup.MANIFEST
        written.write_text(json.dumps({"format": 99}))
        with tarfile.open(tmp_path / "new.tar.gz", "w:gz") as tar:
            tar.add(written, backup.MANIFEST)

        with pytest.raises(backup.NotABackup, match="another release"):
            places("theirs").restore(tmp_path / "new.tar.gz")

    def test_leaves_the_instance_its_own_settings(self, places, copy):
        theirs = places("theirs")
        (theirs.folder / "config.py").write_text("LMS_DEMO = False\n")

        theirs.restore(copy)

        assert (theirs.folder / "config.py").read_text() == "LMS_DEMO = False\n"
        assert "Marlshire" in (theirs.folder / backup.ASIDE).read_text()

    def test_does_not_follow_settings_to_another_database(self, places, tmp_path):
        ours = places("ours").fill()
        (ours.folder / "config.py").write_text('DATABASE_URL = "postgresql://db/outset"\n')
        ours.back_up(tmp_path / "copy.tar.gz")
        theirs = places("theirs")

        theirs.restore(tmp_path / "copy.tar.gz")

        assert not (theirs.folder / "config.py").exists()
        assert (theirs.folder / backup.ASIDE).exists()

    def test_says_where_there_is_no_file(self, places, tmp_path):
        with pytest.raises(FileNotFoundError):
            places("theirs").restore(tmp_path / "none.tar.gz")


@pytest.mark.postgres
class TestPostgres:
    def test_goes_into_postgres_and_back(self, places, tmp_path):
        ours, back = places("ours").fill(), places("back")
        grown = places("grown", database_for("backup"))
        with ours.engine.begin() as connection:
            row = {**connection.execute(select(Person)).mappings().one()}
            more = [{**row, "id": None, "email": f"p{n}@x.example"} for n in range(5000)]
            connection.execute(
                insert(Person), [{k: v for k, v in one.items() if k != "id"} for one in more]
            )

        ours.back_up(tmp_path / "small.tar.gz")
        grown.restore(tmp_path / "small.tar.gz")
        grown.back_up(tmp_path / "large.tar.gz")
        back.restore(tmp_path / "large.tar.gz")

        assert back.content() == grown.content() == ours.content()
        with back.engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(Person)) == 5001
