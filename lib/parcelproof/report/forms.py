"""Draw customs forms as PDF: CN22, CN23 and the commercial invoice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import zxingcpp

from parcelproof.report.foreign import paper_text, runs
from parcelproof.report.form_data import FormData, FormLine, Party
from parcelproof.report.press import press, workshop

TEMPLATES = {"CN22": "cn22", "CN23": "cn23", "commercial_invoice": "commercial_invoice"}
TITLES = {
    "CN22": "Customs declaration CN 22",
    "CN23": "Customs declaration CN 23",
    "commercial_invoice": "Commercial invoice",
}
PARTS = ("forms/parts.typ",)

COLUMN = {"CN22": 22, "CN23": 62}
"""Letters of a description that stand on one printed line; a wide letter counts twice."""
ROOM = {"CN22": 13, "CN23": 10}
"""Printed lines on one sheet."""
LONGEST_NUMBER = 40


def render_form(data: FormData, *, timestamp: datetime) -> bytes:
    """Draw a form as PDF.

    Parameters
    ----------
    data : FormData
    timestamp : datetime
        Written into the file as its date, with offset; the same form and time stamp give the same bytes.

    Returns
    -------
    bytes
        A CN22 is a label of 74 × 105 mm to cut out of A6, a CN23 is A5, an invoice A4. What does not fit on one
        sheet goes to the next.

    Raises
    ------
    ReportError
        If the time stamp has no offset, or Typst refuses.
    """
    with workshop() as root:
        said = _data(data, root)
        template = f"forms/{TEMPLATES[data.form]}.typ"
        return press(root, template, said, timestamp=timestamp, where=data.shipment_id, parts=PARTS)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _rows(line: FormLine, form: str) -> int:
    return max(1, -(-_width(line.description) // COLUMN[form])) + (1 if line.is_gift else 0)


def sheets(lines: Sequence[FormLine], form: str) -> list[list[FormLine]]:
    """Deal the lines out to sheets of a postal form; an invoice is one sheet that runs over pages."""
    if form not in ROOM:
        return [list(lines)]
    made: list[list[FormLine]] = [[]]
    used = 0
    for line in lines:
        rows = _rows(line, form)
        if made[-1] and used + rows > ROOM[form]:
            made.append([])
            used = 0
        made[-1].append(line)
        used += rows
    return made


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": runs(party.name),
        "company": runs(party.company),
        "street": [runs(line) for line in party.street],
        "town": runs(party.town),
        "country": runs(party.country),
        "phone": runs(party.phone),
        "email": runs(party.email),
    }


def _line(line: FormLine, number: int) -> dict[str, Any]:
    names = ("description", "weight", "value", "unit_value", "hs_code", "origin")
    texts = {name: runs(getattr(line, name)) for name in names}
    return {"number": str(number), "quantity": str(line.quantity), "gift": line.is_gift, **texts}


def _numbered(data: FormData) -> Iterator[list[dict[str, Any]]]:
    number = 0
    for sheet in sheets(data.lines, data.form):
        yield [_line(line, number + place) for place, line in enumerate(sheet, 1)]
        number += len(sheet)


def _data(data: FormData, root: Path) -> dict[str, Any]:
    texts = (
        "reference", "total_weight", "net_weight", "total_value", "sold_value", "free_value", "freight", "postage",
        "insured", "invoice_total", "item_number",
        "carrier", "ioss", "vat", "eori", "explanation",
    )  # fmt: skip
    return {
        "title-text": paper_text(f"{TITLES[data.form]} {data.shipment_id}"),
        "shipment-id": runs(data.shipment_id),
        "sender": _party(data.sender),
        "receiver": _party(data.receiver),
        "category": data.category,
        "sheets": list(_numbered(data)),
        "dated": data.dated.isoformat(),
        "missing": [runs(gap) for gap in data.missing],
        "barcode": _barcode(data, root),
        **{name.replace("_", "-"): runs(getattr(data, name)) for name in texts},
    }


def _barcode(data: FormData, root: Path) -> str:
    """Draw the item number as Code 128; an empty name if there is none that a scanner could read."""
    number = data.item_number
    if not number.isascii() or not number.isalnum() or len(number) > LONGEST_NUMBER:
        return ""
    made = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.Code128)
    (root / "barcode.svg").write_text(made.to_svg(), encoding="utf-8")
    return "barcode.svg"
