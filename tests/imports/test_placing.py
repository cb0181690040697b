"""Orders, numbers and scans find the right shipment, in whatever order the files come."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcelproof.imports import Intake, Options, Outcome
from parcelproof.language import speaking
from parcelproof.shop import Shop

SHOPIFY = """Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,\
Total,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,\
Shipping Street,Shipping City,Shipping Zip,Shipping Country
#1001,a@example.com,paid,2026-10-01 10:00:00 +0800,fulfilled,,USD,20.00,0.00,0.00,20.00,Standard,\
2026-10-01 09:58:00 +0800,2,Ceramic mug,10.00,MUG,Ana Roe,1 Elm St,Austin,73301,US
#1002,b@example.com,paid,2026-10-02 10:00:00 +0800,fulfilled,,USD,8.00,0.00,0.00,8.00,Standard,\
2026-10-02 09:58:00 +0800,1,Phone case,8.00,CASE,Bo Lee,2 Oak St,Boise,83701,US
"""
NUMBERS = "order_id,tracking_number,carrier\n{rows}\n"
EVENTS = """tracking_number,time,status,text,location
YT2616912345678901,2026-10-03T10:00:00+08:00,accepted,Picked up,Shenzhen
YT2616912345678901,2026-10-09T10:00:00-05:00,delivered,Delivered,Austin
"""


def take(shop: Shop, folder: Path, name: str, text: str, **options: object) -> Outcome:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (outcome,) = Intake(shop, Options(**options)).run([path])
    assert not outcome.rejected, outcome.rejected
    return outcome


def test_a_second_file_brings_the_tracking_number(shop: Shop, tmp_path: Path) -> None:
    take(shop, tmp_path, "orders.csv", SHOPIFY)
    take(shop, tmp_path, "numbers.csv", NUMBERS.format(rows="#1001,YT2616912345678901,YunExpress"))
    shipment = shop.shipment("shopify-1001")
    assert shipment.tracking_number == "YT2616912345678901"
    assert shipment.shipping.carrier == "YunExpress"
    assert shop.find("YT2616912345678901") == ["shopify-1001"]
    assert shop.find("#1001") == ["shopify-1001"]


def test_two_numbers_are_two_parcels_of_one_order(shop: Shop, tmp_path: Path) -> None:
    take(shop, tmp_path, "orders.csv", SHOPIFY)
    rows = "#1001,YT2616912345678901,YunExpress\n#1001,YT2616912345678902,YunExpress"
    take(shop, tmp_path, "numbers.csv", NUMBERS.format(rows=rows))
    first, second = shop.shipment("shopify-1001"), shop.shipment("shopify-1001-p2")
    assert {first.tracking_number, second.tracking_number} == {"YT2616912345678901", "YT2616912345678902"}
    assert second.order == first.order
    assert second.items == first.items
    assert first.siblings == ("shopify-1001-p2",)


def test_scans_that_come_before_the_order_are_kept_and_joined(shop: Shop, tmp_path: Path) -> None:
    take(shop, tmp_path, "events.csv", EVENTS)
    assert shop.shipment_ids() == ["parcel-yt2616912345678901"]
    take(shop, tmp_path, "orders.csv", SHOPIFY)
    take(shop, tmp_path, "numbers.csv", NUMBERS.format(rows="#1001,YT2616912345678901,YunExpress"))
    number = "YT2616912345678901"
    owners = [s for s in map(shop.shipment, shop.find(number)) if s.tracking.delivered and s.order]
    assert len(owners) == 1
    assert owners[0].order.order_id == "#1001"


def test_a_slip_that_no_carrier_scanned_is_corrected(shop: Shop, tmp_path: Path) -> None:
    take(shop, tmp_path, "orders.csv", SHOPIFY)
    take(shop, tmp_path, "numbers.csv", NUMBERS.format(rows="#1001,YT2616912345678900,YunExpress"))
    take(shop, tmp_path, "numbers.csv", NUMBERS.format(rows="#1001,YT2616912345678901,YunExpress"))
    assert shop.shipment("shopify-1001").tracking_number == "YT2616912345678901"
    assert shop.shipment("shopify-1001").siblings == ()
    replaced = [h for h in shop.shipment("shopify-1001").history if h.replaced]
    assert any(h.kind == "shipping" for h in replaced)


def test_a_number_for_an_unknown_order_is_refused_in_words(shop: Shop, tmp_path: Path) -> None:
    take(shop, tmp_path, "orders.csv", SHOPIFY)
    outcome = take(shop, tmp_path, "numbers.csv", NUMBERS.format(rows="#7,YT2616912345678901,YunExpress"))
    assert "No order with this number" in outcome.refused[0].what


def test_a_poorer_report_of_the_same_order_wipes_nothing_out(shop: Shop, tmp_path: Path) -> None:
    take(shop, tmp_path, "orders.csv", SHOPIFY)
    lines = SHOPIFY.splitlines()
    header = lines[0].split(",")
    row = dict(zip(header, lines[1].split(","), strict=True))
    row |= {"Shipping Name": "", "Email": "", "Fulfilled at": "2026-10-03 10:00:00 +0800"}
    take(shop, tmp_path, "later.csv", lines[0] + "\n" + ",".join(row[h] for h in header) + "\n")
    shipment = shop.shipment("shopify-1001")
    assert shipment.order.ship_to.name == "Ana Roe"
    assert shipment.order.buyer_email == "a@example.com"


@pytest.mark.parametrize("again", [False, True])
def test_the_same_orders_twice_double_nothing(shop: Shop, tmp_path: Path, again: bool) -> None:
    take(shop, tmp_path, "orders.csv", SHOPIFY)
    records = sum(len(shop.ledger.read(c)) for c in shop.shipment_ids())
    outcome = take(shop, tmp_path, "orders.csv", SHOPIFY, again=again)
    assert outcome.already is not again
    assert sum(len(shop.ledger.read(c)) for c in shop.shipment_ids()) == records


def test_an_unknown_table_is_asked_about_once_and_the_answer_is_kept(shop: Shop, tmp_path: Path) -> None:
    from parcelproof.orders import ColumnMapping

    asked = []

    def ask(error: object) -> ColumnMapping:
        asked.append(error)
        return ColumnMapping.model_validate(
            {"columns": {"order_id": "Bestellung", "title": "Artikel", "quantity": "Menge"}, "channel": "otto"}
        )

    table = "Bestellung;Artikel;Menge\n{n};Tasse;1\n"
    path = tmp_path / "a.csv"
    for number in (1, 2):
        path.write_text(table.format(n=number), encoding="utf-8")
        (outcome,) = Intake(shop, Options(ask=ask)).run([path])
        assert outcome.added, outcome
    assert len(asked) == 1
    assert shop.shipment_ids() == ["otto-1", "otto-2"]


def test_an_unknown_table_that_nobody_explains_is_refused_with_a_way_out(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Bestellung;Artikel\n1;Tasse\n", encoding="utf-8")
    (outcome,) = Intake(shop).run([path])
    assert "What to do" in outcome.rejected
    assert shop.shipment_ids() == []


@pytest.mark.parametrize(("language", "where"), [("en", "row 4"), ("zh", "第 4 行")])
def test_a_refused_scan_is_placed_by_its_row_alone(shop: Shop, tmp_path: Path, language: str, where: str) -> None:
    with speaking(language):
        outcome = take(shop, tmp_path, "events.csv", EVENTS + ",2026-10-10T10:00:00+08:00,delivered,,\n")
    assert [refusal.where for refusal in outcome.refused] == [where]
