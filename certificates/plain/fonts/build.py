"""Makes the fonts of this folder from the npm packages that package.json names.

``python certificates/plain/fonts/build.py`` after ``npm ci``. It is needed only to take a newer
version: the fonts themselves are in git, so that a certificate is set without any network and
without the machine's own fonts.

Each family comes as one small file a script. They are joined into one static file, so that a
name that mixes scripts' ranges (Łukasz, Ŵyn, Ọláyínká) is measured and set from one font. A
joined font is a changed one, which the licence lets us give away only under another name.
"""

import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGES = HERE.parents[2] / "node_modules" / "@fontsource"
LATIN = ("latin", "latin-ext")
EVERYTHING = (*LATIN, "vietnamese", "greek", "cyrillic", "cyrillic-ext")
FONTS = {
    "outset-serif-600": ("source-serif-4", 600, EVERYTHING, "Outset Serif"),
    "outset-text-400": ("atkinson-hyperlegible-next", 400, LATIN, "Outset Text"),
    "outset-text-600": ("atkinson-hyperlegible-next", 600, LATIN, "Outset Text"),
}
STYLES = {400: "Regular", 600: "SemiBold"}
FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT = 1, 2, 3, 4, 6
TYPOGRAPHIC = (16, 17, 21, 22, 25)


def build(package: str, weight: int, scripts: tuple[str, ...], family: str) -> TTFont:
    """Return the joined font under its new name."""
    files = PACKAGES / package / "files"
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for script in scripts:
            part = TTFont(files / f"{package}-{script}-{weight}-normal.woff2")
            part.flavor = None
            parts.append(str(Path(folder) / f"{script}.ttf"))
            part.save(parts[-1])
        font = Merger().merge(parts)
    name = f"{family} {STYLES[weight]}"
    for record in list(font["name"].names):
        if record.nameID in TYPOGRAPHIC:
            font["name"].removeNames(nameID=record.nameID)
    renamed = {
        FAMILY: name,
        STYLE: "Regular",
        UNIQUE: f"{name}, joined from {package}",
        FULL: name,
        POSTSCRIPT: name.replace(" ", "-"),
    }
    for number, text in renamed.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    return font


if __name__ == "__main__":
    for file, (package, weight, scripts, family) in FONTS.items():
        font = build(package, weight, scripts, family)
        font.flavor = "woff2"
        font.save(HERE / f"{file}.woff2")
