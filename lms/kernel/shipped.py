"""Where the training and the paper that ship with this release lie."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def folder(name: str, setting: str = "") -> Path:
    """Return the folder of ``modules`` or ``certificates``.

    Args:
        name: which.
        setting: a folder of the council's own that counts instead; empty for ours.

    Returns:
        The council's, else the one inside the installed package, else the one in a checkout.

    """
    if setting:
        return Path(setting)
    inside = PACKAGE / "shipped" / name
    return inside if inside.is_dir() else PACKAGE.parent / name
