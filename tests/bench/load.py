"""Requests over plain sockets, so that asking costs little beside answering."""

import itertools
import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

CONNECTIONS = 4
SECONDS = 3.0
ROUNDS = 5


@dataclass
class Ask:
    """One request, ready to send again and again; it must be answered with ``status``."""

    url: str
    cookie: str = ""
    method: str = "GET"
    form: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        return parts.hostname or "127.0.0.1", parts.port or 80

    def raw(self) -> bytes:
        parts = urlsplit(self.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        body = urlencode(self.form).encode()
        lines = [f"{self.method} {path} HTTP/1.1", f"Host: {parts.netloc}"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        if self.method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Connection:
    """A connection that is kept open, and opened anew where the server closed it."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self.turns = itertools.cycle([(ask, ask.raw()) for ask in asks])
        self.file = None

    def once(self) -> None:
        ask, raw = next(self.turns)
        try:
            self._once(ask, raw)
        except (ConnectionError, EOFError):
            self.file = None
            self._once(ask, raw)

    def _once(self, ask: Ask, raw: bytes) -> None:
        if self.file is None:
            self.socket = socket.create_connection(ask.address, timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.file = self.socket.makefile("rb", buffering=65536)
        self.socket.sendall(raw)
        first = self.file.readline()
        if not first:
            raise EOFError
        status, length, closes = int(first.split()[1]), 0, False
        while (line := self.file.readline()) not in {b"\r\n", b""}:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            closes |= name.lower() == b"connection" and b"close" in value.lower()
        self.file.read(length)
        if status != ask.status:
            msg = f"{ask.method} {ask.url} answered {status}, not {ask.status}"
            raise RuntimeError(msg)
        if closes:
            self.file = None


Asks = Sequence[Sequence[Ask]]
"""For each connection, the requests it sends in turn."""


def burst(asks: Asks, *, seconds: float = SECONDS) -> float:
    """Return the requests a second that so many connections get answered."""
    counts, faults = [0] * len(asks), []
    until = time.perf_counter() + seconds

    def run(at: int) -> None:
        connection = Connection(asks[at])
        try:
            while time.perf_counter() < until:
                connection.once()
                counts[at] += 1
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(asks))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(counts) / (time.perf_counter() - begun)


def side_by_side(
    ours: Asks, theirs: Asks, *, rounds: int = ROUNDS, seconds: float = SECONDS
) -> tuple[float, float]:
    """Return requests a second of both, medians of bursts that take turns."""
    found: tuple[list[float], list[float]] = ([], [])
    for asks in (ours, theirs):
        burst(asks, seconds=1)
    for _ in range(rounds):
        for kept, asks in zip(found, (ours, theirs), strict=True):
            kept.append(burst(asks, seconds=seconds))
    return statistics.median(found[0]), statistics.median(found[1])


def milliseconds(ask: Ask, *, times: int = 9) -> float:
    """Return the median time of one answer, asked one at a time."""
    connection, took = Connection([ask]), []
    connection.once()
    for _ in range(times):
        begun = time.perf_counter()
        connection.once()
        took.append(time.perf_counter() - begun)
    return 1000 * statistics.median(took)
