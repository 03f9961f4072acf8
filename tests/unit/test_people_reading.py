import pytest

from lms.people.reading import addresses


def read(text):
    return [one.address for one in addresses(text)]


class TestAddresses:
    @pytest.mark.parametrize(
        "text",
        [
            "ada@marlshire.example\nbo@marlshire.example",
            "ada@marlshire.example, bo@marlshire.example",
            "ada@marlshire.example;bo@marlshire.example;",
            "Ada Bowen <ada@marlshire.example>; Iqbal, Bo <bo@marlshire.example>",
            "Ada Bowen\tada@marlshire.example\r\nBo Iqbal\tBO@marlshire.example\r\n",
            "\n“ada@marlshire.example”\n\n<mailto:bo@marlshire.example>\n",
        ],
    )
    def test_are_read_however_they_are_pasted(self, text):
        assert read(text) == ["ada@marlshire.example", "bo@marlshire.example"]

    def test_stand_once(self):
        assert read("ada@x.example\nADA@x.example") == ["ada@x.example"]

    def test_name_what_is_none_and_where_it_stands(self):
        found = addresses("ada@x.example\nBo Iqbal\nbo@")

        assert [(one.line, one.text, one.address) for one in found[1:]] == [
            (2, "Bo Iqbal", None),
            (3, "bo@", None),
        ]

    def test_are_none_in_a_blank(self):
        assert read(" \n;,\n") == []
