"""Listings in JSON: Shopify's products.json, products of AliExpress' API, JSON-LD, and plain lists of products.

Shapes: Shopify Admin REST ``Product`` (2024-10, shopify.dev) and ``/products.json`` of a shop;
``aliexpress.offer.product.query`` and ``aliexpress.ds.product.get`` as clients in public read them (2026-11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.orders.amounts import MoneyReader
from parcelproof.orders.model import BadValue
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings.formats import bind, load_formats
from parcelproof.product.listings.page import read_price
from parcelproof.product.listings.plain import one_line, plain_text
from parcelproof.product.listings.row import (
    MAX_ATTRIBUTES,
    MAX_TEXT,
    MAX_VALUE,
    ListingRow,
    RefusedRow,
    RowReader,
    said_place,
)
from parcelproof.product.listings.structured import from_data

MAX_PRODUCTS = 500_000
_HEAD = 65_536
_SIGNS = re.compile(rb'"(?:body_html|ae_item_base_info_dto|aeop_ae_product_s_k_us|aeop_ae_product_propertys)"\s*:')
_LINKED = re.compile(rb'"@type"\s*:\s*\[?\s*"(?:Product|ProductGroup)"')
_TITLE = re.compile(rb'"(?:title|name|product_name|product_title|subject)"\s*:', re.IGNORECASE)
_GOODS = re.compile(rb'"(?:sku|price|brand|gtin|ean|category)"\s*:', re.IGNORECASE)
_ELSE = re.compile(rb'"[a-z_]*(?:tracking|checkpoint|order_|buyer|shipment|recipient)', re.IGNORECASE)
_NESTED = ("attributes", "specifics", "item_specifics", "properties", "aspects", "specifications")


def may_be_listings(data: bytes) -> bool:
    """Tell from the beginning of a JSON file whether it can hold listings."""
    head = data[:_HEAD]
    if _SIGNS.search(head) or _LINKED.search(head):
        return True
    return bool(_TITLE.search(head) and _GOODS.search(head) and not _ELSE.search(head))


def read_json(data: bytes, name: str, *, currency: str = "") -> tuple[str, list[ListingRow | RefusedRow]]:
    """Read the listings of a JSON file, or of JSON Lines.

    Returns
    -------
    format, rows : tuple

    Raises
    ------
    InputError
        If this is no JSON, or holds no listing.
    """
    values = _values(data, name)
    for format, reader in (("shopify_json", _shopify), ("aliexpress_json", _aliexpress), ("json_ld", _linked)):
        if rows := list(reader(values, currency)):
            return format, rows
    if rows := list(_plain(values, currency)):
        return "json", rows
    raise InputError(
        _("This JSON file holds no listing."), where=name,
        mend=_("Give a list of products, each with a title, or an export of your platform."),
    )  # fmt: skip


def _values(data: bytes, name: str) -> list[Any]:
    text = data.decode("utf-8-sig", "replace")
    try:
        return [_load(text)]
    except (ValueError, RecursionError):
        pass
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_load(line))
            except (ValueError, RecursionError):
                raise InputError(
                    _("This is no JSON."),
                    where=_("{file}, line {line}", file=name, line=number),
                    mend=_("Export it again from the platform."),
                ) from None
    return found


def _load(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str)


# -- Shopify ------------------------------------------------------------------------------------


def _shopify(values: list[Any], currency: str) -> Iterator[ListingRow | RefusedRow]:
    for value in values:
        many = value.get("products") if isinstance(value, dict) else value
        one = value.get("product") if isinstance(value, dict) else None
        products = many if isinstance(many, list) else [one] if isinstance(one, dict) else []
        for number, product in enumerate(products[:MAX_PRODUCTS], 1):
            if isinstance(product, dict) and "variants" in product and "title" in product:
                yield from _variants(product, number, currency)


def _variants(product: dict[str, Any], number: int, currency: str) -> Iterator[ListingRow]:
    options = [_text(o.get("name")) for o in _dicts(product.get("options"))]
    shared = {key: part for key, part in product.items() if key != "variants"}
    addresses = [_text(image.get("src")) for image in _dicts(product.get("images"))]
    for place, variant in enumerate(_dicts(product.get("variants")) or [{}], 1):
        attributes: dict[str, str] = {}
        for position, label in enumerate(options[:3], 1):
            value = _text(variant.get(f"option{position}"))
            if value and label.lower() != "title":
                attributes[label] = value
        if grams := _text(variant.get("grams")):
            attributes["Weight (grams)"] = grams
        facts = ListingFacts(
            title=_text(product.get("title")), text=plain_text(_raw(product.get("body_html")))[:MAX_TEXT],
            category=_text(product.get("product_type")), attributes=attributes,
            brand_field=_text(product.get("vendor")),
            sku=_text(variant.get("sku"))[:500], listing_id=_text(product.get("handle") or product.get("id"))[:500],
            gtin=_text(variant.get("barcode"))[:50], source="shopify_json",
            price=read_price(_text(variant.get("price")), currency), pictures=tuple(a for a in addresses if a)[:50],
        )  # fmt: skip
        yield ListingRow(f"product {number}, variant {place}", facts, {"product": shared, "variant": variant})


# -- AliExpress ---------------------------------------------------------------------------------


def _aliexpress(values: list[Any], currency: str) -> Iterator[ListingRow | RefusedRow]:
    number = 0
    for product in _found(values, ("ae_item_base_info_dto", "subject")):
        base = product.get("ae_item_base_info_dto", product)
        if not isinstance(base, dict):
            continue
        number += 1
        pairs = _inner(product, "ae_item_properties", "aeop_ae_product_propertys")
        attributes = {
            _text(p.get("attr_name"))[:500]: _text(p.get("attr_value"))[:MAX_VALUE]
            for p in pairs[:MAX_ATTRIBUTES]
            if _text(p.get("attr_name")) and _text(p.get("attr_value"))
        }
        skus = _inner(product, "ae_item_sku_info_dtos", "aeop_ae_product_s_k_us") or [{}]
        for place, sku in enumerate(skus, 1):
            price = _text(sku.get("offer_sale_price") or sku.get("sku_price") or product.get("product_price"))
            code = _text(sku.get("currency_code") or base.get("currency_code")) or currency
            facts = ListingFacts(
                title=_text(base.get("subject"))[:MAX_VALUE], text=plain_text(_raw(base.get("detail")))[:MAX_TEXT],
                category=_text(base.get("category_name")), attributes=attributes,
                brand_field=attributes.get("Brand Name", ""), sku=_text(sku.get("sku_code"))[:500],
                listing_id=_text(base.get("product_id"))[:500], gtin=_text(sku.get("ean_code"))[:50],
                mpn=attributes.get("Model Number", "")[:500], source="aliexpress_json", price=read_price(price, code),
                pictures=tuple(p for p in _text(product.get("image_u_r_ls")).split(";") if p)[:50],
            )  # fmt: skip
            raw = {key: part for key, part in product.items() if "sku" not in key and "s_k_u" not in key}
            yield ListingRow(f"product {number}, variant {place}", facts, {"product": raw, "variant": sku})


def _found(values: list[Any], keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the objects that hold one of the keys, wherever they stand in an answer."""
    waiting: list[tuple[Any, int]] = [(values, 0)]
    at = 0
    while at < len(waiting) and at < MAX_PRODUCTS:
        node, level = waiting[at]
        at += 1
        if isinstance(node, dict) and any(key in node for key in keys):
            yield node
        elif level < 8:
            parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            waiting += [(part, level + 1) for part in parts if isinstance(part, (dict, list))]


