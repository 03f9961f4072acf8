"""The blueprint under which all pages stand."""

from functools import cached_property

from flask import Blueprint
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from lms.web import assets


class Pages(Blueprint):
    """The root of all pages, with the macros they use; a host's own templates stay as they are."""

    @cached_property
    def jinja_loader(self) -> BaseLoader:
        """Return where our templates are, and those of govuk-frontend."""
        packages = ("govuk_frontend_jinja", "govuk_frontend_wtf")
        macros = PrefixLoader({name: PackageLoader(name) for name in packages})
        return ChoiceLoader([FileSystemLoader(f"{self.root_path}/templates"), macros])

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return the seconds for which a static file may be kept."""
        return assets.max_age(filename)
