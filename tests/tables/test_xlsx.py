"""Spreadsheets: exact text out, and every bomb refused in words. The bombs are built here, never stored."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from parcelproof.errors import InputError
from parcelproof.tables import Limits, Table, read_table

MOMENT = datetime.fromisoformat("2026-07-25T14:02:00")  # a spreadsheet knows no offset
QUICK = Limits(seconds=20)


def workbook(*rows: list[object], title: str = "Orders", **formats: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for place, code in formats.items():
        sheet[place].number_format = code
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def replaced(data: bytes, member: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == member else old.read(info))
    return buffer.getvalue()


def sheet_xml(rows: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + rows + b"</sheetData></worksheet>"


def read(data: bytes, **options: object) -> Table:
    return read_table(data, "orders.xlsx", **{"limits": QUICK, **options})  # type: ignore[arg-type]


def test_numbers_dates_and_text_come_out_as_a_person_reads_them() -> None:
    table = read(
        workbook(
            ["Id", "Track", "Price", "Day", "Moment", "Flag"],
            ["007", 9400110200881234567890, 0.1 + 0.2, date(2026, 7, 25), MOMENT, True],
            [412, 123456789012345, 12.5, None, None, None],
            [1001.0, 12345678901234, 1e-7, None, None, "x"],
        )
    )
    assert (table.encoding, table.sheet, table.header_row) == ("xlsx", "Orders", 1)
    first, second, third = (row.cells for row in table.rows)
    assert list(first.values()) == ["007", "9.400110200881235E+21", "0.3", "2026-07-25", "2026-07-25T14:02:00", "TRUE"]
    assert (second["Id"], second["Track"], second["Price"], second["Day"]) == (
        "412", "1.23456789012345E+14", "12.5", "",
    )  # fmt: skip
    assert (third["Id"], third["Track"], third["Price"]) == ("1001", "12345678901234", "0.0000001")


def test_rows_keep_their_spreadsheet_numbers() -> None:
    table = read(workbook(["Report"], [], ["Order ID", "Name"], [], ["1", "A"]), header_hint=["Order ID", "Name"])
    assert (table.header_row, [row.number for row in table.rows]) == (3, [5])


def test_the_sheet_with_known_columns_is_read_and_hidden_ones_are_not() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["Help", "Text"])
    hidden = book.create_sheet("Hidden")
    hidden.append(["Order ID", "Name", "City"])
    hidden.sheet_state = "hidden"
    right = book.create_sheet("Right")
    right.append(["Order ID", "Name"])
    right.append(["1", "A"])
    assert read(saved(book), header_hint=["Order ID", "Name", "City"]).sheet == "Right"


def test_formulas_are_never_calculated() -> None:
    table = read(workbook(["Id", "Sum"], ["1", '=HYPERLINK("http://x.example")']))
    assert table.rows[0].cells["Sum"] == ""
    cached = sheet_xml(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Id</t></is></c><c r="B1" t="inlineStr"><is><t>N</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>1+1</f><v>7</v></c></row>'
    )
    table = read(replaced(workbook(["x"]), "xl/worksheets/sheet1.xml", cached))
    assert table.rows[0].cells == {"Id": "1", "N": "7"}


def test_content_decides_not_the_extension() -> None:
    assert read_table(workbook(["a", "b"], ["1", "2"]), "orders.csv", limits=QUICK).sheet == "Orders"


def test_bomb_of_repeated_bytes_is_refused() -> None:
    bomb = replaced(workbook(["x"]), "xl/worksheets/sheet1.xml", sheet_xml(b" " * 60_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(InputError, match="unpacks to far more"):
        read(bomb)


def test_declared_size_over_the_cap_is_refused() -> None:
    with pytest.raises(InputError, match="unpacks to far more"):
        read(workbook(["x"]), limits=Limits(expanded_bytes=1000))


def test_lying_size_is_refused() -> None:
    data = bytearray(replaced(workbook(["x"]), "xl/worksheets/sheet1.xml", sheet_xml(b" " * 5_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    with pytest.raises(InputError, match="damaged"):
        read(bytes(data).replace(real, (500).to_bytes(4, "little")))


def test_billion_laughs_is_refused() -> None:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10))
    xml = (
        b"<?xml version='1.0'?><!DOCTYPE x ["
        + entities
        + b"]>"
        + sheet_xml(b'<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>')
    )
    for member in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        with pytest.raises(InputError, match="XML entities"):
            read(replaced(workbook(["x"]), member, xml))


def test_shared_text_repeated_without_end_is_refused() -> None:
    row = b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + n, 1) for n in range(20))
    xml = sheet_xml(b"".join(b'<row r="%d">%s</row>' % (n, row) for n in range(1, 200)))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    data = workbook(["x"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").replace(b"</Types>", part)
    data = replaced(data, "[Content_Types].xml", types)
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", strings % (b"y" * 30_000))
    data = buffer.getvalue()
    data = replaced(data, "xl/worksheets/sheet1.xml", xml)
    with pytest.raises(InputError, match="more rows or cells"):
        read(data, limits=Limits(expanded_bytes=20_000_000))


def test_row_number_without_end_is_stopped() -> None:
    xml = sheet_xml(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')
    with pytest.raises(InputError) as caught:
        read(replaced(workbook(["x"]), "xl/worksheets/sheet1.xml", xml))
    assert caught.value.mend


def test_caps_on_rows_columns_and_cells() -> None:
    data = workbook(*[["a", "b", "c"]] * 50)
    for limits in (Limits(rows=10), Limits(columns=2), Limits(cells=20)):
        with pytest.raises(InputError, match="than the limit allows"):
            read(data, limits=limits)


def test_too_little_memory_is_an_answer_and_not_a_crash() -> None:
    with pytest.raises(InputError, match="memory or time"):
        read(workbook(["x"]), limits=Limits(memory_bytes=1_000_000))


@pytest.mark.parametrize("junk", [b"PK\x03\x04junk", b"PK\x03\x04" + b"\x00" * 100])
def test_broken_workbook_is_refused(junk: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        read(junk)


def test_other_zip_files_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(InputError, match="no Excel workbook"):
        read(buffer.getvalue())


def test_empty_workbook_is_refused() -> None:
    with pytest.raises(InputError, match="no sheet with rows"):
        read(saved(openpyxl.Workbook()))
