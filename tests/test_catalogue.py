"""Products have chains of their own, and every parcel that holds one sees what is on record about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import PLACED, inspection, item, money, order, sha
from parcelproof.errors import InputError, UnknownNameError
from parcelproof.ids import is_product_chain, is_shipment_id, product_chain
from parcelproof.ledger.records import Answer, Listing, Product, SupplierProof, UnitInspection
from parcelproof.shop import Shop
from parcelproof.steps.current import choose, choose_product, current, current_product

CHAIN = "product:hp-1"


def page(text: str, days: int = 0, **changes: object) -> Listing:
    facts = {"title": "Headphones", "sha256": sha(text), "media_type": "text/html", "bytes": 9,
             "claimed_at": PLACED + timedelta(days=days)}  # fmt: skip
    return Listing(**(facts | changes))  # type: ignore[arg-type]


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.record(CHAIN, Product(sku="HP-1", title="Headphones", brand="Lumo", price=money(40)), page("a", -30))
    shop.record("ebay-1-1", order(order_id="1-1"), item(serials=("SN 1",), quantity=1))
    return shop


def test_the_name_of_a_products_chain_is_never_a_shipment_id() -> None:
    assert product_chain(" HP-1 ") == CHAIN
    assert is_product_chain(CHAIN)
    assert not is_shipment_id(CHAIN)
    assert product_chain("HP 1") != product_chain("HP/1")
    assert is_product_chain(product_chain("耳机"))
    assert not is_product_chain("product:../../etc")


def test_a_product_is_no_shipment(stocked: Shop) -> None:
    assert stocked.product_ids() == [CHAIN]
    assert stocked.shipment_ids() == ["ebay-1-1"]


def test_a_parcel_sees_the_listings_of_its_product(stocked: Shop) -> None:
    shipment = stocked.shipment("ebay-1-1")
    assert [file.sku for file in shipment.products] == ["HP-1"]
    assert [p.sha256 for p in shipment.listings] == [sha("a")]


def test_a_later_snapshot_of_the_product_is_seen_at_once(stocked: Shop) -> None:
    stocked.shipment("ebay-1-1")
    stocked.record(CHAIN, page("b", 3))
    assert [p.sha256 for p in stocked.shipment("ebay-1-1").listings] == [sha("a"), sha("b")]


def test_a_product_without_sku_is_found_by_its_listing(shop: Shop) -> None:
    shop.record("product:110001", page("a", -3, listing_id="110001"))
    shop.record("ebay-1-1", order(order_id="1-1"), item(sku=""))
    assert shop.find_product("110001") == "product:110001"
    assert [f.id for f in shop.shipment("ebay-1-1").products] == ["product:110001"]


def test_inspected_units_come_with_their_serial_numbers(stocked: Shop) -> None:
    stocked.record(
        CHAIN, UnitInspection(serial="sn1", verdict="passed"), UnitInspection(serial="SN2", verdict="set_aside")
    )
    assert [u.serial for u in stocked.shipment("ebay-1-1").units] == ["sn1"]
    assert len(stocked.product(CHAIN).units) == 2


def test_papers_of_the_product_count_for_the_parcel(stocked: Shop) -> None:
    paper = SupplierProof(document="invoice", supplier="Lumo", document_date=PLACED.date(), quantity=10, sku="HP-1")
    stocked.record(CHAIN, paper)
    assert stocked.shipment("ebay-1-1").supplier_proofs == (paper,)


def test_pieces_sold_are_counted_over_all_orders_and_once_per_order(stocked: Shop) -> None:
    stocked.record("ebay-2-2", order(order_id="2-2"), item(quantity=3))
    # A second parcel of the same order repeats the line.
    stocked.record("ebay-2-2-p2", order(order_id="2-2"), item(quantity=3))
    assert stocked.shipment("ebay-1-1").sold == {"HP-1": 4}
    stocked.record("ebay-2-2", item(quantity=5))
    stocked.record("ebay-2-2-p2", item(quantity=5))
    assert stocked.sold("HP-1") == 6


def test_a_serial_number_in_another_order_is_named(stocked: Shop) -> None:
    assert stocked.shipment("ebay-1-1").serials_elsewhere == {}
    stocked.record("ebay-2-2", order(order_id="2-2"), item(), inspection(serials=("sn1",)))
    assert stocked.shipment("ebay-1-1").serials_elsewhere == {"SN 1": ("ebay-2-2",)}
    assert stocked.shipment("ebay-2-2").serials_elsewhere == {"sn1": ("ebay-1-1",)}
    stocked.record("ebay-2-2", inspection(serials=("SN-9",)))
    assert stocked.shipment("ebay-1-1").serials_elsewhere == {}


def test_a_unit_that_was_inspected_for_another_order_is_named(stocked: Shop) -> None:
    stocked.record("ebay-2-2", order(order_id="2-2"), item(), UnitInspection(serial="SN1", verdict="passed"))
    assert stocked.shipment("ebay-1-1").serials_elsewhere == {"SN 1": ("ebay-2-2",)}
    assert stocked.shipment("ebay-2-2").serials_elsewhere == {"SN1": ("ebay-1-1",)}
    stocked.record("ebay-2-2", UnitInspection(serial="SN1", verdict="set_aside"))
    # Units in stock stand on the chain of their product and in no order.
    stocked.record(CHAIN, UnitInspection(serial="SN1", verdict="passed"))
    assert stocked.shipment("ebay-1-1").serials_elsewhere == {}


def test_an_unknown_product_is_named(stocked: Shop) -> None:
    with pytest.raises(UnknownNameError):
        stocked.product("product:hp-2")


def test_a_product_that_is_not_on_record_yet_is_an_empty_shelf(shop: Shop) -> None:
    assert shop.on_shelf("product:new").listings == ()


def test_chains_of_products_verify(stocked: Shop) -> None:
    problems = [p for p in stocked.verify() if "evidence file" not in p.where]
    assert problems == []


def test_what_was_answered_for_a_product_holds_for_its_parcels(stocked: Shop) -> None:
    question = "product.authenticity.branded"
    stocked.record(CHAIN, Answer(question=question, answer="yes"))
    assert stocked.shipment("ebay-1-1").answers[question].answer == "yes"
    stocked.record("ebay-1-1", Answer(question=question, answer="no"))
    assert stocked.shipment("ebay-1-1").answers[question].answer == "no"


def test_the_chosen_product_is_kept_beside_the_chosen_shipment(stocked: Shop) -> None:
    choose(stocked, "ebay-1-1")
    choose_product(stocked, CHAIN)
    assert (current(stocked), current_product(stocked)) == ("ebay-1-1", CHAIN)
    assert current_product(stocked, "HP-1") == CHAIN
    with pytest.raises(InputError):
        current_product(stocked, "HP-2")
