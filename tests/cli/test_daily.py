import email

from sqlalchemy import text

from lms.answers.models import Report
from lms.content import queries as content
from lms.identity import commands as identity
from tests.support.factories import EngagementFactory


class TestMessagesSend:
    def test_sends_what_is_due_once(self, lms, app, work):
        person = EngagementFactory().person
        identity.invite(work, person.id, send_on=work.today)
        work.session.commit()

        first = lms("messages", "send", "--format", "json").document
        second = lms("messages", "send", "--format", "json").document

        assert first == {"sent": 1, "failed": 0, "waiting": 0}
        assert second == {"sent": 0, "failed": 0, "waiting": 0}

    def test_writes_files_where_no_smtp_is_set(self, lms, app, work):
        person = EngagementFactory().person
        identity.invite(work, person.id, send_on=work.today)
        work.session.commit()

        lms("messages", "send")

        (path,) = (app.extensions["lms"].instance / "outbox").glob("*.eml")
        message = email.message_from_bytes(path.read_bytes())
        assert message["To"] == person.email
        assert message["Subject"] == "Your safeguarding training with Marlshire Council"

    def test_asks_managers_on_their_day_and_once(self, lms, app, clock):
        boss = EngagementFactory().person
        EngagementFactory(manager=boss)
        assert lms("messages", "send", "--format", "json").document["sent"] == 0

        clock.move(days=6)
        for _ in range(2):
            lms("messages", "send")

        (path,) = (app.extensions["lms"].instance / "outbox").glob("*.eml")
        message = email.message_from_bytes(path.read_bytes())
        assert message["Subject"] == "Is anybody missing from your team?"

    def test_hands_to_hr_what_a_manager_left_waiting(self, lms, session, clock):
        report = Report(
            kind="joined",
            manager_id=EngagementFactory().person_id,
            on=clock().date(),
            waits_for="manager",
            told_at=clock(),
        )
        session.add(report)
        session.commit()

        clock.move(days=8)
        lms("messages", "send")

        session.refresh(report)
        assert report.waits_for == "hr"

    def test_reads_new_editions(self, lms, session):
        lms("messages", "send")

        slugs = {one.module_slug for one in content.editions(session)}
        assert "day-one-essentials" in slugs

    def test_only_counts_in_a_dry_run(self, lms, app, work):
        identity.invite(work, EngagementFactory().person_id, send_on=work.today)
        work.session.commit()

        answer = lms("messages", "send", "--dry-run", "--format", "json")

        assert answer.document == {"sent": 0, "failed": 0, "waiting": 1}


class TestAuditVerify:
    def test_finds_an_untouched_record_intact(self, lms, work):
        identity.invite(work, EngagementFactory().person_id, send_on=work.today)
        work.session.commit()

        answer = lms("audit", "verify", "--format", "json")

        assert answer.status == 0
        assert answer.document["intact"] is True

    def test_says_no_where_a_row_was_changed(self, lms, work, session):
        identity.invite(work, EngagementFactory().person_id, send_on=work.today)
        work.session.commit()
        session.execute(text("UPDATE lms_audit SET tag = 'x' WHERE serial = 1"))
        session.expire_all()

        answer = lms("audit", "verify", "--format", "json")

        assert answer.status == 1
        assert answer.document["first_broken"] == 1
