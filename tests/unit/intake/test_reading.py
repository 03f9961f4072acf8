import io
import struct
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.intake import reading
from lms.intake.errors import Unreadable
from lms.intake.reading import Upload, workbook
from lms.kernel.settings import Settings
from tests.support.lists import as_csv, as_xlsx, row, written

TABLE = reading.headings({}, {})
HEAD = "Emp No,First Name,Last Name,Start Date,Contract Type\n"


def opened(content, name="list.csv", **over):
    return reading.open_list(written(content, name), TABLE, Settings(**over))


def rows(content, **over):
    return list(opened(content, **over).read())


def refusal(content, **over):
    with pytest.raises(Unreadable) as refused:
        opened(content, **over)
    return str(refused.value)


class TestText:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
    )
    def test_is_read_in_any_encoding_and_with_any_separator(self, encoding, separator):
        someone = row(first_name="Renée", last_name="Núñez")

        listing = opened(as_csv(someone, separator=separator, encoding=encoding))

        ((number, cells),) = listing.read()
        assert number == 2
        assert dict(zip(listing.header, cells, strict=True)) == someone

    @pytest.mark.parametrize("name", ["Renée", "Siân", "Zoë", "François", "Bjørn", "D’Souza", "É"])
    def test_reads_a_short_windows_file_right(self, name):
        ((_, cells),) = rows(f"{HEAD}1,{name},Lee,01/09/2026,Perm\n".encode("cp1252"))

        assert cells[1] == name

    @pytest.mark.parametrize(
        ("encoding", "name"),
        [("mac_roman", "Renée"), ("cp850", "Renée"), ("mac_roman", "François")],
    )
    def test_reads_what_an_old_machine_wrote(self, encoding, name):
        body = "".join(f"{n},{name},Zoë,01/09/2026,Perm\n" for n in range(5))

        found = rows((HEAD + body).encode(encoding))

        assert {cells[1] for _, cells in found} == {name}

    def test_keeps_a_whole_file_for_one_broken_letter(self):
        good = f"{HEAD}1,Renée,Núñez,01/09/2026,Perm\n2,Zoë,Åström,01/09/2026,Perm\n".encode()

        found = rows(good + b"3,Ren\xe9e,Lee,01/09/2026,Perm\n")

        assert [cells[1] for _, cells in found] == ["Renée", "Zoë", "Ren\ufffde"]

    def test_counts_rows_as_a_spreadsheet_does(self):
        text = (
            "Starters report\n\nRun date,01/09/2026\n\n" + HEAD + "\n"
            '1,"An\nna",Lee,01/09/2026,Perm\n,,,,\n\n2,Bo,Lee,01/09/2026,Perm\n\n\n'
        )

        assert [number for number, _ in rows(text)] == [7, 10]

    def test_passes_over_headings_that_come_again(self):
        page = "1,Ann,Lee,01/09/2026,Perm\n"

        assert [number for number, _ in rows(HEAD + page + HEAD + page)] == [2, 4]

    def test_takes_excels_hint_for_the_separator(self):
        found = rows("sep=;\n" + HEAD.replace(",", ";") + "1;Ann;Lee;01/09/2026;Perm, full time\n")

        assert found == [(2, ["1", "Ann", "Lee", "01/09/2026", "Perm, full time"])]

    def test_knows_headings_of_several_lines(self):
        listing = opened('"Emp\nNo","First  Name",Last Name,Start Date\n1,A,B,01/09/2026\n')

        assert listing.header == ("Emp No", "First Name", "Last Name", "Start Date")

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_reads_lines_of_any_system(self, end):
        assert len(rows((HEAD + "1,A,B,01/09/2026,Perm\n").replace("\n", end))) == 1

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=400))
    def test_reads_or_refuses_anything(self, content):
        try:
            found = opened(content)
        except Unreadable as refused:
            assert str(refused).endswith(".")  # noqa: PT017 - either is right
        else:
            assert found.count == len(list(found.read()))


class TestRefusals:
    @pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   ", b",,,\n,,\n"])
    def test_an_empty_file(self, content):
        assert "empty" in refusal(content)

    def test_headings_alone(self):
        assert "no rows below" in refusal(HEAD)

    def test_a_file_without_headings(self):
        assert "No headings" in refusal("1,2,3\n4,5,6\n")

    def test_a_file_too_large_by_its_size_alone(self):
        said = refusal(b"x" * 1_000_001, upload_megabytes=1)

        assert "1.0 MB; 1 MB is the most" in said

    def test_too_many_rows_with_the_limit(self):
        body = "1,A,B,01/09/2026,Perm\n" * 11

        assert "more than 10 rows" in refusal(HEAD + body, import_rows=10)
        assert len(rows(HEAD + body, import_rows=11)) == 11

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
            (b"<!DOCTYPE html><table><tr><td>Emp No", "a web page"),
            (b"<?xml version='1.0'?><Workbook>", "a web page"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old version of Excel"),
            (b"\x1f\x8b\x08\0\0\0", "a packed archive"),
            (bytes(range(256)) * 4, "not a list that can be read"),
        ],
    )
    def test_what_only_has_the_name_of_a_list(self, content, what):
        assert what in refusal(content)

    def test_a_quotation_mark_that_never_closes(self):
        body = '1,Ann,"Lee,01/09/2026,Perm\n' + "2,Bo,Lee,01/09/2026,Perm\n" * 3

        assert "From row 2 on, a quotation mark opens and never closes" in refusal(HEAD + body)

    def test_not_a_quotation_mark_inside_a_value(self):
        ((_, cells),) = rows(HEAD + '1,Ann,O"Neill,01/09/2026,Perm\n')

        assert cells[2] == 'O"Neill'