def _inner(product: Mapping[str, Any], *keys: str) -> list[dict[str, Any]]:
    """Return a list that the API wraps in an object with one key."""
    for key in keys:
        value = product.get(key)
        if isinstance(value, dict):
            value = next((part for part in value.values() if isinstance(part, list)), None)
        if isinstance(value, list):
            return _dicts(value)
    return []


# -- JSON-LD and plain lists --------------------------------------------------------------------


def _linked(values: list[Any], currency: str) -> Iterator[ListingRow | RefusedRow]:
    for number, value in enumerate(values, 1):
        if not isinstance(value, (dict, list)) or (
            isinstance(value, dict) and "@type" not in value and "@graph" not in value
        ):
            continue
        for place, node in enumerate(value if isinstance(value, list) else [value], 1):
            told = from_data([json.dumps(node)])
            if not told.title:
                continue
            facts = ListingFacts(
                title=told.title, text=told.text[:MAX_TEXT], category=told.category, attributes=told.attributes,
                brand_field=told.brand, sku=told.sku, listing_id=told.product_id, gtin=told.gtin, mpn=told.mpn,
                url=told.url[:500], language=told.language[:35], source="json_ld", pictures=tuple(told.pictures)[:50],
                price=read_price(told.price, told.currency or currency),
            )  # fmt: skip
            yield ListingRow(f"object {max(number, place)}", facts, {"object": node})


def _plain(values: list[Any], currency: str) -> Iterator[ListingRow | RefusedRow]:
    spec = load_formats()["generic"]
    money = MoneyReader(None, currency)
    readers: dict[tuple[str, ...], RowReader] = {}
    for number, node in enumerate(_objects(values), 1):
        cells = _cells(node)
        header = tuple(cells)
        if header not in readers:
            readers[header] = RowReader(spec, bind(spec, header), money)
        if "title" not in readers[header].columns.fields:
            continue
        try:
            row = readers[header].read(f"object {number}", cells)
        except BadValue as error:
            yield RefusedRow(said_place(f"object {number}"), error.what, error.mend)
            continue
        yield ListingRow(row.where, row.facts, {"object": node})


def _objects(values: list[Any]) -> Iterator[dict[str, Any]]:
    for value in values:
        if isinstance(value, dict):
            lists = [part for part in value.values() if isinstance(part, list) and _dicts(part)]
            yield from _dicts(lists[0]) if lists and "title" not in value and "name" not in value else [value]
        elif isinstance(value, list):
            yield from _dicts(value)


def _cells(node: Mapping[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in node.items():
        if key.lower() in _NESTED and isinstance(value, dict):
            for label, inner in value.items():
                cells.setdefault(str(label), _text(inner))
        elif isinstance(value, list):
            cells.setdefault(key, "; ".join(t for part in value if (t := _text(part))))
        else:
            cells.setdefault(key, _raw(value) or _text(value))
    return cells


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _raw(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(t for part in value[:50] if not isinstance(part, (list, dict)) and (t := _text(part)))
    if isinstance(value, dict):
        return _text(value.get("value", value.get("amount", value.get("name"))))
    return one_line(value)[:MAX_VALUE] if isinstance(value, str) else ""
