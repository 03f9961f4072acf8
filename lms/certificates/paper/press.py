"""Sets a certificate: template and facts in, an accessible PDF (PDF/UA-1) out."""

from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from traceback import extract_tb
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import DictLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lms.certificates.paper.drawing import qr, tint
from lms.certificates.paper.facts import Facts, tidied
from lms.certificates.paper.fitting import Fitted, Widths
from lms.certificates.paper.template import (
    KINDS,
    LOGO,
    PAGE,
    SHEET,
    BadTemplate,
    Template,
    snapshot,
)
from lms.kernel import words
from lms.kernel.tables import Problem

HOME = "https://template.invalid/"
"""Where the template's files seem to lie. Nothing is there to be fetched by anybody else."""

NAMELESS = "<template>"
"""What Jinja calls a template that is no file, in tracebacks."""

FONT_KINDS = (".woff2", ".woff", ".ttf", ".otf")


def render(template: Template | Path, facts: Facts) -> bytes:
    """Return the certificate as an accessible PDF: tagged, fonts embedded, PDF/UA-1.

    The same template and facts give the same bytes. The first of a kind is slower: fonts and
    style sheet are read once and then kept.

    Args:
        template: what ``snapshot`` returned or the store kept, or a folder as it is now.
        facts: plain values only; a template never sees a table row.

    Raises:
        BadTemplate: it cannot be used, asks for a fact there is not, or for a file outside it.

    """
    whole = snapshot(template) if isinstance(template, Path) else template
    return _press(whole, facts.brand, facts.brand_strong).pdf(facts)


def unprintable(template: Template | Path, facts: Facts) -> str:
    """Return the letters no font of the template has, each once; they need a font of the machine.

    Raises:
        BadTemplate: the template cannot be used.

    """
    whole = snapshot(template) if isinstance(template, Path) else template
    printed = "".join(text for text in facts.to_plain().values() if isinstance(text, str))
    letters = _press(whole, facts.brand, facts.brand_strong).letters
    return "".join(sorted(set(tidied(printed)) - letters))


@lru_cache(maxsize=8)
def _press(template: Template, brand: str, brand_strong: str) -> "Press":
    return Press(template, brand, brand_strong)


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives a template its own files and nothing else: no network, no disk.

    WeasyPrint prints on where a file is refused; so what was refused is kept, and told.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.files = files
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's own
        """Return a file of the template. Raises ValueError for anything else."""
        name = unquote(urlsplit(url).path).removeprefix("/")
        if not url.startswith(HOME) or name not in self.files:
            self.refused.append(url.removeprefix(HOME))
            msg = f"{url} is not a file of this template"
            raise ValueError(msg)
        kind = KINDS[Path(name).suffix.lower()]
        return URLFetcherResponse(url, self.files[name], {"Content-Type": kind})


class Press:
    """One template in one council's colours, ready to set any number of certificates."""

    def __init__(self, template: Template, brand: str, brand_strong: str) -> None:
        self.template = template
        self.fits = template.fits
        self.lock = Lock()
        """Fonts are shared between certificates, and Pango's are for one thread at a time."""

        texts = {
            name: template.text(name)
            for name in template.files
            if name.endswith((".html", ".svg")) and not name.startswith(f"{LOGO}.")
        }
        self.jinja = ImmutableSandboxedEnvironment(
            loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined
        )
        self.jinja.filters["tint"] = tint
        colours = {"brand": brand, "brand_strong": brand_strong}
        drawn = {
            name: self._filled(name, colours).encode() for name in texts if name.endswith(".svg")
        }
        self.files = OwnFiles({**template.files, **drawn})
        self.fonts = FontConfiguration()
        self.images: dict[str, Any] = {}
        root = f":root {{ --brand: {brand}; --brand-strong: {brand_strong} }}"
        self.sheets = [CSS(string=root), self._sheet(template.text(SHEET))]
        self._complain_of_refused(SHEET)

    @cached_property
    def widths(self) -> dict[str, Widths]:
        """Letters' widths of each font that a fitted text is set in."""
        fonts = {fit.font for fit in self.fits.values()}
        return {font: Widths(self.template.files[font]) for font in fonts}

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every letter that some font of the template has."""
        fonts = [name for name in self.template.files if name.endswith(FONT_KINDS)]
        return frozenset().union(*(Widths(self.template.files[name]).letters for name in fonts))

    def pdf(self, facts: Facts) -> bytes:
        """Return the certificate. Raises BadTemplate."""
        page = self._filled(PAGE, self.context(facts))
        with self.lock:
            html = HTML(string=page, base_url=HOME, url_fetcher=self.files)
            pdf: bytes = html.write_pdf(
                stylesheets=self.sheets,
                font_config=self.fonts,
                cache=self.images,
                pdf_variant="pdf/ua-1",
                pdf_identifier=facts.number.encode(),
            )
            self._complain_of_refused(PAGE)
        return pdf

    def context(self, facts: Facts) -> dict[str, Any]:
        """Return what a template may ask for: plain words, and the texts that were fitted."""
        said = {
            name: tidied(value) if isinstance(value, str) else value
            for name, value in facts.to_plain().items()
        }
        return {
            **said,
            "completed": words.day(facts.completed_on),
            "until": words.day(facts.until_on) if facts.until_on else "",
            "fit": {name: self._fitted(name, str(said[name])) for name in self.fits},
            "logo": self.template.logo,
            "qr": qr(facts.verify_url),
        }

    def _fitted(self, name: str, text: str) -> Fitted:
        fit = self.fits[name]
        return fit.fitted(text, self.widths[fit.font].of)

    def _sheet(self, css: str) -> CSS:
        return CSS(string=css, base_url=HOME, url_fetcher=self.files, font_config=self.fonts)

    def _filled(self, name: str, context: dict[str, Any]) -> str:
        """Return a file of the template with what it asks for filled in."""
        try:
            return self.jinja.get_template(name).render(context)
        except TemplateSyntaxError as fault:
            problem = Problem(fault.name or name, fault.lineno, f"{fault.message}.")
            raise BadTemplate(problem) from fault
        except TemplateNotFound as fault:
            raise BadTemplate(
                Problem(name, 1, f"{fault} is not a file of this template.")
            ) from fault
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as fault:
            problem = Problem(name, _line(fault), f"this cannot be filled in: {fault}.")
            raise BadTemplate(problem) from fault

    def _complain_of_refused(self, name: str) -> None:
        if not self.files.refused:
            return
        refused, self.files.refused = self.files.refused, []
        raise BadTemplate(
            *(Problem(name, 1, f"{url} is not a file of this template.") for url in refused)
        )


def _line(fault: BaseException) -> int:
    """Return the line of the template at which filling it in went wrong."""
    places = [step.lineno for step in extract_tb(fault.__traceback__) if step.filename == NAMELESS]
    return (places[-1] if places else None) or 1
