"""The files of a module's folder: which there are, within bounds, and none from elsewhere."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from lms.content.errors import Problem
from lms.kernel.tables import CONTROL

TEXT_BYTES = 300_000
PICTURE_BYTES = 2_000_000
FILM_BYTES = 100_000_000
MOST_FILES = 200

FOLDERS = ("scenarios", "media")
MEDIA_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*\.(svg|png|jpg|webp|mp4|vtt)")
BEGINNINGS = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "mp4": re.compile(rb"....ftyp", re.DOTALL),
    "vtt": re.compile(rb"(\xef\xbb\xbf)?WEBVTT"),
    "svg": re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<svg\b", re.DOTALL),
}
ACTIVE_SVG = re.compile(
    rb"<script|<foreignObject|<!DOCTYPE|<!ENTITY|javascript:|\son\w+\s*=|@import"
    rb"|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
"""What makes a drawing run code or fetch something."""


@dataclass
class Files:
    """A module's folder. Problems are noted; what is refused is as good as not there."""

    folder: Path
    problems: list[Problem]
    names: dict[str, int] = field(default_factory=dict)
    """Name within the folder, with ``/`` → size in bytes."""

    refused: set[str] = field(default_factory=set)
    hashes: dict[str, str] = field(default_factory=dict)
    """Name → SHA-256 of each file that was read."""

    def look(self) -> None:
        """Find every file, refusing links and folders that have no place in a module."""
        self._look_into(self.folder, "")
        if len(self.names) > MOST_FILES:
            self.bad("", f"{len(self.names)} files; a module has {MOST_FILES} at most.")

    def bad(self, name: str, message: str, line: int = 1) -> None:
        """Note a problem in a file, or in the folder where ``name`` is empty."""
        self.problems.append(Problem(self.shown(name), line, message))

    def shown(self, name: str) -> str:
        """Return a file's name as problems tell it: with the folder as the caller gave it."""
        return (self.folder / name).as_posix() if name else self.folder.as_posix()

    def text(self, name: str) -> str | None:
        """Return a text file with plain line ends; None, and a problem, where that fails."""
        content = self._content(name, TEXT_BYTES)
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = content.count(b"\n", 0, fault.start) + 1
            self.bad(name, "this is not UTF-8 text; save the file again as UTF-8.", line)
            return None
        text = text.replace("\r\n", "\n")
        if found := CONTROL.search(text):
            line = text.count("\n", 0, found.start()) + 1
            self.bad(name, "a character here cannot be shown; delete and retype it.", line)
            return None
        # Hashed with plain line ends, so that a checkout on another system is the same edition.
        self.hashes[name] = hashlib.sha256(text.encode()).hexdigest()
        return text

    def media(self, name: str) -> str | None:
        """Check a file in ``media/`` and return its hash; None, and a problem, where it fails."""
        path = f"media/{name}"
        kind = MEDIA_NAME.fullmatch(name)
        if kind is None:
            self.bad(
                path,
                "name it with small letters, digits and hyphens, and one of the endings "
                "svg, png, jpg, webp, mp4, vtt.",
            )
            return None
        content = self._content(path, FILM_BYTES if kind[1] == "mp4" else PICTURE_BYTES)
        if content is None:
            return None
        if not BEGINNINGS[kind[1]].match(content):
            self.bad(path, f"this is not a {kind[1]} file, whatever its name says.")
            return None
        if kind[1] == "svg" and ACTIVE_SVG.search(content):
            self.bad(path, "the drawing holds a script or fetches something; save it plain.")
            return None
        self.hashes[path] = hashlib.sha256(content).hexdigest()
        return self.hashes[path]

    def hash(self) -> str:
        """Return one hash over every file that was read, by name and content."""
        lines = (f"{name}\0{one}\n" for name, one in sorted(self.hashes.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def _content(self, name: str, most: int) -> bytes | None:
        size = self.names[name]
        if size > most:
            self.bad(name, f"the file has {size:,} bytes; the most is {most:,}.")
            return None
        try:
            return (self.folder / name).read_bytes()
        except OSError as fault:
            self.bad(name, f"the file cannot be read: {fault.strerror}.")
            return None

    def _look_into(self, folder: Path, before: str) -> None:
        try:
            paths = sorted(folder.iterdir())
        except OSError as fault:
            self.bad(before.rstrip("/"), f"the folder cannot be read: {fault.strerror}.")
            return
        for path in paths:
            name = before + path.name
            if path.name.startswith("."):
                continue
            if path.is_symlink():
                self.refused.add(name)
                self.bad(name, "this is a link to somewhere else; put the file itself here.")
            elif path.is_file():
                self.names[name] = path.stat().st_size
            elif not before and path.name in FOLDERS:
                self._look_into(path, f"{name}/")
            else:
                self.refused.add(name)
                self.bad(
                    name, f"a module has no such folder; it may have {' and '.join(FOLDERS)}."
                )
