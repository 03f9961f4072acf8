"""Outset: every starter trained to safeguard children, and nobody missed.

``LMS`` mounts it in a Flask site, ``create_app`` makes a site of its own.
"""

from typing import TYPE_CHECKING, Any

from lms.kernel.version import VERSION

if TYPE_CHECKING:
    from lms.site import LMS, create_app

__version__ = VERSION
__all__ = ["LMS", "__version__", "create_app"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module's attribute hook returns
    """Load the site when it is asked for, so that a part can be used without the whole."""
    if name in {"LMS", "create_app"}:
        from lms import site  # noqa: PLC0415 - the point of this function

        return getattr(site, name)
    msg = f"module 'lms' has no attribute {name!r}"
    raise AttributeError(msg)
