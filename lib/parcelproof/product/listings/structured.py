"""What a page says about its product to machines: JSON-LD, Open Graph and product meta tags, microdata.

Names as in schema.org ``Product``, ``Offer``, ``PropertyValue`` (version 29, read 2026-11) and ogp.me.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parcelproof.product.listings.plain import one_line, plain_text

MAX_NODES = 5_000
MAX_LEVELS = 8
_PRODUCTS = {"Product", "ProductGroup", "IndividualProduct"}
_GTIN = ("gtin", "gtin13", "gtin12", "gtin14", "gtin8")
_PLAIN = {
    "color": "Color", "material": "Material", "size": "Size", "model": "Model", "itemCondition": "Condition",
    "weight": "Weight", "width": "Width", "height": "Height", "depth": "Depth", "countryOfOrigin": "Country of Origin",
    "pattern": "Pattern", "manufacturer": "Manufacturer",
}  # fmt: skip


@dataclass
class Told:
    """What was told about the product; empty where nothing was."""

    title: str = ""
    text: str = ""
    category: str = ""
    brand: str = ""
    sku: str = ""
    product_id: str = ""
    gtin: str = ""
    mpn: str = ""
    url: str = ""
    price: str = ""
    currency: str = ""
    language: str = ""
    pictures: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def fill(self, other: Told) -> None:
        """Take over what is empty here."""
        if not self.price:
            self.price, self.currency = other.price, other.currency
        for name in vars(self):
            if name not in ("price", "currency", "attributes") and not getattr(self, name):
                setattr(self, name, getattr(other, name))
        for name, value in other.attributes.items():
            self.attributes.setdefault(name, value)


def from_data(blocks: Sequence[str]) -> Told:
    """Read JSON-LD blocks; what is no JSON, or is nested too deep, is left out."""
    found = Told()
    for block in blocks:
        try:
            value = json.loads(block, parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            continue
        for node in _products(value):
            found.fill(_product(node))
    return found


def _products(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the products of a block, in the order in which they stand."""
    waiting: deque[tuple[Any, int]] = deque([(value, 0)])
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node, level = waiting.popleft()
        if isinstance(node, dict):
            types = node.get("@type", "")
            if _PRODUCTS & {str(kind) for kind in (types if isinstance(types, list) else [types])[:20]}:
                yield node
                continue
            inner: Sequence[Any] = [node.get(key) for key in ("@graph", "mainEntity", "itemListElement", "item")]
        else:
            inner = node if isinstance(node, list) else ()
        if level < MAX_LEVELS:
            waiting += [(part, level + 1) for part in inner if isinstance(part, (dict, list))]


def _product(node: Mapping[str, Any]) -> Told:
    told = Told(
        title=_text(node.get("name")), text=plain_text(_raw(node.get("description"))), brand=_text(node.get("brand")),
        category=_text(node.get("category")), sku=_text(node.get("sku")), product_id=_text(node.get("productID")),
        gtin=next((t for key in _GTIN if (t := _text(node.get(key)))), ""), mpn=_text(node.get("mpn")),
        url=_text(node.get("url")), language=_text(node.get("inLanguage")), pictures=_pictures(node.get("image")),
    )  # fmt: skip
    told.price, told.currency = _offer(node.get("offers"))
    for key, label in _PLAIN.items():
        if value := _text(node.get(key)).removeprefix("https://schema.org/").removeprefix("http://schema.org/"):
            told.attributes[label] = value
    for pair in _list(node.get("additionalProperty"))[:500]:
        if isinstance(pair, dict) and (name := _text(pair.get("name"))) and (value := _text(pair)):
            told.attributes.setdefault(name, value)
    variants = [v for v in _list(node.get("hasVariant")) if isinstance(v, dict)]
    if variants and not told.price:
        told.price, told.currency = _offer(variants[0].get("offers"))
    return told


def _offer(value: Any) -> tuple[str, str]:
    for offer in _list(value)[:50]:
        if not isinstance(offer, dict):
            continue
        inner = offer.get("priceSpecification")
        for said in (offer, *(p for p in _list(inner) if isinstance(p, dict))):
            price = _text(said.get("price")) or _text(said.get("lowPrice"))
            if price:
                return price, _text(said.get("priceCurrency")) or _text(offer.get("priceCurrency"))
    return "", ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _raw(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """Return a value as one line: ``{"value": "0.4", "unitText": "kg"}`` is ``0.4 kg``, a brand is its name."""
    if isinstance(value, dict):
        said = value.get("value", value.get("name", value.get("@value")))
        unit = value.get("unitText") or value.get("unitCode") or ""
        return one_line(f"{said} {unit}") if isinstance(said, str) and isinstance(unit, str) else ""
    if isinstance(value, list):
        return ", ".join(t for part in value[:20] if not isinstance(part, list) and (t := _text(part)))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return plain_text(value).replace("\n", " ") if isinstance(value, str) else ""


def _pictures(value: Any) -> list[str]:
    found = []
    for picture in _list(value)[:100]:
        address = picture.get("url") or picture.get("contentUrl") if isinstance(picture, dict) else picture
        if isinstance(address, str) and 0 < len(address) <= 2_000 and not address.startswith("data:"):
            found.append(address.strip())
    return found


_META = {
    "og:title": "title", "og:description": "text", "og:url": "url", "og:locale": "language",
    "product:price:amount": "price", "product:price:currency": "currency", "og:price:amount": "price",
    "og:price:currency": "currency", "product:brand": "brand", "og:brand": "brand", "product:category": "category",
    "product:retailer_item_id": "sku", "description": "text", "twitter:title": "title",
}  # fmt: skip


def from_meta(pairs: Sequence[tuple[str, str]]) -> Told:
    """Read meta tags, as pairs of name (or property) and content."""
    told = Told()
    for name, content in pairs:
        key = name.strip().lower()
        if key in ("og:image", "og:image:secure_url") and content and len(told.pictures) < 100:
            told.pictures.append(content.strip())
        place = _META.get(key, "")
        if place and not getattr(told, place):
            setattr(told, place, plain_text(content) if place == "text" else one_line(content))
    told.language = told.language.replace("_", "-")
    return told
