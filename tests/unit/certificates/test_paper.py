"""The paper: what is printed, what a template may reach, and that the same facts give the same."""

import shutil
import tomllib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from lms.certificates import paper
from lms.certificates.paper.fitting import Fit
from lms.certificates.paper.template import LARGEST
from lms.certificates.reading import number_in

PLAIN = Path(__file__).parents[3] / "certificates" / "plain"


def sample(**changes) -> paper.Facts:
    plain = tomllib.loads((PLAIN / "sample.toml").read_text(encoding="utf-8"))
    return paper.Facts(**{**plain, **changes})


def words_of(pdf: bytes) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@pytest.fixture
def template(tmp_path):
    """A copy of the plain template that a test may spoil."""
    folder = tmp_path / "spoilt"
    shutil.copytree(PLAIN, folder)

    def spoil(name="certificate.html", old="", new="") -> Path:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return spoil


class TestTheCertificate:
    def test_says_what_was_completed_and_that_it_is_no_vetting(self):
        said = words_of(paper.render(PLAIN, sample()))

        for words in (
            "Sinéad O’Shea-Mae",
            "preventing child-on-child abuse",
            "Edition 2026-3, to Keeping children safe in education 2026",
            "23 November 2026",
            "Next update due 23 November 2027",
            "7F3K-92QD-XM4T-8RWP",
            "not evidence of suitability",
            "training.marlshire.example/verify",
            "Demonstration: an invented person",
        ):
            assert words in said, words

    def test_is_one_page_tagged_with_language_and_title(self):
        with pikepdf.open(BytesIO(paper.render(PLAIN, sample()))) as pdf:
            assert len(pdf.pages) == 1
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "en-GB"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            with pdf.open_metadata() as metadata:
                assert "Sinéad O’Shea-Mae" in metadata["dc:title"]
                assert metadata["pdfuaid:part"] == "1"

    def test_is_the_same_to_the_byte_each_time(self):
        whole = paper.snapshot(PLAIN)

        assert paper.render(whole, sample()) == paper.render(
            paper.Template(whole.packed), sample()
        )

    def test_can_be_told_from_its_file(self):
        assert number_in(paper.render(PLAIN, sample())) == "7F3K-92QD-XM4T-8RWP"

    @pytest.mark.parametrize(
        "name",
        [
            "Bo",
            "Łukasz Świątek-Gŵyn",
            "Maria Fernanda Gutiérrez de la Concepción-Wojciechowska",
            "Oluwaseun " * 12,
            "Ș" * 300,
        ],
    )
    def test_keeps_any_name_on_its_page(self, name):
        pdf = paper.render(PLAIN, sample(person_name=name))

        assert len(PdfReader(BytesIO(pdf)).pages) == 1
        assert name.split()[0][:10] in words_of(pdf).replace(" ", "") or len(name) > 200

    def test_shows_markup_in_a_name_as_text(self):
        said = words_of(paper.render(PLAIN, sample(person_name="<script>alert(1)</script>")))

        assert "<script>alert(1)</script>" in said.replace("< ", "<")

    def test_has_letters_for_the_names_of_europe_and_says_which_it_lacks(self):
        whole = paper.snapshot(PLAIN)

        assert (
            paper.unprintable(whole, sample(person_name="Łukasz Gŵyn Şahin Țiriac Đorđević")) == ""
        )
        assert paper.unprintable(whole, sample(person_name="王 Wang")) == "王"

    def test_keeps_its_facts_as_plain_values(self):
        facts = sample(until_on=None, until_label="")

        assert paper.Facts.from_plain(facts.to_plain()) == facts

    def test_refuses_facts_that_are_not_complete_or_not_known(self):
        plain = sample().to_plain()
        with pytest.raises(ValueError, match="not complete"):
            paper.Facts.from_plain({key: plain[key] for key in plain if key != "number"})
        with pytest.raises(ValueError, match="score"):
            paper.Facts.from_plain({**plain, "score": "9"})
        with pytest.raises(ValueError, match="six hex digits"):
            replace(sample(), brand="red")


