import socket
import sys
import time

import pytest

from lms.kernel.errors import Invalid
from lms.operations import server


class TestListen:
    def test_takes_a_free_port(self):
        with server.listen("127.0.0.1", 0) as found:
            assert found.getsockname()[1] > 0

    def test_refuses_a_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]

            with pytest.raises(server.PortTaken, match=f"Port {port} .* in use"):
                server.listen("127.0.0.1", port)

    @pytest.mark.parametrize("host", ["203.0.113.7", "no such host.example"])
    def test_refuses_an_address_the_machine_has_not(self, host):
        with pytest.raises(Invalid, match="not an address of this machine") as refused:
            server.listen(host, 0)

        assert refused.value.field == "host"


class TestBeside:
    @pytest.fixture
    def beside(self):
        made = server.Beside([sys.executable, "-c", "import time; time.sleep(60)"])
        yield made
        made.end()

    def test_runs_once(self, beside):
        beside.tend()
        first = beside.process
        beside.tend()

        assert beside.process is first
        assert first.poll() is None

    def test_is_started_again_but_not_over_and_over(self, beside):
        beside.tend()
        first = beside.process
        first.kill()
        first.wait()

        beside.tend()
        assert beside.process is first

        beside.started_at = time.monotonic() - server.SECONDS_BETWEEN_STARTS
        beside.tend()
        assert beside.process is not first

    def test_ends(self, beside):
        beside.tend()
        beside.end()

        assert beside.process.poll() is not None

    def test_does_not_stop_the_site_where_it_cannot_start(self, capsys):
        beside = server.Beside(["/no/such/program"])

        beside.tend()

        assert "could not be started" in capsys.readouterr().err

    def test_may_be_nothing(self):
        beside = server.Beside(())
        beside.tend()
        beside.end()

        assert beside.process is None
