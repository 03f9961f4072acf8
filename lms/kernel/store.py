"""Files by their hash, under the instance: written once, never changed, removed when over."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Store:
    """A folder of files named by the SHA-256 of what they hold."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its hash, 64 hex digits. Raises OSError (a full disk)."""
        name = hashlib.sha256(content).hexdigest()
        path = self.path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(half).replace(path)
        except OSError:
            Path(half).unlink(missing_ok=True)
            raise
        return name

    def path(self, name: str) -> Path:
        """Return where the file of that hash lies. Raises ValueError for anything but a hash."""
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            msg = f"not a hash: {name!r}"
            raise ValueError(msg)
        return self.folder / name[:2] / name

    def get(self, name: str) -> bytes:
        """Return the content of that hash. Raises FileNotFoundError."""
        return self.path(name).read_bytes()

    def discard(self, name: str) -> None:
        """Remove the file of that hash; nothing happens where there is none."""
        self.path(name).unlink(missing_ok=True)
