"""Files that other systems leave in a folder."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import select

from lms.cli import watching
from lms.kernel.errors import Busy, Refusal
from lms.people.models import Person
from tests.support.lists import as_csv, row


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "drop"
    found.mkdir()
    return found


@pytest.fixture
def leave(folder):
    """Leave a file in the folder, some time ago."""

    def left(name, content, *, ago=60):
        path = folder / name
        path.write_bytes(content)
        then = time.time() - ago
        os.utime(path, (then, then))
        return path

    return left


@pytest.fixture
def watch(lms, folder):
    def once(*more):
        return lms("people", "import", "--watch", folder, "--once", *more, "--format", "json")

    return once


def names(folder):
    return sorted(path.name.partition("-")[2].partition("-")[2] for path in folder.iterdir())


class TestWatch:
    def test_brings_in_what_is_there_and_puts_it_away(self, watch, folder, leave, session):
        leave("starters.csv", as_csv(row(1), row(2, first_name="")))

        answer = watch()

        assert answer.status == 0
        (done,) = answer.document["done"]
        assert (done["file"], done["added"], len(done["rejected"])) == ("starters.csv", 1, 1)
        assert names(folder / "done") == ["starters.csv", "starters.csv.report.json"]
        report = next((folder / "done").glob("*.json"))
        assert json.loads(report.read_text())["rejected"][0]["row"] == 3
        assert report.stat().st_mode & 0o077 == 0
        assert not (folder / "starters.csv").exists()
        assert session.scalars(select(Person.name)).all() == ["Adab Bowenk"]

    def test_refuses_what_is_no_list_and_says_why(self, watch, folder, leave):
        leave("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
        leave("good.csv", as_csv(row(1)))

        answer = watch()

        assert answer.status == 1
        assert [one["file"] for one in answer.document["done"]] == ["good.csv"]
        assert "a picture" in answer.document["refused"][0]["error"]
        assert names(folder / "refused") == ["picture.csv", "picture.csv.report.json"]

    def test_refuses_what_would_end_very_many_at_once(self, watch, folder, leave, lms, tmp_path):
        leave("all.csv", as_csv(*(row(n) for n in range(20))))
        watch()
        gone = as_csv(*(row(n, assignment_end_date="30/09/2026") for n in range(20)))
        leave("gone.csv", gone)
        by_hand = tmp_path / "gone.csv"
        by_hand.write_bytes(gone)

        refused = watch()
        asked = lms("people", "import", by_hand)
        meant = lms("people", "import", by_hand, "--anyway", "--format", "json")

        assert refused.status == 1
        (one,) = refused.document["refused"]
        assert "20 people an earlier last day" in one["error"]
        assert names(folder / "refused") == ["gone.csv", "gone.csv.report.json"]
        assert (asked.status, "--anyway" in asked.err) == (1, True)
        assert (meant.status, meant.document["updated"]) == (0, 20)

    @pytest.mark.parametrize(
        ("name", "ago"),
        [("fresh.csv", 1), ("half.csv.part", 60), (".hidden.csv", 60), ("half.csv.TMP", 60)],
    )
    def test_leaves_what_may_still_be_written(self, watch, folder, leave, name, ago):
        path = leave(name, as_csv(row(1)), ago=ago)

        assert watch().document == {"done": [], "refused": []}
        assert path.exists()

    def test_takes_the_oldest_first(self, watch, leave):
        leave("b.csv", as_csv(row(1)), ago=90)
        leave("a.csv", as_csv(row(1)), ago=60)

        done = watch().document["done"]

        assert [(one["file"], one["added"]) for one in done] == [("b.csv", 1), ("a.csv", 0)]

    def test_does_not_follow_links_or_open_folders(self, watch, folder, leave, tmp_path):
        elsewhere = tmp_path / "secret.csv"
        elsewhere.write_bytes(as_csv(row(1)))
        (folder / "link.csv").symlink_to(elsewhere)

        assert watch().document == {"done": [], "refused": []}
        assert elsewhere.exists()

    def test_cannot_be_a_dry_run_or_go_with_a_file(self, lms, folder, leave):
        file = leave("a.csv", as_csv(row(1)))

        assert lms("people", "import", "--watch", folder, "--dry-run").status == 2
        assert lms("people", "import", file, "--watch", folder).status == 2
        assert lms("people", "import").status == 2
        assert lms("people", "import", file, "--once").status == 2
        assert lms("people", "import", "--watch", folder, "--every", "0").status == 2
        assert file.exists()


class TestTurns:
    def test_a_file_that_another_took_is_passed_by(self, folder, leave):
        leave("a.csv", b"a", ago=90)
        leave("b.csv", b"b")

        def take(path):
            (folder / "b.csv").unlink(missing_ok=True)
            return {}

        assert [one.name for one in watching.turns(folder, take)] == ["a.csv"]

    @pytest.mark.parametrize("fault", [OSError("disk full"), Busy(), KeyboardInterrupt()])
    def test_a_file_stays_where_it_was_when_it_could_not_be_tried(self, folder, leave, fault):
        path = leave("a.csv", b"a")

        def take(_path):
            raise fault

        try:
            assert list(watching.turns(folder, take)) == []
        except KeyboardInterrupt:
            assert isinstance(fault, KeyboardInterrupt)
        assert path.read_bytes() == b"a"

    def test_what_was_claimed_and_never_finished_is_taken_again(self, folder, monkeypatch):
        watching.prepare(folder)
        room = folder / ".taken" / "1"
        room.mkdir()
        (room / "a.csv").write_bytes(b"a")
        assert [*watching.turns(folder, lambda _path: {})] == []

        monkeypatch.setattr(watching, "GIVEN_UP_SECONDS", -1)
        monkeypatch.setattr(watching, "QUIET_SECONDS", 0)

        assert [one.name for one in watching.turns(folder, lambda _path: {})] == ["a.csv"]

    def test_two_of_one_name_at_once_do_not_meet(self, folder, leave):
        leave("a.csv", b"first")

        def take(path):
            if path.read_bytes() == b"first":
                leave("a.csv", b"second")
                assert len(list(watching.turns(folder, take))) == 1
            return {}

        assert len(list(watching.turns(folder, take))) == 1
        kept = [one for one in (folder / "done").iterdir() if one.suffix == ".csv"]
        assert sorted(one.read_bytes() for one in kept) == [b"first", b"second"]
        assert list((folder / ".taken").iterdir()) == []

    def test_a_file_whose_report_finds_no_room_is_tried_again(self, folder, leave, monkeypatch):
        path = leave("a.csv", b"a")

        def full(*_args, **_kwargs):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(watching.json, "dumps", full)
            assert list(watching.turns(folder, lambda _path: {})) == []
        assert path.read_bytes() == b"a"
        assert len(list(watching.turns(folder, lambda _path: {}))) == 1

    def test_two_of_one_name_are_both_kept(self, folder, leave):
        def take(_path):
            raise Refusal("No.")

        for content in (b"1", b"2"):
            leave("a.csv", content)
            assert len(list(watching.turns(folder, take))) == 1

        kept = [one for one in (folder / "refused").iterdir() if one.suffix == ".csv"]
        assert sorted(one.read_bytes() for one in kept) == [b"1", b"2"]


@pytest.mark.slow
def test_watches_until_it_is_told_to_stop(tmp_path, folder, leave):
    leave("a.csv", as_csv(row(1)))
    code = "from lms.site import main; main()"
    where = ("--instance", str(tmp_path / "instance"))
    command = ("people", "import", "--watch", str(folder), "--every", "0.1")
    with subprocess.Popen(
        [sys.executable, "-c", code, *where, *command],
        stderr=subprocess.PIPE,
        text=True,
    ) as watcher:
        said = ""
        while "a.csv" not in said.replace(str(folder), ""):
            line = watcher.stderr.readline()
            assert line, said
            said += line
        watcher.send_signal(signal.SIGTERM)
        assert watcher.wait(20) == 0
    assert "a.csv: 1 row, 1 added" in said
