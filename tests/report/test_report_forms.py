"""Customs forms as PDF: everything on record stands on them, gaps are marked and listed, nothing is read as markup."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pypdf
import pytest
from hostile_strings import HOSTILE
from pdf_reader import read_pdf

from builders import TODAY, declaration, gift, grams, item, line, money, order, shipment, shipping
from parcelproof.errors import ReportError
from parcelproof.ledger.records.order import Address
from parcelproof.report.form_data import FormData, build_form
from parcelproof.report.forms import render_form, sheets
from parcelproof.sender import Sender
from parcelproof.shipment import Shipment

FORMS = ("CN22", "CN23", "commercial_invoice")
SIZES = {"CN22": (297, 419), "CN23": (595, 419), "commercial_invoice": (595, 841)}
FORBIDDEN = (b"/URI", b"/JS", b"/JavaScript", b"/EmbeddedFile", b"/Launch", b"/OpenAction", b"/AA")
SENDER = Sender(
    name="Lin Mei", company="Harbour Goods Ltd", line1="88 Binhe Road", city="Shenzhen", postal_code="518000",
    phone="+86 755 5550 1234", eori="GB980780684000", vat="GB980780684", ioss="IM2760000742",
)  # fmt: skip
TO = Address(name="Anna Müller", line1="Kastanienallee 7", city="Berlin", postal_code="10435")
DAY = date(2026, 9, 2)


def parcel(*lines: Any, **changes: Any) -> Shipment:
    free = line(description="Stand for telephones, aluminium", quantity=1, value=money(3), hs_code="761699",
                net_weight=grams(60), is_gift=True)  # fmt: skip
    facts: dict[str, Any] = {
        "order": order(destination="DE", ship_to=TO),
        "declaration": declaration(*(lines or (line(), free))),
        "gifts": (gift(),),
    }
    return shipment(**(facts | changes))


def form(name: str, whole: Shipment | None = None, sender: Sender = SENDER, origin: str = "CN") -> FormData:
    return build_form(whole or parcel(), name, sender=sender, origin=origin, on=DAY)  # type: ignore[arg-type]


def words(data: FormData) -> str:
    """All text of a form without blanks, which PDF keeps only as distances."""
    return bare(read_pdf(render_form(data, timestamp=TODAY))[0])


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", FORMS)
def test_a_whole_record_leaves_no_gap(name: str) -> None:
    data = form(name)
    assert data.missing == ()
    text = words(data)
    assert "fillin" not in text.lower()
    for known in ("Bluetooth headphones, plastic, for music", "851830", "761699", "0.400", "0.502", "80.00 USD",
                  "RR473829103CN", "IM2760000742", "2026-09-02", "free article"):  # fmt: skip
        assert bare(known) in text, known


@pytest.mark.parametrize("name", ["CN23", "commercial_invoice"])
def test_the_longer_forms_name_both_parties(name: str) -> None:
    text = words(form(name))
    for known in ("Lin Mei", "Harbour Goods Ltd", "88 Binhe Road", "518000 Shenzhen", "China", "+86 755 5550 1234",
                  "Anna Müller", "Kastanienallee 7", "10435 Berlin", "Germany", "GB980780684000"):  # fmt: skip
        assert bare(known) in text, known


def test_an_invoice_keeps_free_articles_apart() -> None:
    data = form("commercial_invoice")
    assert (data.sold_value, data.free_value, data.freight, data.invoice_total) == (
        "80.00 USD", "3.00 USD", "6.00 USD", "89.00 USD",
    )  # fmt: skip
    assert data.lines[0].unit_value == "40.00 USD"
    assert form("commercial_invoice", parcel(line(quantity=3, value=money(80)))).lines[0].unit_value == "26.6667 USD"


@pytest.mark.parametrize("name", FORMS)
def test_every_gap_is_marked_on_the_form_and_listed(name: str) -> None:
    poor = parcel(line(net_weight=None, hs_code="8518", origin=None), weights={})
    data = form(name, Shipment(id="S-2", declaration=poor.declaration), Sender(), "")
    assert {"net weight of line 1", "HS code of six digits of line 1", "country of origin of line 1"} <= set(
        data.missing
    )
    parties = {"name of the sender", "street of the addressee", "phone or e-mail of the sender"}
    assert parties.isdisjoint(data.missing) if name == "CN22" else parties <= set(data.missing)
    text = words(data)
    assert "Fillinbyhand" in text
    assert all(bare(gap) in text for gap in data.missing)
    assert text.count("fillin") >= 2


def test_other_gaps() -> None:
    assert "the articles" in form("CN22", Shipment(id="S-3")).missing
    mixed = parcel(line(), line(value=money(3, "EUR")))
    assert "total value: the lines are in different currencies" in form("CN22", mixed).missing
    unweighed = parcel(declaration=declaration(line(), total_weight=None), weights={})
    assert "total weight with packaging" in form("CN22", unweighed).missing


def test_without_a_declaration_the_lines_are_those_of_the_order() -> None:
    data = form("CN22", parcel(declaration=None, items=(item(), item(line_id="2", unit_price=None))))
    assert [(x.description, x.quantity, x.value) for x in data.lines] == [
        ("Bluetooth headphones, black", 2, "80.00 USD")
    ]
    assert "HS code of six digits of line 1" in data.missing


@pytest.mark.parametrize("name", FORMS)
def test_pages_have_the_size_of_the_form(name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_form(form(name), timestamp=TODAY)))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (int(box.width), int(box.height)) == SIZES[name]


@pytest.mark.parametrize("name", FORMS)
def test_no_line_is_lost_when_there_are_many(name: str) -> None:
    many = parcel(*(line(description=f"Article {n:02} of plastic, for music and speech at home") for n in range(40)))
    text = words(form(name, many))
    assert [n for n in range(40) if f"Article{n:02}" not in text] == []
    dealt = sheets(form(name, many).lines, name)
    assert sum(map(len, dealt)) == 40
    assert all(dealt)
    assert len(dealt) == 1 or f"Sheet{len(dealt)}of{len(dealt)}" in text


@pytest.mark.parametrize("name", FORMS)
def test_the_same_form_gives_the_same_bytes(name: str) -> None:
    assert render_form(form(name), timestamp=TODAY) == render_form(form(name), timestamp=TODAY)


@pytest.mark.parametrize("name", FORMS)
def test_text_of_strangers_stays_text(name: str) -> None:
    lines = [line(description=text[:500]) for text in HOSTILE]
    rude = Address(name="#panic()", line1='#read("/etc/passwd")', line2="*bold*", city="$x^2$", postal_code="\\u{202e}")
    whole = parcel(
        *lines,
        order=order(order_id="#eval(1)", destination="DE", ship_to=rude),
        shipping=shipping(tracking_number="<b>#1</b>"),
    )
    made = render_form(form(name, whole), timestamp=TODAY)
    assert not any(word in made for word in FORBIDDEN)
    text = bare(read_pdf(made)[0])
    assert "<b>#1</b>" in text
    assert name == "CN22" or "#panic()" in text


@pytest.mark.parametrize("name", FORMS)
def test_texts_of_any_length_stay_on_the_form(name: str) -> None:
    long = Address(**dict.fromkeys(Address.model_fields, "W" * 500))
    whole = parcel(
        line(description="漢" * 500),
        order=order(ship_to=long, order_id="9" * 500, buyer_phone="+49" * 200),
        shipping=shipping(carrier="C" * 500, tracking_number="7" * 64),
    )
    wide = Sender(**dict.fromkeys(Sender.model_fields, "M" * 200))
    reader = pypdf.PdfReader(io.BytesIO(render_form(form(name, whole, wide), timestamp=TODAY)))
    assert len(reader.pages) == 1 or name == "commercial_invoice"


@pytest.mark.parametrize("number", ["", "RR 1", "包裹", "7" * 60])
def test_a_number_that_no_scanner_could_read_gets_no_barcode(number: str) -> None:
    def bars(tracking_number: str) -> int:
        whole = parcel(shipping=shipping(tracking_number=tracking_number))
        reader = pypdf.PdfReader(io.BytesIO(render_form(form("CN23", whole), timestamp=TODAY)))
        contents = reader.pages[0].get_contents()
        assert contents is not None
        return contents.get_data().count(b" l\n")

    assert bars("RR473829103CN") > bars(number) + 30


def test_a_time_stamp_without_offset_is_refused() -> None:
    with pytest.raises(ReportError, match="offset"):
        render_form(form("CN22"), timestamp=datetime(2026, 9, 2))  # noqa: DTZ001
