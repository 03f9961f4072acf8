import logging
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from lms.content import queries as content
from lms.identity import commands as identity
from lms.identity.models import Knock
from lms.kernel.settings import BadSetting, Settings
from lms.notifications import queries
from lms.operations import jobs
from tests.support.factories import EngagementFactory, KnockFactory, ObligationFactory
from tests.support.modules import ModuleFolder


@pytest.fixture
def outbox():
    return []


@pytest.fixture
def rounds(work, clock, tmp_path, outbox):
    """What there is to do, on the test's own database and clock."""

    @contextmanager
    def open_work():
        work.now = clock()
        yield work
        work.session.commit()

    return jobs.Rounds(
        open_work=open_work,
        send=lambda mail, _settings, _instance: outbox.append(mail),
        instance=tmp_path,
        clock=clock,
        modules=str(tmp_path / "modules"),
    )


class TestMinute:
    def test_sends_invitations_whose_day_has_come(self, rounds, work, outbox, clock):
        person = EngagementFactory().person
        identity.invite(work, person.id, send_on=date(2026, 11, 26))

        rounds.minute()
        assert outbox == []

        clock.move(days=2)
        rounds.minute()
        assert [one.to for one in outbox] == [person.email]

    def test_forgets_who_came_unknown_long_ago_once_a_day(self, rounds, work, clock):
        for n, days in enumerate((89, 91)):
            KnockFactory(subject=f"s-{n}", last_at=clock() - timedelta(days=days))

        rounds.minute()
        KnockFactory(subject="s-2", last_at=clock() - timedelta(days=91))
        rounds.minute()
        kept = select(Knock.subject).order_by(Knock.subject)
        assert work.session.scalars(kept).all() == ["s-0", "s-2"]

        clock.move(days=1)
        rounds.minute()
        assert work.session.scalars(kept).all() == ["s-0"]

    def test_reminds_once_a_day_after_seven(self, rounds, outbox, clock):
        ObligationFactory(due_on=date(2026, 11, 25))
        clock.now = datetime(2026, 11, 25, 6, 59, tzinfo=UTC)

        rounds.minute()
        assert outbox == []

        clock.move(minutes=2)
        rounds.minute()
        rounds.minute()
        assert len(outbox) == 1
        assert rounds.reminded_on == date(2026, 11, 25)

    def test_reminds_nobody_on_a_day_off(self, rounds, outbox, clock):
        ObligationFactory(due_on=date(2026, 11, 28))
        clock.now = datetime(2026, 11, 28, 10, tzinfo=UTC)

        rounds.minute()

        assert rounds.reminded_on is None

    def test_keeps_a_message_while_mail_is_down(self, rounds, work, outbox, clock):
        identity.invite(work, EngagementFactory().person_id, send_on=work.today)

        def refuse(*_):
            raise ConnectionRefusedError

        takes, rounds.send = rounds.send, refuse
        rounds.minute()
        assert (outbox, queries.waiting(work.session)) == ([], 1)

        rounds.send = takes
        clock.move(minutes=3)
        rounds.minute()
        assert (len(outbox), queries.waiting(work.session)) == (1, 0)

    def test_survives_a_locked_database_and_names_nobody(self, rounds, caplog):
        def locked():
            raise OperationalError("UPDATE …", {"email": "ann@marlshire.example"}, Exception())

        rounds.open_work = locked

        with caplog.at_level(logging.WARNING):
            rounds.minute()

        assert "OperationalError" in caplog.text
        assert "ann@" not in caplog.text

    def test_picks_up_a_new_edition_once(self, rounds, work, tmp_path):
        module = ModuleFolder.made(tmp_path / "modules")
        work.settings = replace(work.settings, modules=rounds.modules)

        rounds.minute()
        (edition,) = content.editions(work.session)
        seen = rounds.seen
        rounds.minute()

        assert edition.module_slug == module.path.name
        assert rounds.seen == seen

    def test_says_how_many_faults_the_modules_have(self, rounds, work, tmp_path, caplog):
        module = ModuleFolder.made(tmp_path / "modules")
        module.write("questions.toml", "questions = [")
        work.settings = replace(work.settings, modules=rounds.modules)

        rounds.minute()

        assert "faults in the modules: 1" in caplog.text


class TestQueue:
    @pytest.fixture
    def settings(self):
        return Settings(secret_key="not a secret")

    def test_does_what_was_asked_for_once(self, settings, tmp_path):
        done = []

        class Rounds:
            def woken(self):
                done.append("woken")

        bell = jobs.Bell(settings, tmp_path)
        bell()
        bell()
        queue = jobs.Queue(settings, tmp_path, Rounds())

        assert queue.huey.pending_count() == 1
        queue.huey.execute(queue.huey.dequeue())
        assert done == ["woken"]
        bell()
        assert queue.huey.pending_count() == 1

    def test_believes_nobody_who_does_not_know_the_secret(self, settings, tmp_path):
        jobs.Bell(Settings(secret_key="another"), tmp_path)()

        queue = jobs.Queue(settings, tmp_path)

        with pytest.raises(ValueError, match="mismatch"):
            queue.huey.dequeue()

    def test_has_a_clock(self, settings, tmp_path):
        due = jobs.Queue(settings, tmp_path).huey.read_periodic(datetime.now(UTC))

        assert [one.name for one in due] == ["minute"]

    def test_says_what_redis_needs(self, tmp_path, monkeypatch):
        monkeypatch.setattr("huey.storage.Redis", None)
        settings = Settings(secret_key="x", jobs_url="redis://jobs.example/0")

        with pytest.raises(BadSetting, match="pip install redis"):
            jobs.Queue(settings, tmp_path)


class TestBell:
    def test_never_fails(self, tmp_path):
        jobs.Bell(Settings(secret_key="x"), tmp_path / "gone")()
