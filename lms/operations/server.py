"""The production server: gunicorn, set up here, with the jobs beside it."""

import errno
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from lms.kernel.errors import Conflict, Invalid

THREADS = 4
"""Requests that one worker holds at a time: a slow telephone does not keep others waiting."""

SECONDS_A_REQUEST = 120
"""After so long without a sign of life a worker is replaced; the largest import takes less."""

SECONDS_TO_FINISH = 20
"""How long requests may take to end once the server was told to stop."""

SECONDS_BETWEEN_STARTS = 10
"""At least so long between two starts of the jobs, where they end by themselves."""


class PortTaken(Conflict):
    """Something else listens there."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} on {host} is in use already. Stop what uses it, or choose another: "
            f"lms serve --port {port + 1 if port < 65535 else 8000}"
        )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        PortTaken: something else listens there.
        Invalid: the machine has no such address, or the port is not for everybody.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except socket.gaierror as error:
        msg = f"{host} is not an address of this machine. Try --host 127.0.0.1 or --host 0.0.0.0"
        raise Invalid(msg, field="host") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host, port) from error
        if error.errno == errno.EACCES:
            msg = f"Port {port} is for administrators. Choose one above 1023."
            raise Invalid(msg, field="port") from error
        msg = f"{host} is not an address of this machine. Try --host 127.0.0.1 or --host 0.0.0.0"
        raise Invalid(msg, field="host") from error


@dataclass
class Beside:
    """A process that runs beside the workers and is started again when it ends."""

    command: Sequence[str]
    """None at all where nothing is to run."""

    process: subprocess.Popen[bytes] | None = None
    started_at: float = field(default=float("-inf"))

    def tend(self) -> None:
        """Start it where it does not run, but not over and over."""
        if not self.command or (self.process is not None and self.process.poll() is None):
            return
        if time.monotonic() - self.started_at < SECONDS_BETWEEN_STARTS:
            return
        self.started_at = time.monotonic()
        try:
            # Ctrl-C goes to the server alone, which then ends it in good order.
            self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603
        except OSError as error:  # the site is worth more than its jobs
            sys.stderr.write(f"The jobs could not be started: {error.strerror}. Trying again.\n")

    def end(self) -> None:
        """Let it finish what it does, and no more."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Master(Arbiter):  # type: ignore[misc]
    """Gunicorn's master, which minds the jobs too and ends requests in good order."""

    beside: Beside

    def manage_workers(self) -> None:
        """Keep as many workers as there should be, and the jobs."""
        super().manage_workers()
        self.beside.tend()

    def handle_int(self) -> None:
        """Ctrl-C: let what is under way finish. A second time: stop at once."""
        self.handle_term()

    def stop(self, graceful: bool = True) -> None:  # noqa: FBT001, FBT002 - as gunicorn has it
        """End the workers, then the jobs."""
        super().stop(graceful)
        self.beside.end()


class Server(BaseApplication):  # type: ignore[misc]
    """One run of the site."""

    def __init__(
        self,
        wsgi_app: Callable[..., Any],
        socket_: socket.socket,
        *,
        workers: int,
        forked: Callable[[], None],
        beside: Sequence[str] = (),
    ) -> None:
        """Set it up.

        Args:
            wsgi_app: the site, ready.
            socket_: where it listens.
            workers: processes; each holds several requests.
            forked: called in each new worker; connections do not outlive a fork.
            beside: command of the process that runs jobs; none without one.

        """
        self.wsgi_app = wsgi_app
        self.socket = socket_
        self.workers = workers
        self.forked = forked
        self.beside = Beside(beside)
        super().__init__()

    def load_config(self) -> None:
        """Say what gunicorn must know."""
        chosen = {
            "bind": f"fd://{self.socket.fileno()}",
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": SECONDS_A_REQUEST,
            "graceful_timeout": SECONDS_TO_FINISH,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "forwarded_allow_ips": "",
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108
            "post_fork": lambda _master, _worker: self.forked(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Return the site."""
        return self.wsgi_app

    def run(self) -> None:
        """Serve until told to stop."""
        master = Master(self)
        master.beside = self.beside
        master.run()


def default_workers() -> int:
    """Return one worker a core, two at the least: one may be busy with something long."""
    return max(2, os.cpu_count() or 2)
