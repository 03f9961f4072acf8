"""The server, as it is started for real."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from lms.web import assets

RUN = "from lms.site import main; main()"


def command(instance, *arguments):
    return [sys.executable, "-c", RUN, "--instance", str(instance), *arguments]


def opened(address):
    return urllib.request.urlopen(address, timeout=30)  # noqa: S310 - our own server


@pytest.mark.slow
class TestServe:
    @pytest.fixture
    def served(self, tmp_path):
        """The process and the address it said."""
        environment = {**os.environ, "LMS_COUNCIL_NAME": "Marlshire Council"}
        with subprocess.Popen(
            command(tmp_path, "serve", "--port", "0", "--workers", "1"),
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        ) as process:
            try:
                line = process.stderr.readline()
                yield process, re.search(r"http://[^ ]+", line)[0]
            finally:
                process.kill()

    def test_answers_until_it_is_told_to_stop(self, served):
        process, address = served

        with opened(f"{address}sign-in") as answer:
            assert "Marlshire" in answer.read().decode()
            cookie = answer.headers["Set-Cookie"]
        assert "outset=" in cookie
        assert "SameSite=Lax" in cookie
        style = assets.names()["outset.css"]
        with opened(f"{address}static/built/{style}") as answer:
            assert "immutable" in answer.headers["Cache-Control"]

        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert "Traceback" not in process.stderr.read()


class TestServeRefuses:
    def test_a_port_in_use(self, lms):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]

            answer = lms("serve", "--port", port, "--format", "json")

        assert answer.status == 1
        assert f"Port {port} on 127.0.0.1 is in use" in answer.document["error"]

    @pytest.mark.parametrize("options", [("--port", "70000"), ("--workers", "0")])
    def test_a_number_out_of_range(self, lms, options):
        answer = lms("serve", *options, "--format", "json")

        assert answer.status == 2
        assert json.loads(answer.out)["error"]
