"""A template's files, as they were on the day a certificate was issued."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lms.certificates.paper.fitting import Fit
from lms.kernel.tables import Problem, Table

SETTINGS = "template.toml"
PAGE = "certificate.html"
SHEET = "certificate.css"
SAMPLE = "sample.toml"
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".toml": "application/toml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
"""Files of these kinds belong to a template; others in its folder (a licence) stay there."""

LOGO = "council-logo"
LOGO_KINDS = (".svg", ".png", ".jpg", ".jpeg")
FITTED = ("person_name", "module_title", "council_name", "issuer")
LARGEST = 5_000_000
"""Bytes of all files together: each version of a template is kept for ever."""

EPOCH = (1980, 1, 1, 0, 0, 0)


class BadTemplate(Exception):  # noqa: N818 - named for what it is
    """A template cannot be used. Holds every problem found, each with file and line."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Template:
    """A template, whole: nothing outside it is looked at when a certificate is set."""

    packed: bytes
    """All its files as one, for the store. The same files give the same bytes."""

    @cached_property
    def hash(self) -> str:
        """What the store calls it: SHA-256 of ``packed``, 64 hex digits."""
        return hashlib.sha256(self.packed).hexdigest()

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Every file by its path in the folder, such as ``fonts/text.woff2``.

        Raises:
            BadTemplate: ``packed`` is not what ``snapshot`` packed.

        """
        try:
            with ZipFile(BytesIO(self.packed)) as archive:
                return MappingProxyType({name: archive.read(name) for name in archive.namelist()})
        except BadZipFile as fault:
            raise BadTemplate(
                Problem(SETTINGS, 1, f"the pack cannot be read: {fault}.")
            ) from fault

    @cached_property
    def logo(self) -> str:
        """Path of the council's logo among the files; empty where there is none."""
        return next((name for name in self.files if name.startswith(f"{LOGO}.")), "")

    @cached_property
    def fits(self) -> Mapping[str, Fit]:
        """The texts whose size follows their length. Raises BadTemplate."""
        problems: list[Problem] = []
        fits: dict[str, Fit] = {}
        top = Table.read(self.text(SETTINGS), SETTINGS, problems)
        if top is not None:
            top.text("title")
            top.text("about")
            if "fit" in top.values:
                fits = self._fits(top.table("fit"))
            top.done()
        if problems:
            raise BadTemplate(*problems)
        return fits

    def text(self, name: str) -> str:
        """Return a file as text. Raises BadTemplate where it is missing or not UTF-8."""
        try:
            return self.files[name].decode()
        except KeyError:
            raise BadTemplate(
                Problem(name, 1, "this file is missing from the template.")
            ) from None
        except UnicodeDecodeError as fault:
            line = self.files[name][: fault.start].count(b"\n") + 1
            raise BadTemplate(Problem(name, line, "this is not UTF-8; save it so.")) from fault

    def _fits(self, table: Table) -> dict[str, Fit]:
        fits: dict[str, Fit] = {}
        for key in FITTED:
            if key not in table.values:
                continue
            room = table.table(key)
            fits[key] = Fit(
                font=room.reference("font", self.files, what="file in this template"),
                width_mm=room.number("width_mm", least=20, most=1000),
                largest_pt=room.number("largest_pt", least=6, most=200),
                smallest_pt=room.number("smallest_pt", least=6, most=200),
                lines=room.number("lines", least=1, most=4),
                largest_split_pt=room.number("largest_split_pt", least=6, most=200),
            )
            room.done()
        table.done()
        return fits


def snapshot(folder: Path, *, logo: Path | None = None) -> Template:
    """Return the template in ``folder`` as it is now, with the council's logo.

    Args:
        folder: holds at least template.toml, certificate.html and certificate.css.
        logo: SVG, PNG or JPEG; None for the council's name alone.

    Raises:
        BadTemplate: a file is missing, leads outside the folder, or all are too large.
        OSError: a file cannot be read.

    """
    problems = [
        Problem(name, 1, f"this file is missing from {folder.name}; every template needs it.")
        for name in (SETTINGS, PAGE, SHEET)
        if not (folder / name).is_file()
    ]
    if problems:
        raise BadTemplate(*problems)
    files = {path.relative_to(folder).as_posix(): path for path in _own(folder)}
    if logo is not None:
        if logo.suffix.lower() not in LOGO_KINDS:
            raise BadTemplate(Problem(logo.name, 1, "a logo must be an SVG, PNG or JPEG file."))
        files[f"{LOGO}{logo.suffix.lower()}"] = logo
    size = sum(path.stat().st_size for path in files.values())
    if size > LARGEST:
        message = f"the files are {size:,} bytes together; the most is {LARGEST:,}."
        raise BadTemplate(Problem(SETTINGS, 1, message))
    return Template(_packed({name: path.read_bytes() for name, path in files.items()}))


def _own(folder: Path) -> list[Path]:
    """Return the files of a template, which must lie in its folder, links followed."""
    home = folder.resolve()
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in KINDS and path.is_file() and path.name != SAMPLE
    ]
    strays = [path for path in found if not path.resolve().is_relative_to(home)]
    if strays:
        raise BadTemplate(
            *(
                Problem(path.relative_to(folder).as_posix(), 1, "this leads outside the template.")
                for path in strays
            )
        )
    return found


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one, free of dates and of the order in which a disk lists them."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, EPOCH)
            entry.create_system = 3
            archive.writestr(entry, files[name])
    return whole.getvalue()
