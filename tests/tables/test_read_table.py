"""What a seller relies on when a text file is read: the same cells, the right rows, a clear refusal."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.tables import Limits, column_key, read_table

HINT = ("Order ID", "Name", "City", "Tracking Number")


def cells(data: bytes, **options: object) -> list[list[str]]:
    table = read_table(data, "orders.csv", **options)  # type: ignore[arg-type]
    return [list(row.cells.values()) for row in table.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_reads_every_delimiter_encoding_and_line_end(delimiter: str, encoding: str, line_end: str) -> None:
    lines = [delimiter.join(["Order ID", "Name", "City"]), delimiter.join(["007", "Zoë 王", "Łódź"]), ""]
    table = read_table(line_end.join(lines).encode(encoding), "orders.csv")
    assert table.header == ("Order ID", "Name", "City")
    assert table.rows[0].cells == {"Order ID": "007", "Name": "Zoë 王", "City": "Łódź"}
    assert (table.delimiter, table.header_row, table.rows[0].number) == (delimiter, 1, 2)


WESTERN = {
    "German": "Order ID,Name,City\n1,Jürgen Groß,Köln\n2,Änne Öztürk,GRÖßENÄRGER Straße\n",
    "French": "Order ID,Name,City\n1,Hélène Noël,Évry – l’œuvre à 12 £\n2,Françoise CRÉÉE,Orléans\n",
    "Spanish": "Order ID,Name,City\n1,Íñigo Muñoz,Cádiz\n",
    "one word": "Order ID,Name,City\n1,Größe,x\n",
}
CHINESE = {
    "names": "Order ID,Name,City\n1,王小明,深圳市南山区科技园\n2,陈丽,广州\n",
    "mixed": "订单号,收件人,备注\nA-1,John Smith,请用纸箱包装，谢谢！\n",
    "rare name": "Order ID,Name,City\n1,龚骞,上海市浦东新区张江路\n",
    "GB18030 only": "Order ID,Name,City\n1,𠮷野,北京市朝阳区建国路\n",
}


@pytest.mark.parametrize("language", WESTERN)
def test_tells_western_text_from_chinese(language: str) -> None:
    table = read_table(WESTERN[language].encode("cp1252"), "orders.csv")
    assert table.encoding == "cp1252"
    assert [list(r.cells.values()) for r in table.rows] == list(csv.reader(WESTERN[language].splitlines()))[1:]


@pytest.mark.parametrize("language", CHINESE)
def test_tells_chinese_text_from_western(language: str) -> None:
    table = read_table(CHINESE[language].encode("gb18030"), "orders.csv")
    assert table.encoding == "gb18030"
    assert [list(r.cells.values()) for r in table.rows] == list(csv.reader(CHINESE[language].splitlines()))[1:]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Order ID,Name\n1,Иван Петров\n2,Дмитрий Соколов\n", "cp1251"),
        ("Order ID,Name\n1,さとうはなこ\n2,トウキョウ\n", "shift_jis"),
    ],
)
def test_refuses_letters_it_cannot_be_sure_of(text: str, encoding: str) -> None:
    with pytest.raises(InputError, match="cannot be read with certainty") as caught:
        read_table(text.encode(encoding), "orders.csv")
    assert "UTF-8" in caught.value.mend


def test_damaged_utf8_is_refused_and_not_read_as_something_else() -> None:
    whole = "Order ID,Name\n1,王小明\n2,Jürgen Groß\n3,深圳市南山区科技园\n".encode()
    with pytest.raises(InputError, match="damaged"):
        read_table(whole[:-2], "cut.csv")
    with pytest.raises(InputError, match="damaged"):
        read_table(whole.replace("ü".encode(), b"\xfc"), "mixed.csv")


def test_damaged_utf16_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="damaged"):
        read_table("a,b\n1,2\n".encode("utf-16") + b"\x00", "orders.csv")


def test_sep_line_names_the_delimiter_and_counts_as_a_line() -> None:
    table = read_table(b"sep=|\r\na|b,c;d\r\n1|2\r\n", "orders.csv")
    assert table.header == ("a", "b,c;d")
    assert table.rows[0].number == 3


def test_preamble_footer_and_blank_rows_are_no_orders() -> None:
    data = (
        b'"My shop, 25 orders","","",""\n,,,\n\nOrder ID,Name,City,Tracking Number\n\n'
        b"1,A,B,C\n,,,\n2,D,E,F\n\n2,record(s) downloaded, from Jul-1-26 to Jul-2-26\nSeller ID : me\n"
    )
    table = read_table(data, "orders.csv", header_hint=HINT)
    assert table.header_row == 4
    assert [row.number for row in table.rows] == [6, 8]
    assert table.footer == ("2 record(s) downloaded from Jul-1-26 to Jul-2-26", "Seller ID : me")


def test_unknown_last_line_stays_a_row() -> None:
    table = read_table(b"a,b,c,d\n1,2,3,4\n9\n", "orders.csv")
    assert table.rows[-1].cells == {"a": "9", "b": "", "c": "", "d": ""}
    assert table.footer == ()


def test_without_hint_the_header_is_the_first_row_of_usual_width() -> None:
    table = read_table(b"Report of July\nx,y\na,b,c\n1,2,3\n4,5,6\n", "any.csv")
    assert table.header == ("a", "b", "c")


def test_hint_finds_the_delimiter_that_cells_would_hide() -> None:
    data = b"Order ID;Name;City\n1;Smith, John, Dr, Jr;Rome, Italy\n2;Doe, Jane, Ms, X;Oslo, Norway\n"
    assert read_table(data, "orders.csv", header_hint=HINT).delimiter == ";"


def test_double_and_empty_column_names_stay_apart() -> None:
    table = read_table(b"Name,Name,,Name (2),Name\n1,2,3,4,5\n", "orders.csv")
    assert table.header == ("Name", "Name (3)", "Column 3", "Name (2)", "Name (4)")
    assert list(table.rows[0].cells.values()) == ["1", "2", "3", "4", "5"]


def test_quoted_line_breaks_and_quotes_are_kept_exactly() -> None:
    table = read_table(b'a,b\r\n"line 1\r\nline 2\r3","say ""hi"""\r\nx,y\r\n', "orders.csv")
    assert table.rows[0].cells == {"a": "line 1\r\nline 2\r3", "b": 'say "hi"'}
    assert table.rows[1].number == 5


