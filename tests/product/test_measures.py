"""Measures 9 to 11: page, inspection, papers; one story for every answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from builders import (
    PLACED,
    SENT,
    TODAY,
    answer,
    inspection,
    item,
    level_of,
    listing,
    order,
    said,
    shipment,
    supplier_proof,
    unsent,
)
from parcelproof.product.description import listing_at_order

DAY = timedelta(days=1)
SCARF = {"title": "Silk scarf, red", "category": "Clothing"}


def test_snapshot() -> None:
    name = "product.description.snapshot"
    assert level_of(shipment(), name, "done") == "pass"
    on_the_day = listing(claimed_at=PLACED.replace(hour=23, minute=59))
    assert level_of(shipment(listings=(on_the_day,)), name, "done") == "pass"
    assert level_of(shipment(listings=(listing(claimed_at=PLACED + DAY),)), name, "late") == "warn"
    assert level_of(shipment(listings=()), name, "missing") == "warn"
    assert level_of(shipment(listings=(listing(claimed_at=None),)), name, "undated") == "unknown"
    assert level_of(shipment(order=None), name, "no_order_time") == "unknown"


def test_the_page_in_force_at_the_order_is_taken() -> None:
    pages = (
        listing(sha256="1" * 64, claimed_at=PLACED - 9 * DAY),
        listing(sha256="2" * 64, claimed_at=PLACED - 2 * DAY),
        listing(sha256="3" * 64, claimed_at=PLACED + 2 * DAY),
    )
    page = listing_at_order(shipment(listings=pages))
    assert page is not None
    assert page.sha256 == "2" * 64
    assert level_of(shipment(listings=pages), "product.description.snapshot", "done") == "pass"


def test_functions() -> None:
    name = "product.description.functions"
    assert level_of(shipment(), name, "explained") == "pass"
    assert level_of(shipment(listings=(listing(functions_explained=False),)), name, "not_explained") == "warn"
    assert level_of(shipment(listings=(listing(functions_explained=None),)), name, "not_stated") == "unknown"
    told = listing(functions_explained=None, text="Press the button. Connect your phone. Charge it overnight.")
    assert level_of(shipment(listings=(told,)), name, "explained") == "pass"
    scarf = shipment(items=(item(**SCARF),), listings=(listing(title="Silk scarf"),))
    assert level_of(scarf, name, "not_electronics") == "note"
    assert said(shipment(listings=()), name) == {}


def test_title() -> None:
    name = "product.description.title"
    assert level_of(shipment(), name, "matches") == "pass"
    same_number = listing(title="Completely other words")
    assert level_of(shipment(listings=(same_number,)), name, "matches") == "pass"
    other = listing(title="Silk scarf", listing_id="99")
    assert level_of(shipment(listings=(other,)), name, "other_listing") == "warn"
    bare = listing(title="Silk scarf", listing_id="")
    assert level_of(shipment(listings=(bare,)), name, "differs") == "warn"
    assert level_of(shipment(items=()), name, "no_items") == "unknown"
    two = shipment(items=(item(), item(line_id="2", title="Silk scarf", listing_id="")))
    assert set(said(two, name)) == {"differs"}


ON_RECORD = "product.inspection.on_record"


def test_inspection_on_record() -> None:
    assert level_of(shipment(), ON_RECORD, "done") == "pass"
    assert level_of(unsent(inspections=()), ON_RECORD, "missing") == "warn"
    assert level_of(shipment(inspections=()), ON_RECORD, "missing_sent") == "warn"
    no_result = (inspection(appearance_ok=None, function_ok=None),)
    assert level_of(shipment(inspections=no_result), ON_RECORD, "missing_sent") == "warn"


def inspected(**facts: Any) -> tuple[Any, ...]:
    return (inspection(stage="product_inspection", **facts),)


def test_results_of_the_inspection() -> None:
    assert level_of(shipment(inspections=inspected(appearance_ok=None)), ON_RECORD, "no_appearance") == "warn"
    assert level_of(shipment(inspections=inspected(function_ok=None)), ON_RECORD, "no_function") == "warn"
    scarf = {"items": (item(**SCARF),), "listings": ()}
    quiet = shipment(inspections=inspected(function_ok=None), **scarf)
    assert level_of(quiet, ON_RECORD, "no_function") == "note"
    for field, code in (("appearance_ok", "appearance_bad"), ("function_ok", "function_bad")):
        bad = inspected(**{field: False})
        assert level_of(shipment(inspections=bad), ON_RECORD, code) == "fail"
        assert level_of(unsent(inspections=bad), ON_RECORD, code) == "warn"
        mended = inspected(verdict="reworked", **{field: False})
        assert level_of(shipment(inspections=mended), ON_RECORD, code) == "warn"


def test_inspection_before_dispatch() -> None:
    name = "product.inspection.before_dispatch"
    assert level_of(shipment(), name, "in_time") == "pass"
    assert level_of(shipment(inspections=inspected(claimed_at=SENT + DAY)), name, "late") == "warn"
    assert level_of(shipment(inspections=inspected(claimed_at=None)), name, "undated") == "unknown"
    assert level_of(unsent(), name, "not_sent_yet") == "pass"
    assert said(shipment(inspections=()), name) == {}


def test_serials() -> None:
    name = "product.inspection.serials"
    ordered = (item(serials=("sn-1", "SN-2 ")),)
    assert level_of(shipment(items=ordered), name, "match") == "pass"
    assert level_of(shipment(), name, "recorded") == "pass"
    assert level_of(shipment(items=(item(serials=("SN-1", "SN-9")),)), name, "differ") == "warn"
    assert level_of(shipment(items=(item(serials=("SN-1", "SN-1")),)), name, "repeated") == "warn"
    assert level_of(shipment(inspections=inspected(serials=())), name, "missing") == "warn"
    assert level_of(shipment(items=ordered, inspections=()), name, "missing") == "warn"
    scarf = shipment(items=(item(**SCARF),), listings=(), inspections=())
    assert level_of(scarf, name, "none_expected") == "note"


def test_serials_of_another_parcel_of_the_order_are_not_missed() -> None:
    ordered = (item(serials=("SN-1", "SN-2", "SN-3")),)
    assert level_of(shipment(items=ordered), "product.inspection.serials", "differ") == "warn"
    assert level_of(shipment(items=ordered, siblings=("S-9",)), "product.inspection.serials", "match") == "pass"


PROOF = "product.authenticity.proof"
BRANDED = "product.authenticity.branded"


def of_brand(brand: str, *papers: Any) -> Any:
    return shipment(listings=(listing(attributes={"Brand": brand}),), supplier_proofs=papers)


def test_proof() -> None:
    assert level_of(of_brand("Acme", supplier_proof()), PROOF, "done") == "pass"
    assert level_of(of_brand("ACME", supplier_proof(brand="Acme")), PROOF, "done") == "pass"
    assert level_of(of_brand("Acme"), PROOF, "missing") == "warn"
    assert level_of(of_brand("Acme", supplier_proof(sha256=None)), PROOF, "no_file") == "warn"
    assert level_of(of_brand("Acme", supplier_proof(brand="Other")), PROOF, "other_brand") == "warn"
    assert level_of(of_brand("Unbranded"), PROOF, "no_brand") == "pass"
    assert level_of(shipment(listings=()), PROOF, "not_asked") == "unknown"


def test_the_answer_about_the_brand_counts() -> None:
    yes, no = {BRANDED: answer(BRANDED)}, {BRANDED: answer(BRANDED, "no")}
    assert level_of(shipment(listings=(), answers=yes), PROOF, "missing") == "warn"
    assert level_of(shipment(listings=(), answers=no), PROOF, "no_brand") == "pass"


@pytest.mark.parametrize(
    ("days", "code", "level"),
    [(0, "young", "pass"), (365, "young", "pass"), (366, "old", "warn"), (-1, "in_future", "warn")],
)
def test_age_of_the_invoice(days: int, code: str, level: str) -> None:
    paper = supplier_proof(document_date=TODAY.date() - timedelta(days=days))
    assert level_of(of_brand("Acme", paper), "product.authenticity.invoice_age", code) == level


def test_the_newest_invoice_counts() -> None:
    old, new = supplier_proof(document_date=date(2020, 1, 1)), supplier_proof()
    name = "product.authenticity.invoice_age"
    assert level_of(of_brand("Acme", old, new), name, "young") == "pass"
    assert level_of(of_brand("Acme", supplier_proof(document="certificate")), name, "no_invoice") == "note"


def test_quantity_of_the_invoices() -> None:
    name = "product.authenticity.quantity"
    assert level_of(of_brand("Acme", supplier_proof(quantity=2)), name, "enough") == "pass"
    assert level_of(of_brand("Acme", supplier_proof(quantity=1)), name, "too_few") == "warn"
    one_and_one = (supplier_proof(quantity=1), supplier_proof(quantity=1, supplier="Second"))
    assert level_of(of_brand("Acme", *one_and_one), name, "enough") == "pass"
    assert level_of(of_brand("Acme", supplier_proof(sku="OTHER")), name, "too_few") == "warn"
    assert level_of(of_brand("Acme", supplier_proof(sku="")), name, "enough") == "pass"
    assert level_of(of_brand("Acme", supplier_proof(quantity=None)), name, "not_stated") == "unknown"


def letter(**facts: Any) -> Any:
    return of_brand("Acme", supplier_proof(), supplier_proof(document="authorisation", **facts))


def test_authorisation() -> None:
    name = "product.authenticity.validity"
    sold = PLACED.date()
    assert level_of(letter(territory="US; CA"), name, "valid") == "pass"
    assert level_of(letter(territory="worldwide"), name, "valid") == "pass"
    assert level_of(letter(territory="US", valid_to=sold), name, "valid") == "pass"
    assert level_of(letter(territory="US", valid_to=sold - DAY), name, "expired") == "warn"
    assert level_of(letter(territory="DE"), name, "other_territory") == "warn"
    assert level_of(of_brand("Acme", supplier_proof()), name, "no_authorisation") == "note"
    whole = shipment(supplier_proofs=(supplier_proof(document="authorisation", territory="EU"),))
    assert set(said(whole, name)) == {"other_territory"}
    french = shipment(supplier_proofs=whole.supplier_proofs, order=order(destination="FR"))
    assert set(said(french, name)) == {"valid"}
    lost = shipment(supplier_proofs=whole.supplier_proofs, order=order(destination=None))
    assert level_of(lost, name, "no_destination") == "unknown"
