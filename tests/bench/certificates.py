"""Setting a certificate."""

import shutil
import tomllib

from weasyprint import CSS, HTML

from lms.certificates import paper
from lms.certificates.paper.press import Press
from tests.bench import serving
from tests.bench.bench import Bench, Line, median_of


def certificates(bench: Bench) -> list[Line]:
    """One certificate, against WeasyPrint used the naive way on the same page."""
    folder = serving.ROOT / "certificates" / "plain"
    template = paper.snapshot(folder)
    with (folder / "sample.toml").open("rb") as file:
        plain = tomllib.load(file)
    facts = paper.Facts(**plain)
    press = Press(template, facts.brand, facts.brand_strong)
    page = press._filled("certificate.html", press.context(facts))
    ornament = press.files.files["ornament.svg"]
    place = bench.folder / "paper"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    (place / "ornament.svg").write_bytes(ornament)

    def naive() -> bytes:
        root = f":root {{ --brand: {facts.brand}; --brand-strong: {facts.brand_strong} }}"
        html = HTML(string=page, base_url=f"{place}/")
        return html.write_pdf(stylesheets=[CSS(string=root), CSS(place / "certificate.css")])

    ours, yard = median_of(15, lambda: paper.render(template, facts)), median_of(15, naive)
    return [
        Line(
            "a certificate, tagged, PDF/UA-1",
            f"{ours / yard:.2f} times naive WeasyPrint",
            "no slower",
            f"{1000 * ours:.0f} and {1000 * yard:.0f} ms",
        )
    ]
