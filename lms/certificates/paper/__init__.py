"""From plain facts and a template's folder to an accessible PDF, the same bytes each time.

When a certificate is awarded, ``snapshot`` reads the template and its ``packed`` bytes go into
the store; ``Facts.to_plain`` goes into the certificate's row. From these two the paper is set
whenever somebody asks, years later too: ``render(Template(stored), Facts.from_plain(row))``.
"""

from lms.certificates.paper.bundle import bundle
from lms.certificates.paper.facts import Facts
from lms.certificates.paper.fitting import Fitted
from lms.certificates.paper.press import render, unprintable
from lms.certificates.paper.template import BadTemplate, Template, snapshot

__all__ = [
    "BadTemplate",
    "Facts",
    "Fitted",
    "Template",
    "bundle",
    "render",
    "snapshot",
    "unprintable",
]
