"""Writes what the pages of the playbook ask from the seller, as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml

from parcelproof.sample.documents import listing_page
from parcelproof.sample.product_stories import load_products
from parcelproof.sample.stories import Good, Line, SampleShop, Story

Entry = dict[str, Any]

_CHANNEL_NAMES = {
    "ebay_us": "eBay messages", "ebay_uk": "eBay messages", "shopify": "e-mail", "amazon": "Amazon messages",
    "etsy": "Etsy messages", "tiktok": "TikTok Shop chat",
}  # fmt: skip
_SCALE = "Table scale, 1 g steps, checked 2026-08-01"


def _entry(story: Story, kind: str, at: datetime | None = None, **fields: Any) -> Entry:
    entry = {"record": kind, "shipment": story.reference}
    if at is not None:
        entry["claimed_at"] = at.isoformat()
    return entry | {name: value for name, value in fields.items() if value not in (None, "", ())}


def _grams(value: Decimal) -> str:
    return f"{value.normalize():f} g"


def _weights(shop: SampleShop, story: Story) -> Iterator[Entry]:
    packed = shop.packed(story)
    yield _entry(
        story, "weights", story.packed_at + timedelta(minutes=42), net=_grams(shop.net(story)),
        tare=_grams(shop.tare(story)), packed=_grams(packed), declared=_grams(packed), scale=_SCALE,
    )  # fmt: skip
    accepted = next((scan for scan in story.scans if scan.word == "accepted"), None)
    if accepted:
        # Carriers weigh in steps of ten grams.
        scanned = story.scanned.grams if story.scanned else (packed / 10).to_integral_value() * 10
        yield _entry(story, "weights", accepted.at, scanned=_grams(scanned))


def _declaration(shop: SampleShop, story: Story) -> Iterator[Entry]:
    currency = story.paid_in
    lines = []
    for line, good in shop.packed_lines(story):
        unit = story.declared_values.get(line.good, shop.goods[line.good].price)
        lines.append(
            {
                "description": good.customs,
                "quantity": line.quantity,
                "value": f"{currency} {unit * line.quantity:.2f}",
                "net_weight": _grams(good.net.grams * line.quantity),
                "hs_code": good.hs,
                "origin": good.origin,
            }
        )
    for gift in story.gifts:
        if gift.declared:
            lines.append(
                {
                    "description": gift.description,
                    "quantity": gift.quantity,
                    "value": f"{currency} {gift.value:.2f}",
                    "net_weight": _grams(gift.net.grams * gift.quantity),
                    "hs_code": gift.hs,
                    "origin": "CN",
                    "is_gift": True,
                }
            )
    yield _entry(
        story, "declaration", story.packed_at + timedelta(minutes=50),
        form="commercial_invoice" if story.parcel.carrier == "DHL Express" else "CN22", category="sale_of_goods",
        lines=lines, total_weight=_grams(shop.packed(story)),
    )  # fmt: skip


def _shipping(shop: SampleShop, story: Story) -> Iterator[Entry]:
    parcel = story.parcel
    yield _entry(
        story, "shipping", parcel.shipped, carrier=parcel.carrier, service=parcel.service,
        tracking_number=parcel.number, shipped_at=parcel.shipped.isoformat(), tracked=parcel.tracked,
        signature_required=parcel.signature, insured=parcel.insured, cost=parcel.cost, reason=parcel.reason,
    )  # fmt: skip


def _serials(story: Story) -> tuple[str, ...]:
    return tuple(serial for line in story.items for serial in line.serials)


def _units(story: Story) -> int:
    return sum(line.quantity for line in story.items)


def _quality_control(shop: SampleShop, story: Story) -> Iterator[Entry]:
    yield _entry(
        story, "inspection", story.packed_at - timedelta(minutes=55), stage="quality_control", inspector="Lin Mei",
        units_checked=_units(story), lot_size=_units(story), plan="every unit", appearance_ok=True, function_ok=True,
        verdict="accepted", serials=list(_serials(story)),
    )  # fmt: skip


def _inspection(shop: SampleShop, story: Story) -> Iterator[Entry]:
    electronics = any(good.electronics for _, good in shop.lines(story))
    notes = "Switched on, charged, all functions tried." if electronics else "Looked at from all sides in daylight."
    yield _entry(
        story, "inspection", story.packed_at - timedelta(minutes=25), stage="product_inspection", inspector="Lin Mei",
        units_checked=_units(story), lot_size=_units(story), plan="every unit", appearance_ok=True, function_ok=True,
        verdict="accepted", serials=list(_serials(story)), notes=notes,
    )  # fmt: skip


def _listing(shop: SampleShop, story: Story) -> Iterator[Entry]:
    for line, good in _without_own_page(shop, story):
        yield _entry(
            story, "listing", story.paid - timedelta(hours=3), title=good.title, listing_id=good.listing,
            file=listing_name(line.good), attributes=good.attributes, functions_explained=True,
        )  # fmt: skip


def _without_own_page(shop: SampleShop, story: Story) -> list[tuple[Line, Good]]:
    """Return the lines whose product keeps no page from before this order in its own folder."""
    kept = {
        good.sku
        for good, product in load_products(shop.goods)
        if any(page.saved < story.paid for page in product.pages)
    }
    return [(line, good) for line, good in shop.lines(story) if good.sku not in kept]


def _dispatch_notice(shop: SampleShop, story: Story) -> Iterator[Entry]:
    earliest, latest = story.promised
    first = story.buyer.name.split(" ")[0].strip('"')
    text = (
        f"Hello {first}, your parcel left today with {story.parcel.carrier}. The tracking number is "
        f"{story.parcel.number}. Expect it between {earliest:%d %B} and {latest:%d %B}."
    )
    yield _entry(
        story, "message", story.parcel.shipped + timedelta(hours=1), direction="to_buyer",
        channel=_CHANNEL_NAMES[story.channel], language="en", topic="dispatch_notice", text=text,
    )  # fmt: skip


def _answers(shop: SampleShop, story: Story) -> Iterator[Entry]:
    table = yaml.safe_load((files("parcelproof.sample") / "answers.yaml").read_text(encoding="utf-8"))
    goods = [good for _, good in shop.lines(story)]
    groups = [
        "always",
        "electronics" if any(good.electronics for good in goods) else "no_electronics",
        "gift" if story.gifts else "no_gift",
        "brand" if any(good.brand for good in goods) else "no_brand",
    ]
    at = story.packed_at + timedelta(minutes=58)
    for group in groups:
        for question, answer in table[group].items():
            yield _entry(story, "answer", at, question=question, answer=answer)


_KEPT = {
    "weights": _weights,
    "declaration": _declaration,
    "shipping": _shipping,
    "quality_control": _quality_control,
    "inspection": _inspection,
    "listing": _listing,
    "dispatch_notice": _dispatch_notice,
    "answers": _answers,
}
_FILES = {
    "weights": "weights", "declaration": "declarations", "shipping": "shipping", "quality_control": "inspections",
    "inspection": "inspections", "listing": "listings", "dispatch_notice": "messages", "answers": "answers",
}  # fmt: skip


def _messages(story: Story) -> Iterator[Entry]:
    for talk in story.messages:
        yield _entry(
            story, "message", talk.at, direction="from_buyer" if talk.sender else "to_buyer",
            channel=_CHANNEL_NAMES[story.channel], language=talk.language, topic=talk.topic, text=talk.text,
        )  # fmt: skip
    for asked in story.inquiries:
        yield _entry(
            story, "inquiry", asked.at, carrier=asked.carrier, reference=asked.reference, cause=asked.cause,
            answered_at=asked.answered.isoformat(),
        )  # fmt: skip


def _gifts(story: Story) -> Iterator[Entry]:
    for gift in story.gifts:
        yield _entry(
            story, "gift", story.packed_at, description=gift.description, quantity=gift.quantity,
            on_product_page=gift.on_page, confirmed_at=gift.confirmed.isoformat() if gift.confirmed else None,
            confirmed_channel=gift.channel, confirmation_text=gift.text, restricted=gift.restricted,
        )  # fmt: skip


def _consents(story: Story) -> Iterator[Entry]:
    for consent in story.consents:
        yield _entry(
            story, "consent", consent.at, about=consent.about, asked_by=consent.asked_by, channel=consent.channel,
            agreed=consent.agreed, text=consent.text,
        )  # fmt: skip
        yield _entry(
            story, "message", consent.at, direction="from_buyer", channel=consent.channel, language=consent.language,
            topic="question", text=consent.text,
        )  # fmt: skip


def listing_name(good: str) -> str:
    """File name of a saved product page."""
    return f"listing-{good.replace('_', '-')}.html"


def record_files(shop: SampleShop) -> dict[str, bytes]:
    """Return file name and content: JSON Lines by subject, and the pages and papers that they name."""
    entries: dict[str, list[Entry]] = {}
    for story in shop.stories:
        for kept in story.kept:
            entries.setdefault(_FILES[kept], []).extend(_KEPT[kept](shop, story))
        for name, more in (
            ("messages", _messages(story)), ("gifts", _gifts(story)), ("consents", _consents(story)),
        ):  # fmt: skip
            entries.setdefault(name, []).extend(more)
    out = {
        f"{name}.jsonl": "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in found).encode()
        for name, found in sorted(entries.items())
        if found
    }
    return out | _kept_files(shop)


def _kept_files(shop: SampleShop) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    for story in shop.stories:
        if "listing" in story.kept:
            free = [gift.description for gift in story.gifts if gift.on_page]
            lines = _without_own_page(shop, story)
            out |= {listing_name(line.good): listing_page(good, free) for line, good in lines}
    return dict(sorted(out.items()))
