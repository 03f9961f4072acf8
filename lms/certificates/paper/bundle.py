"""Many papers in one file, sent while they are set."""

import io
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lms.certificates.paper.template import EPOCH

UNIX_FILE = 0o100644 << 16


class _Pipe(io.RawIOBase):
    """Takes what is written, until somebody asks for it; cannot go back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: bytes) -> int:  # type: ignore[override]  # the zip writes bytes alone
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """Return what was written since last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def bundle(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield a zip of these files, each as soon as it is there: memory holds one at a time.

    Args:
        files: name and content; the same files make the same bytes.

    """
    pipe = _Pipe()
    with ZipFile(pipe, "w") as out:
        for name, content in files:
            entry = ZipInfo(name, date_time=EPOCH)
            entry.external_attr = UNIX_FILE
            packed = ZIP_STORED if name.endswith(".pdf") else ZIP_DEFLATED
            out.writestr(entry, content, compress_type=packed)
            yield pipe.taken()
    yield pipe.taken()