class TestATemplate:
    @pytest.mark.parametrize(
        "source",
        ["/etc/passwd", "file:///etc/passwd", "https://example.com/a.svg", "../../pyproject.toml"],
    )
    def test_reaches_nothing_outside_its_folder(self, template, source):
        folder = template(old="<header>", new=f'<header><img src="{source}" alt="">')

        with pytest.raises(paper.BadTemplate, match="not a file of this template"):
            paper.render(folder, sample())

    def test_reaches_nothing_from_its_style_sheet(self, template):
        folder = template("certificate.css", "url(ornament.svg)", "url(/etc/hostname)")

        with pytest.raises(paper.BadTemplate, match="not a file of this template"):
            paper.render(folder, sample())

    @pytest.mark.parametrize(
        "code",
        ["{{ ''.__class__.__mro__ }}", "{{ number.__init__.__globals__ }}", "{{ salary }}"],
    )
    def test_reaches_nothing_of_the_program(self, template, code):
        folder = template(old="<header>", new=f"<header>{code}")

        with pytest.raises(
            paper.BadTemplate, match=r"certificate\.html:\d+: this cannot be filled"
        ):
            paper.render(folder, sample())

    def test_is_refused_with_its_line_where_it_is_misspelt(self, template):
        folder = template(old="{% if logo %}", new="{% iff logo %}")

        with pytest.raises(paper.BadTemplate, match=r"certificate\.html:1\d: "):
            paper.render(folder, sample())

    def test_is_refused_where_a_key_is_not_known(self, template):
        folder = template("template.toml", 'title = "Plain"', 'title = "Plain"\ntitel = "x"')

        with pytest.raises(paper.BadTemplate, match="titel is not a key known here"):
            paper.render(folder, sample())

    def test_is_refused_where_a_file_leads_elsewhere(self, template, tmp_path):
        folder = template(old="<header>", new="<header>")
        (tmp_path / "secret.svg").write_text("<svg/>")
        (folder / "link.svg").symlink_to(tmp_path / "secret.svg")

        with pytest.raises(paper.BadTemplate, match=r"link\.svg:1: this leads outside"):
            paper.snapshot(folder)

    def test_is_refused_where_it_is_too_large(self, template):
        folder = template(old="<header>", new="<header>")
        (folder / "huge.png").write_bytes(bytes(LARGEST + 1))

        with pytest.raises(paper.BadTemplate, match="the most is 5,000,000"):
            paper.snapshot(folder)

    def test_is_refused_where_files_are_missing(self, tmp_path):
        with pytest.raises(paper.BadTemplate) as refused:
            paper.snapshot(tmp_path)

        assert [one.file for one in refused.value.problems] == [
            "certificate.css",
            "certificate.html",
            "template.toml",
        ]

    def test_takes_a_logo_and_names_the_council_for_those_who_do_not_see_it(self, tmp_path):
        logo = tmp_path / "crest.svg"
        logo.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
        )

        with pikepdf.open(
            BytesIO(paper.render(paper.snapshot(PLAIN, logo=logo), sample()))
        ) as pdf:
            alternatives = [
                str(one.Alt)
                for one in pdf.objects
                if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
            ]

        assert "Marlshire Council’s logo" in alternatives


class TestFitting:
    @given(
        st.text(st.characters(codec="latin-1", categories=("L", "Zs", "Pd")), min_size=1).filter(
            str.strip
        )
    )
    def test_never_sets_a_line_wider_than_its_room_nor_loses_a_letter(self, text):
        text = " ".join(text.split())
        room = Fit(
            font="x", width_mm=214, largest_pt=50, smallest_pt=20, lines=2, largest_split_pt=33
        )

        found = room.fitted(text, lambda line: 0.6 * len(line))

        assert 1 <= len(found.lines) <= room.lines
        assert "".join(found.lines).replace(" ", "") == text.replace(" ", "")
        for line in found.lines:
            assert 0.6 * len(line) * found.size <= 214 * 72 / 25.4 or found.size <= 0.25

    def test_sets_one_line_down_to_the_smallest_size_and_then_two(self):
        room = Fit(
            font="x", width_mm=214, largest_pt=50, smallest_pt=20, lines=2, largest_split_pt=33
        )

        def width(line: str) -> float:
            return 0.5 * len(line)

        assert room.fitted("A B", width) == paper.Fitted(50, ("A B",))
        assert len(room.fitted("word " * 11 + "word", width).lines) == 1
        assert len(room.fitted("word " * 12 + "word", width).lines) == 2
