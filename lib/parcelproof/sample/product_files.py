"""Writes one folder per product: saved pages, supplier papers, photos of units, and the records that name them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from parcelproof.sample.documents import paper_pdf
from parcelproof.sample.orders.table import columns, table
from parcelproof.sample.photos import unit_photo
from parcelproof.sample.product_pages import CURRENCY, saved_page
from parcelproof.sample.product_stories import Paper, ProductStory, Unit
from parcelproof.sample.stories import Good

INSPECTOR = "Lin Mei"
EXPORT = "amazon-listings.txt"

_COLUMNS = columns("""item-name|item-description|listing-id|seller-sku|price|quantity|open-date|image-url|
item-is-marketplace|product-id-type|zshop-shipping-fee|item-note|item-condition|zshop-category1|zshop-browse-path|
zshop-storefront-feature|asin1|asin2|asin3|will-ship-internationally|expedited-shipping|zshop-boldface|product-id|
bid-for-featured-placement|add-delete|pending-quantity|fulfillment-channel|merchant-shipping-group|status""")

Products = tuple[tuple[Good, ProductStory], ...]


def product_files(products: Products) -> Iterator[tuple[str, bytes]]:
    """Yield ``<SKU>/<name>`` and content of every file about single products."""
    for good, story in products:
        yield f"{good.sku}/records.jsonl", _records(good, story)
        for page in story.pages:
            yield f"{good.sku}/{page.file_name}", saved_page(good, story, page)
        for paper in story.papers:
            yield f"{good.sku}/{paper.file_name}", paper_pdf(paper, good)
        for unit in story.units:
            for number, role in enumerate(unit.shown):
                at = unit.at + timedelta(minutes=number * 2)
                yield f"{good.sku}/{unit.photo_name(role)}", unit_photo(good, unit.serial, role, at)


def listing_export(products: Products) -> tuple[bytes, datetime]:
    """Return Amazon's listings report, and when it was fetched."""
    rows = (
        {
            "item-name": good.title, "item-description": " ".join(story.intro.split()),
            "listing-id": f"0901{good.listing[-6:]}", "seller-sku": good.sku, "price": f"{good.price:.2f}",
            "quantity": "40", "open-date": "2026-03-02 08:00:00 PST", "item-is-marketplace": "y",
            "product-id-type": "4" if story.gtin else "1", "item-condition": "11", "asin1": good.listing,
            "product-id": story.gtin or good.listing, "pending-quantity": "0", "fulfillment-channel": "DEFAULT",
            "merchant-shipping-group": "Standard", "status": "Active",
        }
        for good, story in products
    )  # fmt: skip
    data = table(_COLUMNS, rows, delimiter="\t").encode("utf-8")
    return data, max(story.exported for _, story in products)


def _records(good: Good, story: ProductStory) -> bytes:
    entries = [_product(good, story)]
    entries += [_paper(good, paper) for paper in story.papers]
    entries += [_unit(story, unit) for unit in story.units]
    return "".join(
        json.dumps({"product": good.sku, **_given(entry)}, ensure_ascii=False) + "\n" for entry in entries
    ).encode()


def _given(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value not in (None, "", (), [])}


def _product(good: Good, story: ProductStory) -> dict[str, Any]:
    return {
        "record": "product", "title": good.title, "profile": story.profile, "category": story.category,
        "brand": story.brand, "brand_field": story.rows.get("Brand", ""), "model": story.model, "gtin": story.gtin,
        "reference_price": f"{CURRENCY} {story.reference_price}", "listing_ids": [good.listing],
        "attributes": story.states, "in_the_box": list(story.in_the_box), "net_weight": f"{good.net.grams} g",
        "packed_weight": f"{story.packed.grams} g", "origin": good.origin, "hs_code": good.hs,
    }  # fmt: skip


def _paper(good: Good, paper: Paper) -> dict[str, Any]:
    return {
        "record": "supplier_proof", "document": paper.document, "supplier": paper.supplier, "file": paper.file_name,
        "document_date": paper.date.isoformat(), "valid_to": paper.valid_to.isoformat() if paper.valid_to else None,
        "brand": good.brand, "sku": good.sku, "quantity": paper.quantity, "territory": paper.territory,
        "number": paper.number, "holder": paper.holder, "supplier_address": paper.address,
        "supplier_phone": paper.phone, "supplier_website": paper.website, "serials": list(paper.serials),
    }  # fmt: skip


def _unit(story: ProductStory, unit: Unit) -> dict[str, Any]:
    tests = [
        {"test": name, "result": step.result, "note": step.note}
        | ({"file": unit.photo_name(step.photo)} if step.photo else {})
        for name, step in unit.tests.items()
    ]
    return {
        "record": "unit", "claimed_at": unit.at.isoformat(), "serial": unit.serial, "inspector": INSPECTOR,
        "test_plan": story.test_plan, "tests": tests, "missing_parts": list(unit.missing_parts),
        "verdict": unit.verdict, "reason": unit.reason, "lot": story.lot if unit.lot is None else unit.lot,
        "plan": story.plan if unit.plan is None else unit.plan,
    }  # fmt: skip
