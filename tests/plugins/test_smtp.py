"""Mail by a real SMTP server, which takes, refuses and is not there."""

import email
import email.policy
import socket
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from lms.kernel.hooks import Mail, Rejected
from lms.kernel.settings import Settings
from lms.plugins import outbox_folder, smtp

MAIL = Mail(id="m1", to="sinéad@marlshire.example", subject="Your trainıng", text="Hello Łukasz\n")


class Post:
    """Takes mail; refuses ``gone@…`` for good and ``later@…`` for now."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("gone@"):
            return "550 5.1.1 no such user here"
        if address.startswith("later@"):
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def post():
    handler = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        handler.port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, enable_SMTPUTF8=True)
    controller.start()
    yield handler
    controller.stop()


def settings(port):
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_starttls=False,
        mail_from="training@marlshire.example",
    )


def send(mail, port):
    return smtp.send_mail(mail=mail, settings=settings(port), instance=Path())


class TestSendMail:
    def test_arrives_with_its_accents(self, post):
        assert send(Mail(**{**vars(MAIL), "to": "sinead@marlshire.example"}), post.port)

        ((to, raw),) = post.taken
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert to == ["sinead@marlshire.example"]
        assert message["Subject"] == "Your trainıng"
        assert message["From"] == "training@marlshire.example"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message.get_content().strip() == "Hello Łukasz"

    def test_says_that_an_address_is_refused_for_good(self, post):
        with pytest.raises(Rejected, match="no such user"):
            send(Mail(**{**vars(MAIL), "to": "gone@marlshire.example"}), post.port)

    def test_leaves_another_try_where_it_is_refused_for_now(self, post):
        with pytest.raises(Exception) as failure:  # noqa: PT011 - anything but a refusal for good
            send(Mail(**{**vars(MAIL), "to": "later@marlshire.example"}), post.port)

        assert not isinstance(failure.value, Rejected)

    def test_leaves_another_try_where_the_server_is_down(self):
        with pytest.raises(OSError, match=r"."):
            send(Mail(**{**vars(MAIL), "to": "a@marlshire.example"}), 1)

    def test_leaves_it_to_the_next_without_a_host(self):
        assert smtp.send_mail(mail=MAIL, settings=Settings(), instance=Path()) is None


class TestOutboxFolder:
    def test_writes_the_same_message_once(self, tmp_path):
        for _ in range(2):
            outbox_folder.send_mail(mail=MAIL, settings=Settings(), instance=tmp_path)

        assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["m1.eml"]