class TestWorkbook:
    HEAD = ("Emp No", "First Name", "Last Name", "Start Date", "Contract Type")
    ANN = ("008829", "Renée", "Lee", date(2026, 9, 14), "Permanent")

    def test_turns_cells_into_text(self):
        half_past = datetime(2026, 9, 14, 9, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
        content = as_xlsx([self.HEAD, self.ANN, (8829, "Bo", True, half_past, 1.5)])

        assert rows(content) == [
            (2, ["008829", "Renée", "Lee", "2026-09-14", "Permanent"]),
            (3, ["8829", "Bo", "Yes", "2026-09-14", "1.5"]),
        ]

    def test_counts_rows_from_the_top_of_the_sheet(self):
        content = as_xlsx([(), ("", "Starters"), (), ("", *self.HEAD), (), ("", *self.ANN)])

        ((number, cells),) = rows(content)
        assert (number, cells[1]) == (6, "008829")

    def test_takes_the_sheet_with_the_headings(self):
        content = as_xlsx(
            [("Read me",), ("This is a report",)], [self.HEAD, self.ANN], [("1", "2", "3")]
        )

        assert [cells[0] for _, cells in rows(content)] == ["008829"]

    def test_works_nothing_out(self):
        content = as_xlsx([self.HEAD, ("1", '=HYPERLINK("http://x.example","A")', *self.ANN[2:])])

        ((_, cells),) = rows(content)
        assert cells[1] in {"", "0"}

    @pytest.mark.parametrize("sheet", [[], [("", "")]])
    def test_refuses_an_empty_book(self, sheet):
        assert "empty" in refusal(as_xlsx(sheet))

    def test_refuses_too_many_rows(self):
        content = as_xlsx([self.HEAD, *[self.ANN] * 11])

        assert "more than 10 rows" in refusal(content, import_rows=10)

    def test_refuses_a_password(self):
        content = (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le")
        )

        assert "protected by a password" in refusal(content)

    @pytest.mark.parametrize(
        ("inside", "what"),
        [
            ("word/document.xml", "a Word document"),
            ("content.xml", "an OpenDocument file"),
            ("xl/workbook.bin", "xlsb"),
            ("holiday.jpg", "a packed archive"),
        ],
    )
    def test_refuses_other_archives(self, inside, what):
        assert what in refusal(archive({inside: b"x"}))

    def test_refuses_a_damaged_file(self):
        content = as_xlsx([self.HEAD, self.ANN])

        assert "damaged" in refusal(content[:500])
        assert "damaged" in refusal(archive({"xl/workbook.xml": b"<"}))

    def test_refuses_a_bomb_without_unpacking_it(self, monkeypatch):
        monkeypatch.setattr(workbook, "MOST_INFLATED", 1_000_000)
        bomb = archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * 5_000_000})

        assert len(bomb) < 10_000
        assert "larger than any list" in refusal(bomb)

    def test_does_not_believe_what_the_archive_says_of_its_size(self):
        bomb = archive({"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": b"0" * 500_000})
        lied = bomb.replace(struct.pack("<L", 500_000), struct.pack("<L", 10))

        assert "damaged" in refusal(lied)

    @pytest.mark.parametrize("place", ["XFD1048576", "A1048576' s='1", "ZZZ9"])
    def test_refuses_cells_that_lie_far_out(self, place):
        sheet = f"<c r='A1'/><c r='{place}'><v>1</v></c>".encode()
        sheet += b"".join(f'<c r="{c}{n}"/>'.encode() for c in ("A", "XFD") for n in (1, 400))

        content = archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": sheet})

        assert "far to the right or far down" in refusal(content)


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return out.getvalue()


class TestKept:
    def test_holds_the_columns_that_may_be_read_and_no_other(self):
        text = "Emp No,Salary,First Name,Wibble\n1,20000,Ann,x\n\n2,30000,Bo\n3,1,C,d,more\n"
        listing = opened(text)
        columns = [one for one in TABLE.columns(listing.header) if one.field]

        content = reading.keep(listing, columns)
        kept = reading.kept(content)

        assert b"20000" not in content
        assert (kept.header, kept.count) == (("Emp No", "First Name"), 3)
        assert list(kept.read()) == list(kept.read())
        found = [(number, list(cells[:2]), any(cells[2:])) for number, cells in kept.read()]
        assert found == [
            (2, ["1", "Ann"], False),
            (4, ["2", "Bo"], False),
            (5, ["3", "C"], True),
        ]


def test_reads_a_large_file_without_holding_it():
    import tracemalloc

    body = "".join(f"{n},Ann,Lee,01/09/2026,Perm\n" for n in range(30_000)).encode()
    upload = Upload("x.csv", HEAD.encode() + body)
    tracemalloc.start()
    listing = reading.open_list(upload, TABLE, Settings())
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()

    count = sum(1 for _ in listing.read())

    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert count == 30_000
    assert peak < 500_000