def test_bad_rows_are_marked_and_good_ones_stay() -> None:
    data = b"a,b\n1,2,3\n4,\x005\n6,7,,\n" + b"8," + b"x" * 40_000 + b"\n9,10\n"
    rows = read_table(data, "orders.csv").rows
    assert [bool(row.problem) for row in rows] == [True, True, False, True, False]
    assert "3 cells" in rows[0].problem
    assert "NUL" in rows[1].problem
    assert "32,767" in rows[3].problem


def test_quote_that_never_closes_is_said() -> None:
    rows = read_table(b'a,b\n1,2\n3,"oops\n5,6\n', "orders.csv").rows
    assert rows[0].problem == ""
    assert rows[1].number == 3
    assert "never closed" in rows[1].problem


def test_zero_padding_at_the_end_of_a_file_is_no_row() -> None:
    assert cells(b"a,b\n1,2\n" + b"\x00" * 512) == [["1", "2"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08", "packed"),
        (b"", "no rows"),
        (b"\n\n \n", "no rows"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_table(data, "file.csv")
    assert caught.value.where == "file.csv"
    assert caught.value.mend


def test_more_rows_than_the_cap_are_refused() -> None:
    with pytest.raises(InputError, match="500,000 rows"):
        read_table(b"a,b\n" + b"1,2\n" * 600_000, "orders.csv")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(bytes=10), "larger than 10 bytes"),
        (Limits(rows=2), "more than 2 rows"),
        (Limits(columns=2), "more than 2 columns"),
        (Limits(cells=5), "more than 5 cells"),
    ],
)
def test_caps_name_the_limit(limits: Limits, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_table(b"a,b,c\n" + b"1,2,3\n" * 4, "orders.csv", limits=limits)


def test_rows_up_to_the_cap_are_read() -> None:
    assert len(read_table(b"a,b\n" + b"1,2\n" * 4, "orders.csv", limits=Limits(rows=4)).rows) == 4


def test_time_cap() -> None:
    with pytest.raises(InputError, match="longer than"):
        read_table(b"a,b\n" + b"1,2\n" * 3000, "orders.csv", limits=Limits(seconds=-1.0))


def test_same_bytes_read_twice_are_equal() -> None:
    data = "Order ID;Name\n1;Ünal\n".encode("cp1252")
    assert read_table(data, "a.csv") == read_table(data, "a.csv")


def test_column_key_ignores_case_marks_and_width() -> None:
    assert column_key("Order-ID") == column_key("order_id") == column_key("ＯＲＤＥＲ ＩＤ")


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r"), max_size=40)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(TEXT, min_size=4, max_size=4), max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_written_table_comes_back_exactly(
    rows: list[list[str]], delimiter: str, encoding: str, quoting: int, line_end: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    # The first cell is fixed, so that no written row is blank or a footer.
    table = [["#" + row[0].replace("\n", ""), *row[1:]] for row in rows]
    writer.writerows([list(HINT), *table])
    assert cells(buffer.getvalue().encode(encoding), header_hint=HINT) == table


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        table = read_table(data, "noise.bin", limits=Limits(seconds=20))
    except InputError as error:
        said = (error.what, error.mend)
    else:
        said = (str(len(table.rows)), "read")
        assert len(set(table.header)) == len(table.header)
    assert all(said)
